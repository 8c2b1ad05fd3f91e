"""Fonts that the PDF cannot have: none that is shipped is as wide, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.formatting import Formatting, Layer, formatting_of, value
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.pdf.embedded.colours import theme
from indplan_docs.pdf.fonts import FAMILIES, SUBSTITUTES
from indplan_docs.word.package import WORD

_FONT_TABLE: Final = "word/fontTable.xml"
_WITH_SERIFS: Final = "roman"
_INSTEAD: Final = {True: "Times New Roman", False: "Calibri"}
_NAMES: Final = tuple(f"{WORD}{name}" for name in ("ascii", "hAnsi"))
_THEMES: Final = tuple(f"{WORD}{name}Theme" for name in ("ascii", "hAnsi"))


def fonts_missing(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-306: each font without a substitute: once for a style or the whole file, once for a paragraph set by hand."""
    formatting = formatting_of(subject)
    themed, _ = theme(subject.opened)
    named = partial(_font, themed=themed)
    instead = _Instead(subject)
    told: set[tuple[str, str]] = set()
    for here in shown(subject):
        place, paragraph = here.place, here.element
        signs = (sign.get(f"{WORD}font") or "" for sign in paragraph.iter(f"{WORD}sym"))
        by_hand: dict[str, list[str]] = {font: [] for font in signs if _is_missing(font)}
        for run, text in here.runs:
            found = formatting.find("rFonts", run, paragraph, named)
            if found is None or not _is_missing(found[0]):
                continue
            font, layer = found
            if layer.kind == "run":
                by_hand.setdefault(font, []).append(text)
            elif (layer.style, font) not in told:
                told.add((layer.style, font))
                yield _of_style(layer, font, instead[font], formatting)
        for font, texts in by_hand.items():
            yield finding("font_missing", place, tag="".join(texts).strip(), font=font, instead=instead[font])


def _of_style(layer: Layer, font: str, instead: str, formatting: Formatting) -> TemplateFinding:
    if layer.kind == "default":
        return finding("font_missing", variant="document", font=font, instead=instead)
    return finding("font_missing", variant="style", font=font, instead=instead, style=formatting.name(layer.style))


def _font(fonts: etree._Element, themed: dict[str, str]) -> str:
    """The font of Latin letters that an element names; empty if it names none."""
    from_theme = (themed.get((fonts.get(name) or "")[:5]) for name in _THEMES)
    named = (fonts.get(name) for name in _NAMES)
    return next((font for font in (*from_theme, *named) if font), "")


def _is_missing(font: str) -> bool:
    return bool(font) and SUBSTITUTES.get(font, font) not in FAMILIES


class _Instead(dict[str, str]):
    """For each font the one nearest to it that the PDF can have: with serifs or without, as the file says it is."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        known = subject.opened.members
        table = subject.root(_FONT_TABLE) if _FONT_TABLE in known else etree.Element(f"{WORD}fonts")
        for font in table.iter(f"{WORD}font"):
            with_serifs = value(font.find(f"{WORD}family")) == _WITH_SERIFS
            self[font.get(f"{WORD}name") or ""] = _INSTEAD[with_serifs]

    def __missing__(self, font: str) -> str:
        return _INSTEAD[False]

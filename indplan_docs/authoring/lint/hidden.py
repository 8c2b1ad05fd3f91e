"""Text that is in the file and that nobody sees: hidden, or in the colour of what is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.formatting import Formatting, formatting_of, value
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.pdf.embedded.colours import COLOUR
from indplan_docs.word.package import WORD

_LEAST: Final = 1.5  # contrast; large text that is meant to be read has 3 (WCAG 2.1, 1.4.3)
_LINEAR: Final = 0.04045  # so dark a share of light is taken as it is
_WHITE: Final = "FFFFFF"
_FILL: Final = f"{WORD}fill"


def hidden_text(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-210: each paragraph with words that are hidden or as good as, once."""
    formatting = formatting_of(subject)
    for here in shown(subject):
        place, paragraph = here.place, here.element
        unseen = [
            text
            for run, text in here.runs
            if formatting.is_on("vanish", run, paragraph) or _blends_in(run, paragraph, formatting)
        ]
        if unseen:
            yield finding("hidden_text", place, tag="".join(unseen).strip())


def _blends_in(run: etree._Element, paragraph: etree._Element, formatting: Formatting) -> bool:
    """Whether a run has the colour of its ground; what is not told as a colour of its own is taken to be seen."""
    colour = formatting.find("color", run, paragraph)
    if colour is None or not COLOUR.fullmatch(colour[0]):
        return False
    if (ground := _ground(run, paragraph, formatting)) is None:
        return False
    lights = sorted((_light(colour[0]), _light(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05) < _LEAST


def _ground(run: etree._Element, paragraph: etree._Element, formatting: Formatting) -> str | None:
    """The colour behind a run; None if only Word knows."""
    if formatting.find("highlight", run, paragraph) is not None:
        return None
    own = formatting.find("shd", run, paragraph, _fill)
    around = (
        formatting.paragraph_property("shd", paragraph),
        *(cell.find(f"{WORD}tcPr/{WORD}shd") for cell in paragraph.iterancestors(f"{WORD}tc")),
    )
    fills = [own[0] if own is not None else None, *(value(shade, _FILL) for shade in around)]
    for fill in fills:
        if fill not in (None, "auto"):
            return fill if COLOUR.fullmatch(fill) else None
    return None if any(_is_coloured(t, formatting) for t in paragraph.iterancestors(f"{WORD}tbl")) else _WHITE


def _fill(shade: etree._Element) -> str | None:
    return shade.get(_FILL)


def _is_coloured(table: etree._Element, formatting: Formatting) -> bool:
    """Whether a table, or any part of its style, has a ground of its own."""
    style = value(table.find(f"{WORD}tblPr/{WORD}tblStyle"))
    places = [table.find(f"{WORD}tblPr"), *(found for _, found in formatting.chain(style))]
    shades = (shade for place in places if place is not None for shade in place.iter(f"{WORD}shd"))
    return any((value(shade, _FILL) or "auto") not in ("auto", _WHITE) for shade in shades)


def _light(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2.1 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= _LINEAR else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

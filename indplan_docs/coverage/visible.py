"""What of a Word file surely shows: which headers and footers every document has, and which text is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.word.inheritance import said_by_styles
from indplan_docs.word.layout import Layout
from indplan_docs.word.package import DOCUMENT, WORD, Package

_SETTINGS: Final = "word/settings.xml"
_VALUE: Final = f"{WORD}val"
_REFERENCE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFF: Final = frozenset({"0", "false", "off"})
_PIECE: Final = re.compile(r"<[^>]*>|[^<]+|<[^>]*$")
_HIDDEN: Final = re.compile(r"<w:(?:vanish|webHidden)(?: w:val=\"([^\"]*)\")?\s*/>")
_STYLE: Final = re.compile(r'<w:[rp]Style w:val="([^"]*)"')
_ROW: Final = re.compile(r"<(/?)w:(tr|hidden)(?=[ />])")


def sure_parts(opened: Package) -> tuple[str, ...]:
    """The parts that show in every document: the body, and the headers and footers that a first page has.

    With several sections, what the first page of each has: which of them a document keeps is not looked into. Where
    even pages have their own, only what is for first pages alone.
    """
    facing = _SETTINGS in opened.members and _is_on(opened.parse(_SETTINGS).find(f"{WORD}evenAndOddHeaders"))
    sections = list(opened.parse(DOCUMENT).iter(f"{WORD}sectPr"))
    parts = [DOCUMENT]
    for kind in ("header", "footer"):
        referred = opened.referred(kind)
        now: dict[str, str] = {}
        shown: list[str] = []
        for section in sections:
            for reference in section.iter(f"{WORD}{kind}Reference"):
                now[reference.get(f"{WORD}type") or ""] = referred.get(reference.get(_REFERENCE) or "", "")
            first = _is_on(section.find(f"{WORD}titlePg"))
            shown.append(now.get("first", "") if first else "" if facing else now.get("default", ""))
        if shown and shown[0] and len(set(shown)) == 1:
            parts.append(shown[0])
    return tuple(parts)


def hidden_styles(opened: Package) -> frozenset[str]:
    """The ids of the styles whose text is hidden, inherited ones included."""
    return frozenset(key for key, hidden in said_by_styles(opened, _hides).items() if hidden)


class Showing:
    """Reads a part's XML from its beginning, in pieces, and knows what of its text shows.

    Args:
        hidden: The styles whose text is hidden.
    """

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self._layout = Layout()
        self._rows: list[bool] = []

    def read(self, xml: str) -> Iterator[tuple[int, str]]:
        """The texts that show, each with how many lines were begun before it."""
        lines = 0
        for piece in _PIECE.findall(xml):
            if piece[0] != "<" and self.shows:
                yield lines, piece
            self._layout.read(piece)
            if piece[0] == "<":
                self._row(piece)
            lines += piece.count("\n")

    def hole(self) -> None:
        """Here stands a tag."""
        self._layout.hole()

    @property
    def shows(self) -> bool:
        """True if what stands here is text that a reader sees."""
        if self._layout.place != "text" or any(self._rows):
            return False
        own = _HIDDEN.search(self._layout.run)
        if own:
            return own[1] is not None and own[1] in _OFF
        styles = _STYLE.findall(self._layout.run) + _STYLE.findall(self._layout.paragraph)
        return not self._hidden.intersection(styles)

    def _row(self, element: str) -> None:
        found = _ROW.match(element)
        if not found:
            return
        if found[2] == "hidden":
            if self._rows:
                self._rows[-1] = True
        elif not found[1]:
            self._rows.append(False)
        elif self._rows:
            self._rows.pop()


def _hides(style: etree._Element) -> bool | None:
    said = style.find(f"{WORD}rPr/{WORD}vanish")
    return None if said is None else _is_on(said)


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and (toggle.get(_VALUE) or "on") not in _OFF

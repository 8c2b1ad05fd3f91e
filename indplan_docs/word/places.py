"""Where something stands in a Word file, as a person finds it: under which heading, in which cell, which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from lxml import etree

from indplan_docs.identity import masked_in
from indplan_docs.word.inheritance import said_by_styles
from indplan_docs.word.package import DOCUMENT, WORD, Package

_VALUE: Final = f"{WORD}val"
_LEVELS: Final = 9
_RUN: Final = f"{WORD}r"
_PARAGRAPH: Final = f"{WORD}p"
_STOPS: Final = f"{WORD}tabs"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHOWN: Final = {f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}cr": " ", f"{WORD}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table: which table of the part, row and column, each counted from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a part.

    Attributes:
        part: The part (``word/document.xml``).
        paragraph: Which of the part's paragraphs, counted from 1 as Word stores them, those in tables among them; 0 for
            the part as a whole.
        text: What the paragraph says, tags included.
        heading: What the heading says that it stands under; empty if under none.
        level: The paragraph's own level as a heading, 1 to 9; 0 if it is none.
        cell: Where in a table, if in one; the innermost.
        role: What the part is in the document: ``header`` or ``footer``, of the ``_first`` page or of ``_even`` pages;
            ``footnotes``, ``endnotes``; empty for the document itself.
    """

    part: str
    paragraph: int = 0
    text: str = ""
    heading: str = ""
    level: int = 0
    cell: Cell | None = None
    role: str = ""

    def discreet(self, mask: Callable[[str], str] = masked_in) -> Place:
        """The place as it may be told: without the digits of an identity number that tell whose it is.

        Args:
            mask: Masks a text; one that remembers, where many places share a heading.
        """
        return replace(self, text=mask(self.text), heading=mask(self.heading))


def places_in(opened: Package, part: str) -> tuple[Place, ...]:
    """The places of a part's paragraphs, in the order of their numbers."""
    return places_of(opened.parse(part), Place(part, role=roles(opened).get(part, "")), heading_levels(opened))


def places_of(root: etree._Element, whole: Place, levels: Mapping[str, int]) -> tuple[Place, ...]:
    """The places of the paragraphs of a part that is parsed already; ``levels`` as `heading_levels` tells them."""
    return tuple(_places(root, whole, levels))


def roles(opened: Package) -> dict[str, str]:
    """What each part beside the document is in it, as `Place.role` says it, by the part's name."""
    links = opened.relationships(DOCUMENT)
    found = {part: kind for kind in ("footnotes", "endnotes") for part in opened.related(kind)}
    for kind in ("header", "footer"):
        for reference in opened.parse(DOCUMENT).iter(f"{WORD}{kind}Reference"):
            part = links.get(reference.get(_ID) or "", "")
            on = reference.get(f"{WORD}type") or "default"
            found.setdefault(part, kind if on == "default" else f"{kind}_{on}")
    return found


def heading_levels(opened: Package) -> dict[str, int]:
    """The level of each paragraph style that makes headings, by the style's id, inherited levels included."""
    found = said_by_styles(opened, _outline)
    return {key: level for key, level in found.items() if level}


def _outline(style: etree._Element) -> int | None:
    level = style.find(f"{WORD}pPr/{WORD}outlineLvl")
    return None if level is None else _level(level)


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph says, without what stands in a text box in it."""
    return "".join(piece.text for piece in pieces_of(paragraph).get(paragraph, ()))


class Piece(NamedTuple):
    """A piece of a paragraph's text: the text, the run it stands in, and which of the part's pieces it is."""

    text: str
    run: etree._Element | None
    order: int


def pieces_of(root: etree._Element) -> dict[etree._Element, list[Piece]]:
    """What each paragraph says, piece by piece."""
    found: dict[etree._Element, list[Piece]] = {}
    for order, element in enumerate(root.iter(f"{WORD}t", *_SHOWN)):
        run = next(element.iterancestors(_RUN, _PARAGRAPH, _STOPS), None)
        paragraph = run if run is None or run.tag == _PARAGRAPH else next(run.iterancestors(_PARAGRAPH), None)
        if run is None or paragraph is None or run.tag == _STOPS:  # a tab stop is no tab
            continue
        text = element.text or "" if element.tag == f"{WORD}t" else _SHOWN[str(element.tag)]
        found.setdefault(paragraph, []).append(Piece(text, run if run.tag == _RUN else None, order))
    return found


def paragraph_about(element: etree._Element) -> etree._Element | None:
    """The paragraph that an element is about: its own, the first in it or what it is part of, or the last before it."""
    own = next(element.iterancestors(f"{WORD}p"), element if element.tag == f"{WORD}p" else None)
    if own is not None:
        return own
    around = next(element.iterancestors(f"{WORD}tc", f"{WORD}tr", f"{WORD}tbl"), element)
    inside = next(element.iter(f"{WORD}p"), None)
    return inside if inside is not None else next(around.iter(f"{WORD}p"), _last_before(element))


def _last_before(element: etree._Element) -> etree._Element | None:
    found = None
    for here in element.getroottree().iter(f"{WORD}p", element.tag):
        if here is element:
            break
        found = here if here.tag == f"{WORD}p" else found
    return found


def _places(root: etree._Element, whole: Place, levels: Mapping[str, int]) -> Iterator[Place]:
    cells = _cells(root)
    pieces = pieces_of(root)
    heading = ""
    for number, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
        text = "".join(piece.text for piece in pieces.get(paragraph, ()))
        level = _own_level(paragraph, levels)
        cell = cells.get(next(paragraph.iterancestors(f"{WORD}tc"), None))
        yield Place(whole.part, number, text, heading, level, cell, whole.role)
        if level and text.strip():
            heading = text.strip()


def _own_level(paragraph: etree._Element, levels: Mapping[str, int]) -> int:
    direct = paragraph.find(f"{WORD}pPr/{WORD}outlineLvl")
    if direct is not None:
        return _level(direct)
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return levels.get(style.get(_VALUE) or "", 0) if style is not None else 0


def _level(outline: etree._Element) -> int:
    """Word counts levels from 0, and 9 is body text."""
    value = outline.get(_VALUE) or ""
    level = int(value) + 1 if value.isdigit() else 0
    return level if level <= _LEVELS else 0


def _cells(root: etree._Element) -> dict[etree._Element | None, Cell]:
    """Where each cell is; content controls may stand around rows and cells, and tables in cells."""
    tables = {table: number for number, table in enumerate(root.iter(f"{WORD}tbl"), start=1)}
    rows: dict[etree._Element, tuple[int, int]] = {}
    counts: dict[etree._Element, int] = {}
    found: dict[etree._Element | None, Cell] = {}
    for element in root.iter(f"{WORD}tr", f"{WORD}tc"):
        around = next(element.iterancestors(f"{WORD}tbl" if element.tag == f"{WORD}tr" else f"{WORD}tr"), None)
        if around is None:
            continue
        counts[around] = counts.get(around, 0) + 1
        if element.tag == f"{WORD}tr":
            rows[element] = (tables[around], counts[around])
        elif around in rows:
            found[element] = Cell(*rows[around], counts[around])
    return found

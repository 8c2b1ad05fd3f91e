"""Where something stands in a Word file, as a person finds it: under which heading, in which cell, which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.word.package import WORD, Package

STYLES: Final = "word/styles.xml"
_VALUE: Final = f"{WORD}val"
_LEVELS: Final = 9
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
    """

    part: str
    paragraph: int = 0
    text: str = ""
    heading: str = ""
    level: int = 0
    cell: Cell | None = None


def places_in(opened: Package, part: str) -> tuple[Place, ...]:
    """The places of a part's paragraphs, in the order of their numbers."""
    return places_of(opened.parse(part), part, heading_levels(opened))


def places_of(root: etree._Element, part: str, levels: Mapping[str, int]) -> tuple[Place, ...]:
    """The places of the paragraphs of a part that is parsed already; ``levels`` as `heading_levels` tells them."""
    return tuple(_places(root, part, levels))


def heading_levels(opened: Package) -> dict[str, int]:
    """The level of each paragraph style that makes headings, by the style's id, inherited levels included."""
    if STYLES not in opened.members:
        return {}
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in opened.parse(STYLES).iter(f"{WORD}style"):
        key = style.get(f"{WORD}styleId") or ""
        level = style.find(f"{WORD}pPr/{WORD}outlineLvl")
        if level is not None:
            own[key] = _level(level)
        parent = style.find(f"{WORD}basedOn")
        based[key] = "" if parent is None else parent.get(_VALUE) or ""
    found = {key: _inherited(key, own, based) for key in based}
    return {key: level for key, level in found.items() if level}


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph says, without what stands in a text box in it."""
    own = (e for e in paragraph.iter(f"{WORD}t", *_SHOWN) if next(e.iterancestors(f"{WORD}p"), None) is paragraph)
    return "".join(e.text or "" if e.tag == f"{WORD}t" else _SHOWN[str(e.tag)] for e in own)


def _places(root: etree._Element, part: str, levels: Mapping[str, int]) -> Iterator[Place]:
    tables = {table: number for number, table in enumerate(root.iter(f"{WORD}tbl"), start=1)}
    heading = ""
    for number, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
        text = text_of(paragraph)
        level = _own_level(paragraph, levels)
        yield Place(part, number, text, heading, level, _cell(paragraph, tables))
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


def _inherited(key: str, own: Mapping[str, int], based: Mapping[str, str]) -> int:
    seen: set[str] = set()
    while key and key not in seen:
        if key in own:
            return own[key]
        seen.add(key)
        key = based.get(key, "")
    return 0


def _cell(paragraph: etree._Element, tables: Mapping[etree._Element, int]) -> Cell | None:
    cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
    if cell is None:
        return None
    row = next(cell.iterancestors(f"{WORD}tr"))
    table = next(row.iterancestors(f"{WORD}tbl"))
    return Cell(tables[table], _number(row, table), _number(cell, row))


def _number(element: etree._Element, within: etree._Element) -> int:
    """Which of a table's rows or a row's cells an element is; content controls may stand around it."""
    return 1 + next(n for n, one in enumerate(within.iter(element.tag)) if one is element)

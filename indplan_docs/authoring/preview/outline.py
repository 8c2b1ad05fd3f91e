"""A template as its maintainer reads it: its texts, the tags in words, and what a condition covers held together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from indplan_docs.authoring.in_words.conditions import Printed, Wording
from indplan_docs.authoring.in_words.logic import Scope
from indplan_docs.word import Template
from indplan_docs.word.package import DOCUMENT, WORD, Package
from indplan_docs.word.places import heading_levels
from indplan_docs.word.structure import opens
from indplan_docs.word.tree import TAG_ELEMENT, pieces

_P, _TABLE, _ROW, _CELL, _TEXT = (f"{WORD}{name}" for name in ("p", "tbl", "tr", "tc", "t"))
_VALUE: Final = f"{WORD}val"
_BOX: Final = f"{WORD}txbxContent"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BREAKS: Final = {f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}tab": "\t", f"{WORD}noBreakHyphen": "\u2011"}
_BRANCHES: Final = ("elif", "else")
_TITLE: Final = "Title"


@dataclass(slots=True)
class Text:
    """Words of the template's own."""

    words: str


@dataclass(slots=True)
class Value:
    """A place where a value is printed."""

    tag: str
    printed: Printed


@dataclass(slots=True)
class Picture:
    """A picture, with its description."""

    description: str


@dataclass(slots=True)
class Covered:
    """What a condition or a loop covers: pieces of a paragraph, blocks, or rows; and the words for it."""

    words: str
    tag: str
    inside: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its pieces; its level as a heading, 0 if it is none; whether it is an item of a list."""

    level: int
    listed: bool
    inside: list[Node]


@dataclass(slots=True)
class Row:
    """A row of a table: its cells, and whether it is a header row."""

    head: bool
    cells: list[list[Node]]


@dataclass(slots=True)
class Table:
    """A table: rows, and what covers rows."""

    inside: list[Node]
    columns: int


Node = Text | Value | Picture | Covered | Paragraph | Row | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the template: the document, a header, a footer.

    Attributes:
        kind: ``body``, ``header``, ``footer``, ``footnotes`` or ``endnotes``.
        inside: What stands in it.
    """

    kind: str
    inside: list[Node]


def outline(template: Template, wording: Wording) -> list[Part]:
    """The parts of a template that hold anything, the document first."""
    opened = Package(template.source, template.name)
    trees = template.trees()
    reader = _Reader(wording, heading_levels(opened), trees[DOCUMENT])
    found = []
    for name in sorted(trees, key=lambda part: (part != DOCUMENT, part)):
        kind = "body" if name == DOCUMENT else name.removeprefix("word/").rstrip("0123456789.xml")
        inside = reader.blocks(trees[name])
        if not all(_is_blank(node) for node in inside):
            found.append(Part(kind, inside))
    return found


def values_in(parts: Sequence[Part]) -> list[Value]:
    """Every value that is printed, each tag once, in reading order."""
    found = {value.tag: value for part in parts for value in _values(part.inside)}
    return list(found.values())


def _values(nodes: Sequence[Node]) -> Iterator[Value]:
    for node in nodes:
        match node:
            case Value():
                yield node
            case Row():
                for cell in node.cells:
                    yield from _values(cell)
            case Covered() | Paragraph() | Table():
                yield from _values(node.inside)


def _is_blank(node: Node) -> bool:
    match node:
        case Text():
            return not node.words.strip()
        case Covered() | Paragraph() | Table():
            return all(map(_is_blank, node.inside))
        case Row():
            return all(_is_blank(inner) for cell in node.cells for inner in cell)
    return False


class _Holder:
    """Gathers nodes, under the condition or loop that is open."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._open: list[Covered] = []

    def add(self, node: Node) -> None:
        (self._open[-1].inside if self._open else self.nodes).append(node)

    def begin(self, covered: Covered) -> None:
        self.add(covered)
        self._open.append(covered)

    def end(self) -> None:
        if self._open:  # a block may have begun in another paragraph
            self._open.pop()


class _Reader:
    def __init__(self, wording: Wording, levels: dict[str, int], document: etree._Element) -> None:
        self._wording, self._levels = wording, levels
        self._scopes: list[Scope] = [{}]
        self._has_title = any(self._style(p) == _TITLE for p in document.iter(_P))

    def blocks(self, element: etree._Element) -> list[Node]:
        """What stands in an element that holds paragraphs and tables."""
        holder = _Holder()
        self._blocks(element, holder)
        return holder.nodes

    def _blocks(self, element: etree._Element, holder: _Holder) -> None:
        for child in element:
            if child.tag == TAG_ELEMENT:
                self._control(child.text or "", holder)
            elif child.tag == _P:
                self._paragraph(child, holder)
            elif child.tag == _TABLE:
                rows = _Holder()
                self._rows(child, rows)
                columns = max((len(row.findall(f".//{_CELL}")) for row in child.iter(_ROW)), default=1)
                holder.add(Table(rows.nodes, columns))
            elif len(child) and child.tag != _FALLBACK:  # content controls, sections, notes
                self._blocks(child, holder)

    def _rows(self, element: etree._Element, holder: _Holder) -> None:
        for child in element:
            if child.tag == TAG_ELEMENT:
                self._control(child.text or "", holder, in_table=True)
            elif child.tag == _ROW:
                head = child.find(f"{WORD}trPr/{WORD}tblHeader") is not None
                holder.add(Row(head, [self.blocks(cell) for cell in child.iter(_CELL) if _row_of(cell) is child]))
            elif len(child):
                self._rows(child, holder)

    def _paragraph(self, paragraph: etree._Element, holder: _Holder) -> None:
        line = _Holder()
        boxes: list[etree._Element] = []
        self._inline(paragraph, line, boxes)
        level = self._level(paragraph)
        listed = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None or "List" in self._style(paragraph)
        made = Paragraph(level, listed, line.nodes)
        if not _is_blank(made):
            holder.add(made)
        for box in boxes:
            self._blocks(box, holder)

    def _inline(self, element: etree._Element, line: _Holder, boxes: list[etree._Element]) -> None:
        for child in element:
            if child.tag == TAG_ELEMENT:
                self._tag(child.text or "", line)
            elif child.tag == _TEXT:
                for is_tag, piece in pieces(child.text or ""):
                    if is_tag:
                        self._tag(piece, line)
                    else:
                        line.add(Text(piece))
            elif child.tag in _BREAKS:
                line.add(Text(_BREAKS[str(child.tag)]))
            elif child.tag == _BOX:
                boxes.append(child)
            elif child.tag != _FALLBACK:
                outer = child.getparent()
                if child.tag == _PICTURE and outer is not None and outer.find(f".//{_BOX}") is None:
                    line.add(Picture(child.get("descr") or ""))
                self._inline(child, line, boxes)

    def _tag(self, tag: str, line: _Holder) -> None:
        if tag.startswith("{{"):
            line.add(Value(tag, self._wording.printed(tag, self._scopes[-1])))
        else:
            self._control(tag, line)

    def _control(self, tag: str, holder: _Holder, *, in_table: bool = False) -> None:
        """A tag that begins, branches or ends a block; one that prints between elements is a value."""
        if tag.startswith("{{"):
            holder.add(Value(tag, self._wording.printed(tag, self._scopes[-1])))
            return
        word = next(iter(tag[2:-2].split()), "")
        if word.startswith("end"):
            holder.end()
            if len(self._scopes) > 1:
                self._scopes.pop()
            return
        if word in _BRANCHES:
            holder.end()
            told = self._wording.opening(tag, self._scopes[-2] if len(self._scopes) > 1 else self._scopes[-1])
            holder.begin(Covered(told.words, tag))
            return
        told = self._wording.opening(tag, self._scopes[-1], in_table=in_table)
        if opens(tag[2:-2]):
            self._scopes.append(told.scope)
            holder.begin(Covered(told.words, tag))
        else:
            holder.add(Covered(told.words, tag))

    def _level(self, paragraph: etree._Element) -> int:
        """A paragraph's level as a heading: where there is a title, it is the first, and headings come below it."""
        style = self._style(paragraph)
        if style == _TITLE:
            return 1
        level = self._levels.get(style, 0)
        return level + 1 if level and self._has_title else level

    def _style(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        return "" if style is None else style.get(_VALUE) or ""


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(_ROW), None)

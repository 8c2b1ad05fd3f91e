"""Word's tables as code: what is the same in all documents is worked out here, rows and merged cells when they are set.

Source: ECMA-376 part 1, 17.4 (tables) and 17.7.6 (table styles), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from lxml import etree

from indplan_docs.pdf.embedded.inline import content_of
from indplan_docs.pdf.embedded.look import Border
from indplan_docs.pdf.embedded.plan import Line, SetCell, SetRow, SetTable
from indplan_docs.pdf.embedded.properties import borders, shading
from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, points, value
from indplan_docs.pdf.embedded.source import colour
from indplan_docs.pdf.embedded.styles import Styles
from indplan_docs.pdf.embedded.tokens import CELL, END, FACT, ROW, TABLE
from indplan_docs.word.package import WORD
from indplan_docs.word.tree import TAG_ELEMENT, pieces

_TABLE: Final = frozenset({
    "tblStyle", "tblW", "tblInd", "jc", "tblBorders", "tblCellMar", "tblLayout", "tblLook", "shd", "tblOverlap",
    "tblCaption", "tblDescription", "tblStyleRowBandSize", "tblStyleColBandSize",
})  # fmt: skip
_ROW: Final = frozenset({"cantSplit", "tblHeader", "trHeight", "cnfStyle", "jc", "wAfter", "wBefore", "divId"})
_CELL: Final = frozenset({
    "tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign", "hideMark", "cnfStyle", "tcFitText",
})  # fmt: skip
_OLD_SIGNS: Final = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip
_PARTS: Final = {
    "lastRow": ("lastRow", True), "lastCol": ("lastColumn", True), "band1Horz": ("noHBand", False),
    "band2Horz": ("noHBand", False), "band1Vert": ("noVBand", False), "band2Vert": ("noVBand", False),
}  # fmt: skip
"""Parts of a table's style that only the finished table has, and what asks for them."""

_BETWEEN: Final = frozenset({"tblPr", "tblGrid", "bookmarkStart", "bookmarkEnd", "proofErr", "trPr", "tcPr"})
_SIDES: Final = ("top", "bottom", "left", "right", "insideH", "insideV")
_ALIGNMENTS: Final = {"center": "center", "right": "right", "end": "right"}
_UPRIGHT: Final = {"center": "left + horizon", "bottom": "left + bottom"}
_FULL: Final = 5000  # fiftieths of a percent


class Writer(Protocol):
    """What the walk over the template offers to its tables."""

    def blocks(self, children: Iterable[etree._Element], conditions: Iterable[etree._Element] = ()) -> str:
        """Paragraphs and tables as code."""

    def site(self, expression: str, element: etree._Element) -> str:
        """A value that is printed, as the tag to write."""


class Tables:
    """Translates tables.

    Args:
        styles: The file's styles.
        writer: The walk over the template.
        by_text: True if a table's text stands where other text stands, as before Word 2013, and not its edge.

    Attributes:
        tables: What is known of each table before any document.
        rows: What is known of rows.
        cells: What is known of cells.
    """

    def __init__(self, styles: Styles, writer: Writer, *, by_text: bool) -> None:
        self._styles, self._writer, self._by_text = styles, writer, by_text
        self._tables: dict[str, int] = {}
        self.tables: list[SetTable] = []
        self.rows: list[SetRow] = []
        self.cells: list[SetCell] = []

    def table(self, table: etree._Element) -> str:
        """A ``w:tbl`` as code."""
        properties = table.find(f"{WORD}tblPr")
        for item in () if properties is None else properties:
            if local(item) not in _TABLE:
                raise Refused(local(item), item)
        own = properties if properties is not None else etree.Element(f"{WORD}tblPr")
        chain = self._styles.chain(value(own.find(f"{WORD}tblStyle")) or self._styles.default_table)
        layers = [found for style in chain if (found := style.find(f"{WORD}tblPr")) is not None] + [own]
        rows = self._rows(table, chain, own)
        number_ = self._tables.setdefault(repr(facts := self._facts(table, chain, layers)), len(self._tables))
        if number_ == len(self.tables):
            self.tables.append(facts)
        return f"{TABLE}{number_}{FACT}{rows}{END}"

    def _facts(self, table: etree._Element, chain: list[etree._Element], layers: list[etree._Element]) -> SetTable:
        margin = {"top": 0.0, "bottom": 0.0, "left": 5.4, "right": 5.4}
        lines: dict[str, Border | None] = {}
        indent, align, fill = 0.0, "left", ""
        for layer in layers:
            margin |= _margins(layer.find(f"{WORD}tblCellMar"))
            lines |= borders(found) if (found := layer.find(f"{WORD}tblBorders")) is not None else {}
            if (found := layer.find(f"{WORD}tblInd")) is not None:
                indent = points(value(found, f"{WORD}w"))
            align = _ALIGNMENTS.get(value(layer.find(f"{WORD}jc")) or "", align)
        for style in chain:
            if (found := style.find(f"{WORD}tcPr/{WORD}shd")) is not None:
                fill = shading(found)
        widths, shares = self._widths(table, layers[-1])
        indent -= margin["left"] if self._by_text and align == "left" else 0.0
        return SetTable(widths, shares, indent, align, _drawn(lines), margin, colour(fill) if fill else "")

    def _widths(self, table: etree._Element, own: etree._Element) -> tuple[tuple[float, ...], bool]:
        """The columns' widths in points, or as parts of the width there is."""
        grid = [points(value(column, f"{WORD}w")) for column in table.iterfind(f"{WORD}tblGrid/{WORD}gridCol")]
        whole = own.find(f"{WORD}tblW")
        if not sum(grid):
            raise Refused("tblGrid", table)
        if whole is None or value(whole, f"{WORD}type") != "pct":
            return tuple(grid), False
        said = value(whole, f"{WORD}w") or "0"
        share = float(said.rstrip("%")) / (100 if said.endswith("%") else _FULL)
        return tuple(share * width / sum(grid) for width in grid), True

    def _rows(self, table: etree._Element, chain: list[etree._Element], own: etree._Element) -> str:
        look = own.find(f"{WORD}tblLook")
        _refuse_parts(chain, look)
        out, seen = [], 0
        for child in _flat(table):
            if child.tag == TAG_ELEMENT:
                out.append(child.text or "")
            elif local(child) == "tr":
                parts = [name for name, holds in (("firstRow", seen == 0),) if holds and _asks(look, name)]
                out.append(self._row(child, chain, parts, look))
                seen += 1
            elif local(child) not in _BETWEEN:
                raise Refused(local(child), child)
        return "".join(out)

    def _row(
        self, row: etree._Element, chain: list[etree._Element], parts: list[str], look: etree._Element | None
    ) -> str:
        properties = row.find(f"{WORD}trPr")
        for item in () if properties is None else properties:
            if local(item) not in _ROW:
                raise Refused(local(item), item)
        height = None if properties is None else properties.find(f"{WORD}trHeight")
        tall = points(value(height)) if height is not None else None
        exact = value(height, f"{WORD}hRule") == "exact"
        facts = SetRow(
            head=properties is not None and is_on(properties.find(f"{WORD}tblHeader")),
            whole=properties is not None and is_on(properties.find(f"{WORD}cantSplit")),
            exact=tall if exact else None,
            least=None if exact else tall,
        )
        out, seen = [], 0
        for child in _flat(row):
            if child.tag == TAG_ELEMENT:
                if "for " in (child.text or ""):
                    raise Refused(child.text or "", child)
                out.append(child.text or "")
            elif local(child) == "tc":
                of_column = ["firstCol"] if seen == 0 and _asks(look, "firstColumn") else []
                out.append(self._cell(child, chain, parts + of_column))
                seen += 1
            elif local(child) not in _BETWEEN:
                raise Refused(local(child), child)
        if facts not in self.rows:
            self.rows.append(facts)
        return f"{ROW}{self.rows.index(facts)}{FACT}{''.join(out)}{END}"

    def _cell(self, cell: etree._Element, chain: list[etree._Element], parts: list[str]) -> str:
        own = cell.find(f"{WORD}tcPr")
        for item in () if own is None else own:
            if local(item) not in _CELL:
                raise Refused(local(item), item)
        special = [
            found
            for part in reversed(parts)
            for style in chain
            for found in style.findall(f"{WORD}tblStylePr")
            if found.get(f"{WORD}type") == part
        ]
        layers = [layer for found in special if (layer := found.find(f"{WORD}tcPr")) is not None]
        layers += [own] if own is not None else []
        fill, facts = self._facts_of_cell(layers)
        if facts not in self.cells:
            self.cells.append(facts)
        span = merge = ""
        if own is not None and (found := own.find(f"{WORD}gridSpan")) is not None:
            span = self._attribute(found, f"{WORD}val")
        if own is not None and (found := own.find(f"{WORD}vMerge")) is not None:
            merge = self._attribute(found, f"{WORD}val") or "continue"
        content = self._writer.blocks(list(cell), [*chain, *special])
        said = "".join(f"{fact}{FACT}" for fact in (str(self.cells.index(facts)), span, merge, fill))
        return f"{CELL}{said}{content}{END}"

    def _facts_of_cell(self, layers: list[etree._Element]) -> tuple[str, SetCell]:
        """The colour that only the data decides, and all else of a cell."""
        lines: dict[str, Border | None] = {}
        margin: dict[str, float] = {}
        align = fill = decided = ""
        for layer in layers:
            if (found := layer.find(f"{WORD}tcBorders")) is not None:
                lines |= borders(found)
            if (found := layer.find(f"{WORD}shd")) is not None:
                said = self._attribute(found, f"{WORD}fill")
                decided = f'rgb("#{said.removeprefix("#")}")' if "{{" in said or "{%" in said else ""
                fill = "" if decided else colour(shade) if (shade := shading(found)) else "none"
            if (found := layer.find(f"{WORD}tcMar")) is not None:
                margin |= _margins(found)
            align = _UPRIGHT.get(value(layer.find(f"{WORD}vAlign")) or "", align)
        return decided, SetCell(_drawn(lines), margin, align, fill)

    def _attribute(self, element: etree._Element, name: str) -> str:
        """An attribute with its tags, as the inside of a string."""
        return "".join(
            piece if not is_tag or piece.startswith("{%") else self._writer.site(piece[2:-2].strip(), element)
            for is_tag, piece in pieces(element.get(name) or "")
        )


def _flat(parent: Iterable[etree._Element]) -> Iterable[etree._Element]:
    """Rows or cells, also those in content controls."""
    for child in parent:
        if child.tag != TAG_ELEMENT and local(child) in ("sdt", "customXml"):
            yield from _flat(content_of(child) if local(child) == "sdt" else child)
        else:
            yield child


def _drawn(lines: dict[str, Border | None]) -> dict[str, Line | None]:
    return {side: (line.width, colour(line.colour)) if line else None for side, line in lines.items()}


def _margins(element: etree._Element | None) -> dict[str, float]:
    names: Callable[[str], str] = lambda name: {"start": "left", "end": "right"}.get(name, name)  # noqa: E731
    return {} if element is None else {names(local(side)): points(value(side, f"{WORD}w")) for side in element}


def _refuse_parts(chain: list[etree._Element], look: etree._Element | None) -> None:
    """Refuse bands and last rows that a table's style formats, if the table asks for them."""
    for style in chain:
        for part in style.findall(f"{WORD}tblStylePr"):
            name, wanted = _PARTS.get(part.get(f"{WORD}type") or "", ("", True))
            formatted = any(len(properties) for properties in part)
            if name and formatted and look is not None and _asks(look, name) is wanted:
                raise Refused(f"tblStylePr {part.get(f'{WORD}type')}", look)


def _asks(look: etree._Element | None, name: str) -> bool:
    """True if the table asks for a part of its style."""
    if look is None:
        return False
    if (said := value(look, f"{WORD}{name}")) is not None:
        return said in ("1", "true", "on")
    return bool(int(value(look) or "0", 16) & _OLD_SIGNS[name])

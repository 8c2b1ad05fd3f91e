"""Tables whose shape depends on the data: the grid follows the cells, and nothing is left that Word calls corrupt."""

from __future__ import annotations

from typing import Final

from lxml import etree

from indplan_docs.word.package import WORD

_ROW: Final = f"{WORD}tr"
_CELL: Final = f"{WORD}tc"
_BLOCKS: Final = frozenset(f"{WORD}{name}" for name in ("p", "tbl", "sdt", "customXml", "altChunk"))
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_WIDTH: Final = f"{WORD}w"
_VALUE: Final = f"{WORD}val"


def fit_grids(root: etree._Element) -> None:
    """Give each table as many grid columns as its widest row has, at the table's old width."""
    for table in root.iter(f"{WORD}tbl"):
        grid = table.find(f"{WORD}tblGrid")
        if grid is None:
            continue
        rows = list(table.iter(_ROW))
        _widen(grid, max((len(row.findall(_CELL)) for row in rows), default=0))
        _narrow(grid, max((sum(map(_span, row.findall(_CELL))) for row in rows), default=0))


def number_pictures(root: etree._Element, first: int) -> None:
    """Give every picture a number of its own, in the order of the document."""
    for number, picture in enumerate(root.iter(_PICTURE), start=first):
        picture.set("id", str(number))


def mend_emptied(root: etree._Element) -> None:
    """A table that lost all its rows goes; a cell that lost all it held gets an empty paragraph."""
    for table in [t for t in root.iter(f"{WORD}tbl") if next(t.iter(_ROW), None) is None]:
        parent = table.getparent()
        if parent is not None:
            parent.remove(table)
    for cell in root.iter(_CELL):
        blocks = [block.tag for block in cell if block.tag in _BLOCKS]
        if not blocks or blocks[-1] == f"{WORD}tbl":
            etree.SubElement(cell, f"{WORD}p")


def _widen(grid: etree._Element, cells: int) -> None:
    columns = grid.findall(f"{WORD}gridCol")
    missing = cells - len(columns)
    total = sum(float(column.get(_WIDTH) or 0) for column in columns)
    if missing <= 0 or total <= 0:
        return
    old, new = total / len(columns), total / cells
    for column in columns:
        column.set(_WIDTH, str(int(float(column.get(_WIDTH) or 0) * new / old)))
    for _ in range(missing):
        etree.SubElement(grid, f"{WORD}gridCol", {_WIDTH: str(int(new))})


def _narrow(grid: etree._Element, cells: int) -> None:
    columns = grid.findall(f"{WORD}gridCol")
    extra = columns[cells:] if cells < len(columns) else []
    freed = sum(float(column.get(_WIDTH) or 0) for column in extra)
    for column in extra:
        grid.remove(column)
    left = grid.findall(f"{WORD}gridCol")
    for column in left if extra else ():
        column.set(_WIDTH, str(int(float(column.get(_WIDTH) or 0) + int(freed / len(left)))))


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    return int(span.get(_VALUE) or 1) if span is not None else 1

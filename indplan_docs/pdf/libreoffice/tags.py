"""The tags that LibreOffice gives a PDF, made right for PDF/UA-1.

LibreOffice names a paragraph's tag after its style, and tags every table as one of data. Source: ISO 14289-1:2014, 7.1
(roles, artifacts) and 7.5 (tables); ISO 32000-1:2008, 14.7.3 and 14.8.4; read 2026-11-21 through the
validators' rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf

ROW_LABELS: Final = frozenset({"/Label", "/Key Label"})
"""The paragraph styles that make the first cell of a row the heading of that row."""

COLUMN_LABELS: Final = frozenset({"/Table Head"})
"""The paragraph styles that make a cell the heading of its column, also where LibreOffice does not repeat the row."""

_STANDARD: Final = frozenset(
    """
    /Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /NonStruct /Private /P /H /H1 /H2 /H3 /H4 /H5
    /H6 /L /LI /Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /BibEntry /Code /Link
    /Annot /Ruby /RB /RT /RP /Warichu /WT /WP /Figure /Formula /Form
    """.split()  # noqa: SIM905 - read as a list of words
)
_CELLS: Final = ("/TH", "/TD")
_GROUPS: Final = ("/THead", "/TBody", "/TFoot")
_ROOM: Final = ("/P", "/Span")
_SAYING: Final = ("/Alt", "/ActualText")
_OPEN: Final = frozenset({"BDC", "BMC"})
_BUILD: Final = frozenset({"m", "l", "c", "v", "y", "h", "re", "W", "W*"})
_PAINT: Final = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"})

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Make roles, tables, lines and frames right; a PDF without tags stays without."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    _mend_tables(root)
    _mend_roles(root)
    _drop_empty(root)
    for page in pdf.pages:
        _mark_stray_paths(pdf, page)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element below one, in reading order."""
    waiting = list(reversed(_children(element)))
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(_children(each))


def _children(element: pikepdf.Object) -> list[pikepdf.Dictionary]:
    return [kid for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """What is in an element: elements, and the numbers of what is painted."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _mend_roles(root: pikepdf.Object) -> None:
    """A style may be called as a standard tag is: its elements take the tag that it stands for."""
    roles = {str(name): str(role) for name, role in root.get("/RoleMap", pikepdf.Dictionary()).items()}
    renamed = {name: _standard_role(name, roles) for name in roles if name in _STANDARD}
    kept = {name: _standard_role(name, roles) for name in roles if name not in _STANDARD}
    root.RoleMap = pikepdf.Dictionary({name: pikepdf.Name(role) for name, role in sorted(kept.items())})
    for element in _elements(root):
        name = str(element.S)
        if name in renamed:
            element.S = pikepdf.Name(renamed[name])


def _standard_role(name: str, roles: dict[str, str]) -> str:
    """The standard tag at the end of a chain of roles; a paragraph if it goes in a circle or nowhere."""
    passed = {name}
    while (name := roles.get(name, "/P")) not in passed:
        if name in _STANDARD and name not in roles:
            return name
        passed.add(name)
    return "/P"


def _drop_empty(root: pikepdf.Object) -> None:
    """Paragraphs that only make room say nothing: a screen reader would stop at each."""
    roles = root.RoleMap
    for element in _elements(root):
        kept = [kid for kid in _kids(element) if not _is_empty(kid, roles)]
        if len(kept) < len(_kids(element)):
            element.K = pikepdf.Array(kept)


def _is_empty(kid: pikepdf.Object, roles: pikepdf.Object) -> bool:
    if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid or any(key in kid for key in _SAYING):
        return False
    return roles.get(str(kid.S), kid.S) in _ROOM and not _kids(kid)


def _mend_tables(root: pikepdf.Object) -> None:
    for table in [element for element in _elements(root) if element.S == "/Table"]:
        rows = [_cells(row) for row in _rows(table)]
        for cell in [cell for row in rows for cell in row if cell.S == "/TD" and _is_in(cell, COLUMN_LABELS)]:
            _make_heading(cell, pikepdf.Name.Column)
        if any(cell.S == "/TH" for row in rows for cell in row):
            continue
        labelled = [row[0] for row in rows if len(row) > 1 and _is_in(row[0], ROW_LABELS)]
        for cell in labelled:
            _make_heading(cell, pikepdf.Name.Row)
        if not labelled and (len(rows) <= 1 or all(len(row) <= 1 for row in rows)):
            _make_plain(table)


def _rows(table: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    parts = _children(table)
    return [row for part in parts for row in (_children(part) if part.S in _GROUPS else [part]) if row.S == "/TR"]


def _cells(row: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    return [cell for cell in _children(row) if cell.S in _CELLS]


def _is_in(cell: pikepdf.Dictionary, styles: frozenset[str]) -> bool:
    return any(str(paragraph.S) in styles for paragraph in _children(cell))


def _make_heading(cell: pikepdf.Dictionary, scope: pikepdf.Name) -> None:
    told = cell.get("/A")
    others = list(told) if isinstance(told, pikepdf.Array) else [] if told is None else [told]
    cell.S = pikepdf.Name.TH
    cell.A = pikepdf.Array([*others, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)])


def _make_plain(table: pikepdf.Dictionary) -> None:
    """A table of one row or one column without a heading only places things: read aloud as a table, it says nothing."""
    for element in (table, *_children(table), *_rows(table), *(c for row in _rows(table) for c in _cells(row))):
        element.S = pikepdf.Name.Div


def _mark_stray_paths(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Lines and frames that LibreOffice draws outside all marked content are marked as artifacts."""
    begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    made: list[Instruction] = []
    depth = path = found = 0  # path: how many instructions of an unmarked path came just before
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += (operator in _OPEN) - (operator == "EMC")
        if depth == 0 and operator in _PAINT:
            made[len(made) - path :] = [begin, *made[len(made) - path :], instruction, end]
            found += 1
        else:
            made.append(instruction)
        path = path + 1 if depth == 0 and operator in _BUILD else 0
    if found:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))

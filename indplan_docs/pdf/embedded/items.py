"""What stands in a document, in its order, read from what Jinja gave: paragraphs, tables, rows and cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from indplan_docs.pdf.embedded.tokens import CELL, END, FACT, NOTE, PAGE, PARAGRAPH, ROW, SIGNS, TABLE


@dataclass(slots=True)
class Paragraph:
    """A paragraph: the number of its look, its code, and its mark if it is a list's item."""

    look: int
    code: str
    mark: str | None


@dataclass(slots=True)
class Cell:
    """A cell: its number, how many columns it covers, whether it is merged downward, its colour, its content."""

    number: int
    span: int
    merge: str
    fill: str
    items: list[Item]


@dataclass(slots=True)
class Row:
    """A row: its number and cells."""

    number: int
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table: its number and rows."""

    number: int
    rows: list[Row] = field(default_factory=list)


Item = Paragraph | Table | None
"""None is a new page."""


class Reader:
    """Reads what Jinja gave.

    Args:
        text: What it gave for one header, footer or body.
        noted: Gives the code for a note's content.
    """

    def __init__(self, text: str, noted: Callable[[list[Item]], str]) -> None:
        self._tokens = SIGNS.split(text)
        self._at = 0
        self._noted = noted

    def items(self) -> list[Item]:
        """Paragraphs, tables and page breaks up to the end of what they stand in."""
        found: list[Item] = []
        while (sign := self._next()) not in ("", END):
            if sign == PARAGRAPH:
                look, mark, code = int(self._fact()), self._fact(), self._code()
                found.append(Paragraph(look, code, mark or None))
            elif sign == PAGE:
                found.append(None)
            elif sign == TABLE:
                found.append(self._table())
        return found

    def _table(self) -> Table:
        table = Table(int(self._fact()))
        while self._next() == ROW:
            row = Row(int(self._fact()))
            while self._next() == CELL:
                numbered, span, merge, fill = int(self._fact()), self._fact(), self._fact(), self._fact()
                merged = {"": "", "restart": "first"}.get(merge.strip(), "on")
                row.cells.append(Cell(numbered, int(span or 1), merged, fill, self.items()))
            table.rows.append(row)
        return table

    def _next(self) -> str:
        """The next sign; empty at the end."""
        self._at += 2
        return self._tokens[self._at - 1] if self._at < len(self._tokens) else ""

    def _fact(self) -> str:
        """The text up to the end of a fact."""
        fact = self._tokens[self._at]
        if self._next() != FACT:
            raise ValueError("a fact without an end")
        return fact

    def _code(self) -> str:
        """A paragraph's code; a note in it is read and set where it stands."""
        code = self._tokens[self._at]
        while (sign := self._next()) == NOTE:
            code += f"footnote({self._noted(self.items())}){self._tokens[self._at]}"
        if sign != END:
            raise ValueError("a paragraph without an end")
        return code

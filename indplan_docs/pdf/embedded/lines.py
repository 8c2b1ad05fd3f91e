"""The lines of a table: where its cells stand, which lines are around each, and how much room lines take."""

from __future__ import annotations

from typing import Final

from indplan_docs.pdf.embedded.items import Cell, Table
from indplan_docs.pdf.embedded.plan import Line, Plan

_SIDES: Final = ("top", "bottom", "left", "right")


class Lines:
    """The lines of one table of one document.

    Attributes:
        rows: What is known of its rows.
        placed: The cells of each row, with the column that each begins in.
    """

    def __init__(self, plan: Plan, table: Table) -> None:
        self._plan, self._facts = plan, plan.tables[table.number]
        self.rows = [plan.rows[row.number] for row in table.rows]
        self.placed: list[list[tuple[int, Cell]]] = []
        for row in table.rows:
            x, places = 0, []
            for cell in row.cells:
                places.append((x, cell))
                x += cell.span
            self.placed.append(places)
        self._columns = len(self._facts.widths)
        every = [[self.of(y, x, c, self.down(y, x, c)) for x, c in row] for y, row in enumerate(self.placed)]
        self._tops = [max((_width(lines["top"]) for lines in row), default=0.0) for row in every]
        self._bottoms = [max((_width(lines["bottom"]) for lines in row), default=0.0) for row in every]

    def above(self, y: int) -> float:
        """How much room the line above a row takes."""
        return max(self._tops[y], self._bottoms[y - 1]) if y else self._tops[y]

    def below(self, y: int) -> float:
        """How much room the line below the last row takes."""
        return self._bottoms[y] if y + 1 == len(self.placed) else 0.0

    def down(self, y: int, x: int, cell: Cell) -> int:
        """How many rows a cell covers."""
        if cell.merge != "first":
            return 1
        covered = 1
        for row in self.placed[y + 1 :]:
            if not any(at == x and below.merge == "on" for at, below in row):
                break
            covered += 1
        return covered

    def of(self, y: int, x: int, cell: Cell, down: int) -> dict[str, Line | None]:
        """The lines around a cell: its own, or the table's at its edges and between its cells."""
        own, table = self._plan.cells[cell.number].lines, self._facts.lines
        outer = {
            "top": y == 0,
            "bottom": y + down >= len(self.placed),
            "left": x == 0,
            "right": x + cell.span >= self._columns,
        }
        inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
        return {side: own[side] if side in own else table.get(side if outer[side] else inner[side]) for side in _SIDES}


def _width(line: Line | None) -> float:
    return line[0] if line else 0.0

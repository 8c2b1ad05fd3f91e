"""What is known of a template's pages before any document: plain values that the composer works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SetLook:
    """A paragraph's look as the composer needs it: lengths in points.

    Attributes:
        style: The style's id; neighbours of the same style may stand close.
        before: Space before.
        after: Space after.
        pitch: How high one line is.
        size: How large its letters are.
        left: Indent from the left.
        right: Indent from the right.
        hang: How far the first line, or a list's mark, stands out to the left.
        close: True if neighbours of the same style have no space between them.
        sticky: True if it stays on a page with the next.
        whole: True if it is not broken over pages.
        new_page: True if it begins a page.
        level: Of a heading, from 1; 0 if it is none.
        box: Lines and colour around it, as arguments of Typst's ``block``; empty if there are none.
        list: Which list it is an item of; empty if of none.
        bullet: True if it is an item of a list whose items are not numbered.
        mark_after: What follows the mark: ``tab``, ``space`` or ``nothing``.
        mark_align: How the mark of a list's item stands in its room.
        mark_text: How it looks, as arguments of Typst's ``text``.
    """

    style: str
    before: float
    after: float
    pitch: float
    size: float
    left: float
    right: float
    hang: float
    close: bool
    sticky: bool
    whole: bool
    new_page: bool
    level: int
    box: str
    list: str
    bullet: bool
    mark_after: str
    mark_align: str
    mark_text: str


Line = tuple[float, str]
"""A line's width in points, and its colour as Typst code."""


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table as the composer needs it: lengths in points.

    Attributes:
        widths: The columns', in points; parts of the whole width if ``shares``.
        shares: True if the widths are parts of the width there is.
        offset: How far it stands from the left.
        align: ``left``, ``center`` or ``right``.
        lines: Its lines by side, ``insideH`` and ``insideV`` among them.
        margin: Its cells' by side.
        fill: The colour behind its cells, as Typst code; empty if there is none.
    """

    widths: tuple[float, ...]
    shares: bool
    offset: float
    align: str
    lines: dict[str, Line | None]
    margin: dict[str, float]
    fill: str


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row: whether it is a heading, is not broken over pages, and its height in points if it has one."""

    head: bool
    whole: bool
    exact: float | None
    least: float | None


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell: what differs from the table, and how its content stands."""

    lines: dict[str, Line | None]
    margin: dict[str, float]
    align: str
    fill: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All looks, tables, rows and cells of a template, each named by its number."""

    looks: tuple[SetLook, ...]
    tables: tuple[SetTable, ...]
    rows: tuple[SetRow, ...]
    cells: tuple[SetCell, ...]


def revived(kept: tuple[Any, ...]) -> Plan:
    """A plan from the plain tuple that `dataclasses.astuple` made of it."""
    looks, tables, rows, cells = kept
    return Plan(
        tuple(SetLook(*look) for look in looks),
        tuple(SetTable(*table) for table in tables),
        tuple(SetRow(*row) for row in rows),
        tuple(SetCell(*cell) for cell in cells),
    )

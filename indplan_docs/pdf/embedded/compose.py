"""One document's pages put together: which space stands between neighbours, what is a list, where cells are merged.

Jinja gives paragraphs, tables, rows and cells in their order; here they become Typst code. Gaps follow Word: the larger
of the space after one paragraph and before the next, none between neighbours of a style that wants none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from indplan_docs.pdf.embedded.items import Cell, Item, Paragraph, Reader, Table
from indplan_docs.pdf.embedded.lines import Lines
from indplan_docs.pdf.embedded.literals import breakable, held
from indplan_docs.pdf.embedded.plan import Line, Plan, SetLook, SetTable
from indplan_docs.pdf.embedded.source import number

_NOTHING: Final = re.compile(r'[\s;{}]*(?:(?:run\d+\(""\)|""|none)[\s;{}]*)*')
_LIKELY_WIDEST: Final = 0.6  # of a sign in a list's mark, in parts of its size
_EVERY: Final = 36.0  # points: where text goes on after a mark that has no room of its own
_SPACES: Final = {"tab": "0pt", "space": "0.25em", "nothing": "0pt"}
_NEAR: Final = 0.5  # points: indents that differ less are the same
_SIDES: Final = ("top", "bottom", "left", "right")


class Composer:
    """Puts the documents of one template together."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shapes: dict[str, int] = {}

    def shapes(self) -> str:
        """The Typst code that the composed code needs before it: what cells have in common, once instead of in each."""
        return "\n".join(f"#let shape{at} = ({made})" for made, at in self._shapes.items())

    def compose(self, text: str, room: float) -> str:
        """The Typst code of one header, footer or body.

        Args:
            text: What Jinja gave.
            room: How wide it may be, in points.
        """

        def noted(items: list[Item]) -> str:
            return f"{{ {self._flow(items, room, inside=False)} }}"

        return self._flow(Reader(text, noted).items(), room, inside=False)

    # --- paragraphs, one after the other ---

    def _flow(self, items: list[Item], room: float, *, inside: bool) -> str:
        out: list[str] = []
        before: SetLook | float | None = None  # the look before; the space after a table
        at = 0
        while at < len(items):
            item = items[at]
            if item is None:
                out.append("pagebreak(weak: true)")
                before, at = None, at + 1
            elif isinstance(item, Table):
                out.append(self._table(item, before.after if isinstance(before, SetLook) else 0.0, room))
                before, at = 0.0, at + 1
            else:
                group, gap = self._next_group(items[at:], before, out, inside=inside)
                out.append(self._grouped(group, gap, room))
                at, before = at + len(group), self._look(group[-1])
        if inside and isinstance(before, SetLook) and before.after:
            out.append(f"space({number(before.after)})")
        return "\n".join(out)

    def _next_group(
        self, items: list[Item], before: SetLook | float | None, out: list[str], *, inside: bool
    ) -> tuple[list[Paragraph], float]:
        """A paragraph, a whole list or all paragraphs in one frame, and the space above."""
        first = items[0]
        assert isinstance(first, Paragraph)  # noqa: S101 - for the type checker; the caller looked
        look = self._look(first)
        if look.new_page and not inside:
            out.append("pagebreak(weak: true)")
            before = None
        gap = _gap(before, look)
        if before is None and gap:  # what stands first keeps the space above it
            out.append(f"space({number(gap)})")
            gap = 0.0
        if first.mark is not None and not look.level:
            return self._group(items, lambda p, its: p.mark is not None and _goes_on(look, its)), gap
        if look.box:
            return self._group(items, lambda p, its: p.mark is None and its.box == look.box), gap
        return [first], gap

    def _grouped(self, group: list[Paragraph], gap: float, room: float) -> str:
        first, last = self._look(group[0]), self._look(group[-1])
        if group[0].mark is not None and not first.level:
            return _block(gap, self._list(group, 0.0, room), sticky=last.sticky)
        if first.box:
            return self._framed(group, gap, room)
        return self._one(group[0], first, gap, room)

    def _group(self, items: list[Item], belongs: Callable[[Paragraph, SetLook], bool]) -> list[Paragraph]:
        """The paragraphs from here on that belong together."""
        group: list[Paragraph] = []
        for item in items:
            if not isinstance(item, Paragraph) or not belongs(item, self._look(item)):
                break
            group.append(item)
        return group

    def _one(self, paragraph: Paragraph, look: SetLook, gap: float, room: float) -> str:
        if paragraph.mark is not None:  # a numbered heading
            paragraph.code = f"{{ box(width: {number(look.hang)}, {paragraph.mark}); {paragraph.code} }}"
        body = self._set(paragraph, look, room)
        if look.sticky or look.whole or look.left or look.right or look.level:
            return _block(gap, body, sticky=look.sticky, whole=look.whole, left=look.left, right=look.right)
        return f"space-between({number(gap)})\n{body}" if gap else body  # blocks are dear

    def _framed(self, group: list[Paragraph], gap: float, room: float) -> str:
        look, last = self._look(group[0]), self._look(group[-1])
        parts, previous = [], None
        for paragraph in group:
            here = self._look(paragraph)
            parts.append(_block(_gap(previous, here) if previous else 0.0, self._set(paragraph, here, room)))
            previous = here
        frame = f"framed({look.box}, {{ {'; '.join(parts)} }})"
        return _block(gap, frame, sticky=last.sticky, whole=look.whole, left=look.left, right=look.right)

    def _set(self, paragraph: Paragraph, look: SetLook, room: float, *, listed: bool = False) -> str:
        """The paragraph itself; an empty one is as high as a line, and a word wider than its room is broken."""
        if _NOTHING.fullmatch(paragraph.code):
            return f"blank({number(look.pitch)})"
        code = held(breakable(paragraph.code, room - look.left - look.right, look.size))
        return f"{'item' if listed else 'set'}{paragraph.look}({code})"

    def _list(self, items: list[Paragraph], start: float, room: float) -> str:
        """A list; deeper items belong to the one before them."""
        first = self._look(items[0])
        style = f"({first.mark_text})" if first.mark_text else "(:)"
        made: list[str] = []
        marks: list[str] = []
        gap, at = 0.0, 0
        while at < len(items):
            look = self._look(items[at])
            end = at + 1
            while end < len(items) and self._look(items[end]).left > first.left + _NEAR:
                end += 1
            inner = self._item(items[at], look, style, room)
            if end > at + 1:
                below = self._look(items[at + 1])
                inner = f"{inner}; {_block(_gap(look, below), self._list(items[at + 1 : end], first.left, room))}"
            if len(made) == 1:
                gap = _gap(self._look(items[at - 1]), look)
            made.append(f"{{ {inner} }}")
            marks.append(items[at].mark or "")
            at = end
        space = f"spacing: {number(gap)}, indent: {number(first.left - first.hang - start)}"
        free = number(_EVERY - first.left % _EVERY) if first.mark_after == "tab" else "auto"
        wide = number(first.hang) if first.hang else free
        space += f", body-indent: {_SPACES[first.mark_after] if not first.hang else '0pt'}"
        shown = f"mark({wide}, {first.mark_align}, {style}"
        if first.bullet:
            kind = f"bullets({space}, marker: {shown}, {marks[0]}), {', '.join(made)})"
        else:
            numbers = "".join(f"{one}, " for one in marks)
            kind = (
                f"numbers({space}, numbering: (..n) => {shown}, ({numbers}).at(n.pos().last() - 1)), {', '.join(made)})"
            )
        return f"text{items[0].look}({kind})"

    def _item(self, paragraph: Paragraph, look: SetLook, style: str, room: float) -> str:
        """What stands beside a list's mark; beyond it, if the mark is wider than its room."""
        mark = paragraph.mark or ""
        if look.hang and len(mark) * look.size * _LIKELY_WIDEST > look.hang:
            place = f"{number(look.hang)}, {number(look.left)}, {number(_EVERY)}"
            paragraph.code = f'{{ past({place}, "{look.mark_after}", {style}, {mark}); {paragraph.code} }}'
        return self._set(paragraph, look, room, listed=True)

    def _look(self, paragraph: Paragraph) -> SetLook:
        return self._plan.looks[paragraph.look]

    # --- tables ---

    def _table(self, table: Table, gap: float, room: float) -> str:
        facts = self._plan.tables[table.number]
        rows = [self._plan.rows[row.number] for row in table.rows]
        if not rows:
            return ""
        heads = next((y for y, row in enumerate(rows) if not row.head), 0)  # not all rows can be headings
        kind = "headed-table" if heads else "plain-table"
        lines = Lines(self._plan, table)
        wide = [width * room if facts.shares else width for width in facts.widths]
        cells = [self._cells(kind, y, facts, wide, lines) for y in range(len(rows))]
        head = f"{kind}-head({', '.join(c for row in cells[:heads] for c in row)}), " if heads else ""
        heights = [number(row.exact) if row.exact is not None else "auto" for row in rows]
        tall = f"rows: ({', '.join(heights)},), " if any(row.exact is not None for row in rows) else ""
        body = ",\n".join(c for row in cells[heads:] for c in row)
        made = f"{kind}(columns: ({', '.join(map(number, wide))},), {tall}stroke: none, {head}{body})"
        if facts.align == "left":
            made = f"indented({number(facts.offset)}, {made})" if facts.offset else made
        else:
            made = f"aside({facts.align}, {made})"
        return _block(gap, made)

    def _cells(self, kind: str, y: int, facts: SetTable, wide: list[float], lines: Lines) -> list[str]:
        row, out = lines.rows[y], []
        for x, cell in lines.placed[y]:
            if cell.merge == "on":
                continue
            own = self._plan.cells[cell.number]
            margin = {**facts.margin, **own.margin}
            margin["top"] += lines.above(y)
            margin["bottom"] += lines.below(y)
            body = self._content(cell, margin, sum(wide[x : x + cell.span]))
            if row.least is not None and x == 0:
                free = max(row.least - margin["top"] - margin["bottom"], 0)
                body = f"at-least({number(free)}, {body})"
            down = lines.down(y, x, cell)
            options = [f"inset: ({', '.join(f'{side}: {number(margin[side])}' for side in _SIDES)})"]
            options += [f"colspan: {cell.span}"] if cell.span > 1 else []
            options += [f"rowspan: {down}"] if down > 1 else []
            options += ["breakable: false"] if row.whole else []
            options += (
                [f"fill: {fill}"] if (fill := _first(cell.fill, own.fill, facts.fill)) not in ("", "none") else []
            )
            options += [f"align: {own.align}"] if own.align else []
            drawn = lines.of(y, x, cell, down)
            if any(drawn.values()):
                options.append(f"stroke: ({', '.join(f'{side}: {_stroke(line)}' for side, line in drawn.items())})")
            shape = self._shapes.setdefault(", ".join(options), len(self._shapes))
            out.append(f"{kind}-cell(x: {x}, y: {y}, ..shape{shape}, {body})")
        return out

    def _content(self, cell: Cell, margin: dict[str, float], width: float) -> str:
        """What stands in a cell; the space around a single paragraph is the cell's own margin."""
        room = width - margin["left"] - margin["right"]
        only = cell.items[0] if len(cell.items) == 1 else None
        if isinstance(only, Paragraph) and only.mark is None:
            look = self._look(only)
            if not look.box and not look.level:
                for side, more in (
                    ("top", look.before),
                    ("bottom", look.after),
                    ("left", look.left),
                    ("right", look.right),
                ):
                    margin[side] += more
                return self._set(only, look, room)
        return f"{{ {self._flow(cell.items, room, inside=True)} }}"


def _goes_on(first: SetLook, look: SetLook) -> bool:
    """True if an item belongs to the list that begins with another: it is deeper, or of the same list."""
    return look.left > first.left + _NEAR or (look.list == first.list and look.left > first.left - _NEAR)


def _gap(before: SetLook | float | None, look: SetLook) -> float:
    if before is None:
        return look.before
    if not isinstance(before, SetLook):
        return max(before, look.before)
    near = before.style == look.style
    return max(0.0 if near and before.close else before.after, 0.0 if near and look.close else look.before)


def _block(
    gap: float, body: str, *, sticky: bool = False, whole: bool = False, left: float = 0.0, right: float = 0.0
) -> str:
    options = number(gap)
    options += ", sticky: true" if sticky else ""
    options += ", breakable: false" if whole else ""
    if left or right:
        options += f", inset: (left: {number(left)}, right: {number(right)})"
    return f"stacked({options}, {{ {body} }})"


def _stroke(line: Line | None) -> str:
    return f"{number(line[0])} + {line[1]}" if line else "none"


def _first(*choices: str) -> str:
    return next(filter(None, choices), "")

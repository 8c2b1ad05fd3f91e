"""What one rendering may use: turns of its loops, characters made, time. What it does is counted here as it is done."""

from __future__ import annotations

import decimal
import itertools
import operator
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from jinja2.runtime import markup_join

MOST_TURNS: Final = 1_000_000
"""How often the loops and macros of one rendering may turn, all together; an item of a list built counts as one."""

LARGEST_VOLUME: Final = 20_000_000
"""How many characters one rendering may make, all together."""

LONGEST_TEXT: Final = 1_000_000
"""How long a text that a template joins may become."""

MOST_SECONDS: Final = 5
"""How long one rendering may keep a processor; a long plan takes some thousandths of a second."""

LARGEST_NUMBER: Final = 10**12
_MOST_DIGITS: Final = 1_000
_BATCH: Final = 256  # pieces of output put together at a time
_CLOCK_EVERY: Final = 64


class TooMuch(Exception):
    """A template turns its loops too often or joins too long a text."""


@dataclass(slots=True)
class _Budget:
    """What one rendering may still use."""

    turns: int = MOST_TURNS
    volume: int = LARGEST_VOLUME
    spent: int = 0
    ends: float = field(default_factory=lambda: time.thread_time() + MOST_SECONDS)

    def spend(self, turns: int, volume: int = 0) -> None:
        self.turns -= turns
        self.volume -= volume
        self.spent += 1
        late = self.spent % _CLOCK_EVERY == 0 and time.thread_time() > self.ends
        if late or self.turns < 0 or self.volume < 0:
            raise TooMuch


_budget: ContextVar[_Budget] = ContextVar("budget")


def new_budget() -> None:
    """Begin a rendering: what it may use is counted anew."""
    _budget.set(_Budget())


def spend(turns: int, volume: int = 0) -> None:
    """Count turns and characters; what a template says itself, a width, must be looked at with `whole` first.

    Raises:
        TooMuch: There is no room for them.
    """
    _budget.get().spend(turns, volume)


def gathered(pieces: Iterable[str]) -> str:
    """The text that a template gives, piece by piece, as long as there is room for it.

    Raises:
        TooMuch: It is too long, or takes too long.
    """
    remaining, made = iter(pieces), []
    budget = _budget.get()
    while batch := list(itertools.islice(remaining, _BATCH)):
        made.append("".join(batch))
        budget.spend(0, len(made[-1]))
    return "".join(made)


def counted(values: Iterable[Any]) -> Iterator[Any]:
    """The values, each counted as it is drawn."""
    budget = _budget.get()
    for value in values:
        budget.spend(1)
        yield value


def fits(length: int) -> None:
    """Count a text before it is made.

    Raises:
        TooMuch: It would be too long.
    """
    _budget.get().spend(0, length)
    if length > LONGEST_TEXT:
        raise TooMuch


def measured(value: Any) -> Any:
    """The value; counted if it is a text."""
    if isinstance(value, str):
        fits(len(value))
    return value


def joined(items: list[Any]) -> Any:
    """What ``~`` makes of the items."""
    weighed(items)
    fits(sum(len(item) for item in items if isinstance(item, str)))
    return markup_join(items)


def spent(characters: int) -> None:
    """Count the template's own text."""
    _budget.get().spend(0, abs(characters))


def weighed(value: Any) -> Any:
    """Count a value with everything in it, as often as it is in it: to print or compare it takes that long."""
    budget = _budget.get()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            budget.spend(0, len(item))
        elif isinstance(item, list | tuple | dict):
            budget.spend(len(item) + 1)
            waiting += item
            if isinstance(item, dict):
                waiting += item.values()
        elif isinstance(item, range):
            budget.spend(len(item) + 1)
        elif isinstance(item, decimal.Decimal) and item.is_finite() and item.adjusted() > _MOST_DIGITS:
            raise TooMuch  # 1E+999999 as a whole number takes half a minute
    return value


def listed(value: Any) -> Any:
    """A value with the items that a filter would give one by one; counted."""
    return weighed(list(counted(value)) if isinstance(value, Iterator) else value)


def whole(value: Any) -> int:
    """A width or a count that a template gives, never below zero: else it would give the budget something back.

    Raises:
        TypeError: It is no whole number; a "nan" would be less than no limit.
    """
    return max(operator.index(value), 0)


def is_number(value: Any) -> bool:
    """True for what a template may count with."""
    return isinstance(value, int | float | decimal.Decimal) and not isinstance(value, bool)


def in_range(value: Any) -> Any:
    """The number.

    Raises:
        TooMuch: It is too large.
    """
    if abs(value) > LARGEST_NUMBER:
        raise TooMuch
    return value

"""The name that was meant by one that no document has: the nearest, if any is near."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Final

_PER_SLIP: Final = 4
"""So many letters of a name may hold one slip: a letter too many, too few, wrong, or changed with the next."""

_NOTHING: Final = object()
_ALIKE: Final = 0.75  # share of letters in common, for words that begin alike: "namn" is near "name"


def nearest(name: str, known: Mapping[str, Any], after: Sequence[str] = ()) -> str:
    """The nearest of the names that there are; empty if none is near.

    Args:
        name: What is written.
        known: The names that there are at its place, with the shapes of their values.
        after: The names that follow it, each after a full stop: what has them is preferred.
    """
    near = []
    for other in known:
        slips = _slips(name.casefold(), other)
        likeness = difflib.SequenceMatcher(None, name.casefold(), other).ratio() if other[:1] == name[:1] else 0.0
        if other and (slips <= max(1, len(name) // _PER_SLIP) or likeness >= _ALIKE):
            near.append((not holds(known[other], after), slips, -likeness, other))
    return min(near)[-1] if near else ""


def holds(shape: Any, names: Sequence[str]) -> bool:
    """Whether something has a name, and inside it the next, and so on; of a list, whether its rows have."""
    return shape_at(shape, names) is not _NOTHING


def shape_at(shape: Any, names: Sequence[str]) -> Any:
    """What something has by a name, and inside that by the next, and so on; of a list, what its rows have."""
    for name in names:
        inner = shape[0] if isinstance(shape, list) and shape else shape
        if not isinstance(inner, Mapping) or name not in inner:
            return _NOTHING
        shape = inner[name]
    return shape


def _slips(one: str, other: str) -> int:
    """How many slips there are between two words, two letters changed with each other being one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            least = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                least = min(least, last[to - 2] + 1)
            row.append(least)
    return row[-1]

"""How a rule that compares fields is written: a function by the rule's code that yields problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from indplan_docs.errors import Severity
from indplan_docs.profile import Profile


@dataclass(frozen=True, slots=True)
class Problem:
    """What a relation found: the sentence's name, the place, and values from schema and calendar only.

    ``severity`` is the rule's own unless the problem weighs less (advice, a note).
    """

    problem: str
    path: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    severity: Severity | None = None


Relation = Callable[[Any, Profile], Iterable[Problem]]

RELATIONS: Final[dict[str, Relation]] = {}
"""The relations by rule code."""


def relation(code: str) -> Callable[[Relation], Relation]:
    """Register a function as the relation of a rule."""

    def register(function: Relation) -> Relation:
        RELATIONS[code] = function
        return function

    return register


def one_year_after(day: dt.date) -> dt.date:
    """The same day next year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return dt.date(day.year + 1, 3, 1)


def age_on(day: dt.date, born: dt.date) -> int:
    """Age in whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names of people or organisations are the same, but for case and spaces."""
    return one is not None and other is not None and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

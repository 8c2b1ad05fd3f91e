"""Conditions as formulas, and the exact answer to whether one holds in every case, with a case where it does not.

A variable has a closed list of values. A formula is true or false of a case, which gives each variable one of its
values. Not every case can occur: what a value brings with it is told by `Assume`, from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final


class State(Enum):
    """What can be said of a value whatever it is."""

    ABSENT = "absent"
    THERE = "there"

    __hash__ = object.__hash__


Value = State | bool | str
"""A value of a variable: a state, an answer, or a member of a closed list."""


class Kind(Enum):
    """What a variable stands for."""

    FIELD = "field"
    """A field's value."""
    SAME = "same"
    """Whether a field's value is the same as another's, or as a fixed text."""
    FREE = "free"
    """Whether a condition holds that is not looked into."""

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that has one of several values.

    Attributes:
        kind: What it stands for.
        name: A field's path; for a condition not looked into, the tag as it is written.
        domain: Its values.
        other: What the field is compared with: a path, or a text in quotes.
        number: Tells apart what is not the same though it is named the same.
    """

    kind: Kind
    name: str
    domain: tuple[Value, ...] = (True, False)
    other: str = ""
    number: int = 0
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.kind, self.name, self.other, self.number)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Is:
    """True if a variable has one of some values."""

    variable: Variable
    values: frozenset[Value]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.variable, self.values)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class All:
    """True if all parts are."""

    parts: tuple[Formula, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((1, self.parts)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Some:
    """True if some part is."""

    parts: tuple[Formula, ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((2, self.parts)))

    def __hash__(self) -> int:
        return self._hash


Formula = Is | All | Some
TRUE: Final[Formula] = All(())
FALSE: Final[Formula] = Some(())

Case = Mapping[Variable, Value]
"""Some variables and the values that they have."""

Assume = Callable[[Case, Variable, Value], "Case | None"]
"""A case with one value more and all that this brings with it; None if it cannot occur."""

_MOST_STEPS: Final = 20_000


class TooComplex(Exception):
    """A formula takes too long to decide."""


def has(variable: Variable, *values: Value) -> Formula:
    """True if the variable has one of the values."""
    kept = frozenset(values) & frozenset(variable.domain)
    if not kept:
        return FALSE
    return TRUE if len(kept) == len(variable.domain) else Is(variable, kept)


def both(*parts: Formula) -> Formula:
    """True if all are."""
    flat: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, All):
            flat |= dict.fromkeys(part.parts)
        elif part == FALSE:
            return FALSE
        else:
            flat[part] = None
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def either(*parts: Formula) -> Formula:
    """True if some is."""
    flat: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, Some):
            flat |= dict.fromkeys(part.parts)
        elif part == TRUE:
            return TRUE
        else:
            flat[part] = None
    return next(iter(flat)) if len(flat) == 1 else Some(tuple(flat))


def negation(formula: Formula) -> Formula:
    """True if the formula is not."""
    match formula:
        case Is(variable, values):
            return has(variable, *(value for value in variable.domain if value not in values))
        case All(parts):
            return either(*map(negation, parts))
        case Some(parts):
            return both(*map(negation, parts))


def differ(one: Formula, other: Formula) -> Formula:
    """True if just one of the two is."""
    return either(both(one, negation(other)), both(negation(one), other))


def variables(formula: Formula) -> Iterator[Variable]:
    """Every variable of a formula, in the order they stand."""
    if isinstance(formula, Is):
        yield formula.variable
        return
    for part in formula.parts:
        yield from variables(part)


def given(formula: Formula, case: Case) -> Formula:
    """What is left of a formula in a case."""
    if isinstance(formula, Is):
        if formula.variable not in case:
            return formula
        return TRUE if case[formula.variable] in formula.values else FALSE
    left = tuple(given(part, case) for part in formula.parts)
    if all(one is other for one, other in zip(left, formula.parts, strict=True)):
        return formula
    return both(*left) if isinstance(formula, All) else either(*left)


def renamed(formula: Formula, chosen: Callable[[Variable], bool], number: int) -> Formula:
    """A formula with some of its variables replaced by others of the same name."""
    match formula:
        case Is(variable, values):
            return Is(replace(variable, number=number), values) if chosen(variable) else formula
        case All(parts):
            return both(*(renamed(part, chosen, number) for part in parts))
        case Some(parts):
            return either(*(renamed(part, chosen, number) for part in parts))


def counterexample(formula: Formula, known: Case, assume: Assume) -> Case | None:
    """A case in which a formula is false, or None if there is none.

    Args:
        formula: What is to hold.
        known: What is sure.
        assume: What a value brings with it.

    Returns:
        The values beside the known ones that make the formula false whatever the rest is; as few as can be found by
        leaving out one after the other.

    Raises:
        TooComplex: It takes too long to decide.
    """
    found = _Search(assume).falsify(formula, known, ())
    return None if found is None else _fewest(formula, known, found, assume)


class _Search:
    """Splits a formula into the cases of one variable after the other."""

    def __init__(self, assume: Assume) -> None:
        self._assume = assume
        self._steps = 0

    def falsify(self, formula: Formula, case: Case, chosen: _Choices) -> _Choices | None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooComplex
        left = given(formula, case)
        if left == TRUE:
            return None
        if left == FALSE:
            return chosen
        variable = next(variables(min(_parts(left), key=_size)))
        for value in reversed(variable.domain):  # what is there makes a likelier case than what is not
            further = self._assume(case, variable, value)
            if further is not None:
                found = self.falsify(left, further, (*chosen, (variable, value)))
                if found is not None:
                    return found
        return None


_Choices = tuple[tuple[Variable, Value], ...]


def _parts(formula: Formula) -> Iterable[Formula]:
    return (formula,) if isinstance(formula, Is) else formula.parts


def _size(formula: Formula) -> int:
    return 1 if isinstance(formula, Is) else sum(map(_size, formula.parts))


def _fewest(formula: Formula, known: Case, found: _Choices, assume: Assume) -> Case:
    """The choices that it takes: without the others the formula is false all the same."""
    kept = found
    for choice in found:
        fewer = tuple(other for other in kept if other != choice)
        case = _together(known, fewer, assume)
        if case is not None and _never(formula, case, assume):
            kept = fewer
    return dict(kept)


def _never(formula: Formula, case: Case, assume: Assume) -> bool:
    try:
        return _Search(assume).falsify(negation(formula), case, ()) is None
    except TooComplex:
        return False


def _together(known: Case, choices: _Choices, assume: Assume) -> Case | None:
    case: Case | None = known
    for variable, value in choices:
        case = None if case is None else assume(case, variable, value)
    return case

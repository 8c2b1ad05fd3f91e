"""The claims that a value is printed whenever it is there, and that its values can be told apart: proved, or not."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from indplan_docs.coverage.facts import Facts, Known
from indplan_docs.coverage.logic import (
    TRUE,
    Case,
    Formula,
    Kind,
    State,
    TooComplex,
    Value,
    Variable,
    both,
    counterexample,
    differ,
    either,
    given,
    has,
    negation,
    renamed,
    variables,
)
from indplan_docs.coverage.paths import Shown
from indplan_docs.coverage.results import Circumstance, Gap, When, Why
from indplan_docs.word.context import CARRIED

_SECOND: Final = -1
"""The number of what is not looked into, in the second of two documents that are compared."""


class Claims:
    """What a template shows, ready to be asked of each value.

    Args:
        facts: What is sure of the document.
        shown: Everything that the template surely shows when its conditions are met, in reading order.
    """

    def __init__(self, facts: Facts, shown: Sequence[Shown]) -> None:
        self._facts = facts
        self._shown = tuple(shown)
        self._printed: dict[str, list[Shown]] = {}
        for one in shown:
            if one.path:
                self._printed.setdefault(one.path, []).append(one)
        self._mentioned = [frozenset(variables(one.condition)) for one in shown]
        every = frozenset(variable for mentioned in self._mentioned for variable in mentioned)
        self._same = [variable for variable in every if variable.kind is Kind.SAME]

    def sites(self, path: str) -> list[Shown]:
        """Where a value is printed."""
        return self._printed.get(CARRIED.get(path, path), [])

    def telling(self, path: str) -> list[Shown]:
        """Where a value is printed, or what is shown for one value and not for another."""
        known = self._facts.at(path)
        if self.sites(path) or known is None or known.many:
            return self.sites(path)
        return [
            one
            for one, mentioned in zip(self._shown, self._mentioned, strict=True)
            if known.variable in mentioned and readable(one.text)
        ]

    def gap(self, path: str) -> Gap | None:
        """Why a value is not printed in every document that has it; None if it is.

        Args:
            path: The path of a value that has no fields of its own; of a list's items, ``themes[]``.
        """
        known = self._facts.at(path)
        if known is None:
            return Gap(Why.NOWHERE, path)
        values = [value for value in known.variable.domain if not isinstance(value, State)]
        try:
            if not values:
                return self._missing(path, known)
            always = either(negation(self._facts.there(path)), self._printing(path))
            return self._alike(path, known, values) if self._counterexample(always, self._facts.sure) else None
        except TooComplex:
            return Gap(Why.TOO_COMPLEX, path)

    def text_gap(self, rule: str) -> Gap | None:
        """Why the text that answers a rule does not stand in every document; None if it does."""
        found = [one for one in self._shown if rule in one.rules and (one.path or readable(one.text))]
        if not found:
            return Gap(Why.NO_BOOKMARK)
        try:
            case = self._counterexample(either(*(one.condition for one in found)), self._facts.sure)
        except TooComplex:
            return Gap(Why.TOO_COMPLEX)
        if case is None:
            return None
        told = self._circumstances(case)
        return Gap(Why.SOMETIMES, "", told) if told else Gap(Why.NO_BOOKMARK)

    def texts(self, rule: str) -> list[Shown]:
        """What stands in the bookmarks of a rule."""
        return [one for one in self._shown if rule in one.rules]

    def values(self) -> Iterator[Shown]:
        """Everything that is a value."""
        return (one for one in self._shown if one.path)

    def _missing(self, path: str, known: Known) -> Gap | None:
        """A value is printed where it is printed itself, and where another is that says the same."""
        printed = [self._printing(path)]
        for same in self._same:
            if path in (same.name, same.other):
                other = same.other if path == same.name else same.name
                printed.append(both(has(same, True), self._printing(other)))
        case = self._known(known.variable, State.THERE)
        if case is None:
            return None
        found = self._counterexample(either(*printed), case)
        if found is None:
            return None
        told = self._circumstances(found)
        return Gap(Why.SOMETIMES, path, told) if told and self.sites(path) else Gap(Why.NOWHERE, path)

    def _alike(self, path: str, known: Known, values: Sequence[Value]) -> Gap | None:
        """Every two values can be told apart."""
        concerned = [
            one
            for one, mentioned in zip(self._shown, self._mentioned, strict=True)
            if one in self.sites(path) or known.variable in mentioned
        ]
        why = Why.ALIKE if concerned else Why.NOWHERE
        for first, second in itertools.combinations(values, 2):
            cases = [self._known(known.variable, value) for value in (first, second)]
            if None in cases:
                continue
            found = self._told_apart(path, known.variable, concerned, (first, second))
            if found is not None:
                return Gap(why, path, self._circumstances(found), (str(first), str(second)))
        return None

    def _told_apart(
        self, path: str, variable: Variable, concerned: Sequence[Shown], values: tuple[Value, Value]
    ) -> Case | None:
        """A case in which a reader sees the same whichever of two values it is; None if there is none.

        What is not looked into, and what the value is compared with, may be another in each of the two documents.
        """

        def other(one: Variable) -> bool:
            return one.kind is Kind.FREE or (one.kind is Kind.SAME and path in (one.name, one.other))

        seen: list[tuple[Shown, Formula, Formula]] = []
        for one in concerned:
            conditions = [given(one.condition, {variable: value}) for value in values]
            seen.append((one, conditions[0], renamed(conditions[1], other, _SECOND)))
        own = [either(a, b) for one, a, b in seen if one in self.sites(path)]
        texts = [(one.text, a, b) for one, a, b in seen if not one.path and readable(one.text)]
        case = {v: value for v, value in (self._known(variable, values[0]) or {}).items() if v != variable}
        claim = either(*own, *_differing(texts))
        if self._counterexample(claim, case) is None:
            return None
        return self._counterexample(either(claim, *_differing(_first(texts))), case)

    def _printing(self, path: str) -> Formula:
        return either(*(one.condition for one in self.sites(path)))

    def _known(self, variable: Variable, value: Value) -> Case | None:
        return self._facts.assume(self._facts.sure, variable, value)

    def _counterexample(self, claim: Formula, known: Case) -> Case | None:
        """Two values that are the same are both there, or neither."""
        strange = [
            both(has(same, True), differ(self._facts.there(same.name), self._facts.there(same.other)))
            for same in dict.fromkeys(v for v in variables(claim) if v.kind is Kind.SAME)
            if self._facts.at(same.other)
        ]
        strange += [
            both(has(same, True), negation(self._facts.there(same.name)))
            for same in dict.fromkeys(v for v in variables(claim) if v.kind is Kind.SAME)
            if not self._facts.at(same.other)
        ]
        return counterexample(either(claim, *strange), known, self._facts.assume)

    def _circumstances(self, case: Case) -> tuple[Circumstance, ...]:
        """What a case says, without what goes without saying: what is the same as something else is there."""
        told = [_circumstance(variable, value) for variable, value in case.items() if variable.number != _SECOND]
        same = {path for one in told if one.when is When.SAME for path in (one.path, one.other)}
        return tuple(one for one in told if one.when is not When.THERE or one.path not in same)


def readable(text: str) -> bool:
    """True for a text that says something: a word, a number, a sign such as a ticked box; not a comma alone."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def _differing(texts: Sequence[tuple[str, Formula, Formula]]) -> Iterator[Formula]:
    """For each text, that it stands in one of two documents and not in the other."""
    return (differ(*_seen(texts, text)) for text in dict.fromkeys(text for text, _, _ in texts))


def _seen(texts: Sequence[tuple[str, Formula, Formula]], text: str) -> tuple[Formula, Formula]:
    """When a text stands somewhere, in each of two documents."""
    found = [(a, b) for other, a, b in texts if other == text]
    return either(*(a for a, _ in found)), either(*(b for _, b in found))


def _first(texts: Sequence[tuple[str, Formula, Formula]]) -> list[tuple[str, Formula, Formula]]:
    """The texts with when each is the first that stands."""
    result: list[tuple[str, Formula, Formula]] = []
    before = (TRUE, TRUE)
    for text, a, b in texts:
        result.append((text, both(before[0], a), both(before[1], b)))
        before = both(before[0], negation(a)), both(before[1], negation(b))
    return result


def _circumstance(variable: Variable, value: Value) -> Circumstance:
    if variable.kind is Kind.FREE:
        return Circumstance(When.MET if value else When.NOT_MET, "", variable.name)
    if variable.kind is Kind.SAME:
        return Circumstance(When.SAME if value else When.DIFFERS, variable.name, variable.other)
    if isinstance(value, State):
        return Circumstance(When.ABSENT if value is State.ABSENT else When.THERE, variable.name)
    if isinstance(value, bool):
        return Circumstance(When.YES if value else When.NO, variable.name)
    return Circumstance(When.IS, variable.name, value)

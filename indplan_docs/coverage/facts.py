"""What is sure of a document's values, from its model: what stands in what, what excludes what, what can be what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final

from indplan_docs.checklists.law import always_said
from indplan_docs.coverage.logic import FALSE, Case, Formula, Kind, State, Value, Variable, has
from indplan_docs.language import Framework, Language
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, fields_of
from indplan_docs.word.context import CARRIED

EACH: Final = "[]"
"""Stands, in a path, for each item of a list."""

_TEXT: Final = (State.ABSENT, State.THERE)
_ANSWER: Final = (State.ABSENT, True, False)
_LISTS: Final = {"law": "statement", "complaint": "complaint"}


@dataclass(slots=True)
class Known:
    """One value that a document may hold: where it stands, and what field it is; None for what only templates see."""

    path: str
    variable: Variable
    field: Field | None = None
    parent: str = ""
    many: bool = False
    inside: list[str] = attribute(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True for what has fields of its own."""
        return self.field is not None and self.field.model is not None


class Facts:
    """What is sure of the values of a document: of every one of its kind, or of those of one framework and language.

    A list that is there has items, and each item is there: both are one variable, the list's.

    Attributes:
        values: Every value by its path, ``goals[].measures[].due``.
        sure: What is the same in all finished documents of the kind.
    """

    def __init__(self, document: str, framework: Framework | None = None, language: Language | None = None) -> None:
        self.values: dict[str, Known] = {}
        self._excluded: dict[str, list[str]] = {}
        self._add_model(DOCUMENTS[document], "")
        for name in ("marking", "draft_mark", *CARRIED.values()):
            parent, _, _ = name.rpartition(".")
            self._add(Known(name, Variable(Kind.FIELD, name, _TEXT), parent=parent.removesuffix(EACH)))
        for name in ("law", "complaint", "gaps"):
            self._add(Known(name, Variable(Kind.FIELD, name, _TEXT), many=True))
        self._add(Known("draft", Variable(Kind.FIELD, "draft", _ANSWER)))
        self.sure = self._sure(document, framework, language) if framework and language else {}

    def at(self, path: str) -> Known | None:
        """The value at a path; an item's is its list's."""
        return self.values.get(path.removesuffix(EACH))

    def there(self, path: str) -> Formula:
        """True if there is a value at a path."""
        known = self.at(path)
        return has(known.variable, *known.variable.domain[1:]) if known else FALSE

    def true(self, path: str) -> Formula:
        """True if a condition on a path alone is met: an answer is yes, anything else is there."""
        known = self.at(path)
        if known and known.variable.domain == _ANSWER:
            return has(known.variable, True)
        return self.there(path)

    def assume(self, case: Case, variable: Variable, value: Value) -> Case | None:
        """A case with one value more, and what the model makes sure of then; None if that cannot be."""
        further = dict(case)
        waiting: list[tuple[Variable, Value]] = [(variable, value)]
        while waiting:
            variable, value = waiting.pop()
            if variable in further:
                if further[variable] != value:
                    return None
                continue
            further[variable] = value
            if variable.kind is Kind.FIELD:
                waiting += self._follows(variable, value)
        return further

    def _follows(self, variable: Variable, value: Value) -> Iterator[tuple[Variable, Value]]:
        known = self.values[variable.name]
        if value is not State.ABSENT:
            if known.parent:
                yield self.values[known.parent].variable, State.THERE
            for other in self._excluded.get(known.path, ()):
                yield self.values[other].variable, State.ABSENT
            if carried := CARRIED.get(known.path):
                yield self.values[carried].variable, State.THERE
            return
        for inner in known.inside:
            yield self.values[inner].variable, State.ABSENT
        if known.parent and known.field and known.field.required:
            yield self.values[known.parent].variable, State.ABSENT

    def _add_model(self, model: type[Model], at: str) -> None:
        for name, entry in fields_of(model).items():
            path = f"{at}.{name}" if at else name
            self._add(
                Known(path, Variable(Kind.FIELD, path, _domain(entry)), entry, at.removesuffix(EACH), many=entry.many)
            )
            if entry.none_of:
                other = f"{path.removesuffix(name)}{entry.none_of}"
                self._excluded.setdefault(path, []).append(other)
                self._excluded.setdefault(other, []).append(path)
            if entry.model:
                self._add_model(entry.model, f"{path}{EACH}" if entry.many else path)

    def _add(self, known: Known) -> None:
        if known.parent and known.parent not in self.values:  # a name for what another document holds
            return
        self.values[known.path] = known
        if known.parent:
            self.values[known.parent].inside.append(known.path)

    def _sure(self, document: str, framework: Framework, language: Language) -> Case:
        case: Case = {}
        fixed: dict[str, Value] = {
            "framework": framework.value,
            "language": language.value,
            "document": State.THERE,
            "draft": False,
            "gaps": State.ABSENT,
        }
        for name, table in _LISTS.items():
            said = always_said(table, document, framework)
            if said is not None:
                fixed[name] = State.THERE if said else State.ABSENT
        for name, value in fixed.items():
            case = self.assume(case, self.values[name].variable, value) or {}
        return case


def _domain(entry: Field) -> tuple[Value, ...]:
    if entry.boolean:
        return _ANSWER
    if entry.enum and not entry.many:
        return (State.ABSENT, *(member.value for member in entry.enum))
    return _TEXT

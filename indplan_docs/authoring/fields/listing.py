"""All that a template for a document may say: each value with the tag to type, what it means and which rules need it.

Nothing is listed here: the models say which fields there are, the checklists which rules need them, the vocabulary what
they are called, and what templates see beside the document is what `word.context` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from indplan_docs.authoring.examples import contexts, examples_for, first_value
from indplan_docs.authoring.fields.entries import FILTERS, Entry, FieldList, FilterEntry, Loop, Section
from indplan_docs.authoring.fields.names import BESIDE, beside, beside_key
from indplan_docs.checklists import rules_for
from indplan_docs.language import Framework, Language
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, Kind, told_fields
from indplan_docs.word.filters import filters

_LONGEST_EXAMPLE: Final = 90


def field_list(document: str, frameworks: tuple[Framework, ...], language: Language) -> FieldList:
    """All that templates for a document may say.

    Args:
        document: Which document.
        frameworks: The plans that the template serves: they decide the rules.
        language: The language that the template is written in.
    """
    lister = _Lister(document, frameworks, language)
    sections = tuple(lister.sections())
    return FieldList(document, frameworks, language, sections, tuple(lister.filters_of(sections)))


class _Lister:
    def __init__(self, document: str, frameworks: tuple[Framework, ...], language: Language) -> None:
        self._model = DOCUMENTS[document]
        order = (document, *(other for other in DOCUMENTS if other != document))
        plans = (frameworks, tuple(f for f in Framework if f not in frameworks))
        near = [e for name in order for some in plans for e in examples_for(name, some, language)]
        self._contexts = contexts(near)
        self._filters = filters(language, frameworks[0].country)
        self._rules: dict[str, list[str]] = {}
        rules = {rule.code: rule for framework in frameworks for rule in rules_for(document, framework)}
        for rule in rules.values():
            for path in rule.fields:
                self._rules.setdefault(path, []).append(rule.code)
        self._beside = beside(self._model)

    def sections(self) -> Iterator[Section]:
        yield from self._inside(self._model, Section("", (), (), "", ()), "")
        entries = [
            self._entry(
                f"{path}[]" if isinstance(inner, list) else path,
                beside_key(path),
                inner[0] if isinstance(inner, list) else inner,
                (),
                path.partition(".")[0] if "." in path else "",
            )
            for path, inner in self._beside.items()
            if path.partition(".")[0].removesuffix("[]") not in told_fields(self._model)
        ]
        yield Section(BESIDE, (beside_key("section"),), (), "", (), tuple(entries))

    def filters_of(self, sections: tuple[Section, ...]) -> Iterator[FilterEntry]:
        """Every filter that the document has a use for, with what it makes of the first value that it fits."""
        entries = [entry for section in sections for entry in section.entries]
        for name in dict.fromkeys(name for names in FILTERS.values() for name in names):
            kinds = tuple(kind for kind, names in FILTERS.items() if name in names)
            values = (self._value(entry) for entry in entries if entry.kind in kinds and entry.path != "draft")
            value = next((value for value in values if value is not None), None)
            if value is not None:
                yield FilterEntry(name, kinds, str(self._filters[name](value)))

    def _inside(self, model: type[Model], section: Section, guard: str) -> Iterator[Section]:
        """A part of the document, then the parts inside it."""
        prefix = f"{section.path}." if section.path else ""
        own = told_fields(model)
        entries = [
            self._entry(self._path(prefix, f), f.key, f.kind, section.loops, guard, f.choices)
            for f in own.values()
            if f.kind is not Kind.GROUP
        ]
        entries += [
            self._entry(path, beside_key(path.rpartition(".")[2]), Kind.TEXT, section.loops, guard)
            for path in self._beside
            if prefix and path.startswith(prefix) and "." not in path.removeprefix(prefix)
        ]
        yield replace(section, entries=tuple(entries))
        for f in own.values():
            if f.model:
                path = self._path(prefix, f)
                expression = _expression(path.removesuffix("[]"), section.loops)
                condition = f"{guard} and {expression}" if guard else expression
                loops = (*section.loops, _loop(path, section.loops)) if f.many else section.loops
                inner = Section(path, (*section.keys, f.key), loops, condition, self._rules_of(path))
                yield from self._inside(f.model, inner, "" if f.many else condition)

    def _path(self, prefix: str, inner: Field) -> str:
        return f"{prefix}{inner.name}[]" if inner.many else f"{prefix}{inner.name}"

    def _entry(
        self,
        path: str,
        key: str,
        kind: Kind,
        loops: tuple[Loop, ...],
        guard: str = "",
        choices: tuple[str, ...] = (),
    ) -> Entry:
        plain = _expression(path.removesuffix("[]"), loops)
        condition = f"{guard} and {plain}" if guard else plain
        if kind is Kind.YES_NO:
            condition = f"{condition} == true"
        if path.endswith("[]"):
            loops = (*loops, _loop(path, loops))
        expression = _expression(path, loops)
        made = Entry(path, key, kind, expression, loops, condition, choices, self._rules_of(path))
        return replace(made, example=self._example(made))

    def _rules_of(self, path: str) -> tuple[str, ...]:
        return tuple(self._rules.get(path.removesuffix("[]"), ()))

    def _example(self, entry: Entry) -> str:
        """A value as it is printed, cut where it is long."""
        value = self._value(entry)
        if value is None:
            return ""
        printed = self._filters[entry.filters[0]](value) if entry.filters else value
        words = " ".join(str(printed).split())
        cut = words[:_LONGEST_EXAMPLE].rpartition(" ")[0]
        return words if len(words) <= _LONGEST_EXAMPLE else f"{cut} …"

    def _value(self, entry: Entry) -> Any:
        """The first that an example document has; else one that any such field may have."""
        found = (first_value(values, entry.path) for values in self._contexts)
        return next((one for one in found if one is not None and one != ""), self._any(entry))

    def _any(self, entry: Entry) -> Any:
        if entry.kind in (Kind.DATE, Kind.UNTIL):
            return first_value(self._contexts[0], "date")
        return True if entry.kind is Kind.YES_NO else next(iter(entry.choices), None)


def _expression(path: str, loops: tuple[Loop, ...]) -> str:
    """How a path is written inside loops: from the innermost that it goes through."""
    for loop in reversed(loops):
        if path == loop.path:
            return loop.variable
        if path.startswith(f"{loop.path}."):
            return f"{loop.variable}.{path.removeprefix(f'{loop.path}.')}"
    return path


def _loop(path: str, outer: tuple[Loop, ...]) -> Loop:
    """A loop over a list, its item named by the first letters of the list that no outer loop has taken."""
    name = path.removesuffix("[]").rpartition(".")[2]
    taken = {loop.variable for loop in outer}
    variable = next(name[:size] for size in range(1, len(name) + 1) if name[:size] not in taken)
    return Loop(path, variable, _expression(path.removesuffix("[]"), outer))

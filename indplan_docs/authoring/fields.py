"""All that a template for a document may say: each value with the tag to type, what it means and which rules need it.

Nothing is listed here: the models say which fields there are, the checklists which rules need them, the vocabulary what
they are called, and what templates see beside the document is what `word.context` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from indplan_docs.authoring.examples import contexts, examples_for, first_value
from indplan_docs.checklists import rules_for
from indplan_docs.language import Framework, Language
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, Kind, fields_of
from indplan_docs.vocabulary import AnyLanguage, help_text, label, text
from indplan_docs.word.context import shape
from indplan_docs.word.filters import filters

FILTERS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DATE: ("date", "long_date"),
    Kind.UNTIL: ("until",),
    Kind.TIME: ("clock",),
    Kind.PHONE: ("phone",),
    Kind.CHOICE: ("term",),
    Kind.YES_NO: ("yes_no",),
}
"""The filters that fit what a field holds; the first is the usual one."""

_BESIDE: Final = "beside"
_LONGEST_EXAMPLE: Final = 90


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop around what a list holds.

    Attributes:
        path: The list, with its sign (``goals[].measures[]``).
        variable: What each item is called in the loop (``m``).
        over: What is looped over, as one types it (``g.measures``).
    """

    path: str
    variable: str
    over: str

    @property
    def tag(self) -> str:
        """The loop's own tag around paragraphs."""
        return f"{{%p for {self.variable} in {self.over} %}}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that a template may print.

    Attributes:
        path: Its schema path (``goals[].measures[].due``).
        key: The key of its label (``Measure.due``).
        kind: What it holds.
        expression: Its name where it is printed, in its loops (``m.due``).
        loops: The loops it is printed in, outermost first.
        condition: What is written after ``if`` to print it only when it is there.
        choices: The values of its closed list; empty if it has none.
        rules: The codes of the rules that need it.
        example: A value as a reader sees it, in the template's language.
    """

    path: str
    key: str
    kind: Kind
    expression: str
    loops: tuple[Loop, ...]
    condition: str
    choices: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    example: str = ""

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters that fit it."""
        return FILTERS.get(self.kind, ())

    @property
    def tag(self) -> str:
        """The tag, as one types it."""
        return f"{{{{ {'|'.join((self.expression, *self.filters[:1]))} }}}}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: its own fields, or those of one object or list in it.

    Attributes:
        path: Its schema path; empty for the document's own fields.
        keys: The keys of the labels that lead to it, outermost first.
        loops: The loops its fields are printed in.
        condition: What is written after ``if`` to show it only when it is there; empty where no such question is.
        rules: The codes of the rules that need it as a whole.
        entries: Its values.
    """

    path: str
    keys: tuple[str, ...]
    loops: tuple[Loop, ...]
    condition: str
    rules: tuple[str, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def is_list(self) -> bool:
        """True for the items of a list."""
        return self.path.endswith("[]")


@dataclass(frozen=True, slots=True)
class FieldList:
    """All that templates for a document may say.

    Attributes:
        document: Which document.
        frameworks: Of which plans.
        language: In which language the template is written.
        sections: The parts of the document, and last what there is beside it.
    """

    document: str
    frameworks: tuple[Framework, ...]
    language: Language
    sections: tuple[Section, ...] = field(default=())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every value, in the order of the document."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def found(self, word: str, language: AnyLanguage) -> FieldList:
        """Those whose tag, name, meaning or rule has a word in it; the whole section where its name has it."""
        wanted = word.casefold()

        def has(*texts: str) -> bool:
            return any(wanted in one.casefold() for one in texts)

        kept = []
        for section in self.sections:
            named = has(section.path, *(name_of(key, language) for key in section.keys))
            entries = tuple(
                e
                for e in section.entries
                if named or has(e.tag, e.path, name_of(e.key, language), meaning_of(e.key, language), *e.rules)
            )
            kept += [replace(section, entries=entries)] if entries else []
        return replace(self, sections=tuple(kept))


def field_list(document: str, frameworks: tuple[Framework, ...], language: Language) -> FieldList:
    """All that templates for a document may say.

    Args:
        document: Which document.
        frameworks: The plans that the template serves: they decide the rules.
        language: The language that the template is written in.
    """
    lister = _Lister(document, frameworks, language)
    return FieldList(document, frameworks, language, tuple(lister.sections()))


def name_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, is called."""
    owner, _, name = key.partition(".")
    return text(f"beside_{name}", language) if owner == _BESIDE else label(key, language)


def meaning_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, means."""
    owner, _, name = key.partition(".")
    return text(f"beside_{name}_help", language) if owner == _BESIDE else help_text(key, language)


def beside(document: type[Model]) -> dict[str, Any]:
    """The names of what templates see beside a document's own fields, with their shapes; in lists with their path."""
    return _beside(document, shape(document), "")


def beside_key(name: str) -> str:
    """The key of what is beside the document, by the last of its name."""
    return f"{_BESIDE}.{name}"


def _beside(model: type[Model], shapes: Mapping[str, Any], at: str) -> dict[str, Any]:
    own = fields_of(model)
    found = {f"{at}{name}": inner for name, inner in shapes.items() if name not in own}
    for name, inner in own.items():
        if inner.model:
            shaped, step = (shapes[name][0], f"{name}[]") if inner.many else (shapes[name], name)
            found |= _beside(inner.model, shaped, f"{at}{step}.")
    return found


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
            self._entry(f"{path}[]" if isinstance(inner, list) else path, beside_key(path), self._kind(path), ())
            for path, inner in self._beside.items()
            if "." not in path
        ]
        yield Section(_BESIDE, (beside_key("section"),), (), "", (), tuple(entries))

    def _inside(self, model: type[Model], section: Section, guard: str) -> Iterator[Section]:
        """A part of the document, then the parts inside it."""
        prefix = f"{section.path}." if section.path else ""
        own = fields_of(model)
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

    def _kind(self, path: str) -> Kind:
        """What a value beside the document is, by what templates get to see."""
        return Kind.YES_NO if isinstance(first_value(self._contexts[0], path), bool) else Kind.TEXT

    def _path(self, prefix: str, inner: Field) -> str:
        return f"{prefix}{inner.name}[]" if inner.many else f"{prefix}{inner.name}"

    def _entry(  # noqa: PLR0913, PLR0917 - what an entry is made of
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
        """The first that an example document has, as it is printed; else one that any such field may have."""
        found = (first_value(values, entry.path) for values in self._contexts)
        value = next((one for one in found if one is not None and one != ""), self._any(entry))
        if value is None:
            return ""
        printed = self._filters[entry.filters[0]](value) if entry.filters else value
        words = " ".join(str(printed).split())
        cut = words[:_LONGEST_EXAMPLE].rpartition(" ")[0]
        return words if len(words) <= _LONGEST_EXAMPLE else f"{cut} …"


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

"""The parts of a field list: values with their tags, in the loops and parts of the document that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from indplan_docs.authoring.fields.names import meaning_of, name_of
from indplan_docs.language import Framework, Language
from indplan_docs.models.fields import Kind
from indplan_docs.vocabulary import AnyLanguage

FILTERS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DATE: ("date", "long_date"),
    Kind.UNTIL: ("until",),
    Kind.TIME: ("clock",),
    Kind.PHONE: ("phone",),
    Kind.CHOICE: ("term",),
    Kind.YES_NO: ("yes_no",),
}
"""The filters that fit what a field holds; the first is the usual one."""


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

    @property
    def around(self) -> tuple[tuple[str, str], ...]:
        """The tags to write around its fields, outermost first, each with its end."""
        loops = [(loop.tag, "{%p endfor %}") for loop in self.loops]
        shown = [(f"{{%p if {self.condition} %}}", "{%p endif %}")] if self.condition else []
        return (*loops[:-1], *shown, *loops[-1:]) if self.is_list else (*loops, *shown)


@dataclass(frozen=True, slots=True)
class FilterEntry:
    """A filter: its name, what it fits, and what it makes of an example."""

    name: str
    kinds: tuple[Kind, ...]
    example: str


@dataclass(frozen=True, slots=True)
class FieldList:
    """All that templates for a document may say.

    Attributes:
        document: Which document.
        frameworks: Of which plans.
        language: In which language the template is written.
        sections: The parts of the document, and last what there is beside it.
        filters: The filters.
    """

    document: str
    frameworks: tuple[Framework, ...]
    language: Language
    sections: tuple[Section, ...]
    filters: tuple[FilterEntry, ...]

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

"""Why something is not printed in every document that has it, put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from indplan_docs.checklists import find_rule
from indplan_docs.coverage import Circumstance, FieldCoverage, Gap, When, Why
from indplan_docs.errors import Severity
from indplan_docs.language import Framework, Language
from indplan_docs.models.fields import Kind
from indplan_docs.vocabulary import AnyLanguage, term, text
from indplan_docs.vocabulary.places import path_in_words
from indplan_docs.word.context import CARRIED

if TYPE_CHECKING:
    from indplan_docs.authoring.fields.entries import Entry

_MOST_NAMED: Final = 5


class GapWords:
    """The words for what a template leaves out.

    Args:
        document: The document that the template makes.
        language: The reader's.
    """

    def __init__(self, document: str, language: AnyLanguage) -> None:
        self._document, self._language = document, language

    def field(self, field: FieldCoverage) -> str:
        """What a field is called."""
        return self._path(field.path) if field.path else text("coverage_own_text", self._language)

    def fields(self, fields: Sequence[FieldCoverage]) -> str:
        """What some fields are called; of many the first few, and how many more there are."""
        named = [self.field(field) for field in fields]
        if len(named) <= _MOST_NAMED + 1:
            return ", ".join(named)
        first, count = ", ".join(named[:_MOST_NAMED]), len(named) - _MOST_NAMED
        return text("coverage_and_more", self._language, fields=first, count=count)

    def trouble(self, rule: str, field: FieldCoverage) -> str:
        """Why a field is not covered, and what to do, with the field's name; empty if it is covered.

        Args:
            rule: The code of the rule that asks for it; empty if none does.
            field: The field.
        """
        gap = field.gap
        if gap is None:
            return ""
        if gap.why is Why.NOWHERE:
            return self._nowhere(rule, gap.path or field.path)
        key = "alike_when" if gap.why is Why.ALIKE and gap.circumstances else gap.why.value
        return text(f"coverage_why_{key}", self._language, **self._values(rule, gap, field))

    def _nowhere(self, rule: str, path: str) -> str:
        """What is printed nowhere, with the tag to write, and the loops to write it in."""
        entry = _entries(self._document)[CARRIED.get(path, path)]
        tag = entry.tag if _is_always_there(rule, path) else f"{{% if {_is_there(entry)} %}}{entry.tag}{{% endif %}}"
        loops = " ".join(loop.tag for loop in entry.loops)
        key = "coverage_why_nowhere_in_loop" if loops else "coverage_why_nowhere"
        return text(key, self._language, field=self._path(path), tag=tag, **({"loop": loops} if loops else {}))

    def _values(self, rule: str, gap: Gap, field: FieldCoverage) -> dict[str, str]:
        first, second = (self._value(value) for value in (*gap.values, "", "")[:2])
        path = gap.path or field.path
        return {
            "field": self._path(path) if path else text("coverage_own_text", self._language),
            "circumstances": f" {text('coverage_and', self._language)} ".join(map(self._so, gap.circumstances)),
            "first": first,
            "second": second,
            "bookmark": f"rule_{rule.replace('-', '_')}",
        }

    def _so(self, circumstance: Circumstance) -> str:
        """One circumstance in words."""
        when, path, other = circumstance.when, circumstance.path, circumstance.other
        if when is When.IS:
            other = self._value(other)
        elif when in (When.SAME, When.DIFFERS) and not other.startswith(("'", '"')):
            other = self._path(other)
        return text(f"coverage_when_{when.value}", self._language, field=self._path(path) if path else "", other=other)

    def _value(self, value: str) -> str:
        """A value in words: yes, no, or a member of a closed list."""
        if value in ("True", "False"):
            return text("yes" if value == "True" else "no", self._language)
        try:
            return term(value, self._language)
        except KeyError:
            return value

    def _path(self, path: str) -> str:
        try:
            return path_in_words(path, self._document, self._language)
        except KeyError:  # a name that only templates see
            return path


def _is_always_there(rule: str, path: str) -> bool:
    """Whether no document is made without a field: its tag then needs no condition."""
    found = find_rule(rule)
    if found is None or found.severity is not Severity.REQUIRED or found.waivable:
        return False
    return any(need.paths == (path,) for need in found.needs)


def _is_there(entry: Entry) -> str:
    """The condition that a field is there; for yes or no, that there is an answer, whichever."""
    return entry.condition.replace(" == true", " is not none") if entry.kind is Kind.YES_NO else entry.condition


@cache
def _entries(document: str) -> Mapping[str, Entry]:
    """How each value of a document is written in a template, by its path; that is the same in all of them."""
    from indplan_docs.authoring.fields.listing import field_list  # noqa: PLC0415 - only where something is left out

    return {entry.path: entry for entry in field_list(document, (Framework.LSS,), Language.SV).entries}

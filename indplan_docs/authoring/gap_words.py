"""Why something is not printed in every document that has it, put into words."""

from __future__ import annotations

from indplan_docs.coverage import Circumstance, FieldCoverage, Gap, When, Why
from indplan_docs.vocabulary import AnyLanguage, term, text
from indplan_docs.vocabulary.places import path_in_words


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

    def trouble(self, rule: str, field: FieldCoverage) -> str:
        """Why a field is not covered, and what to do; empty if it is.

        Args:
            rule: The code of the rule that asks for it; empty if none does.
            field: The field.
        """
        gap = field.gap
        if gap is None:
            return ""
        return text(f"coverage_why_{self._sentence(gap, field)}", self._language, **self._values(rule, gap))

    def _sentence(self, gap: Gap, field: FieldCoverage) -> str:
        if gap.why is Why.ALIKE and gap.circumstances:
            return "alike_when"
        inner = gap.path.removesuffix("[]") != field.path.removesuffix("[]")
        return "sometimes_field" if gap.why is Why.SOMETIMES and gap.path and inner else gap.why.value

    def _values(self, rule: str, gap: Gap) -> dict[str, str]:
        first, second = (self._value(value) for value in (*gap.values, "", "")[:2])
        return {
            "field": self._path(gap.path) if gap.path else "",
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

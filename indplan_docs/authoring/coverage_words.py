"""What the proof of a template tells, put into words for people, and into JSON types for programs."""

from __future__ import annotations

from typing import Any

from indplan_docs.coverage import Circumstance, Coverage, FieldCoverage, Gap, RuleCoverage, When, Why
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import term, text
from indplan_docs.vocabulary.places import path_in_words
from indplan_docs.word.places import Place


class Words:
    """The words for one template's coverage.

    Args:
        coverage: What was proved.
        language: The reader's.
    """

    def __init__(self, coverage: Coverage, language: MessageLanguage) -> None:
        self._coverage, self._language = coverage, language

    def verdict(self) -> str:
        """The whole in one line."""
        found = self._coverage
        count = len(found.dropped)
        many = "coverage_incomplete_one" if count == 1 else "coverage_incomplete_many"
        key = many if count else "coverage_complete"
        names = {"template": found.template, "framework": found.framework.value}
        return text(key, self._language, document=term(found.document, self._language), count=count, **names)

    def mark(self, rule: RuleCoverage) -> str:
        """Whether a rule is covered."""
        key = "ok" if rule.covered else "missing" if rule.required else "advice"
        return text(f"coverage_mark_{key}", self._language)

    def field(self, field: FieldCoverage) -> str:
        """What a field is called."""
        return self._path(field.path) if field.path else text("coverage_own_text", self._language)

    def places(self, field: FieldCoverage) -> list[str]:
        """Where a field is printed; a heading or cell named once."""
        return list(dict.fromkeys(place_in_words(place, self._language) for place in field.places))

    def trouble(self, rule: RuleCoverage | None, field: FieldCoverage) -> str:
        """Why a field is not covered, and what to do; empty if it is."""
        gap = field.gap
        if gap is None:
            return ""
        return text(f"coverage_why_{self._sentence(gap, field)}", self._language, **self._values(rule, gap))

    def rule_entry(self, rule: RuleCoverage) -> dict[str, Any]:
        """A rule as JSON types; keys are API."""
        return {
            "code": rule.rule.code,
            "title": rule.rule.title[self._language.value],
            "level": rule.rule.severity.value,
            "covered": rule.covered,
            "fields": [self.field_entry(rule, field) for field in rule.fields],
        }

    def field_entry(self, rule: RuleCoverage | None, field: FieldCoverage) -> dict[str, Any]:
        """A field as JSON types; keys are API."""
        return {
            "path": field.path or None,
            "label": self.field(field),
            "covered": field.covered,
            "steers": field.steers,
            "places": [_place_entry(place, self._language) for place in field.places],
            "gap": _gap_entry(field.gap, self.trouble(rule, field)) if field.gap else None,
        }

    def entry(self) -> dict[str, Any]:
        """The whole as JSON types; keys are API."""
        found = self._coverage
        return {
            "template": found.template,
            "document": found.document,
            "framework": found.framework.value,
            "language": found.language.value,
            "complete": found.complete,
            "rules": [self.rule_entry(rule) for rule in found.rules],
            "unprinted": [self.field_entry(None, field) for field in found.unprinted],
        }

    def _sentence(self, gap: Gap, field: FieldCoverage) -> str:
        if gap.why is Why.ALIKE and gap.circumstances:
            return "alike_when"
        inner = gap.path.removesuffix("[]") != field.path.removesuffix("[]")
        return "sometimes_field" if gap.why is Why.SOMETIMES and gap.path and inner else gap.why.value

    def _values(self, rule: RuleCoverage | None, gap: Gap) -> dict[str, str]:
        first, second = (self._value(value) for value in (*gap.values, "", "")[:2])
        return {
            "field": self._path(gap.path) if gap.path else "",
            "circumstances": f" {text('coverage_and', self._language)} ".join(map(self._so, gap.circumstances)),
            "first": first,
            "second": second,
            "bookmark": f"rule_{rule.rule.code.replace('-', '_')}" if rule else "",
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
            return path_in_words(path, self._coverage.document, self._language)
        except KeyError:  # a name that only templates see
            return path


def place_in_words(place: Place, language: MessageLanguage) -> str:
    """Where in a Word file, in words: under which heading, in which cell."""
    if "/header" in place.part:
        where = text("coverage_place_header", language)
    elif "/footer" in place.part:
        where = text("coverage_place_footer", language)
    elif place.level:
        where = text("coverage_place_heading", language, text=place.text.strip())
    elif place.heading:
        where = text("coverage_place_under", language, heading=place.heading)
    else:
        where = text("coverage_place_top", language)
    cell = place.cell
    if cell is None:
        return where
    return f"{where}, {text('coverage_place_cell', language, table=cell.table, row=cell.row, column=cell.column)}"


def _place_entry(place: Place, language: MessageLanguage) -> dict[str, Any]:
    cell = place.cell
    return {
        "part": place.part,
        "paragraph": place.paragraph,
        "heading": place.heading or None,
        "cell": {"table": cell.table, "row": cell.row, "column": cell.column} if cell else None,
        "text": place.text,
        "words": place_in_words(place, language),
    }


def _gap_entry(gap: Gap, message: str) -> dict[str, Any]:
    return {
        "why": gap.why.value,
        "path": gap.path or None,
        "values": list(gap.values),
        "circumstances": [{"when": c.when.value, "path": c.path or None, "other": c.other} for c in gap.circumstances],
        "message": message,
    }

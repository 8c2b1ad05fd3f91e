"""What the proof of a template tells, put into words for people, and into JSON types for programs."""

from __future__ import annotations

from typing import Any

from indplan_docs.authoring.covered.gaps import GapWords
from indplan_docs.authoring.wording import where
from indplan_docs.coverage import Coverage, FieldCoverage, Gap, RuleCoverage
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import term, text
from indplan_docs.word.places import Place


class Words:
    """The words for one template's coverage.

    Args:
        coverage: What was proved.
        language: The reader's.
        file: What to call the file; the template's id if empty.
    """

    def __init__(self, coverage: Coverage, language: MessageLanguage, file: str = "") -> None:
        self._coverage, self._language, self._file = coverage, language, file
        self._gaps = GapWords(coverage.document, language)

    def name(self) -> str:
        """What the template is called."""
        return self._file or self._coverage.template

    def framework(self) -> str:
        """What the plan is called."""
        return term(self._coverage.framework.value, self._language)

    def verdict(self) -> str:
        """The whole in one line."""
        found = self._coverage
        count = len(found.dropped)
        excepted = sum(bool(rule.reason) for rule in found.rules)
        many = "coverage_incomplete_one" if count == 1 else "coverage_incomplete_many"
        key = many if count else "coverage_complete_excepted" if excepted else "coverage_complete"
        names = {"template": self.name(), "framework": self.framework()}
        return text(key, self._language, document=term(found.document, self._language), count=count, **names)

    def mark(self, rule: RuleCoverage) -> str:
        """Whether a rule is covered."""
        missing = "excepted" if rule.reason else "missing" if rule.required else "advice"
        key = "ok" if rule.covered else missing
        return text(f"coverage_mark_{key}", self._language)

    def reason(self, rule: RuleCoverage) -> str:
        """Why the template may leave the rule out; empty if it may not, or does not."""
        return text("coverage_excepted", self._language, reason=rule.reason) if rule.reason else ""

    def field(self, field: FieldCoverage) -> str:
        """What a field is called."""
        return self._gaps.field(field)

    def places(self, field: FieldCoverage) -> list[str]:
        """Where a field is printed; a heading or cell named once."""
        return list(dict.fromkeys(where(place, self._language, numbered=False) for place in field.places))

    def trouble(self, rule: RuleCoverage | None, field: FieldCoverage) -> str:
        """Why a field is not covered, and what to do; empty if it is."""
        return self._gaps.trouble(rule.rule.code if rule else "", field)

    def rule_entry(self, rule: RuleCoverage) -> dict[str, Any]:
        """A rule as JSON types; keys are API."""
        return {
            "code": rule.rule.code,
            "title": rule.rule.title[self._language.value],
            "level": rule.rule.severity.value,
            "covered": rule.covered,
            "excepted": rule.reason or None,
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
            "file": self._file,
            "document": found.document,
            "framework": found.framework.value,
            "language": found.language.value,
            "complete": found.complete,
            "rules": [self.rule_entry(rule) for rule in found.rules],
            "unprinted": [self.field_entry(None, field) for field in found.unprinted],
        }


def _place_entry(place: Place, language: MessageLanguage) -> dict[str, Any]:
    cell = place.cell
    return {
        "part": place.part,
        "paragraph": place.paragraph,
        "heading": place.heading or None,
        "cell": {"table": cell.table, "row": cell.row, "column": cell.column} if cell else None,
        "text": place.text,
        "words": where(place, language, numbered=False),
    }


def _gap_entry(gap: Gap, message: str) -> dict[str, Any]:
    return {
        "why": gap.why.value,
        "path": gap.path or None,
        "values": list(gap.values),
        "circumstances": [{"when": c.when.value, "path": c.path or None, "other": c.other} for c in gap.circumstances],
        "message": message,
    }

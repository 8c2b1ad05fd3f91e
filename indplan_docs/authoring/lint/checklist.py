"""What a template leaves out of its checklist (TPL-601 to 603): the proof of `coverage`, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.authoring.findings import CODES, LeftOut, TemplateFinding, Weight
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.catalogue import is_shipped
from indplan_docs.coverage import Coverage, FieldCoverage


def checklist(subject: Subject, found: list[TemplateFinding]) -> Iterator[TemplateFinding]:
    """What is not printed in every document that has it: each rule once, and once all that no rule asks for.

    The pack's own files are proved by the tests. In a template with errors it cannot be told: they are mended first.
    """
    wrong = any(one.code.weight is Weight.ERROR for one in found)
    if wrong or is_shipped(subject.template.id, subject.data):
        return
    from indplan_docs.coverage.prove import coverage  # noqa: PLC0415 - large, and only own templates are proved

    for proved in coverage(subject.template, subject.data):
        yield from _left_out(proved)


def _left_out(proved: Coverage) -> Iterator[TemplateFinding]:
    for rule in proved.rules:
        missing = tuple(field for field in rule.fields if not field.covered)
        if missing:
            problem = "rule_not_covered" if rule.required else "advice_not_covered"
            yield _finding(problem, proved, rule.rule.code, missing)
    if proved.unprinted:
        yield _finding("field_not_printed", proved, "", proved.unprinted)


def _finding(problem: str, proved: Coverage, rule: str, missing: tuple[FieldCoverage, ...]) -> TemplateFinding:
    place = next((place for field in missing for place in field.places), None)
    values = {"framework": proved.framework.value, "rule": rule, "paths": ", ".join(field.path for field in missing)}
    return TemplateFinding(CODES[problem], place, "", values, LeftOut(proved.document, rule, missing))

"""What a template leaves out of its checklist (TPL-601 to 603): the proof of `coverage`, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.authoring.findings import CODES, LeftOut, TemplateFinding
from indplan_docs.authoring.lint.asked import said
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.coverage import Coverage, FieldCoverage, coverage, is_of_pack


def checklist(subject: Subject) -> Iterator[TemplateFinding]:
    """What is not printed in every document that has it.

    The pack's own files are proved by the tests. A file that the engine refuses prints nothing: it is mended first.
    """
    if is_of_pack(subject.template, subject.data) or said(subject).faults:
        return
    for found in coverage(subject.template, subject.data):
        yield from _left_out(found)


def _left_out(found: Coverage) -> Iterator[TemplateFinding]:
    for rule in found.rules:
        problem = "rule_not_covered" if rule.required else "advice_not_covered"
        yield from (_finding(problem, found, rule.rule.code, field) for field in rule.fields if not field.covered)
    yield from (_finding("field_not_printed", found, "", field) for field in found.unprinted)


def _finding(problem: str, found: Coverage, rule: str, field: FieldCoverage) -> TemplateFinding:
    place = field.places[0] if field.places else None
    values = {"framework": found.framework.value, "rule": rule, "path": field.path}
    return TemplateFinding(CODES[problem], place, "", values, LeftOut(found.document, rule, field))

"""Check a document against its checklist: everything that is wrong, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indplan_docs.checklists.registry import find_rule, rules_for
from indplan_docs.checklists.relations import RELATIONS, Problem
from indplan_docs.checklists.rule import Rule
from indplan_docs.errors import Finding, Report, Severity
from indplan_docs.models import AnyDocument, Plan
from indplan_docs.models.fields import field_at
from indplan_docs.profile import Profile, with_defaults

_INDEX: Final = re.compile(r"\[(\d+)\]")


def check(document: AnyDocument, profile: Profile | None = None) -> Report:
    """Everything the document lacks, and everything worth pointing out, in checklist order.

    Args:
        document: Any of the four documents, as far as it has come.
        profile: The municipality's settings, which say what the document leaves to them; the defaults without one.

    Returns:
        The report. Its ``complete`` is true when a final document may be made.

    Raises:
        ConfigurationError: The profile is of another country than the document.
    """
    settings = profile or Profile()
    document = with_defaults(document, settings)
    waived = {waiver.rule for waiver in document.waivers} if isinstance(document, Plan) else set()
    findings: list[Finding] = []
    for item in rules_for(document.document, document.framework):
        found = list(_findings(item, document, settings))
        if item.waivable and item.code in waived:
            found = [] if found else [_finding(item, document, _waiver_problem(document, item.code, "waived_but_met"))]
        findings += found
    findings += _misplaced_waivers(document, waived)
    return Report(document.document, document.framework.value, tuple(findings))


def _findings(item: Rule, document: AnyDocument, profile: Profile) -> Iterator[Finding]:
    for need in item.needs:
        for path in need.unmet(document):
            yield _finding(item, document, Problem("must_be_yes" if need.must_be_true else "missing", path))
    if item.code in RELATIONS:
        for problem in RELATIONS[item.code](document, profile):
            yield _finding(item, document, problem)


def _misplaced_waivers(document: AnyDocument, waived: set[str]) -> Iterator[Finding]:
    """A waiver is for a rule of this checklist that may be waived; any other would print an excuse that is none."""
    allowed = {r.code for r in rules_for(document.document, document.framework) if r.waivable}
    for code in sorted(waived - allowed):
        problem = _waiver_problem(document, code, "not_waivable" if find_rule(code) else "unknown_rule")
        path_field = field_at(type(document), problem.path).key
        yield Finding("waiver", Severity.REQUIRED, problem.problem, problem.path, path_field, problem.values)


def _waiver_problem(document: AnyDocument, code: str, problem: str) -> Problem:
    waivers = document.waivers if isinstance(document, Plan) else ()
    at = next(i for i, waiver in enumerate(waivers) if waiver.rule == code)
    return Problem(problem, f"waivers[{at}].rule", {"rule": code} if find_rule(code) else {})


def _finding(item: Rule, document: AnyDocument, problem: Problem) -> Finding:
    key = field_at(type(document), problem.path).key if problem.path else ""
    values = {**problem.values, **_position(problem.path)}
    return Finding(item.code, problem.severity or item.severity, problem.problem, problem.path, key, values)


def _position(path: str) -> dict[str, int]:
    """The numbers that people count by: ``goals[0].measures[2]`` is goal 1, measure 3."""
    numbers = [int(n) + 1 for n in _INDEX.findall(path)]
    return dict(zip(("first", "second"), numbers, strict=False))

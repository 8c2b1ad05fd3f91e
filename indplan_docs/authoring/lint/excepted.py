"""TPL-604: required rules that a template drops with the municipality's leave, told as that and no fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indplan_docs.authoring.findings import CODES, TemplateFinding
from indplan_docs.profile import TemplateException


def with_exceptions(
    found: Iterable[TemplateFinding], exceptions: Iterable[TemplateException]
) -> tuple[TemplateFinding, ...]:
    """The findings, those of excepted rules with the reason that the profile gives."""
    reasons = {exception.rule: exception.reason for exception in exceptions}
    return tuple(_excepted(one, reasons) for one in found)


def _excepted(found: TemplateFinding, reasons: dict[str, str]) -> TemplateFinding:
    what = found.left_out
    if found.code != CODES["rule_not_covered"] or what is None or what.rule not in reasons:
        return found
    return replace(found, code=CODES["rule_excepted"], left_out=replace(what, reason=reasons[what.rule]))

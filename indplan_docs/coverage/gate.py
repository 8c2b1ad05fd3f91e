"""No final document from a template that drops a required rule, unless the profile names the rule and says why."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from indplan_docs import catalogue
from indplan_docs.checklists import all_rules, find_rule, rules_for
from indplan_docs.coverage.results import Coverage
from indplan_docs.errors import ConfigurationError, Finding, TemplateFault
from indplan_docs.language import Framework
from indplan_docs.models import AnyDocument
from indplan_docs.profile import Profile
from indplan_docs.profile.faults import fault
from indplan_docs.word.store import Store

_NUMBER: Final = re.compile(r"\[\d+\]")


def admit(template: catalogue.Template, framework: Framework, profile: Profile) -> None:
    """Refuse a template that leaves a required rule of the document's framework uncovered.

    The files that the program comes with are not proved anew: the tests hold that they cover everything. A file of the
    pack that somebody has changed where it lies is proved as any other.

    Args:
        template: Which template serves the document.
        framework: The document's.
        profile: The municipality's settings, with the rules that its own templates may drop.

    Raises:
        TemplateFault: The template cannot be read, or drops rules; names them all.
        ConfigurationError: The profile excepts a rule that there is not.
    """
    excepted = excepted_rules(profile)
    if catalogue.is_shipped(template.id, template.read()):
        return
    codes = [code for code in _dropped(template, framework, profile) if code not in excepted]
    if codes:
        raise TemplateFault("template_drops_rules", template=template.name, count=len(codes), rules=", ".join(codes))


def is_excepted(path: str, document: AnyDocument, profile: Profile) -> bool:
    """Whether a value of a document need not be printed: the profile excepts a rule that asks for it, and says why.

    Args:
        path: Where in the document it is (``goals[0].text``).
        document: The document.
        profile: The municipality's settings.

    Raises:
        ConfigurationError: The profile excepts a rule that there is not.
    """
    excepted = excepted_rules(profile)
    at = _NUMBER.sub("[]", path)
    rules = (rule for rule in rules_for(document.document, document.framework) if rule.code in excepted)
    fields = (field for rule in rules for field in rule.fields)
    return any(at == field or at.startswith((f"{field}.", f"{field}[]")) for field in fields)


def with_reasons(found: Coverage, profile: Profile) -> Coverage:
    """What was proved of a template, with the reasons that the profile gives for what it leaves out."""
    reasons = {exception.rule: exception.reason for exception in profile.template_exceptions}
    rules = (rule if rule.covered else replace(rule, reason=reasons.get(rule.rule.code, "")) for rule in found.rules)
    return replace(found, rules=tuple(rules))


def excepted_rules(profile: Profile) -> frozenset[str]:
    """The codes of the rules that own templates may drop.

    Raises:
        ConfigurationError: One of them is no rule's.
    """
    codes = [exception.rule for exception in profile.template_exceptions]
    unknown = next((code for code in codes if find_rule(code) is None), None)
    if unknown is not None:
        raise ConfigurationError("profile_rule_unknown", rule=unknown)
    return frozenset(codes)


def exception_faults(rule: str, path: str) -> Iterator[Finding]:
    """What is wrong with the code of a rule that the profile excepts: for ``profile check``.

    Args:
        rule: The code.
        path: The key of the profile that names it (``template_exceptions[1].rule``).
    """
    if find_rule(rule):
        return
    near = difflib.get_close_matches(rule, [known.code for known in all_rules()], n=1)
    problem = "setting_rule_unknown_near" if near else "setting_rule_unknown"
    yield fault(problem, path, "unknown-rule", rule=rule, **({"suggestion": near[0]} if near else {}))


def _dropped(template: catalogue.Template, framework: Framework, profile: Profile) -> list[str]:
    """The codes of the rules that a template drops, as they were kept, or found now."""
    store = Store(profile.compiled_templates) if profile.compiled_templates else None
    content = hashlib.sha256(template.read()).digest()
    key = ("coverage", content, template.document, framework.value, template.language.value)
    kept = store.get(*key) if store else None
    if isinstance(kept, list):
        return kept
    from indplan_docs.coverage.prove import dropped  # noqa: PLC0415 - large, and only own templates are proved

    codes = [rule.rule.code for rule in dropped(template, framework)]
    if store:
        store.put(codes, *key)
    return codes

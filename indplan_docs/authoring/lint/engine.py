"""What the engine itself says: what a letter must not hold (TPL-114, 201 to 205), and whatever else it refuses.

The other checks read a template as its maintainer wrote it. This one asks the engine, so that a template in which
nothing is found is one that letters can be made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, Weight, finding
from indplan_docs.authoring.lint.asked import said
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.errors import TemplateFault
from indplan_docs.word.structure import opens

PROBLEMS: Final = {
    "template_unknown_name": "unknown_name",
    "template_unknown_name_near": "unknown_name",
    "template_unknown_filter": "unknown_filter",
    "template_broken": "tag_not_understood",
    "template_not_allowed": "not_allowed",
    "block_not_closed": "block_not_closed",
    "block_not_opened": "block_not_opened",
    "block_crosses": "block_crosses",
    "block_splits_element": "block_splits_element",
    "template_tag_with_space": "tag_with_space",
    "template_tag_in_field": "tag_in_field",
    "template_too_much": "too_much",
    "template_tracked_changes": "tracked_changes",
    "template_comments": "comments",
    "template_active_content": "active_content",
    "template_external_link": "external_link",
    "template_dangerous_field": "dangerous_field",
}
"""The finding for each thing that the engine says; for what is not here, the file cannot be read."""

_NAMED: Final = frozenset({"unknown_name", "unknown_filter"})
_SAID: Final = frozenset({"tag_not_understood", "not_allowed"})
_TAGS: Final = "TPL-1"


def unsafe(subject: Subject) -> Iterator[TemplateFinding]:
    """What the package holds that a letter must not, comments left in it excepted: another check tells those."""
    for fault in subject.faults:
        if fault.problem != "template_comments":
            yield of_fault(fault, subject)


def refused(subject: Subject, found: list[TemplateFinding]) -> Iterator[TemplateFinding]:
    """What the engine refuses, part by part, where nothing that is found explains it."""
    for fault in said(subject).faults:
        told = of_fault(fault, subject)
        part = told.place.part if told.place else ""
        errors = [one.code for one in found if one.code.weight is Weight.ERROR and _is_in(one, part)]
        explained = told.code in errors or (
            told.code.code.startswith(_TAGS) and any(code.code.startswith(_TAGS) for code in errors)
        )
        if not explained:
            yield told


def _is_in(one: TemplateFinding, part: str) -> bool:
    return not part or one.place is None or one.place.part == part


def of_fault(fault: TemplateFault, subject: Subject) -> TemplateFinding:
    """What the engine says, as a finding at its place."""
    values = {key: value for key, value in fault.values.items() if key not in ("template", "part", "paragraph", "text")}
    part, number = str(fault.values.get("part", "")), int(fault.values.get("paragraph", 0))
    problem = PROBLEMS.get(fault.problem)
    if problem is None:
        return finding("unreadable", variant=fault.problem.removeprefix("template_"))
    where = subject.place(part, number) if part in subject.parts else None
    tag = str(values.pop("tag", ""))
    if values.get("suggestion") and problem in ("unknown_name", "unknown_filter"):
        values["variant"] = "near"
    if problem in _NAMED:
        values.setdefault("name", tag)
        if problem == "unknown_name":
            values["template"] = subject.template.id
    if problem == "block_not_closed":
        values.setdefault("suggestion", f"{{% end{opens(tag.removeprefix('{%'))} %}}")
    if problem in _SAID:
        values.setdefault("said", tag)
    return finding(problem, where, tag=tag, **values)

"""Settings and their faults put into words for people, and into JSON for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any, Final

from indplan_docs.errors import Finding
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import problem, text

_WIDTH: Final = 100


def faults(file: str, findings: Iterable[Finding], language: MessageLanguage) -> str:
    """The faults of a file of settings as text: key, what is wrong, what to write."""
    found = list(findings)
    key = "settings_faults_one" if len(found) == 1 else "settings_faults_many"
    lines = [text(key, language, file=file, count=len(found)), ""]
    for finding in found:
        where = f"{finding.path}: " if finding.path else ""
        sentence = problem(finding.problem, finding.values, language)
        lines += textwrap.wrap(
            f"{where}{sentence}",
            _WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def as_json(file: str, findings: Iterable[Finding], language: MessageLanguage) -> dict[str, Any]:
    """The same as JSON types: the codes, and the words beside them."""
    entries = [
        {
            "code": finding.code,
            "problem": finding.problem,
            "key": finding.path,
            "values": dict(finding.values),
            "message": problem(finding.problem, finding.values, language),
        }
        for finding in findings
    ]
    return {"file": file, "ok": not entries, "findings": entries}

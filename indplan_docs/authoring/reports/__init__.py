"""What was found in templates, as text for people, as JSON and as SARIF for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indplan_docs import catalogue
from indplan_docs.authoring.findings import CODES, TemplateFinding, Weight


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at.

    Attributes:
        file: Its name as it was given.
        template: The template that it is, or stands for.
        findings: What was found in it, in the order of the file.
    """

    file: str
    template: catalogue.Template
    findings: tuple[TemplateFinding, ...]


def counted(findings: Iterable[TemplateFinding]) -> dict[Weight, int]:
    """How many findings there are of each weight."""
    found = [finding.code.weight for finding in findings]
    return {weight: found.count(weight) for weight in Weight}


def unreadable(findings: Iterable[TemplateFinding]) -> bool:
    """True if a file could not be read as a Word file at all, so that nothing else was looked for in it."""
    return any(finding.code == CODES["unreadable"] for finding in findings)


__all__ = ["Looked", "counted", "unreadable"]

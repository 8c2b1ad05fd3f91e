"""What was found in templates, as text for people, as JSON and as SARIF for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indplan_docs import catalogue
from indplan_docs.authoring.findings import TemplateFinding, Weight


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


__all__ = ["Looked", "counted"]

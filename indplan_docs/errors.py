"""What can be wrong, as data, and the one tree of exceptions.

A `Finding` says what is wrong and where, in codes and schema paths: never in sentences, and never with a value
from the document. The sentences are in `vocabulary`; the edges (command line, web) put the two together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How much a finding weighs."""

    INVALID = "invalid"
    """The input cannot be read as a document: a wrong type, an unknown key, an impossible date."""
    REQUIRED = "required"
    """A required rule is not met: no final document is made."""
    ADVICE = "advice"
    """Good practice is not met: shown, never refuses."""
    NOTE = "note"
    """Worth knowing, nothing to mend: an identity number from the test series, for instance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes:
        code: The rule's code (``LSS-09``), or a kebab-case code for what is not a rule (``unknown-key``).
        severity: How much it weighs.
        problem: Which sentence of the vocabulary's ``problems`` table describes it (``missing``, ``too_late``).
        path: Where in the document, as a schema path (``goals[0].measures[2].due``); empty for the whole document.
        field: The model field that the path ends in (``Measure.due``), the key of its label; empty if there is none.
        values: Named values for the sentence: counts, limits, names from the schema. Never text from the document.
    """

    code: str
    severity: Severity
    problem: str
    path: str = ""
    field: str = ""
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def to_dict(self) -> dict[str, object]:
        """The finding as plain JSON types; keys are API."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "problem": self.problem,
            "path": self.path,
            "field": self.field,
            "values": dict(self.values),
        }

    def __reduce__(self) -> tuple[type[Finding], tuple[object, ...]]:
        return Finding, (self.code, self.severity, self.problem, self.path, self.field, dict(self.values))


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one document, in the order of its checklist.

    Attributes:
        document: Which document was checked (``plan``).
        framework: Which framework decided the checklist (``lss``).
        findings: Everything found, all at once.
    """

    document: str
    framework: str
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        """True when no required rule is unmet: a final document may be made."""
        return not self.required

    @property
    def required(self) -> tuple[Finding, ...]:
        """The findings that refuse the document."""
        return tuple(f for f in self.findings if f.severity in (Severity.REQUIRED, Severity.INVALID))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the required rules that are not met, each once, in checklist order."""
        return tuple(dict.fromkeys(f.code for f in self.required))

    def to_dict(self) -> dict[str, object]:
        """The report as plain JSON types; keys are API."""
        return {
            "document": self.document,
            "framework": self.framework,
            "complete": self.complete,
            "findings": [f.to_dict() for f in self.findings],
        }


class IndplanError(Exception):
    """Everything this library raises on purpose.

    ``problem`` names a sentence in the vocabulary's ``problems`` table and ``values`` fills it; ``str()`` gives both
    as codes, so that a log line holds no personal data.
    """

    def __init__(self, problem: str, **values: str | int) -> None:
        self.problem = problem
        self.values: dict[str, str | int] = values
        super().__init__(problem)

    def __str__(self) -> str:
        return " ".join([self.problem, *(f"{k}={v}" for k, v in self.values.items())])


class InvalidInput(IndplanError):
    """The input is not a document: carries every finding, none with a value in it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("invalid_input", count=len(self.findings))

    def __str__(self) -> str:
        return "; ".join(f"{f.code} at {f.path or 'the document'}" for f in self.findings)


class Refused(IndplanError):
    """A final document was asked for and a required rule is not met: carries the whole report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("refused", count=len(report.required))

    def __str__(self) -> str:
        return f"{self.report.document} ({self.report.framework}) is not complete: {', '.join(self.report.codes)}"


class TemplateFault(IndplanError):
    """A template cannot be used, or does not fit the document."""


class ConfigurationError(IndplanError):
    """The profile, the folders or the options are wrong: nothing about the document."""


class InvalidSettings(ConfigurationError):
    """A file of settings has faults: carries every one, each with its key as path."""

    def __init__(self, file: str, findings: Iterable[Finding]) -> None:
        self.file = file
        self.findings = tuple(findings)
        super().__init__("invalid_settings", file=file, count=len(self.findings))

    def __str__(self) -> str:
        return f"{self.file}: " + "; ".join(f"{f.code} at {f.path or 'the file'}" for f in self.findings)


class ConverterMissing(IndplanError):
    """What makes PDF, or pictures of its pages, is not installed, or LibreOffice is not where it was said to be."""


class ConversionFailed(IndplanError):
    """A document could not be turned into PDF; says nothing of what is in it."""


class DeliveryError(IndplanError):
    """A finished document could not be put where it was to go."""

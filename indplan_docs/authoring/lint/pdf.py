"""TPL-401: what the embedded PDF engine cannot set."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.asked import said
from indplan_docs.authoring.lint.subject import Subject


def pdf(subject: Subject) -> Iterator[TemplateFinding]:
    """Everything that the embedded engine refuses, paragraph by paragraph."""
    for fault in said(subject).beyond:
        part, number = str(fault.values["part"]), int(fault.values["paragraph"])
        where = subject.place(part, number) if part in subject.parts else None
        yield finding("pdf_cannot", where, what=str(fault.values["what"]))

"""Findings as plain JSON types: codes, places and values, and the words beside them. The keys are API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indplan_docs.authoring.findings import TemplateFinding, Weight
from indplan_docs.authoring.reports import Looked, counted
from indplan_docs.authoring.wording import name_of, sentence, where
from indplan_docs.language import MessageLanguage
from indplan_docs.word.places import Place


def as_json(looked: Sequence[Looked], language: MessageLanguage) -> dict[str, Any]:
    """The findings of some files."""
    found = counted(finding for one in looked for finding in one.findings)
    return {
        "clean": not (found[Weight.ERROR] or found[Weight.WARNING]),
        "counts": _counts(found),
        "files": [
            {
                "file": one.file,
                "template": one.template.id,
                "language": one.template.language.value,
                "counts": _counts(counted(one.findings)),
                "findings": [entry(finding, language) for finding in one.findings],
            }
            for one in looked
        ],
    }


def entry(finding: TemplateFinding, language: MessageLanguage) -> dict[str, Any]:
    """One finding."""
    return {
        "code": finding.code.code,
        "name": name_of(finding.code),
        "weight": finding.code.weight.value,
        "place": _place(finding.place),
        "tag": finding.tag,
        "values": dict(finding.values),
        "where": where(finding.place, language),
        "message": sentence(finding, language),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    cell = place.cell
    return {
        "part": place.part,
        "role": place.role,
        "paragraph": place.paragraph,
        "heading": place.heading,
        "cell": None if cell is None else {"table": cell.table, "row": cell.row, "column": cell.column},
        "text": place.text,
    }


def _counts(found: dict[Weight, int]) -> dict[str, int]:
    return {weight.value: count for weight, count in found.items()}

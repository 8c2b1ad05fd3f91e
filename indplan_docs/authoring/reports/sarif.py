"""Findings as SARIF, the format in which tools for code show what they find.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from indplan_docs.authoring.findings import CODES, TemplateFinding, Weight
from indplan_docs.authoring.reports import Looked
from indplan_docs.authoring.wording import name_of, sentence, title, where
from indplan_docs.language import MessageLanguage
from indplan_docs.word.places import Place

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.ADVICE: "note"}
_RULES: Final = {code.code: index for index, code in enumerate(CODES.values())}


def as_sarif(looked: Sequence[Looked], language: MessageLanguage, version: str) -> dict[str, Any]:
    """The findings of some files, in one run.

    Args:
        looked: The files.
        language: The language of the words.
        version: The program's version.
    """
    rules = [
        {
            "id": code.code,
            "name": name_of(code),
            "shortDescription": {"text": title(code, language)},
            "help": {"text": title(code, language)},
            "defaultConfiguration": {"level": _LEVELS[code.weight]},
        }
        for code in CODES.values()
    ]
    results = [_result(finding, one.file, language) for one in looked for finding in one.findings]
    driver = {"name": "indplan", "semanticVersion": version, "language": language.value, "rules": rules}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(finding: TemplateFinding, file: str, language: MessageLanguage) -> dict[str, Any]:
    place = finding.place
    logical = [{"fullyQualifiedName": _qualified(place), "name": where(place, language), "kind": _kind(place)}]
    return {
        "ruleId": finding.code.code,
        "ruleIndex": _RULES[finding.code.code],
        "level": _LEVELS[finding.code.weight],
        "message": {"text": f"{sentence(finding, language)} ({where(place, language)})"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(file)}},
                **({} if place is None else {"logicalLocations": logical}),
            }
        ],
        "properties": {"tag": finding.tag, **({} if place is None else {"text": place.text})},
    }


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _qualified(place: Place | None) -> str:
    """The steps to a place: ``word/document.xml/table 2/row 3/column 1/paragraph 14``, the same in all languages."""
    if place is None:
        return ""
    cell = place.cell
    steps = [place.part]
    steps += [] if cell is None else [f"table {cell.table}", f"row {cell.row}", f"column {cell.column}"]
    steps += [f"paragraph {place.paragraph}"] if place.paragraph else []
    return "/".join(steps)


def _kind(place: Place | None) -> str:
    """What an element of a structured document is called in SARIF."""
    return "element" if place is not None and place.paragraph else "resource"

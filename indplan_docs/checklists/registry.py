"""The checklists, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from indplan_docs.checklists.rule import Need, Rule, Source
from indplan_docs.errors import Severity
from indplan_docs.language import Country, Framework, MessageLanguage

_FILES: Final = (
    "plan_lss.toml",
    "plan_sip.toml",
    "plan_ip.toml",
    "invitation.toml",
    "consent.toml",
    "follow_up_notice.toml",
    "all_documents.toml",
)


def read_data(name: str) -> dict[str, Any]:
    """One of the data files of this package."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every checklist, in checklist order."""
    return tuple(rule for name in _FILES for rule in _rules_in(read_data(name)))


@cache
def rules_for(document: str, framework: Framework) -> tuple[Rule, ...]:
    """The checklist of one document in one framework: its own rules, then those of all documents."""
    return tuple(r for r in all_rules() if r.document in (document, "") and framework in r.frameworks)


@cache
def find_rule(code: str) -> Rule | None:
    """The rule with a code, or None."""
    return next((r for r in all_rules() if r.code == code), None)


def source(reference: str) -> Source:
    """The source that a rule refers to: by its name, or by a list's name and a point of it (``SOC 6``).

    Raises:
        KeyError: There is no such source.
    """
    table = _sources()
    if reference in table:
        name, point = reference, ""
    else:
        name = next((n for n in sorted(table, key=len, reverse=True) if reference.startswith(f"{n} ")), reference)
        point = reference.removeprefix(name).strip()
    data = table[name]
    cite = data["cite"]
    texts = cite if isinstance(cite, Mapping) else {language.value: cite for language in MessageLanguage}
    return Source(
        id=reference,
        cite={language: text.format(point=point) for language, text in texts.items()},
        kind=data["kind"],
        country=Country(data["country"]) if "country" in data else None,
        read_on=data.get("read_on", table["read_on"]),
        valid_from=data.get("valid_from"),
        valid_to=data.get("valid_to"),
        url=data.get("url"),
    )


@cache
def _sources() -> dict[str, Any]:
    return read_data("sources.toml")


def _rules_in(data: dict[str, Any]) -> Iterator[Rule]:
    document = data.pop("document", "")
    frameworks = data.pop("frameworks")
    for code, item in data.items():
        yield Rule(
            code=code,
            document=document,
            frameworks=tuple(Framework(f) for f in item.get("frameworks", frameworks)),
            severity=Severity(item["level"]),
            waivable=item.get("waivable", False),
            title=item["title"],
            sources=tuple(source(reference) for reference in item["sources"]),
            needs=tuple(Need.parse(text) for text in item.get("needs", ())),
            also=tuple(item.get("also", ())),
            printed=item.get("printed", False),
            bare_headings=item.get("bare_headings", False),
            questions=tuple(item.get("questions", ())),
        )

"""Findings put into words for people, and into JSON for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Final

from indplan_docs.checklists import Rule, find_rule
from indplan_docs.checklists.rule import Source
from indplan_docs.errors import Finding, Report, Severity
from indplan_docs.language import Country, Framework, MessageLanguage
from indplan_docs.vocabulary import help_text, problem, term, text
from indplan_docs.vocabulary.places import place

_WIDTH: Final = 100


def report(findings: Report, language: MessageLanguage) -> str:
    """A report as text: what refuses first, then advice and notes; rule by rule, with place, remedy and source."""
    count = len(findings.required)
    key = "complete" if not count else "incomplete_one" if count == 1 else "incomplete_many"
    name = term(findings.document, language)
    lines = [text(key, language, document=name[:1].upper() + name[1:], count=count)]
    country = Framework(findings.framework).country
    for severity, heading in (
        (Severity.REQUIRED, None),
        (Severity.ADVICE, "advice_heading"),
        (Severity.NOTE, "note_heading"),
    ):
        chosen = [f for f in findings.findings if f.severity is severity]
        if chosen and heading:
            lines += ["", text(heading, language)]
        for code in dict.fromkeys(f.code for f in chosen):
            lines += [
                "",
                *_rule_lines(code, [f for f in chosen if f.code == code], findings.document, country, language),
            ]
    return "\n".join(lines)


def unreadable(findings: Sequence[Finding], language: MessageLanguage) -> str:
    """Faults of reading as text."""
    key = "unreadable_one" if len(findings) == 1 else "unreadable_many"
    lines = [text(key, language, count=len(findings)), ""]
    for finding in findings:
        where = f"{finding.path}: " if finding.path else ""
        lines += _wrapped(f"{where}{_sentence(finding, language)}", "- ", "  ")
    return "\n".join(lines)


def as_json(findings: Report | Sequence[Finding], language: MessageLanguage) -> dict[str, Any]:
    """Findings as JSON types: the codes, and the words beside them."""
    if isinstance(findings, Report):
        country = Framework(findings.framework).country
        entries = [_entry(f, findings.document, country, language) for f in findings.findings]
        return findings.to_dict() | {"findings": entries}
    return {"complete": False, "findings": [_entry(f, "", None, language) for f in findings]}


def source_line(source: Source, language: MessageLanguage) -> str:
    """How a source is cited, with the day it was read."""
    return f"{source.cite[language.value]} ({text('read_on', language, date=source.read_on.isoformat())})"


def _entry(finding: Finding, document: str, country: Country | None, language: MessageLanguage) -> dict[str, Any]:
    item = find_rule(finding.code)
    return finding.to_dict() | {
        "title": item.title[language.value] if item else "",
        "place": place(finding, document, language),
        "message": _sentence(finding, language),
        "sources": [_source_entry(s, language) for s in item.sources_in(country)] if item and country else [],
    }


def _source_entry(source: Source, language: MessageLanguage) -> dict[str, Any]:
    return {
        "id": source.id,
        "cite": source.cite[language.value],
        "kind": source.kind,
        "read_on": source.read_on.isoformat(),
        "url": source.url,
    }


def _rule_lines(
    code: str, findings: Sequence[Finding], document: str, country: Country, language: MessageLanguage
) -> Iterator[str]:
    item: Rule | None = find_rule(code)
    title = item.title[language.value] if item else ""
    yield from _wrapped(f"{code}  {title}".rstrip(), "", "        ")
    for finding in findings:
        where = place(finding, document, language)
        pointer = f" [{finding.path}]" if finding.path else ""
        yield from _wrapped(f"{where}{pointer}: {_sentence(finding, language)}", "      - ", "        ")
    for source in item.sources_in(country) if item else ():
        yield from _wrapped(f"{text('source', language)}: {source_line(source, language)}", "      ", "        ")


def _sentence(finding: Finding, language: MessageLanguage) -> str:
    """What is wrong and what to do: for what is missing, the field's own help."""
    sentence = problem(finding.problem, finding.values, language)
    return f"{sentence} {help_text(finding.field, language)}" if finding.problem == "missing" else sentence


def _wrapped(line: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )

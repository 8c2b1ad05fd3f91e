"""Rules put into words for people, and into JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from indplan_docs.checklists import Rule
from indplan_docs.cli.words import source_line
from indplan_docs.errors import Severity
from indplan_docs.language import MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import field_at
from indplan_docs.vocabulary import label, term, text

_QUESTIONS: Final = ("why", "how_long", "who", "what", "which", "how", "when", "consent")


def by_checklist(chosen: list[Rule], language: MessageLanguage) -> Iterator[str]:
    """The rules in checklist order, under a heading for each checklist."""
    heading = ""
    for item in chosen:
        name = f"{term(item.document, language)}" if item.document else text("all_documents", language)
        of = ", ".join(f.value for f in item.frameworks) if item.document == "plan" else ""
        now = f"{name[:1].upper()}{name[1:]}{f' ({of})' if of else ''}"
        if now != heading:
            heading = now
            yield from ("", heading, "=" * len(heading))
        yield from _rule_lines(item, language)


def by_question(chosen: list[Rule], language: MessageLanguage) -> Iterator[str]:
    """The rules under the seven question words of the Norwegian leaflet, and consent."""
    for question in _QUESTIONS:
        heading = text(f"question_{question}", language)
        yield from ("", heading, "=" * len(heading))
        for item in chosen:
            if question in item.questions:
                yield from _rule_lines(item, language)
    heading = text("question_none", language)
    yield from ("", heading, "=" * len(heading))
    for item in chosen:
        if not item.questions:
            yield from _rule_lines(item, language)


def _rule_lines(item: Rule, language: MessageLanguage) -> Iterator[str]:
    level = "required" if item.severity is Severity.REQUIRED else "advice"
    notes = [text(level, language)]
    notes += [text("waivable", language)] if item.waivable else []
    notes += [text("printed", language)] if item.printed else []
    yield ""
    yield f"{item.code}  {item.title[language.value]} ({', '.join(notes)})"
    for source in item.sources:
        yield f"        {text('source', language)}: {source_line(source, language)}"
    if item.fields:
        yield f"        {text('fields', language)}: {', '.join(_fields(item, language))}"


def _fields(item: Rule, language: MessageLanguage) -> Iterator[str]:
    model = DOCUMENTS[item.document or "plan"]
    for path in item.fields:
        yield f"{label(field_at(model, path).key, language)} [{path}]"


def as_json(item: Rule, language: MessageLanguage) -> dict[str, Any]:
    """A rule as JSON types."""
    return {
        "code": item.code,
        "document": item.document or None,
        "frameworks": [f.value for f in item.frameworks],
        "level": item.severity.value,
        "waivable": item.waivable,
        "printed_by_template": item.printed,
        "title": item.title[language.value],
        "questions": list(item.questions),
        "fields": list(item.fields),
        "sources": [
            {
                "id": s.id,
                "cite": s.cite[language.value],
                "kind": s.kind,
                "country": s.country.value if s.country else None,
                "read_on": s.read_on.isoformat(),
                "valid_from": s.valid_from.isoformat() if s.valid_from else None,
                "valid_to": s.valid_to.isoformat() if s.valid_to else None,
                "url": s.url,
            }
            for s in item.sources
        ],
    }

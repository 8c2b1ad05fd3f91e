"""``rules``, ``schema`` and ``new``: what there is to know, and an empty document to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from indplan_docs.checklists import Rule, all_rules
from indplan_docs.cli.options import (
    DocumentArgument,
    DocumentName,
    Form,
    FrameworkArgument,
    Lang,
    OutputForm,
    TemplateLanguage,
    Verbose,
    helped,
)
from indplan_docs.cli.runtime import session
from indplan_docs.cli.words import source_line
from indplan_docs.errors import Severity
from indplan_docs.language import Framework, MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import field_at
from indplan_docs.vocabulary import label, term, text


class View(StrEnum):
    """In which order the rules are shown."""

    CHECKLIST = "checklist"
    SOEGNE = "soegne"


_QUESTIONS = ("why", "how_long", "who", "what", "which", "how", "when", "consent")


def rules(
    document: Annotated[
        DocumentName | None, typer.Option("--document", help=helped("document"), show_default=False)
    ] = None,
    framework: Annotated[
        Framework | None, typer.Option("--framework", help=helped("framework"), show_default=False)
    ] = None,
    view: Annotated[View, typer.Option("--view", help=helped("view"))] = View.CHECKLIST,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        chosen = [
            r
            for r in all_rules()
            if (document is None or r.document in (document.value, ""))
            and (framework is None or framework in r.frameworks)
        ]
        if view is View.SOEGNE:
            chosen = [r for r in chosen if r.document == "plan" and Framework.IP in r.frameworks]
        if run.as_json:
            run.json([_as_json(r, run.language) for r in chosen])
        else:
            lines = _by_question(chosen, run.language) if view is View.SOEGNE else _by_checklist(chosen, run.language)
            run.result("\n".join(lines).strip())


def schema(document: DocumentArgument, lang: Lang = None, verbose: Verbose = False) -> None:
    from indplan_docs.schema import json_schema

    with session(lang, verbose=verbose) as run:
        run.json(json_schema(document.value, run.language))


def new(
    document: DocumentArgument,
    framework: FrameworkArgument,
    language: TemplateLanguage = None,
    every_field: Annotated[bool, typer.Option("--all", help=helped("all"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.skeleton import skeleton

    with session(lang, verbose=verbose) as run:
        written_in = language or framework.languages[0]
        run.follow(written_in)
        run.json(skeleton(document.value, framework, written_in, run.language, every_field=every_field))


def _by_checklist(chosen: list[Rule], language: MessageLanguage) -> Iterator[str]:
    heading = ""
    for item in chosen:
        name = f"{term(item.document, language)}" if item.document else text("all_documents", language)
        of = ", ".join(f.value for f in item.frameworks) if item.document == "plan" else ""
        now = f"{name[:1].upper()}{name[1:]}{f' ({of})' if of else ''}"
        if now != heading:
            heading = now
            yield from ("", heading, "=" * len(heading))
        yield from _rule_lines(item, language)


def _by_question(chosen: list[Rule], language: MessageLanguage) -> Iterator[str]:
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


def _as_json(item: Rule, language: MessageLanguage) -> dict[str, Any]:
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

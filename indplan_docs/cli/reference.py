"""``rules``, ``schema`` and ``new``: what there is to know, and an empty document to begin with."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from indplan_docs.cli.options import (
    DocumentArgument,
    DocumentName,
    Form,
    FrameworkArgument,
    Lang,
    OutputForm,
    SchemaArgument,
    SchemaName,
    TemplateLanguage,
    Verbose,
    helped,
)
from indplan_docs.cli.runtime import session
from indplan_docs.language import Framework


class View(StrEnum):
    """In which order the rules are shown."""

    CHECKLIST = "checklist"
    SOEGNE = "soegne"


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
    from indplan_docs.checklists import all_rules
    from indplan_docs.cli.rule_words import as_json, by_checklist, by_question

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
            run.json([as_json(r, run.language) for r in chosen])
        else:
            lines = by_question(chosen, run.language) if view is View.SOEGNE else by_checklist(chosen, run.language)
            run.result("\n".join(lines).strip())


def schema(document: SchemaArgument, lang: Lang = None, verbose: Verbose = False) -> None:
    from indplan_docs.schema import json_schema, profile_schema

    with session(lang, verbose=verbose) as run:
        of_profile = document is SchemaName.PROFILE
        run.json(profile_schema(run.language) if of_profile else json_schema(document.value, run.language))


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

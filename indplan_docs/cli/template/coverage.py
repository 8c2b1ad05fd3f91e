"""``template coverage``: what a template prints of its checklist, where, and what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Lang, Verbose, helped
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.errors import DeliveryError
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.authoring.coverage_words import Words
    from indplan_docs.coverage import Coverage, RuleCoverage


class CoverageForm(StrEnum):
    """The form of the result."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def coverage(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|ID]...", help=helped("coverage_files"), show_default=False),
    ] = None,
    stands_for: Annotated[
        str | None, typer.Option("--as", metavar="ID", help=helped("coverage_as"), show_default=False)
    ] = None,
    form: Annotated[CoverageForm, typer.Option("--format", help=helped("coverage_format"))] = CoverageForm.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help=helped("coverage_out"), show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.chosen import template_meant
    from indplan_docs.catalogue import pack
    from indplan_docs.coverage.prove import coverage as proved
    from indplan_docs.delivery import write_whole

    with session(lang, as_json=form is CoverageForm.JSON, verbose=verbose) as run:
        if out is not None and out.exists() and not force:
            raise DeliveryError("file_exists", file=out.name)
        templates = [template_meant(file, stands_for) for file in files or ()] or pack()
        found = [one for template in templates for one in proved(template)]
        told = _told(found, form, run.language)
        if out is None:
            run.result(told)
        else:
            write_whole(out, f"{told}\n".encode())
            run.message(text("written", run.language, file=str(out)))
        raise typer.Exit(Exit.DONE if all(one.complete for one in found) else Exit.FINDINGS)


def _told(found: list[Coverage], form: CoverageForm, language: MessageLanguage) -> str:
    from indplan_docs.authoring.coverage_page import page
    from indplan_docs.authoring.coverage_words import Words

    if form is CoverageForm.HTML:
        return page(found, language).strip()
    if form is CoverageForm.JSON:
        entries = [Words(one, language).entry() for one in found]
        whole = {"complete": all(one.complete for one in found), "templates": entries}
        return json.dumps(whole, ensure_ascii=False, indent=2)
    return "\n".join(line for one in found for line in ("", *_lines(one, language))).strip()


def _lines(found: Coverage, language: MessageLanguage) -> Iterator[str]:
    from indplan_docs.authoring.coverage_words import Words

    words = Words(found, language)
    verdict = words.verdict()
    yield verdict
    yield "=" * len(verdict)
    for rule in sorted(found.rules, key=lambda rule: rule.covered):  # what is left out first
        level = text(rule.rule.severity.value, language)
        yield f"{words.mark(rule)}  {rule.rule.code}  {rule.rule.title[language.value]} ({level})"
        yield from _field_lines(rule, language, words)
    if found.unprinted:
        yield text("coverage_unprinted", language)
        yield from (f"    {trouble}" for trouble in dict.fromkeys(words.trouble(None, f) for f in found.unprinted))


def _field_lines(rule: RuleCoverage, language: MessageLanguage, words: Words) -> Iterator[str]:
    if not rule.fields:
        yield f"    {text('coverage_nothing', language)}"
    told: set[str] = set()  # a list and a field of its rows may want the same tag
    for field in rule.fields:
        where = [text("coverage_steers", language)] if field.steers else words.places(field)
        if not (trouble := words.trouble(rule, field)):
            yield f"    {words.field(field)}: {'; '.join(where)}"
        elif trouble not in told:
            told.add(trouble)
            yield from (f"    {trouble}", *(f"        {place}" for place in where))

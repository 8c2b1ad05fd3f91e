"""``template coverage``: what a template prints of its checklist, where, and what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Lang, ProfileFile, StandsFor, TemplatesArgument, Verbose, helped, metavar
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.errors import DeliveryError
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.authoring.covered.words import Words
    from indplan_docs.coverage import Coverage, RuleCoverage
    from indplan_docs.delivery import Rendered


class CoverageForm(StrEnum):
    """The form of the result."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def coverage(
    files: TemplatesArgument = None,
    stands_for: StandsFor = None,
    form: Annotated[
        CoverageForm | None, typer.Option("--format", help=helped("coverage_format"), show_default="text")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar=metavar("folder_or_file"), help=helped("coverage_out"), show_default=False),
    ] = None,
    profile: ProfileFile = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.cli.template.reading import file_words, meant, refuse_onto_template
    from indplan_docs.coverage import with_reasons
    from indplan_docs.coverage.prove import coverage as proved
    from indplan_docs.delivery import place_of, save

    with session(lang, as_json=form is CoverageForm.JSON, verbose=verbose) as run:
        wanted = form or _form_of(out)
        settings = run.settings(run.profile_file(profile))
        templates, well = meant(run, files or (), stands_for, settings)
        if out is not None:
            place = place_of(_file("", wanted, run.language), out)
            refuse_onto_template(place, templates, "output_onto_template")
            if place.exists() and not force:
                raise DeliveryError("file_exists", file=place.name)
        names = [file_words(one, run.language, plain=wanted is CoverageForm.JSON) for one in templates]
        proofs = [(one, name) for template, name in zip(templates, names, strict=True) for one in proved(template)]
        found = [(with_reasons(one, settings), name) for one, name in proofs]
        told = _told(found, wanted, run.language)
        if out is None:
            run.result(told)
        else:
            saved = save(_file(told, wanted, run.language), out, force=force, owner_only=False)
            run.message(text("written", run.language, file=str(saved)))
        complete = all(one.complete for one, _ in found)
        raise typer.Exit(Exit.DONE if complete and well else Exit.FINDINGS)


def _form_of(out: Path | None) -> CoverageForm:
    """The form that a file's name tells, or text."""
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return CoverageForm(ending) if ending in CoverageForm.__members__.values() else CoverageForm.TEXT


def _file(told: str, form: CoverageForm, language: MessageLanguage) -> Rendered:
    from indplan_docs.delivery import Rendered

    ending = "txt" if form is CoverageForm.TEXT else form.value
    said = {"json": "application/json", "html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}
    return Rendered(f"{told}\n".encode(), f"{text('coverage_file', language)}.{ending}", said[ending], draft=False)


def _told(found: list[tuple[Coverage, str]], form: CoverageForm, language: MessageLanguage) -> str:
    from indplan_docs.authoring.covered.page import page
    from indplan_docs.authoring.covered.words import Words

    if form is CoverageForm.HTML:
        return page([one for one, _ in found], language, [file for _, file in found]).strip()
    if form is CoverageForm.JSON:
        entries = [Words(one, language, file).entry() for one, file in found]
        whole = {"complete": all(one.complete for one, _ in found), "templates": entries}
        return json.dumps(whole, ensure_ascii=False, indent=2)
    return "\n".join(line for one, file in found for line in ("", *_lines(one, file, language))).strip()


def _lines(found: Coverage, file: str, language: MessageLanguage) -> Iterator[str]:
    from indplan_docs.authoring.covered.words import Words

    words = Words(found, language, file)
    verdict = words.verdict()
    yield verdict
    yield "=" * len(verdict)
    for rule in sorted(found.rules, key=lambda rule: rule.covered):  # what is left out first
        level = text(rule.rule.severity.value, language)
        yield f"{words.mark(rule)}  {rule.rule.code}  {rule.rule.title[language.value]} ({level})"
        yield from (f"    {reason}" for reason in [words.reason(rule)] if reason)
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

"""``template list``: which file serves what, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileFile, Verbose
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import term, text

if TYPE_CHECKING:
    from indplan_docs.catalogue import Served, Template


def list_templates(
    profile: ProfileFile = None, form: Form = OutputForm.TEXT, lang: Lang = None, verbose: Verbose = False
) -> None:
    from indplan_docs.catalogue import folder_faults, served
    from indplan_docs.cli import setting_words

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        file = run.profile_file(profile)
        settings = run.settings(file)
        rows = served(settings.templates)
        faults = [
            fault
            for number, folder in enumerate(settings.templates, start=1)
            for fault in folder_faults(folder, f"templates[{number}].folder")
        ]
        told = setting_words.as_json(str(file) if file else "", faults, run.language)
        if run.as_json:
            run.json({"templates": [_entry(row) for row in rows], "findings": told["findings"]})
        else:
            run.result("\n".join(line for row in rows for line in _lines(row, run.language)))
            if faults:
                run.result("")
                run.result(setting_words.faults(told["file"], faults, run.language))
        raise typer.Exit(Exit.FINDINGS if faults else Exit.DONE)


def _entry(row: Served) -> dict[str, Any]:
    from indplan_docs.authoring.own.standing import standing

    return {
        "id": row.template.id,
        "document": row.template.document,
        "frameworks": [framework.value for framework in row.template.frameworks],
        "language": row.template.language.value,
        **_file(row.template),
        "standing": standing(row.template, row.pack).value,
        "pack_version": row.pack.version,
        "overrides": [_file(template) for template in row.overridden],
    }


def _file(template: Template) -> dict[str, Any]:
    return {
        "layer": template.layer.value,
        "version": template.version,
        "based_on": template.origin.version if template.origin else None,
        "file": str(template.path),
    }


def _lines(row: Served, language: MessageLanguage) -> Iterator[str]:
    from indplan_docs.authoring.own.standing import Standing, standing

    found = row.template
    serves = ", ".join(term(framework.value, language) for framework in found.frameworks)
    yield f"{found.id}: {term(found.document, language)} ({serves})"
    yield f"    {_layer_line(found, language)}"
    how = standing(found, row.pack)
    if how is not Standing.PACK:
        based = found.origin.version if found.origin else 0
        yield f"    {text(f'standing_{how.value}', language, based_on=based, version=row.pack.version)}"
    for other in row.overridden:
        yield f"    {text('template_overridden', language, line=_layer_line(other, language))}"


def _layer_line(template: Template, language: MessageLanguage) -> str:
    layer = text(f"layer_{template.layer.value}", language)
    return text("template_line", language, layer=layer, version=template.version, file=str(template.path))

"""``indplan template fields``: all that a template can print."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Lang, Verbose, helped, metavar
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.authoring.fields.entries import FieldList
    from indplan_docs.delivery import Rendered


class ListForm(StrEnum):
    """The form of a field list."""

    TEXT = "text"
    JSON = "json"
    DOCX = "docx"


def fields(
    template: Annotated[
        str, typer.Argument(metavar=metavar("file_or_id"), help=helped("template_meant"), show_default=False)
    ],
    form: Annotated[
        ListForm | None, typer.Option("--format", help=helped("fields_format"), show_default="text")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar=metavar("folder_or_file"), help=helped("fields_out"), show_default=False),
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar=metavar("word"), help=helped("find"), show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.chosen import template_meant
    from indplan_docs.authoring.fields.listing import field_list
    from indplan_docs.cli.template.reading import refuse_onto_template
    from indplan_docs.delivery import place_of, save

    with session(lang, as_json=form is ListForm.JSON, verbose=verbose) as run:
        chosen = template_meant(template)
        run.follow(chosen.language)
        whole = field_list(chosen.document, chosen.frameworks, chosen.language)
        found = whole.found(find, run.language) if find else whole
        if not found.entries:
            run.message(text("list_nothing", run.language, word=find or ""))
            raise typer.Exit(Exit.FINDINGS)
        ending = out.suffix.lower().removeprefix(".") if out else ""
        wanted = form or (ListForm(ending) if ending in ListForm.__members__.values() else ListForm.TEXT)
        if out is None and wanted is not ListForm.DOCX:
            run.result(_words(found, wanted, run.language))
            return
        made = _file(found, chosen.id, wanted, run.language)
        refuse_onto_template(place_of(made, out or Path()), [chosen], "output_onto_template")
        saved = save(made, out or Path(), force=force, owner_only=False)
        run.result(text("written", run.language, file=str(saved)))


def _words(found: FieldList, form: ListForm, language: MessageLanguage) -> str:
    import json

    from indplan_docs.authoring.fields.forms import as_json, as_text

    if form is ListForm.JSON:
        return json.dumps(as_json(found, language), ensure_ascii=False, indent=2)
    return as_text(found, language)


def _file(found: FieldList, name: str, form: ListForm, language: MessageLanguage) -> Rendered:
    from indplan_docs.authoring.fields.forms import list_docx
    from indplan_docs.delivery import Rendered
    from indplan_docs.word.package import MEDIA_TYPE

    content = list_docx(found) if form is ListForm.DOCX else f"{_words(found, form, language)}\n".encode()
    ending = "txt" if form is ListForm.TEXT else form.value
    said = {"docx": MEDIA_TYPE, "json": "application/json", "txt": "text/plain; charset=utf-8"}
    return Rendered(content, f"{text('fields_file', found.language)}-{name}.{ending}", said[ending], draft=False)

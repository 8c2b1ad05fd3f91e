"""``template export``: a template to change, with the list of its fields."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileFile, Verbose, helped, metavar
from indplan_docs.cli.runtime import session
from indplan_docs.errors import ConfigurationError
from indplan_docs.vocabulary import text

TemplateId = Annotated[str, typer.Argument(metavar=metavar("id"), help=helped("template_id"), show_default=False)]


def export(
    template: TemplateId,
    to: Annotated[
        Path | None, typer.Option("--to", metavar=metavar("folder"), help=helped("export_to"), show_default=False)
    ] = None,
    serving: Annotated[bool, typer.Option("--serving", help=helped("export_serving"))] = False,
    profile: ProfileFile = None,
    keep_own: Annotated[bool, typer.Option("--keep-own", help=helped("export_keep_own"))] = False,
    force: Annotated[bool, typer.Option("--force", help=helped("export_force"))] = False,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.own.export import export as export_template
    from indplan_docs.catalogue import served

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        if serving and keep_own:
            raise ConfigurationError("export_serving_and_keep_own")
        folders = run.settings(run.profile_file(profile)).templates
        row = next((row for row in served(folders) if row.template.id == template), None)
        if row is None:
            known = ", ".join(row.template.id for row in served())
            raise ConfigurationError("template_unknown", template=template, known=known)
        nearest = max(folders, key=lambda folder: folder.layer.nearness, default=None)
        folder = to or (nearest.folder if nearest else Path())
        made = export_template(row.template if serving else row.pack, folder, force=force, keep_own=keep_own)
        if run.as_json:
            run.json(
                {
                    "id": template,
                    "file": str(made.template),
                    "fields": str(made.field_list),
                    "catalogue": str(made.catalogue),
                    "version": made.version,
                    "based_on": made.origin.version if made.origin else None,
                    "original": str(made.original) if made.original else None,
                }
            )
            return
        written = (made.template, made.field_list, made.original, made.catalogue)
        for path in (path for path in written if path and not (made.kept_own and path == made.template)):
            run.result(text("written", run.language, file=str(path)))
        if made.kept_own:
            run.message(text("export_kept_own", run.language, file=made.template.name))
        if made.original is None:
            run.message(text("export_no_original", run.language))
        if not made.kept_own:
            run.message(text("export_next", run.language, file=str(made.template)))
            if not any(_is_same(one.folder, folder) for one in folders):
                run.message(text("export_not_used_yet", run.language, folder=folder.resolve().name))


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()

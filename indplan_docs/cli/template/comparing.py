"""``template diff``: an own template beside the pack's, and beside what it was made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileFile, Verbose, helped
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.errors import ConfigurationError

if TYPE_CHECKING:
    from indplan_docs.catalogue import Template
    from indplan_docs.cli.runtime import Session


def diff(
    template: Annotated[str, typer.Argument(metavar="FILE|ID", help=helped("diff_template"), show_default=False)],
    template_id: Annotated[str | None, typer.Option("--as", help=helped("diff_as"), show_default=False)] = None,
    profile: ProfileFile = None,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.compare import compare, rules_dropped
    from indplan_docs.authoring.news import apart
    from indplan_docs.authoring.original import base_of
    from indplan_docs.authoring.standing import standing
    from indplan_docs.catalogue import template_of
    from indplan_docs.cli.template.difference_json import entry
    from indplan_docs.cli.template.difference_words import Told

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        own = _chosen(run, template, template_id, profile)
        of_pack = template_of(own.id) or own
        found = compare(own.read(), of_pack.read(), own.path.name, of_pack.name)
        base = base_of(own, of_pack)
        dropped = rules_dropped(own, of_pack)
        told = Told(
            own=own,
            of_pack=of_pack,
            how=standing(own, of_pack),
            found=found,
            base=base,
            apart=apart(own, of_pack, base),
            dropped=dropped,
            language=run.language,
        )
        if run.as_json:
            run.json(entry(told))
        else:
            run.result("\n".join(told.lines()).rstrip())
        raise typer.Exit(Exit.FINDINGS if dropped else Exit.DONE)


def _chosen(run: Session, template: str, template_id: str | None, profile: Path | None) -> Template:
    """The template that was meant: a file, or what serves an id."""
    from indplan_docs.catalogue import of_file, own_template, served
    from indplan_docs.profile import Layer, TemplateFolder

    path = Path(template)
    if path.suffix or path.is_file():
        named = of_file(path, template_id)
        beside = TemplateFolder(layer=Layer.MUNICIPALITY, folder=path.parent)
        noted = own_template(beside, named.id) if path.is_file() and path.stem == named.id else None
        return noted or replace(named, layer=Layer.MUNICIPALITY, version=1)
    rows = served(run.settings(run.profile_file(profile)).templates)
    row = next((row for row in rows if row.template.id == template), None)
    if row is None:
        known = ", ".join(row.template.id for row in rows)
        raise ConfigurationError("template_unknown", template=template, known=known)
    return row.template

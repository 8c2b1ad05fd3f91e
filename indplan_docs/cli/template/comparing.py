"""``template diff``: an own template beside the pack's, and beside what it was made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileFile, StandsFor, Verbose, helped, metavar
from indplan_docs.cli.runtime import Exit, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indplan_docs.catalogue import Template
    from indplan_docs.profile import TemplateFolder


def diff(
    template: Annotated[
        str, typer.Argument(metavar=metavar("file_or_id"), help=helped("diff_template"), show_default=False)
    ],
    stands_for: StandsFor = None,
    profile: ProfileFile = None,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.own.compare import compare, rules_dropped
    from indplan_docs.authoring.own.news import apart
    from indplan_docs.authoring.own.original import base_of
    from indplan_docs.authoring.own.standing import standing
    from indplan_docs.catalogue import template_of
    from indplan_docs.cli.template.difference_json import entry
    from indplan_docs.cli.template.difference_words import Told

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        own = _chosen(template, stands_for, run.settings(run.profile_file(profile)).templates)
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


def _chosen(name: str, stands_for: str | None, folders: Sequence[TemplateFolder]) -> Template:
    """The template that was meant: what serves an id, or a file with what its folder's catalogue says of it."""
    from indplan_docs.authoring.chosen import template_meant
    from indplan_docs.catalogue import own_template
    from indplan_docs.profile import Layer, TemplateFolder

    meant = template_meant(name, stands_for, folders)
    if not meant.given:
        return meant
    beside = TemplateFolder(layer=Layer.MUNICIPALITY, folder=meant.path.parent)
    noted = own_template(beside, meant.id) if meant.path.stem == meant.id else None
    if noted is None:
        return replace(meant, layer=Layer.MUNICIPALITY, version=1)
    return replace(noted, given=meant.given)

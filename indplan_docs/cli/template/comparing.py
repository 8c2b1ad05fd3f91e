"""``template diff``: an own template beside the pack's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indplan_docs.cli.options import Form, Lang, OutputForm, ProfileFile, Verbose, helped
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.errors import ConfigurationError
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.authoring.compare import Comparison, Difference
    from indplan_docs.catalogue import Template
    from indplan_docs.cli.runtime import Session
    from indplan_docs.word.places import Place


def diff(
    template: Annotated[str, typer.Argument(metavar="FILE|ID", help=helped("diff_template"), show_default=False)],
    template_id: Annotated[str | None, typer.Option("--as", help=helped("diff_as"), show_default=False)] = None,
    profile: ProfileFile = None,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.compare import compare, rules_dropped
    from indplan_docs.authoring.standing import standing
    from indplan_docs.catalogue import template_of

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        own = _chosen(run, template, template_id, profile)
        of_pack = template_of(own.id) or own
        found = compare(own.read(), of_pack.read(), own.path.name)
        dropped = rules_dropped(own, of_pack)
        how = standing(own, of_pack)
        if run.as_json:
            run.json(
                {
                    "id": own.id,
                    "file": str(own.path),
                    "layer": own.layer.value,
                    "version": own.version,
                    "based_on": own.origin.version if own.origin else None,
                    "pack_version": of_pack.version,
                    "standing": how.value,
                    "differences": [_entry(difference, run.language) for difference in found.differences],
                    "values_gone": list(found.values_gone),
                    "values_new": list(found.values_new),
                    "rules_dropped": list(dropped),
                }
            )
        else:
            based = own.origin.version if own.origin else 0
            lines = [text(f"standing_{how.value}", run.language, based_on=based, version=of_pack.version)]
            lines += ["", *_summary(found, dropped, run.language)]
            run.result("\n".join(lines))
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


def _entry(difference: Difference, language: MessageLanguage) -> dict[str, Any]:
    return {
        "change": difference.change.value,
        "subject": difference.subject.value,
        "before": _place(difference.before),
        "after": _place(difference.after),
        "tags_gone": list(difference.tags_gone),
        "tags_new": list(difference.tags_new),
        "message": _headline(difference, language),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    cell = {"table": place.cell.table, "row": place.cell.row, "column": place.cell.column} if place.cell else None
    return {
        "part": place.part,
        "paragraph": place.paragraph,
        "heading": place.heading,
        "level": place.level,
        "cell": cell,
        "text": place.text,
    }


def _summary(found: Comparison, dropped: tuple[str, ...], language: MessageLanguage) -> Iterator[str]:
    if not found.differences:
        yield text("diff_none", language)
    for difference in found.differences:
        yield _headline(difference, language)
        if difference.before:
            yield f"    - {_shown(difference.before, language)}"
        if difference.after:
            yield f"    + {_shown(difference.after, language)}"
        yield ""
    for key, values in (
        ("diff_values_gone", found.values_gone),
        ("diff_values_new", found.values_new),
        ("diff_rules_dropped", dropped),
    ):
        if values:
            yield text(key, language, values=", ".join(values))


def _headline(difference: Difference, language: MessageLanguage) -> str:
    """What became of which kind of paragraph, and where it is found."""
    from indplan_docs.authoring.wording import where

    place = difference.after or difference.before
    what = text(f"diff_{difference.change.value}_{difference.subject.value}", language)
    return f"{what}, {where(place, language)}" if place else what


def _shown(place: Place, language: MessageLanguage) -> str:
    level = f" ({text('diff_level', language, level=place.level)})" if place.level else ""
    return f"{place.text.strip()}{level}"

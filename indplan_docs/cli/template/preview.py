"""``indplan template preview``: template and result side by side, once or each time that Word saves the file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Engine, Lang, ProfileFile, StandsFor, Verbose, helped, metavar
from indplan_docs.cli.runtime import Session, exit_code, session
from indplan_docs.errors import ConfigurationError
from indplan_docs.vocabulary import error_message, text

if TYPE_CHECKING:
    from indplan_docs.authoring.preview.making import Made
    from indplan_docs.catalogue import Template


def preview(
    file: Annotated[
        str, typer.Argument(metavar=metavar("file_or_id"), help=helped("template_meant"), show_default=False)
    ],
    stands_for: StandsFor = None,
    data: Annotated[
        str | None, typer.Option("--data", metavar=metavar("example"), help=helped("data"), show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=helped("every"))] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar=metavar("folder"), help=helped("preview_to"), show_default=False)
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help=helped("watch"))] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help=helped("no_open"))] = False,
    profile: ProfileFile = None,
    engine: Engine = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.chosen import template_meant
    from indplan_docs.authoring.preview.choosing import documents_for
    from indplan_docs.authoring.preview.making import make_preview
    from indplan_docs.authoring.preview.saves import saves
    from indplan_docs.cli.template.reading import file_words
    from indplan_docs.profile import Layer

    with session(lang, verbose=verbose) as run:
        settings = run.profile(profile, engine)
        template = template_meant(file, stands_for, settings.templates)
        run.follow(template.language)
        if watch and template.layer is Layer.PACK and not template.given:
            raise ConfigurationError("preview_watch_file")
        documents = documents_for(template, data, every=every)
        folder = to or Path(tempfile.mkdtemp(prefix="indplan-preview-"))

        def made_of(source: bytes) -> Made:
            return make_preview(
                template, source, documents, folder, run.language, profile=settings, again=watch, force=force
            )

        source = template.read()
        made = made_of(source)
        run.message(text("template_read", run.language, file=file_words(template, run.language)))
        run.result(text("preview_incomplete" if made.faults else "preview_written", run.language, file=str(made.page)))
        _tell(run, template, made)
        if not no_open:
            _open(made.page)
        if watch:
            run.message(text("preview_watching", run.language, file=template.path.name))
            for content in saves(template.path, source):
                made = made_of(content)
                run.message(text("preview_again", run.language))
                _tell(run, template, made)
        if made.faults:
            raise typer.Exit(exit_code(made.faults[0]))


def _tell(run: Session, template: Template, made: Made) -> None:
    """Why the template cannot be shown: what lint finds, which knows the place in Word; else what the engine says."""
    from indplan_docs.authoring.reports import Looked
    from indplan_docs.authoring.reports.plain import as_text

    if made.faults and made.errors:
        run.message(as_text([Looked(template.path.name, template, made.errors)], run.language))
        return
    for sentence in dict.fromkeys(error_message(fault, run.language) for fault in made.faults):
        run.message(sentence)


def _open(page: Path) -> None:
    """Open the page in the browser; where there is none, its place has been told."""
    import webbrowser

    webbrowser.open(page.resolve().as_uri())

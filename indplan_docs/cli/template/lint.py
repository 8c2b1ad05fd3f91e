"""``template lint``: what is wrong with Word templates, and where."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Lang, ProfileFile, StandsFor, TemplatesArgument, Verbose, helped, metavar
from indplan_docs.cli.runtime import Exit, Session, session
from indplan_docs.errors import ConfigurationError
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.authoring.reports import Looked
    from indplan_docs.catalogue import Template
    from indplan_docs.profile import Profile


class LintForm(StrEnum):
    """The form of what is found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def lint(
    files: TemplatesArgument = None,
    template_id: StandsFor = None,
    form: Annotated[LintForm, typer.Option("--format", help=helped("lint_format"))] = LintForm.TEXT,
    annotated: Annotated[
        Path | None,
        typer.Option("--annotate", metavar=metavar("word_out"), help=helped("annotate"), show_default=False),
    ] = None,
    profile: ProfileFile = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.findings import Weight
    from indplan_docs.authoring.reports import counted, unreadable
    from indplan_docs.cli.template.reading import meant

    with session(lang, as_json=form is not LintForm.TEXT, verbose=verbose) as run:
        if annotated is not None and len(files or ()) != 1:
            raise ConfigurationError("annotate_one_file")
        settings = run.profile(profile)
        templates, well = meant(run, files or (), template_id, settings)
        if annotated is not None and len(templates) != 1:
            raise ConfigurationError("annotate_one_file")
        looked = _looked(templates, settings, run, form)
        if annotated is not None:
            _annotate(looked[0], annotated, run, force=force)
        _tell(looked, form, run)
        found = counted(finding for one in looked for finding in one.findings)
        if any(unreadable(one.findings) for one in looked):
            raise typer.Exit(Exit.USAGE)
        of_other_kind = [one.template for one in looked if one.template.path.suffix != ".docx"]
        for template in of_other_kind:
            run.message(text("template_other_kind", run.language, file=template.name))
        if found[Weight.ERROR] or found[Weight.WARNING] or of_other_kind or not well:
            raise typer.Exit(Exit.FINDINGS)


def _looked(templates: list[Template], settings: Profile, run: Session, form: LintForm) -> list[Looked]:
    """What is found in the templates' files; of the program's own, that they are is told to people."""
    from indplan_docs.authoring.lint import lint as look
    from indplan_docs.authoring.lint.excepted import with_exceptions
    from indplan_docs.authoring.reports import Looked
    from indplan_docs.catalogue import is_shipped
    from indplan_docs.cli.template.reading import file_words
    from indplan_docs.profile import Layer
    from indplan_docs.word.store import Store

    store = Store(settings.compiled_templates) if settings.compiled_templates else None
    found = []
    for template in templates:
        of_pack = template.layer is Layer.PACK and not template.given
        name = template.path.name if of_pack else template.given or str(template.path)
        usable = of_pack and is_shipped(template.id, template.read())  # the tests made documents with it
        shown = file_words(template, run.language) if of_pack and form is LintForm.TEXT else name
        told = look(template.path, template, store, is_usable=usable)
        found.append(Looked(shown, template, with_exceptions(told, settings.template_exceptions)))
    return found


def _tell(looked: list[Looked], form: LintForm, run: Session) -> None:
    from indplan_docs import __version__
    from indplan_docs.authoring.reports.plain import as_text
    from indplan_docs.authoring.reports.sarif import as_sarif
    from indplan_docs.authoring.reports.structured import as_json

    if form is LintForm.JSON:
        run.json(as_json(looked, run.language))
    elif form is LintForm.SARIF:
        run.json(as_sarif(looked, run.language, __version__))
    else:
        run.result(as_text(looked, run.language))


def _annotate(looked: Looked, out: Path, run: Session, *, force: bool) -> None:
    """Save a copy of the file with each finding as a comment at its place.

    Raises:
        ConfigurationError: The file is none that Word could open.
        DeliveryError: The copy cannot be saved.
    """
    from indplan_docs.authoring.annotation.annotate import annotate, worded
    from indplan_docs.cli.template.reading import refuse_onto_template
    from indplan_docs.delivery import Rendered, place_of, save
    from indplan_docs.errors import TemplateFault
    from indplan_docs.word.package import MEDIA_TYPE

    path = looked.template.path
    try:
        content = annotate(path.read_bytes(), looked.findings, worded(run.language))
    except (TemplateFault, OSError) as error:
        raise ConfigurationError("annotate_unreadable", file=looked.template.name) from error
    made = Rendered(content, f"{path.stem}-lint.docx", MEDIA_TYPE, draft=False, engine="word")
    refuse_onto_template(place_of(made, out), [looked.template], "annotate_onto_itself")
    saved = save(made, out, force=force, owner_only=False)
    run.message(text("written", run.language, file=str(saved)))

"""``template lint``: what is wrong with Word templates, and where."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indplan_docs.cli.options import Lang, Verbose, helped
from indplan_docs.cli.runtime import Exit, Session, session
from indplan_docs.errors import ConfigurationError

if TYPE_CHECKING:
    from indplan_docs.authoring.reports import Looked


class LintForm(StrEnum):
    """The form of what is found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help=helped("template_files"), show_default=False)
    ] = None,
    template_id: Annotated[
        str | None, typer.Option("--as", metavar="ID", help=helped("as"), show_default=False)
    ] = None,
    form: Annotated[LintForm, typer.Option("--format", help=helped("lint_format"))] = LintForm.TEXT,
    annotated: Annotated[
        Path | None, typer.Option("--annotate", metavar="OUT.docx", help=helped("annotate"), show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.authoring.findings import Weight
    from indplan_docs.authoring.reports import counted

    with session(lang, as_json=form is not LintForm.TEXT, verbose=verbose) as run:
        if annotated is not None and len(files or ()) != 1:
            raise ConfigurationError("annotate_one_file")
        looked = _looked(files or [], template_id, run.profile(None).compiled_templates)
        if annotated is not None:
            _annotate(looked[0], annotated, run, force=force)
        _tell(looked, form, run)
        found = counted(finding for one in looked for finding in one.findings)
        if found[Weight.ERROR] or found[Weight.WARNING]:
            raise typer.Exit(Exit.FINDINGS)


def _looked(files: list[Path], template_id: str | None, kept_in: Path | None) -> list[Looked]:
    """What is found in the files; in the pack's templates if there are none.

    Raises:
        ConfigurationError: A file is not there, or it cannot be told which template it is.
    """
    from indplan_docs.authoring.lint import lint as look
    from indplan_docs.authoring.reports import Looked
    from indplan_docs.catalogue import is_shipped, of_file, pack
    from indplan_docs.word.store import Store

    store = Store(kept_in) if kept_in else None
    for file in files:
        if not file.is_file():
            raise ConfigurationError("file_unreadable", file=file.name)
    if not files:
        shipped = [(template, is_shipped(template.id, template.read())) for template in pack()]
        return [
            Looked(template.path.name, template, look(template.path, template, store, is_usable=usable))
            for template, usable in shipped  # as they were when the tests made documents with them
        ]
    templates = [(file, of_file(file, template_id)) for file in files]
    return [Looked(str(file), template, look(file, template, store)) for file, template in templates]


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
    from indplan_docs.authoring.annotate import annotate, worded
    from indplan_docs.delivery import Rendered, save
    from indplan_docs.errors import TemplateFault
    from indplan_docs.vocabulary import text
    from indplan_docs.word.package import MEDIA_TYPE

    path = Path(looked.file)
    try:
        content = annotate(path.read_bytes(), looked.findings, worded(run.language))
    except (TemplateFault, OSError) as error:
        raise ConfigurationError("annotate_unreadable", file=path.name) from error
    made = Rendered(content, f"{path.stem}-lint.docx", MEDIA_TYPE, draft=False, engine="word")
    saved = save(made, out, force=force)
    run.message(text("lint_annotated", run.language, file=str(saved)))

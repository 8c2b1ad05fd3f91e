"""``check``, ``render`` and ``pdf``: the clerk's commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from indplan_docs.cli.options import (
    Engine,
    File,
    Form,
    Lang,
    OutputForm,
    ProfileFile,
    TemplateLanguage,
    Verbose,
    helped,
    metavar,
)
from indplan_docs.cli.runtime import Exit, Session, session
from indplan_docs.errors import ConfigurationError
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.delivery import Format, Rendered
    from indplan_docs.profile import Profile

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def check(
    file: File, profile: ProfileFile = None, form: Form = OutputForm.TEXT, lang: Lang = None, verbose: Verbose = False
) -> None:
    from indplan_docs.checklists import check as check_document
    from indplan_docs.cli import words

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        report = check_document(run.document(file), run.profile(profile))
        if run.as_json:
            run.json(words.as_json(report, run.language))
        else:
            run.result(words.report(report, run.language))
        raise typer.Exit(Exit.DONE if report.complete else Exit.FINDINGS)


def render(
    file: File,
    out: Annotated[Path, typer.Option("--out", "-o", metavar=metavar("folder_or_file"), help=helped("out"))] = Path(),
    to: Annotated[
        str | None, typer.Option("--to", metavar=metavar("formats"), help=helped("to"), show_default="docx")
    ] = None,
    language: TemplateLanguage = None,
    profile: ProfileFile = None,
    engine: Engine = None,
    draft: Annotated[bool, typer.Option("--draft", help=helped("draft"))] = False,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.delivery import save
    from indplan_docs.pipeline import render as render_document

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose, looks_at_word=False) as run:
        formats = wanted_formats(to, out)
        document = run.document(file)
        settings = run.profile(profile, engine)
        _tell_unused(run, settings)
        made = [render_document(document, to=f, language=language, profile=settings, draft=draft) for f in formats]
        paths = [save(each, _target(out, each, alone=len(made) == 1), force=force) for each in made]
        told(run, made, paths)


def pdf(
    file: Annotated[Path, typer.Argument(metavar=metavar("word_file"), help=helped("word_file"), show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar=metavar("folder_or_file"), help=helped("out"), show_default=False),
    ] = None,
    profile: ProfileFile = None,
    engine: Engine = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.delivery import save
    from indplan_docs.pipeline import pdf_of_word
    from indplan_docs.word.proof import printed_text

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        try:
            content = file.read_bytes()
        except OSError as error:
            problem = "word_file_is_folder" if file.is_dir() else "file_unreadable"
            raise ConfigurationError(problem, file=str(file)) from error
        made = pdf_of_word(content, str(file), profile=run.profile(profile, engine))
        told(run, [made], [save(made, out or file.parent, force=force)])
        if _TAG.search(printed_text(content)):  # people may write braces in a letter: it is made, and this is said
            run.message(text("pdf_has_tags", run.language))


def _tell_unused(run: Session, settings: Profile) -> None:
    """Say once for each folder of own templates that it has files that serve nothing."""
    from indplan_docs.catalogue import strays

    for folder in settings.templates:
        count = len(strays(folder.folder))
        if count and not run.as_json:
            run.message(text("templates_unused", run.language, folder=str(folder.folder), count=count))


def told(run: Session, made: list[Rendered], paths: list[Path]) -> None:
    """Say what was made, and where it is."""
    if run.as_json:
        found = [
            {"file": str(path), "sha256": each.sha256, "draft": each.draft, "engine": each.engine}
            for each, path in zip(made, paths, strict=True)
        ]
        run.json(found[0] if len(found) == 1 else found)
        return
    for each, path in zip(made, paths, strict=True):
        run.result(text("written", run.language, file=str(path)))
        if each.engine == "libreoffice":
            run.message(text("made_by_libreoffice", run.language))


def wanted_formats(to: str | None, out: Path) -> list[Format]:
    """The file formats that were asked for, by name or by the ending of the file to write.

    Raises:
        ConfigurationError: There is no such format.
    """
    from indplan_docs.delivery import FORMATS

    ending = out.suffix.lower().removeprefix(".")
    asked = to.split(",") if to is not None else [ending if ending in FORMATS else FORMATS[0]]
    names = [name.strip().lower() for name in asked]
    for name in names:
        if name not in FORMATS:
            raise ConfigurationError("unknown_format", format=name[:20], known=", ".join(FORMATS))
    return list(dict.fromkeys(cast("list[Format]", names)))


def _target(out: Path, made: Rendered, *, alone: bool) -> Path:
    """Where a file goes: several formats of one document share the name that was given."""
    ending = Path(made.file_name).suffix
    named = out.suffix.lower() in (".docx", ".pdf") and not out.is_dir()
    return out.with_suffix(ending) if named and not alone else out

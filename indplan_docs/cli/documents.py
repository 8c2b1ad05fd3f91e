"""``check``, ``render`` and ``pdf``: the clerk's commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

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
)
from indplan_docs.cli.runtime import Exit, Session, session
from indplan_docs.errors import ConfigurationError
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.delivery import Format, Rendered


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
    out: Annotated[Path, typer.Option("--out", "-o", help=helped("out"))] = Path(),
    to: Annotated[str | None, typer.Option("--to", help=helped("to"), show_default="docx")] = None,
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

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        formats = wanted_formats(to, out)
        document = run.document(file)
        settings = run.profile(profile, engine)
        made = [render_document(document, to=f, language=language, profile=settings, draft=draft) for f in formats]
        paths = [save(each, _target(out, each, alone=len(made) == 1), force=force) for each in made]
        told(run, made, paths)


def pdf(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help=helped("word_file"), show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=helped("out"), show_default=False)] = None,
    profile: ProfileFile = None,
    engine: Engine = None,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.delivery import save
    from indplan_docs.pipeline import pdf_of_word

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ConfigurationError("file_unreadable", file=file.name) from error
        made = pdf_of_word(content, file.name, profile=run.profile(profile, engine))
        told(run, [made], [save(made, out or file.parent, force=force)])


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

"""``check`` and ``render``: the clerk's two commands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from indplan_docs.cli.options import File, Form, Lang, OutputForm, ProfileFile, TemplateLanguage, Verbose, helped
from indplan_docs.cli.runtime import Exit, session
from indplan_docs.vocabulary import text


class FileFormat(StrEnum):
    """The file formats, as the command line names them."""

    DOCX = "docx"


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
    to: Annotated[FileFormat, typer.Option("--to", help=helped("to"))] = FileFormat.DOCX,
    language: TemplateLanguage = None,
    profile: ProfileFile = None,
    draft: Annotated[bool, typer.Option("--draft", help=helped("draft"))] = False,
    force: Annotated[bool, typer.Option("--force", help=helped("force"))] = False,
    form: Form = OutputForm.TEXT,
    lang: Lang = None,
    verbose: Verbose = False,
) -> None:
    from indplan_docs.delivery import save
    from indplan_docs.pipeline import render as render_document

    with session(lang, as_json=form is OutputForm.JSON, verbose=verbose) as run:
        document = run.document(file)
        rendered = render_document(document, to=to.value, language=language, profile=run.profile(profile), draft=draft)
        path = save(rendered, out, force=force)
        if run.as_json:
            run.json({"file": str(path), "sha256": rendered.sha256, "draft": rendered.draft})
        else:
            run.result(text("written", run.language, file=str(path)))

"""The program ``indplan``: its commands, and its way in."""

from __future__ import annotations

import io
import sys
from typing import Annotated, NoReturn

import typer

from indplan_docs import __version__
from indplan_docs.cli import doctor, documents, profile, reference
from indplan_docs.cli.options import helped
from indplan_docs.cli.runtime import Exit, environment_language
from indplan_docs.cli.template.commands import template
from indplan_docs.cli.usage import Command, Group, in_words
from indplan_docs.vocabulary import problem

app = typer.Typer(
    name="indplan",
    cls=Group,
    help=helped("help"),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("check", cls=Command, help=helped("check"))(documents.check)
app.command("render", cls=Command, help=helped("render"))(documents.render)
app.command("pdf", cls=Command, help=helped("pdf"))(documents.pdf)
app.command("rules", cls=Command, help=helped("rules"))(reference.rules)
app.command("schema", cls=Command, help=helped("schema"))(reference.schema)
app.command("new", cls=Command, help=helped("new"))(reference.new)
app.command("doctor", cls=Command, help=helped("doctor"))(doctor.doctor)
app.add_typer(profile.profile, name="profile", help=helped("profile_group"))
app.add_typer(template, name="template", help=helped("template_group"))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"indplan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=helped("version"))
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> NoReturn:
    """Run the program, and end with an exit code that says how it went."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = environment_language()
    try:
        code = app(standalone_mode=False) or Exit.DONE
    except typer.TyperException as error:
        typer.echo(in_words(error, language), err=True)
        code = Exit.USAGE
    except typer.Abort:
        code = Exit.INTERRUPTED
    if code == Exit.INTERRUPTED:
        typer.echo(problem("interrupted", {}, language), err=True)
    sys.exit(int(code))

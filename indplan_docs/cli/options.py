"""The options that commands share, each worded once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from indplan_docs.cli.runtime import environment_language
from indplan_docs.language import Framework, Language, MessageLanguage
from indplan_docs.vocabulary import text


def helped(key: str) -> str:
    """A help text in the user's language."""
    return text(f"cli_{key}", environment_language())


def metavar(key: str) -> str:
    """What stands for a value in the help, in the user's language: ``FILE``."""
    return text(f"metavar_{key}", environment_language())


class OutputForm(StrEnum):
    """The form of a command's result."""

    TEXT = "text"
    JSON = "json"


class EngineName(StrEnum):
    """What makes PDF, as the command line names it."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"


class SettingsForm(StrEnum):
    """The form in which settings are shown."""

    TEXT = "text"
    JSON = "json"
    TOML = "toml"


class DocumentName(StrEnum):
    """The documents, as the command line names them."""

    PLAN = "plan"
    INVITATION = "invitation"
    CONSENT = "consent"
    FOLLOW_UP_NOTICE = "follow_up_notice"


class SchemaName(StrEnum):
    """What has a JSON Schema: the documents, and the profile."""

    PLAN = "plan"
    INVITATION = "invitation"
    CONSENT = "consent"
    FOLLOW_UP_NOTICE = "follow_up_notice"
    PROFILE = "profile"


File = Annotated[str, typer.Argument(metavar=metavar("file"), help=helped("file"), show_default=False)]
Lang = Annotated[MessageLanguage | None, typer.Option("--lang", help=helped("lang"), show_default=False)]
Form = Annotated[OutputForm, typer.Option("--format", help=helped("format"))]
Verbose = Annotated[bool, typer.Option("--verbose", help=helped("verbose"))]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar=metavar("file"), help=helped("profile"), show_default=False)
]
Engine = Annotated[EngineName | None, typer.Option("--engine", help=helped("engine"), show_default=False)]
DocumentArgument = Annotated[
    DocumentName, typer.Argument(metavar=metavar("document"), help=helped("document"), show_default=False)
]
SchemaArgument = Annotated[
    SchemaName, typer.Argument(metavar=metavar("document"), help=helped("schema_of"), show_default=False)
]
ProfileArgument = Annotated[
    Path | None, typer.Argument(metavar=metavar("file"), help=helped("profile"), show_default=False)
]
FrameworkArgument = Annotated[
    Framework, typer.Argument(metavar=metavar("framework"), help=helped("framework"), show_default=False)
]
TemplateLanguage = Annotated[Language | None, typer.Option("--language", help=helped("language"), show_default=False)]
TemplatesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar=f"[{metavar('templates')}]...", help=helped("templates_meant"), show_default=False),
]
StandsFor = Annotated[
    str | None, typer.Option("--as", metavar=metavar("id"), help=helped("stands_for"), show_default=False)
]

"""The edge: which language the user reads, where output goes, and what each kind of trouble becomes.

Exit codes are API: 0 done; 1 findings; 2 wrong use, configuration or unreadable input; 3 template fault; 4 what makes
PDF is missing or failed; 70 internal; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from indplan_docs.errors import (
    ConfigurationError,
    ConversionFailed,
    ConverterMissing,
    DeliveryError,
    IndplanError,
    InvalidInput,
    InvalidSettings,
    Refused,
    TemplateFault,
)
from indplan_docs.language import Language, MessageLanguage
from indplan_docs.vocabulary import error_message, problem, text

if TYPE_CHECKING:
    from indplan_docs.models import AnyDocument
    from indplan_docs.profile import Profile


class Exit(IntEnum):
    """The exit codes."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    TEMPLATE = 3
    CONVERTER = 4
    INTERNAL = 70
    INTERRUPTED = 130


_CODES = {
    Refused: Exit.FINDINGS,
    InvalidInput: Exit.USAGE,
    ConfigurationError: Exit.USAGE,
    DeliveryError: Exit.USAGE,
    TemplateFault: Exit.TEMPLATE,
    ConverterMissing: Exit.CONVERTER,
    ConversionFailed: Exit.CONVERTER,
}


UNREADABLE: Final = frozenset(
    f"template_{why}"
    for why in ("unreadable", "not_word", "not_docx", "too_large", "duplicate_part", "doctype", "damaged_part")
)
"""The faults of what cannot be read as a Word file at all: of a file that was given to a command, unreadable input."""


def environment_language() -> MessageLanguage:
    """The user's language as the system says it: ``INDPLAN_LANG``, then the locale variables; English if none fits."""
    for name in ("INDPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "").lower()[:2]
        if code == "no":
            return MessageLanguage.NB
        if code in MessageLanguage.__members__.values():
            return MessageLanguage(code)
    return MessageLanguage.EN


class Session:
    """One run of a command: its language, its form of output, and how much it tells."""

    def __init__(self, lang: MessageLanguage | None, *, as_json: bool = False, verbose: bool = False) -> None:
        self._asked = lang
        self.language = lang or environment_language()
        self.as_json = as_json
        self.verbose = verbose

    def follow(self, language: Language) -> None:
        """Speak the document's language, unless the user asked for another."""
        self.language = self._asked or MessageLanguage(language.value)

    def document(self, file: str) -> AnyDocument:
        """The document in a file, or on standard input."""
        from indplan_docs.reading import LARGEST_INPUT, load

        try:
            document = load(sys.stdin.buffer.read(LARGEST_INPUT + 1) if file == "-" else Path(file))
        except OSError as error:
            problem = "document_is_folder" if Path(file).is_dir() else "file_unreadable"
            raise ConfigurationError(problem, file=file) from error
        self.follow(document.language)
        return document

    def profile(self, file: Path | None, engine: str | None = None) -> Profile:
        """The settings in a file, or in the nearest ``indplan.toml``, or the defaults.

        Compiled templates are kept for the next command.
        """
        from platformdirs import user_cache_path

        from indplan_docs.profile import PdfEngine

        profile = self.settings(self.profile_file(file))
        kept = profile.compiled_templates or user_cache_path("indplan_docs", appauthor=False)
        chosen = PdfEngine(engine) if engine else profile.pdf_engine
        return profile.model_copy(update={"compiled_templates": kept, "pdf_engine": chosen})

    def profile_file(self, file: Path | None) -> Path | None:
        """The profile that is used: the one that was named, or the nearest, which is then said; None without any."""
        from indplan_docs.profile import nearest_profile

        if file is not None:
            return file
        try:
            found = nearest_profile(Path.cwd())
        except OSError:  # the folder one stands in has been taken away
            return None
        if found:
            self.message(text("profile_used", self.language, file=str(found)))
        return found

    def settings(self, file: Path | None) -> Profile:
        """The settings in a file, or the defaults."""
        from indplan_docs.profile import Profile, load_profile

        return load_profile(file) if file else Profile()

    def result(self, value: str) -> None:
        """What was asked for."""
        typer.echo(value)

    def json(self, value: Any) -> None:
        """What was asked for, as JSON."""
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def message(self, value: str) -> None:
        """What is said beside it."""
        typer.echo(value, err=True)


@contextmanager
def session(
    lang: MessageLanguage | None, *, as_json: bool = False, verbose: bool = False, looks_at_word: bool = True
) -> Iterator[Session]:
    """Run a command and turn every error into one message and an exit code.

    Args:
        lang: The language asked for.
        as_json: Whether the result is JSON.
        verbose: Whether technical details are told.
        looks_at_word: True if Word files are what the command is given; False if it fills templates with documents.
    """
    current = Session(lang, as_json=as_json, verbose=verbose)
    try:
        yield current
    except (typer.Exit, typer.Abort, KeyboardInterrupt, BrokenPipeError):
        raise
    except IndplanError as error:
        _explain(error, current)
        if isinstance(error, TemplateFault) and "paragraph" in error.values and not looks_at_word:
            current.message(text("template_fault_more", current.language))
        raise typer.Exit(exit_code(error) if looks_at_word else _code_of_kind(error)) from None
    except Exception:  # the last edge: whatever it was, the user gets words and a code, and no stack unasked
        current.message(problem("internal", {}, current.language))
        if verbose:
            current.message(traceback.format_exc())
        raise typer.Exit(Exit.INTERNAL) from None


def exit_code(error: IndplanError) -> Exit:
    """The exit code for an error, for a command that is given Word files: one that cannot be read is wrong input."""
    unreadable = isinstance(error, TemplateFault) and error.problem in UNREADABLE
    return Exit.USAGE if unreadable else _code_of_kind(error)


def _code_of_kind(error: IndplanError) -> Exit:
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


def _explain(error: IndplanError, current: Session) -> None:
    from indplan_docs.cli import setting_words, words

    if isinstance(error, (Refused, InvalidInput)) and current.as_json:
        findings = error.report if isinstance(error, Refused) else error.findings
        current.json(words.as_json(findings, current.language))
    elif isinstance(error, InvalidSettings):
        if current.as_json:
            current.json(setting_words.as_json(error.file, error.findings, current.language))
        else:
            current.message(setting_words.faults(error.file, error.findings, current.language))
    elif isinstance(error, Refused):
        current.message(words.report(error.report, current.language))
        current.message("")
        current.message(text("refused_line", current.language))
    elif isinstance(error, InvalidInput):
        current.message(words.unreadable(error.findings, current.language))
    else:
        current.message(error_message(error, current.language))
    if current.verbose:
        current.message(traceback.format_exc())

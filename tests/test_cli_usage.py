"""Help and wrong use, in the language of whoever reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs.cli.app import app
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text
from tests.conftest import Ran, run_indplan

Program = Callable[..., Ran]
LANGUAGES = list(MessageLanguage)
NORDIC = [language for language in LANGUAGES if language is not MessageLanguage.EN]
ENGLISH = re.compile(
    r"Usage|Options|Commands|Arguments|default:|required|Show this|Invalid|No such|Missing|Did you|not one of|takes"
)
WRONG = {
    "an option": (("template", "lint", "--fel"), "indplan template lint --help", "--fel"),
    "a misspelt option": (("template", "lint", "--forcee"), "indplan template lint --help", "--force?"),
    "a command": (("linta",), "indplan --help", "linta"),
    "a misspelt command": (("template", "linta"), "indplan template --help", "lint?"),
    "a choice": (("template", "lint", "--format", "xml"), "indplan template lint --help", "text, json, sarif"),
    "nothing to work on": (("template", "preview"), "indplan template preview --help", "ID"),
    "no framework": (("new", "plan"), "indplan new --help", "lss, sip, ip"),
    "too much": (("check", "a", "b"), "indplan check --help", ""),
    "an option without its value": (("check", "--lang"), "indplan check --help", "--lang"),
    "a value that is not wanted": (("check", "a", "--verbose=3"), "indplan check --help", "--verbose"),
    "no command": (("--",), "indplan --help", "render"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_told_in_the_readers_language(case: str, language: MessageLanguage, indplan: Program) -> None:
    arguments, way_on, said = WRONG[case]
    ran = indplan(*arguments, language=language.value)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.splitlines()[-1] == text("usage_help", language, command=way_on.removesuffix(" --help"))
    if language in NORDIC:
        assert not ENGLISH.search(ran.err)


def test_a_letter_that_no_terminal_shows_is_left_out(indplan: Program) -> None:
    assert "\x1b" not in indplan("\x1b[31mred").err
    assert "\x1b" not in indplan("check", "--\x1b[31m").err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever is root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, indplan: Program) -> None:
    file = tmp_path / "indplan.toml"
    file.touch(mode=0o000)
    ran = indplan("check", "x.json", "--profile", file, language="sv")
    assert (ran.code, ran.out) == (2, "")
    assert "--profile" in ran.err


def _commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [(), *((command.name or "",) for command in app.registered_commands)]
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        found += [(group.name or "",), *((group.name or "", one.name or "") for one in inner.registered_commands)]
    return found


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_no_help_has_english_in_it(command: tuple[str, ...]) -> None:
    ran = run_indplan(*command, "--help", language="nn")
    printed = ran.stdout.decode()
    assert ran.returncode == 0
    assert printed.startswith(text("help_usage", MessageLanguage.NN))
    assert text("help_help", MessageLanguage.NN) in printed
    assert not ENGLISH.search(printed)
    assert "plan-lss-sv" not in printed, "an id of another country"


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_what_goes_without_saying_and_what_must_be_given(language: MessageLanguage, indplan: Program) -> None:
    printed = indplan("render", "--help", language=language.value).out
    assert text("help_required", language) in " ".join(printed.split())
    assert f"[{text('help_default', language, value='docx')}]" in " ".join(printed.split())
    assert text("metavar_folder_or_file", language) in printed
    assert "<path>" not in printed
    assert "<str>" not in printed


@pytest.mark.parametrize("command", ["lint", "coverage", "preview"])
def test_what_a_file_stands_for_is_asked_in_the_same_words(command: str) -> None:
    ran = run_indplan("template", command, "--help", language="nb")
    printed = " ".join(ran.stdout.decode().split()).replace("- ", "-")
    assert f"--as ID {text('cli_stands_for', MessageLanguage.NB)}" in printed

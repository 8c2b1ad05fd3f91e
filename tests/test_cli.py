"""The command line, as a clerk uses it: right exit codes, plain words, no file where there should be none."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs import __version__
from indplan_docs.checklists import all_rules
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text
from tests.conftest import FIXTURES, Ran, read_json, run_indplan

Program = Callable[..., Ran]
PLAN = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
BROKEN = FIXTURES / "incomplete" / "LSS-09.json"
COMMANDS = ("check", "render", "pdf", "rules", "schema", "new", "doctor")


def test_a_complete_document_is_said_to_be_complete(indplan: Program) -> None:
    ran = indplan("check", PLAN)
    assert ran.code == 0
    assert ran.out.startswith("Plan: komplett."), "the document's language, when no other is asked for"
    assert ran.err == ""


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_messages_come_in_the_language_asked_for(language: MessageLanguage, indplan: Program) -> None:
    ran = indplan("check", BROKEN, "--lang", language.value)
    assert ran.code == 1
    rule = next(r for r in all_rules() if r.code == "LSS-09")
    assert f"LSS-09  {rule.title[language.value]}" in re.sub(r"\n +", " ", ran.out)
    assert text("source", language) in ran.out


def test_findings_as_json_hold_codes_words_and_sources(indplan: Program) -> None:
    ran = indplan("check", BROKEN, "--format", "json", "--lang", "en")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert report["complete"] is False
    finding = next(f for f in report["findings"] if f["severity"] == "required")
    assert (finding["code"], finding["path"], finding["problem"]) == ("LSS-09", "evaluation.date", "missing")
    assert finding["message"].startswith("Missing.")
    assert {s["id"] for s in finding["sources"]} == {"SOC 6", "HAL 5"}
    assert all(s["read_on"] == "2026-11-21" for s in finding["sources"])


def test_render_makes_one_file_that_only_its_owner_may_read(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--out", tmp_path)
    assert ran.code == 0
    (made,) = tmp_path.iterdir()
    assert made.name in ran.out
    assert made.suffix == ".docx"
    if os.name == "posix":
        assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_nothing_is_overwritten_unasked(tmp_path: Path, indplan: Program) -> None:
    target = tmp_path / "plan.docx"
    target.write_text("my own file")
    refused = indplan("render", PLAN, "--out", target)
    assert refused.code == 2
    assert "plan.docx" in refused.err
    assert target.read_text() == "my own file"
    assert indplan("render", PLAN, "--out", target, "--force").code == 0
    assert target.read_bytes().startswith(b"PK")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--out", tmp_path / "no" / "such" / "plan.docx")
    assert ran.code == 2
    assert "Kontrollera" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_made_of_what_is_not_complete(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", BROKEN, "--draft", "--out", tmp_path, "--format", "json")
    assert ran.code == 0
    made = json.loads(ran.out)
    assert made["draft"] is True
    assert made["file"].endswith("-utkast.docx")


@pytest.mark.parametrize("command", ["check", "render"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        '{"document": "plan"}'.encode("utf-16"),
        b"[" * 10_000,
        b'{"document": "plan", "language": "fi"}',
    ],
    ids=["empty", "list", "cut off", "utf-16", "deep", "language"],
)
def test_what_cannot_be_read_gives_exit_2_and_no_file(
    command: str, content: bytes, tmp_path: Path, indplan: Program
) -> None:
    source = tmp_path / "in.json"
    source.write_bytes(content)
    out = tmp_path / "out"
    out.mkdir()
    ran = indplan(command, source, *(["--out", out] if command == "render" else []))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert list(out.iterdir()) == []


def test_a_language_the_country_does_not_have_is_refused_with_exit_1(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--language", "nb", "--out", tmp_path)
    assert ran.code == 1
    assert "DOC-04" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("check", tmp_path / "nobody.json", language="nn")
    assert ran.code == 2
    assert "nobody.json" in ran.err
    assert "Fila" in ran.err


def test_standard_input_is_read_from_a_dash() -> None:
    ran = run_indplan("check", "-", stdin=PLAN.read_bytes())
    assert ran.returncode == 0
    assert "komplett" in ran.stdout.decode()


def test_wrong_use_is_exit_2_with_a_way_on(indplan: Program) -> None:
    for arguments in (["chek"], ["check"], ["render", str(PLAN), "--engine", "word"], ["new", "plan", "habil"], []):
        ran = indplan(*arguments)
        assert ran.code == 2, arguments
        assert "--help" in ran.err


def test_a_run_that_is_interrupted_says_so(indplan: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indplan_docs.reading.load", interrupt)
    ran = indplan("check", PLAN)
    assert ran.code == 130
    assert "Interrupted" in ran.err


def test_a_fault_of_ours_is_exit_70_and_shows_its_stack_only_when_asked(
    indplan: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Kanariefågel")

    monkeypatch.setattr("indplan_docs.reading.load", fail)
    quiet = indplan("check", PLAN)
    assert quiet.code == 70
    assert "Kanarie" not in quiet.err
    assert "Traceback" not in quiet.err
    assert "Traceback" in indplan("check", PLAN, "--verbose").err


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_help_speaks_the_users_language(language: MessageLanguage) -> None:
    ran = run_indplan("--help", language=language.value)
    printed = " ".join(ran.stdout.decode().split())
    assert ran.returncode == 0
    assert text("cli_help", language) in printed
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", printed)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, indplan: Program) -> None:
    ran = indplan(command, "--help")
    assert ran.code == 0
    for line in re.findall(r"^  --\S+.*$", ran.out, re.MULTILINE):
        assert re.search(r"  \S+.*\s{2,}\S", line) or "<" in line, f"an option without help: {line}"


def test_the_version() -> None:
    assert run_indplan("--version").stdout.decode().strip() == f"indplan {__version__}"


def test_rules_lists_every_rule_with_its_sources(indplan: Program) -> None:
    listed = json.loads(indplan("rules", "--format", "json", "--lang", "en").out)
    assert [entry["code"] for entry in listed] == [rule.code for rule in all_rules()]
    assert all(entry["sources"] for entry in listed)
    told = indplan("rules", "--document", "plan", "--framework", "sip", "--lang", "sv").out
    assert "SIP-06" in told
    assert "10 kap. 8 § socialtjänstlagen (2025:400)" in told
    assert "LSS-01" not in told


def test_the_seven_question_words_are_another_view(indplan: Program) -> None:
    told = indplan("rules", "--view", "soegne", "--lang", "nb").out
    positions = [told.index(f"\n{word}\n=") for word in ("Hvor lenge", "Hvem", "Hva", "Hvilke", "Hvordan", "Når")]
    assert told.startswith("Hvorfor\n=")
    assert positions == sorted(positions)
    assert told.index("IP-A") < positions[0]


@pytest.mark.parametrize("document", ["plan", "invitation", "consent", "follow_up_notice"])
@pytest.mark.parametrize("framework", ["lss", "sip", "ip"])
def test_a_new_document_can_be_checked_at_once(document: str, framework: str, tmp_path: Path, indplan: Program) -> None:
    made = indplan("new", document, framework)
    assert made.code == 0
    empty = tmp_path / "new.json"
    empty.write_text(made.out, encoding="utf-8")
    ran = indplan("check", empty, "--format", "json")
    assert ran.code == 1
    missing = {f["code"] for f in json.loads(ran.out)["findings"] if f["severity"] == "required"}
    assert len(missing) >= 8
    for code in missing - {"DOC-04", "DOC-05"}:
        assert code in made.out, f"{code} is required and not marked"


def test_settings_are_read_from_a_profile(tmp_path: Path, indplan: Program) -> None:
    profile = tmp_path / "indplan.toml"
    profile.write_text('secrecy_marking = "Sekretess"\nconsent_months = 6\n', encoding="utf-8")
    assert indplan("check", PLAN, "--profile", profile).code == 0
    for content, word in (
        ('secrecy_markin = "x"', "secrecy_marking"),
        ("consent_months = 0", "consent_months"),
        ("= 1", "indplan.toml"),
    ):
        profile.write_text(content, encoding="utf-8")
        ran = indplan("check", PLAN, "--profile", profile)
        assert ran.code == 2
        assert word in ran.err
    assert indplan("check", PLAN, "--profile", tmp_path / "none.toml").code == 2


def test_doctor_finds_all_well_and_says_what_is_not(indplan: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    well = indplan("doctor", "--format", "json")
    assert well.code == 0
    assert json.loads(well.out)["checks"]["templates"]["detail"] == "13"
    monkeypatch.setattr("indplan_docs.catalogue.pack", lambda: (_ for _ in ()).throw(OSError("gone")))
    ill = indplan("doctor", "--lang", "sv")
    assert ill.code == 2
    assert "!!  Mallar" in ill.out


def test_a_clerk_is_never_shown_what_stands_in_the_document(tmp_path: Path, indplan: Program) -> None:
    canary = "Kanariefågel-4711"
    data = read_json("incomplete/LSS-09")
    data["person"]["name"] = data["reason"] = data["goals"][0]["title"] = canary
    data["coordinator"] = {"name": canary}
    source = tmp_path / "in.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    wrong = json.dumps(data | {canary: canary, "date": canary}).encode()
    for arguments in (["check", source], ["render", source, "--out", tmp_path], ["check", source, "--format", "json"]):
        ran = indplan(*arguments)
        assert ran.code == 1
        assert canary not in ran.out + ran.err
    source.write_bytes(wrong)
    ran = indplan("check", source, "--verbose")
    assert ran.code == 2
    assert canary not in ran.out + ran.err
    assert canary not in " ".join(str(path) for path in tmp_path.rglob("*"))

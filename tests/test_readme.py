"""What README.md tells a stranger to type works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs import identity
from indplan_docs.language import Country, Language
from indplan_docs.vocabulary import term
from indplan_docs.word.filters import filters
from tests.conftest import FIXTURES, ROOT, Ran, read_json

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_lines_of_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / "complete", tmp_path / "fixtures" / "complete")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own words, to be proved
    assert isinstance(names["path"], Path)
    assert names["path"].read_bytes().startswith(b"PK")


def test_the_command_lines_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indplan: Callable[..., Ran]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line.partition("#")[0] for line in re.findall(r"^    indplan (.*)$", README, re.MULTILINE)]
    assert len(lines) == 13
    expected = {"new": 0, "check": 1, "render": 1, "rules": 0, "pdf": 2, "template": 0}
    for line in lines:
        command, _, target = line.partition(">")
        arguments = shlex.split(command)
        ran = indplan(*arguments)
        assert ran.code == (0 if "--draft" in arguments else expected[arguments[0]]), line + ran.err
        if target:
            Path(target.strip()).write_text(ran.out, encoding="utf-8")
    assert not (tmp_path / "letters").exists(), "nothing is made of an incomplete plan"
    Path("plan.json").write_text((FIXTURES / "complete" / "plan-lss-sv-moving-out.json").read_text(encoding="utf-8"))
    assert indplan("render", "plan.json", "--out", "letters/").code == 0
    assert indplan("render", "plan.json", "--to", "docx,pdf", "--out", "letter.docx").code == 0
    Path("letter.pdf").unlink()
    assert indplan("pdf", "letter.docx").code == 0
    assert Path("letter.pdf").read_bytes().startswith(b"%PDF-")


def test_the_settings_shown_are_settings(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 3
    (tmp_path / "templates").mkdir()
    profile = tmp_path / "indplan.toml"
    profile.write_text("\n".join(blocks), encoding="utf-8")
    assert indplan("profile", "check", profile).code == 0
    plan = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
    assert indplan("check", plan, "--profile", profile).code == 0


def test_every_filter_that_templates_may_use_is_told_of() -> None:
    for name in filters(Language.SV, Country.SE):
        assert f"`{name}`" in README


def test_every_file_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_glossary_speaks_the_vocabularys_words() -> None:
    rows = [row for row in README.splitlines() if row.startswith("| ")]
    for value, english in (
        ("decided", "decided"),
        ("custodial_guardian", "custodial guardian"),
        ("review", "review"),
    ):
        row = next(r for r in rows if english in r)
        for language in (Language.SV, Language.NB, Language.NN):
            if value == "review" and language is not Language.SV:
                continue
            assert term(value, language) in row, (value, language)


def test_no_fixture_is_a_real_person() -> None:
    """Identity numbers come from the test series, and web and mail addresses from the reserved top-level name."""
    for path in FIXTURES.rglob("*.json"):
        raw = path.read_text(encoding="utf-8")
        for number in re.findall(r'"identity_number": "([^"]+)"', raw):
            assert identity.parse(number).synthetic, path.name
        for host in re.findall(r"(?:@|https?://)([a-z0-9.\-]+\.[a-z]+)", raw):
            assert host.endswith(".example"), f"{path.name}: {host}"
    assert read_json("complete/plan-lss-sv-moving-out")["person"]["name"]

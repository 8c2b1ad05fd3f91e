"""The template commands at their edges: which file an id means, files that are none, and where results go."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs import catalogue
from indplan_docs.language import Language, MessageLanguage
from indplan_docs.vocabulary import problem, term, text
from tests.conftest import FIXTURES, Ran
from tests.word_templates import p, package

Program = Callable[..., Ran]
ID = "plan-lss-sv"
PACK = {template.id: template for template in catalogue.pack()}
PLAN = FIXTURES / "complete" / "plan-lss-sv-moving-out.json"
IDS = ", ".join(PACK)
NO_WORD_FILES = {
    "empty": b"",
    "text": b"hello",
    "cut off": b"PK\3\4",
    "old or locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
SV = MessageLanguage.SV


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that one stands in, with an indplan.toml and own templates: one that drops everything."""
    (tmp_path / "mallar").mkdir()
    (tmp_path / "mallar" / f"{ID}.docx").write_bytes(package(p("Hej {{ person.name }}")))
    (tmp_path / "indplan.toml").write_text(
        '[[templates]]\nlayer = "municipality"\nfolder = "mallar"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of a template of the pack."""
    return Path(shutil.copy(PACK[ID].path, tmp_path / f"{ID}.docx"))


# --- the maintainer's own file is never written over ------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["same", "roundabout", "link", "hard link"])
@pytest.mark.parametrize("language", list(MessageLanguage))
def test_a_commented_copy_never_takes_the_templates_place(
    mine: Path, spelling: str, language: MessageLanguage, indplan: Program
) -> None:
    before = mine.read_bytes()
    (mine.parent / "x").mkdir()
    out = {"same": mine, "roundabout": mine.parent / "x" / ".." / mine.name}.get(spelling, mine.parent / "copy.docx")
    if spelling == "link":
        out.symlink_to(mine)
    if spelling == "hard link":
        os.link(mine, out)
    ran = indplan("template", "lint", mine, "--annotate", out, "--force", language=language.value)
    assert ran.code == 2
    assert ran.err.strip() == problem("annotate_onto_itself", {}, language)
    assert mine.read_bytes() == before


def test_a_commented_copy_is_said_to_be_saved_as_everything_else(tmp_path: Path, indplan: Program) -> None:
    file = tmp_path / "mall" / f"{ID}.docx"
    file.parent.mkdir()
    file.write_bytes(package(p("{{ person.nam }}")))
    ran = indplan("template", "lint", file, "--annotate", tmp_path / "copy.docx", language="sv")
    assert f"Sparat: {tmp_path / 'copy.docx'}" in ran.err


def test_no_list_is_written_over_the_template_it_is_of(mine: Path, indplan: Program) -> None:
    before = mine.read_bytes()
    for command in (("fields", mine, "--format", "docx"), ("coverage", mine, "--format", "text")):
        ran = indplan("template", *command, "-o", mine, "--force")
        assert ran.code == 2
        assert mine.name in ran.err
    assert mine.read_bytes() == before


# --- what an id means -------------------------------------------------------------------------------------------------


def test_an_id_means_the_template_that_serves(own: Path, indplan: Program) -> None:
    mine = str(own / "mallar" / f"{ID}.docx")
    told = json.loads(indplan("template", "coverage", ID, "--format", "json").out)
    assert [one["file"] for one in told["templates"]] == [mine]
    assert told["complete"] is False
    assert mine in indplan("template", "coverage", ID, language="sv").out.splitlines()[0]
    looked = json.loads(indplan("template", "lint", ID, "--format", "json").out)
    assert [one["file"] for one in looked["files"]] == [mine]
    shown = indplan("template", "preview", ID, "--to", own / "out", "--no-open", language="sv")
    assert f"Mall: {mine}" in shown.err


def test_the_programs_own_is_said_to_be_that(own: Path, indplan: Program) -> None:
    of_program = text("template_of_program", SV, file="consent-sv.docx")
    for command in ("coverage", "lint"):
        assert of_program in indplan("template", command, "consent-sv", language="sv").out
    (own / "indplan.toml").unlink()
    assert text("template_of_program", SV, file=f"{ID}.docx") in indplan("template", "lint", ID, language="sv").out


def test_other_settings_can_be_named(own: Path, indplan: Program) -> None:
    (own / "other.toml").write_text("", encoding="utf-8")
    for command in ("coverage", "lint"):
        ran = indplan("template", command, ID, "--profile", own / "other.toml", language="sv")
        assert text("template_of_program", SV, file=f"{ID}.docx") in ran.out


def test_without_a_file_all_that_serves_is_looked_at_own_ones_first(own: Path, indplan: Program) -> None:
    looked = json.loads(indplan("template", "lint", "--format", "json").out)["files"]
    assert looked[0]["file"] == str(own / "mallar" / f"{ID}.docx")
    assert sorted(one["template"] for one in looked) == sorted(PACK)


def test_a_folder_means_its_templates_and_what_is_none_is_told(own: Path, indplan: Program) -> None:
    folder = own / "mallar"
    shutil.copy(PACK["consent-sv"].path, folder / "consent-sv.docx")
    shutil.copy(PACK[ID].path, folder / f"{ID} (1).docx")
    for command, key in (("lint", "files"), ("coverage", "templates")):
        ran = indplan("template", command, folder, "--format", "json")
        assert ran.code == 1
        named = [one["file"] for one in json.loads(ran.out)[key]]
        assert list(dict.fromkeys(named)) == [str(folder / f"{name}.docx") for name in (ID, "consent-sv")]
        assert f"mallar/{ID} (1).docx" in ran.err
    (folder / f"{ID}.docx").unlink()
    (folder / f"{ID} (1).docx").unlink()
    assert indplan("template", "lint", folder).code == 0
    (folder / "consent-sv.docx").unlink()
    for command in ("lint", "coverage"):
        ran = indplan("template", command, folder)
        assert ran.code == 2
        assert IDS in ran.err
    assert indplan("template", "lint", folder, "--annotate", own / "x.docx").code == 2


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_coverage_tells_two_files_of_one_template_apart(
    own: Path, tmp_path: Path, language: MessageLanguage, indplan: Program
) -> None:
    other = Path(shutil.copy(PACK[ID].path, tmp_path / "Vår plan.docx"))
    ran = indplan("template", "coverage", other, "--as", ID, language=language.value)
    assert ran.out.startswith(f"{other}, {ID}, ")
    assert f"({term('lss', Language.SV if language is SV else language)})" in ran.out.splitlines()[0]
    page = own / "page.html"
    ran = indplan("template", "coverage", own / "mallar" / f"{ID}.docx", PACK[ID].path, "-o", page)
    told = page.read_text(encoding="utf-8")
    assert told.count(str(own / "mallar" / f"{ID}.docx")) >= 3
    anchors = [piece.partition('"')[0] for piece in told.split(' id="')[1:]]
    assert len(anchors) == len(set(anchors))


def test_the_overview_has_a_table_for_each_checklist(tmp_path: Path, indplan: Program) -> None:
    page = tmp_path / "page.html"
    assert indplan("template", "coverage", "-o", page, language="sv").code == 0
    overview = page.read_text(encoding="utf-8").partition('id="summary"')[2].partition("<h2")[0]
    tables = overview.split("<table>")[1:]
    plan = next(table for table in tables if "plan-ip-nn.docx" in table)
    assert "plan-ip-nb.docx" in plan
    assert "plan-lss-sv.docx" not in plan
    assert all(table.count('<td class="none">') < table.count('<td class="yes">') for table in tables)


# --- input that is none -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", NO_WORD_FILES.values(), ids=NO_WORD_FILES)
def test_what_is_no_word_file_is_wrong_use_and_named_as_it_was(
    content: bytes, tmp_path: Path, indplan: Program
) -> None:
    file = tmp_path / f"{ID}.docx"
    file.write_bytes(content)
    for command in ("coverage", "preview", "diff"):
        options = ("--to", tmp_path / "out", "--no-open") if command == "preview" else ()
        ran = indplan("template", command, file, *options)
        assert ran.code == 2, command
        assert file.name in ran.err
        if command != "diff":
            assert str(file) in ran.err
    ran = indplan("pdf", file)
    assert ran.code == 2
    assert str(file) in ran.err
    for form in ("text", "json", "sarif"):
        ran = indplan("template", "lint", file, "--format", form, language="sv")
        assert ran.code == 2
        assert "TPL-206" in ran.out
    ran = indplan("template", "lint", file, language="sv")
    assert ran.out.splitlines()[-1] == text("lint_next_unreadable", SV)


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_what_is_not_there_is_wrong_use_and_says_what_there_is(
    language: MessageLanguage, tmp_path: Path, indplan: Program
) -> None:
    gone, folder = tmp_path / f"{ID}.docx", tmp_path / "folder.docx"
    folder.mkdir()
    shutil.copy(PACK[ID].path, tmp_path / "utkast.docx")
    for command in ("lint", "coverage", "preview"):
        ran = indplan("template", command, gone, language=language.value)
        assert (ran.code, ran.err.strip()) == (2, problem("file_unreadable", {"file": str(gone)}, language))
        ran = indplan("template", command, "finnsinte", language=language.value)
        unknown = {"template": "finnsinte", "known": IDS}
        assert (ran.code, ran.err.strip()) == (2, problem("template_unknown", unknown, language))
        ran = indplan("template", command, tmp_path / "utkast.docx", "--as", "finnsinte", language=language.value)
        assert (ran.code, ran.err.strip()) == (2, problem("template_unknown", unknown, language))
        ran = indplan("template", command, ID, "--as", "plan-sip-sv", language=language.value)
        assert (ran.code, ran.err.strip()) == (2, problem("as_without_file", {"template": ID}, language))
    ran = indplan("template", "preview", folder, language=language.value)
    assert (ran.code, ran.err.strip()) == (2, problem("word_file_is_folder", {"file": str(folder)}, language))
    ran = indplan("pdf", folder, language=language.value)
    assert (ran.code, ran.err.strip()) == (2, problem("word_file_is_folder", {"file": str(folder)}, language))
    ran = indplan("check", folder, language=language.value)
    assert (ran.code, ran.err.strip()) == (2, problem("document_is_folder", {"file": str(folder)}, language))


def test_a_name_that_no_file_can_have_is_wrong_use(indplan: Program) -> None:
    for command in ("lint", "coverage", "preview", "fields"):
        ran = indplan("template", command, "x" * 5000 + ".docx")
        assert ran.code == 2, command


def test_a_damaged_own_template_is_the_templates_fault_where_letters_are_made(own: Path, indplan: Program) -> None:
    (own / "mallar" / f"{ID}.docx").write_bytes(b"")
    ran = indplan("render", PLAN, "--out", own / "out")
    assert ran.code == 3
    assert f"mallar/{ID}.docx" in ran.err
    assert indplan("template", "coverage", ID).code == 2


@pytest.mark.parametrize("ending", [".docm", ".zip", ".DOCX"])
def test_a_file_of_another_kind_is_said_to_serve_nothing(ending: str, tmp_path: Path, indplan: Program) -> None:
    file = Path(shutil.copy(PACK[ID].path, tmp_path / f"{ID}{ending}"))
    ran = indplan("template", "lint", file, language="sv")
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == text("template_other_kind", SV, file=str(file))
    assert ran.out.splitlines()[-1] == text("lint_next_other_kind", SV)


# --- files that a folder leaves unused --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Lunchmeny.docx", "consent-sv.doc", "Consent-sv.docx", "consent-sv (1).docx"])
def test_files_that_serve_nothing_are_told_by_list_and_render(name: str, own: Path, indplan: Program) -> None:
    (own / "mallar" / f"{ID}.docx").unlink()
    (own / "mallar" / name).write_bytes(b"x")
    listed = indplan("template", "list", language="sv")
    assert listed.code == 1
    assert f"mallar/{name}" in " ".join(listed.out.split())
    ran = indplan("render", PLAN, "--out", own / "out")
    assert ran.code == 0
    assert text("templates_unused", SV, folder=str(own / "mallar"), count=1) in ran.err
    ran = indplan("render", PLAN, "--out", own / "out2", "--format", "json")
    assert "mallar" not in ran.err.replace(str(own / "indplan.toml"), "")


@pytest.mark.parametrize("content", [b"= 1", b"\xff\xfe=", b"\xff", b'x = "\\m"'])
def test_a_damaged_catalogue_is_named_with_its_folder_and_what_to_do(
    content: bytes, own: Path, indplan: Program
) -> None:
    (own / "mallar" / "catalogue.toml").write_bytes(content)
    said = problem("catalogue_damaged", {"folder": str(own / "mallar"), "line": 1}, SV)
    for command in (("list",), ("export", ID, "--force")):
        ran = indplan("template", *command, language="sv")
        assert ran.code == 2
        assert said in ran.err


# --- where results go -------------------------------------------------------------------------------------------------


def test_a_taken_name_can_be_changed_for_another(mine: Path, tmp_path: Path, indplan: Program) -> None:
    taken = tmp_path / "taken.docx"
    taken.write_bytes(b"x")
    for command in (("lint", mine, "--annotate", taken), ("fields", ID, "-o", taken)):
        ran = indplan("template", *command, language="sv")
        assert ran.code == 2
        assert "ett annat namn" in ran.err
    assert taken.read_bytes() == b"x"


def test_a_folder_takes_a_file_of_its_own_name_and_is_made_where_it_is_not(tmp_path: Path, indplan: Program) -> None:
    for command in ("fields", "coverage"):
        for out in (tmp_path / command, tmp_path / command / "inner"):
            ran = indplan("template", command, "consent-sv", "-o", out)
            assert ran.code == 0, ran.err
            (made,) = [one for one in out.iterdir() if one.is_file()]
            assert made.suffix == ".txt"
        ran = indplan("template", command, "consent-sv", "-o", tmp_path / "gone" / "x.txt")
        assert ran.code == 2
        assert not (tmp_path / "gone").exists()


def test_a_name_that_ends_as_another_kind_of_file_makes_no_folder(tmp_path: Path, indplan: Program) -> None:
    for command in (
        ("template", "fields", "consent-sv", "--format", "docx", "-o", tmp_path / "f.txt"),
        ("template", "coverage", "consent-sv", "--format", "html", "-o", tmp_path / "f.docx"),
        ("render", PLAN, "--to", "pdf", "-o", tmp_path / "f.docx"),
    ):
        ran = indplan(*command)
        assert ran.code == 2
        assert str(command[-1]) in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_colleagues_may_read_what_holds_no_personal_data(tmp_path: Path, indplan: Program) -> None:
    before = os.umask(0o022)
    try:
        indplan("template", "export", ID, "--to", tmp_path / "mallar")
        indplan("template", "fields", ID, "-o", tmp_path / "fields.docx")
        indplan("template", "coverage", ID, "-o", tmp_path / "page.html")
        indplan("template", "lint", tmp_path / "mallar" / f"{ID}.docx", "--annotate", tmp_path / "copy.docx")
        indplan("render", PLAN, "--out", tmp_path / "letter.docx")
    finally:
        os.umask(before)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*") if one.is_file()}
    assert modes.pop("letter.docx") == 0o600
    assert {f"{ID}.docx", f"{ID}-fields.docx", "catalogue.toml", "fields.docx", "page.html", "copy.docx"} <= set(modes)
    assert set(modes.values()) == {0o644}


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_an_incomplete_preview_says_so_before_its_error(
    language: MessageLanguage, tmp_path: Path, indplan: Program
) -> None:
    file = tmp_path / f"{ID}.docx"
    file.write_bytes(package(p("{{ nam }}")))
    ran = indplan("template", "preview", file, "--to", tmp_path / "out", "--no-open", "--lang", language.value)
    page = str(tmp_path / "out" / "preview.html")
    assert ran.code == 3
    assert ran.out.strip() == text("preview_incomplete", language, file=page)


# --- a template made into PDF as if it were a letter ------------------------------------------------------------------


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_tags_left_in_a_letter_are_said_and_hinder_nothing(
    language: MessageLanguage, tmp_path: Path, indplan: Program
) -> None:
    letter = Path(shutil.copy(PACK[ID].path, tmp_path / "brev.docx"))
    ran = indplan("pdf", letter, language=language.value)
    assert ran.code == 0
    assert ran.err.strip() == text("pdf_has_tags", language)
    assert (tmp_path / "brev.pdf").exists()


def test_a_letter_is_called_no_template(tmp_path: Path, indplan: Program) -> None:
    letter = tmp_path / "brev.docx"
    letter.write_bytes(package(p("<w:ins w:id='1' w:author='x'><w:r><w:t>Hej</w:t></w:r></w:ins>")))
    for content in (letter.read_bytes(), b"", letter.read_bytes()[:-40]):
        letter.write_bytes(content)
        ran = indplan("pdf", letter, language="sv")
        assert ran.code in (2, 3)
        assert str(letter) in ran.err
        assert "mall" not in ran.err.replace(str(letter), "").lower()

"""PDF on the command line: formats, names, engines, and finished Word files."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from tests.conftest import FIXTURES, Ran, read_json

Program = Callable[..., Ran]

PLAN = FIXTURES / "minimal" / "plan-lss-sv.json"


def names(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def test_render_to_pdf(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--to", "pdf", "--out", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    (made,) = tmp_path.iterdir()
    assert str(made) in ran.out
    assert made.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    assert "Individuell plan" in pypdf.PdfReader(made).pages[0].extract_text()


def test_both_formats_in_one_run_share_a_name(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--to", "docx, pdf", "--out", tmp_path / "brev.docx", "--format", "json")
    assert ran.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brev.docx", "brev.pdf"]
    assert [one["engine"] for one in json.loads(ran.out)] == ["word", "embedded"]


def test_the_ending_of_the_name_says_the_format(tmp_path: Path, indplan: Program) -> None:
    assert indplan("render", PLAN, "--out", tmp_path / "brev.pdf").code == 0
    assert (tmp_path / "brev.pdf").read_bytes().startswith(b"%PDF-")


def test_an_unknown_format_is_told_with_those_that_are(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", PLAN, "--to", "odt", "--out", tmp_path)
    assert ran.code == 2
    assert "docx, pdf" in ran.err
    assert not list(tmp_path.iterdir())


def test_what_is_not_complete_makes_no_pdf_either(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("render", FIXTURES / "incomplete" / "LSS-09.json", "--to", "docx,pdf", "--out", tmp_path)
    assert ran.code == 1
    assert "LSS-09" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_letter_edited_in_word_becomes_pdf_beside_it(tmp_path: Path, indplan: Program) -> None:
    indplan("render", PLAN, "--out", tmp_path / "brev.docx")
    letter = docx.Document(str(tmp_path / "brev.docx"))
    letter.add_paragraph("Tillagt för hand.", style="Normal")
    letter.save(str(tmp_path / "brev.docx"))
    ran = indplan("pdf", tmp_path / "brev.docx")
    assert (ran.code, ran.err) == (0, "")
    pages = pypdf.PdfReader(tmp_path / "brev.pdf").pages
    assert "Tillagt för hand." in "".join(page.extract_text() for page in pages)
    again = indplan("pdf", tmp_path / "brev.docx")
    assert again.code == 2
    assert "brev.pdf" in again.err


@pytest.mark.parametrize(
    ("content", "code"), [(b"", 2), (b"not a Word file", 2), (b"PK\3\4", 2), (b"%PDF-1.7", 2), (b"\xd0\xcf\x11\xe0", 2)]
)
def test_what_is_no_word_file_is_told(tmp_path: Path, indplan: Program, content: bytes, code: int) -> None:
    (tmp_path / "x.docx").write_bytes(content)
    ran = indplan("pdf", tmp_path / "x.docx")
    assert ran.code == code
    assert "x.docx" in ran.err
    assert names(tmp_path) == [".docx"]


def test_a_word_file_that_is_not_there(tmp_path: Path, indplan: Program) -> None:
    ran = indplan("pdf", tmp_path / "none.docx")
    assert ran.code == 2
    assert "none.docx" in ran.err


def test_without_libreoffice_the_message_says_how_to_get_it(tmp_path: Path, indplan: Program) -> None:
    profile = tmp_path / "indplan.toml"
    profile.write_text(
        f'pdf_engine = "libreoffice"\nlibreoffice = "{(tmp_path / "soffice").as_posix()}"\n', encoding="utf-8"
    )
    ran = indplan("render", PLAN, "--to", "pdf", "--out", tmp_path / "out", "--profile", profile)
    assert ran.code == 4
    assert "soffice" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_character_without_a_glyph_is_told_by_its_number(tmp_path: Path, indplan: Program) -> None:
    data: dict[str, Any] = read_json("minimal/plan-lss-sv")
    data["wishes"] = "Jag vill \U00013000"
    (tmp_path / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    ran = indplan("render", tmp_path / "plan.json", "--to", "pdf", "--engine", "embedded", "--out", tmp_path)
    assert ran.code == 3
    assert "U+13000" in ran.err
    assert "Jag vill" not in ran.err
    assert names(tmp_path) == [".json"]


def test_the_content_of_a_pdf_is_the_same_on_two_runs(tmp_path: Path, indplan: Program) -> None:
    contents = []
    for name in ("a.pdf", "b.pdf"):
        indplan("render", PLAN, "--out", tmp_path / name)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    assert pypdf.PdfReader(io.BytesIO(contents[0])).pages


def test_what_makes_pdf_is_missing(tmp_path: Path, indplan: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("indplan_docs.pdf.engine", raising=False)
    monkeypatch.setitem(sys.modules, "indplan_docs.pdf.engine", None)
    ran = indplan("render", PLAN, "--to", "pdf", "--out", tmp_path)
    assert ran.code == 4
    assert "indplan-docs[pdf]" in ran.err
    assert not list(tmp_path.iterdir())

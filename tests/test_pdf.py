"""PDF from the embedded engine: every template, language and fixture conforms, and holds all that went in."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from indplan_docs import (
    ConversionFailed,
    ConverterMissing,
    Language,
    PdfEngine,
    Profile,
    Rendered,
    TemplateFault,
    load,
    pdf_of_word,
    render,
)
from indplan_docs.catalogue import Template, pack
from indplan_docs.models.fields import values_of
from tests import pdf_judges
from tests.conftest import FIXTURES, ROOT, fixture_files, fixture_id, read_json

EMBEDDED = Profile(pdf_engine=PdfEngine.EMBEDDED)
NOT_PRINTED = ("Waiver.rule", "Person.identity_number")  # by its title; masked
RIGHT_TO_LEFT = {"R", "AL"}  # painted from the other end
A4 = (595.3, 841.9)
CASES = [
    pytest.param(path, language, id=f"{fixture_id(path)}-{language}")
    for path in fixture_files("complete", "minimal", "hostile")
    for language in load(path).framework.languages
]


def made(path: Path, language: Language | None = None, **options: Any) -> Rendered:
    return render(load(path), "pdf", language=language, profile=EMBEDDED, **options)


def letters(text: str) -> str:
    """The letters and digits of a text, whatever a line break, a ligature or the order of marks made of it."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(
        c for c in plain if unicodedata.category(c)[0] in "LN" and unicodedata.bidirectional(c) not in RIGHT_TO_LEFT
    )


@pytest.mark.parametrize(("path", "language"), CASES)
def test_it_conforms_and_holds_all_that_went_in(path: Path, language: Language) -> None:
    pdf = made(path, language).content
    assert made(path, language).content == pdf, "same input, same bytes"
    assert pdf_judges.conforms(pdf, "2a") == []
    assert pdf_judges.conforms(pdf, "ua1") == []
    stumbles = [one for one in pdf_judges.speaks(pdf) if not one.startswith("TAG-002")]
    assert stumbles == [], "TAG-002 takes page heads and feet, which are artifacts rightly, for prose"
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert all(abs(float(page.mediabox[2 + axis]) - A4[axis]) < 1 for page in reader.pages for axis in (0, 1))
    assert all(pdf_judges.fonts_embedded(pdf).values())
    read_aloud = letters(pdf_judges.structure(pdf).words())
    heads = letters("".join(text[:400] + text[-400:] for text in pdf_judges.pages(pdf)))
    document = load(path)
    if document.redaction:
        return
    for where, field, value in values_of(document):
        said_in_words = field.name in ("document", "phone") or field.key in NOT_PRINTED or value == "plan_closed"
        if type(value) is str and not said_in_words:
            assert letters(value) in read_aloud or letters(value) in heads, where


def test_same_input_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = FIXTURES / "minimal" / "plan-lss-sv.json"
    for number, seed in enumerate(("1", "2")):
        ran = subprocess.run(
            [sys.executable, "-m", "indplan_docs", "render", path, "--to", "pdf", "-o", tmp_path / f"{number}.pdf"],
            check=False,
            capture_output=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": ("UTC", "Pacific/Auckland")[number]},
        )
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "0.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()


def test_what_was_rendered_says_what_it_is(minimal_plan: dict[str, Any]) -> None:
    rendered = render(load(minimal_plan), "pdf", profile=EMBEDDED)
    assert rendered.file_name.endswith(".pdf")
    assert (rendered.media_type, rendered.engine) == ("application/pdf", "embedded")


def test_a_draft_is_marked_on_every_page_and_claims_nothing(minimal_plan: dict[str, Any]) -> None:
    del minimal_plan["wishes"]
    pdf = render(load(minimal_plan), "pdf", profile=EMBEDDED, draft=True).content
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert all("UTKAST" in page.extract_text() for page in reader.pages)
    assert b"pdfaid:part" not in pdf
    assert b"pdfuaid:part" not in pdf


def test_the_file_says_its_title_language_and_day(minimal_plan: dict[str, Any]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(load(minimal_plan), "pdf", profile=EMBEDDED).content))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == load(minimal_plan).date
    assert reader.root_object["/Lang"] == "sv-SE"
    assert reader.outline, "bookmarks"


def test_what_would_be_code_is_text(minimal_plan: dict[str, Any]) -> None:
    text = 'a "b" \\ #panic("x") $x$ // <l> *b* _i_ ``` {{ 7*7 }} {% x %} \\u{7b} " + sys.inputs + "'
    minimal_plan["wishes"] = text
    pdf = render(load(minimal_plan), "pdf", profile=EMBEDDED).content
    assert letters(text) in letters(pdf_judges.structure(pdf).words())


@pytest.mark.parametrize("character", ["\U00013000", "\ue000"])
def test_a_character_that_no_font_has_is_told(minimal_plan: dict[str, Any], character: str) -> None:
    minimal_plan["wishes"] = f"Jag vill {character} bo."
    with pytest.raises(TemplateFault) as caught:
        render(load(minimal_plan), "pdf", profile=EMBEDDED)
    assert caught.value.problem == "pdf_character_missing"
    assert caught.value.values["code_point"] == f"U+{ord(character):04X}"


def test_the_pdf_of_a_finished_word_file_says_what_the_file_says() -> None:
    data = read_json("minimal/plan-lss-sv")
    data["wishes"] = "{{ name }} och {% if x %} är text"
    word = render(load(data)).content
    made_of_it = pdf_of_word(word, "brev.docx", profile=EMBEDDED)
    direct = render(load(data), "pdf", profile=EMBEDDED)
    assert made_of_it.file_name == "brev.pdf"
    assert pdf_judges.conforms(made_of_it.content, "2a") == []
    assert pdf_judges.conforms(made_of_it.content, "ua1") == []
    assert pdf_judges.structure(made_of_it.content).words() == pdf_judges.structure(direct.content).words()


@pytest.mark.parametrize("template", pack(), ids=lambda t: t.id)
def test_the_tags_of_each_template_are_as_they_were_looked_at(template: Template) -> None:
    """Headings and table shapes; INDPLAN_GOLDENS=write writes them anew, to be looked at before they are kept."""
    prefix = f"{template.document}-{template.frameworks[0].value}-{template.language.value}-"
    fixture = next(path for path in fixture_files("complete") if path.name.startswith(prefix))
    pdf = made(fixture).content
    tables = [" | ".join(rows) for rows in pdf_judges.tables(pdf)]
    found = "\n".join([*pdf_judges.headings(pdf), *tables]) + "\n"
    golden = Path(__file__).parent / "goldens" / f"{template.id}.txt"
    if os.environ.get("INDPLAN_GOLDENS") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_what_the_embedded_engine_refuses_libreoffice_may_set(
    minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``auto`` goes on with LibreOffice where that is there, and says which engine made the file."""
    minimal_plan["wishes"] = "Jag vill \U00013000 bo."
    document = load(minimal_plan)
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.find_office", lambda _: Path("soffice"))
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.convert", lambda files, **_: [b"%PDF" for _ in files])
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.lacks_glyphs", lambda _: False)
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.mend", lambda pdf, **_: pdf + b" mended")
    rendered = render(document, "pdf")
    assert (rendered.content, rendered.engine) == (b"%PDF mended", "libreoffice")
    with pytest.raises(TemplateFault):
        render(document, "pdf", profile=EMBEDDED)


def test_without_libreoffice_the_refusal_stays_what_it_is(
    minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(_: object) -> Path:
        raise ConverterMissing("converter_missing")

    minimal_plan["wishes"] = "Jag vill \U00013000 bo."
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.find_office", nowhere)
    with pytest.raises(TemplateFault) as caught:
        render(load(minimal_plan), "pdf")
    assert caught.value.problem == "pdf_character_missing"


def test_a_box_that_the_reader_of_the_machine_would_see_is_refused(
    minimal_plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.convert", lambda files, **_: [b"%PDF" for _ in files])
    monkeypatch.setattr("indplan_docs.pdf.libreoffice.lacks_glyphs", lambda _: True)
    with pytest.raises(ConversionFailed) as caught:
        render(load(minimal_plan), "pdf", profile=Profile(pdf_engine=PdfEngine.LIBREOFFICE))
    assert caught.value.problem == "glyph_missing"


@pytest.mark.parametrize("path", fixture_files("hostile"), ids=fixture_id)
def test_nothing_runs_out_of_the_page(path: Path) -> None:
    """A word that is too long is broken, as Word breaks it."""
    sheets = pypdfium2.PdfDocument(made(path).content)
    for sheet in sheets:
        letters_of = sheet.get_textpage()
        boxes = [letters_of.get_charbox(n) for n in range(letters_of.count_chars())]
        assert max((right for _, _, right, _ in boxes), default=0) < sheet.get_width() - 20


def test_a_space_is_a_space_though_dates_have_others(minimal_plan: dict[str, Any]) -> None:
    text = pdf_judges.text(render(load(minimal_plan), "pdf", profile=EMBEDDED).content)
    assert "En individuell plan visar" in text
    assert "20 januari 2027" in text
    assert "\u00a0" not in text

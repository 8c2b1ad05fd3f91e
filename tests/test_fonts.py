"""The shipped fonts: what is written down of them is what is in their files, and what typst makes of them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import unicodedata
from functools import cache
from pathlib import Path
from types import ModuleType

import pypdf
import pytest
import typst
from fontTools.ttLib import TTFont

from indplan_docs.pdf import fonts
from tests.conftest import ROOT
from tests.pdf_judges import conforms, fonts_embedded

FILES = sorted(fonts.FOLDER.iterdir())
STANDARDS = ["a-2a", "ua-1"]
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GREETINGS = {
    "north sami": "Buorre beaivi, Máret Čáhppes Ŋuŋŋa Đoŧ",
    "polish": "Zażółć gęślą jaźń",
    "russian": "Здравствуйте",
    "greek": "Γειά σου",
    "vietnamese": "Chào Nguyễn Thị Phượng",
    "hebrew": "שלום (עולם) 12",
    "hebrew with marks": "שָׁלוֹם",
    "arabic": "السلام عليكم 123 abc",
    "persian": "می‌خواهم",
    "somali and tigrinya": "Nabad, ሰላም",
    "thai": "สวัสดี",
    "hindi": "नमस्ते",
    "chinese": "你好",
    "korean": "안녕하세요",
    "japanese": "こんにちは",
    "emoji": "😀👩‍👧👍🏽❤️",
    "boxes": "☐ ☒ ☑ ✓ → • – “ ” € №",
}


@cache
def opened(name: str) -> TTFont:
    return TTFont(fonts.FOLDER / name, lazy=True)


@cache
def compiler() -> typst.Compiler:
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    return typst.Compiler(font_paths=own)


def pdf(text: str, family: str = "Carlito", weight: str = "regular") -> bytes:
    """A page with only this text, as the embedded engine sets it."""
    said = "".join(f"\\u{{{ord(letter):x}}}" for letter in text)
    chain = ", ".join(f'"{name}"' for name in (family, *fonts.FALLBACKS))
    kerned = str(fonts.from_the_right(text)).lower()
    source = (
        '#set document(title: "T", date: datetime(year: 2026, month: 1, day: 1))\n'
        f'#set text(font: ({chain}), weight: "{weight}", fallback: false)\n'
        f'#set text(kerning: {kerned}, ligatures: false)\n#"{said}"'
    )
    return bytes(compiler().compile(source.encode(), pdf_standards=STANDARDS, timestamp=DAY))


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("font_coverage", ROOT / "tools" / "font_coverage.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_font_is_what_is_written_of_it(path: Path) -> None:
    font = opened(path.name)
    family, em, lines = font["name"].getBestFamilyName(), font["head"].unitsPerEm, font["hhea"]
    assert fonts.metrics(family) == (lines.ascent / em, -lines.descent / em, lines.lineGap / em)
    assert font["OS/2"].fsType == 0, "may be embedded"
    readme = (fonts.HERE / "README.md").read_text(encoding="utf-8")
    version = font["name"].getDebugName(5).split(";")[0].removeprefix("Version ")
    row = next(line for line in readme.splitlines() if line.startswith("|") and family in line)
    assert f"| {version} |" in row
    licence = row.rsplit("`", 2)[1]
    assert (fonts.HERE / licence).stat().st_size > 3000


def test_word_s_line_pitch() -> None:
    assert [round(fonts.metrics(name).line, 4) for name in ("Carlito", "Liberation Sans", "Liberation Serif")] == [
        1.2207,
        1.1499,
        1.1499,
    ]


def test_the_families_are_those_that_typst_finds() -> None:
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    assert sorted(own.families()) == sorted(fonts.FAMILIES)
    assert {*fonts.FALLBACKS, *fonts.SUBSTITUTES.values()} <= set(fonts.FAMILIES)


def test_the_coverage_is_that_of_the_files() -> None:
    made = tool()
    codes = made.covered()
    assert fonts.COVERAGE.read_text(encoding="ascii") == made.written(codes)
    assert fonts.covers("".join(map(chr, codes))) == ""
    gaps = [chr(code) for code in range(0x110000) if code not in codes]
    assert fonts.covers("".join(gaps)) == "".join(gaps)


def test_every_character_of_the_basic_plane_has_a_glyph() -> None:
    basic = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) not in {"Cn", "Co", "Cs"}]
    assert fonts.covers("".join(basic)) == ""


def test_what_is_not_covered_is_named_once() -> None:
    assert fonts.covers("Åsa \U00012000 och \ue000\U00012000") == "\ue000\U00012000"


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("family", ["Carlito", "Liberation Serif"])
@pytest.mark.parametrize("text", GREETINGS.values(), ids=GREETINGS.keys())
def test_a_greeting_comes_through(text: str, family: str, weight: str) -> None:
    assert (fonts.covers(text), fonts.lost(text)) == ("", "")
    made = pdf(text, family, weight)
    letters = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    visible = {letter for letter in text if unicodedata.category(letter) != "Cf"}
    assert {unicodedata.normalize("NFC", letter) for letter in visible} <= set(
        unicodedata.normalize("NFC", letters)
    ) | set(letters)
    assert [conforms(made, profile) for profile in ("2a", "ua1")] == [[], []]
    assert all(fonts_embedded(made).values())


@pytest.mark.parametrize("letter", ["\0", "\ufeff", "\ue000", "\U00012000"], ids=ascii)
def test_what_the_pdf_writer_refuses_is_known(letter: str) -> None:
    assert fonts.covers(letter) + fonts.lost(letter) == letter
    with pytest.raises(typst.TypstError):
        pdf(f"a{letter}b")


@pytest.mark.parametrize(
    "letter", sorted(fonts.lost("".join(map(chr, range(0x20000))).replace("\0", "").replace("\ufeff", ""))), ids=ascii
)
def test_what_is_lost_is_known(letter: str) -> None:
    said = pypdf.PdfReader(io.BytesIO(pdf(f"a{letter}b"))).pages[0].extract_text()
    assert letter not in said.replace("\n", "")

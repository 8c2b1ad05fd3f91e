"""What municipal Word templates and finished Word files commonly use, set by the embedded engine: right, or refused.

Positions are in points from the left and from the top of the page, of the first letter's base line, and were compared
with LibreOffice's when the tests were written.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import docx
import docx.opc.constants
import docx.shared
import pikepdf
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdfium2 import raw

from indplan_docs import PdfEngine, Profile, TemplateFault, pdf_of_word
from indplan_docs.pdf.embedded import PdfTemplate
from indplan_docs.word import Picture, Properties, compile_template
from tests import pdf_judges
from tests.word_templates import p, r

VALUE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"
Changing = Callable[[Any], None] | None
EMBEDDED = Profile(pdf_engine=PdfEngine.EMBEDDED)
SPACES = (
    nsdecls("w", "r", "wp", "a", "pic")
    + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
LEFT, TOP, WIDTH = 72.0, 72.0, 451.3  # of the text on the pages made here
FILLER = (
    "Ett stycke text som är så lång att den behöver flera rader, så att man ser hur raderna följer på varandra. " * 3
)
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
    'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
)
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


# --- making Word files and PDF ----------------------------------------------------------------------------------------


def xml(text: str) -> Any:
    """Elements from text."""
    return list(parse_xml(f"<w:root {SPACES}>{text}</w:root>"))


def word(
    *body: str, font: str = "Calibri", section: str = SECTION, mode: str = "15", change: Changing = None, **parts: str
) -> bytes:
    """A Word file on A4 with these elements in its body: 11 points Calibri, single spacing, no space between.

    Args:
        body: Paragraphs and tables.
        font: Of the style that all others are based on.
        section: The last section's properties.
        mode: Which Word it is as: 15 since 2013.
        change: Does the rest, with python-docx.
        parts: More elements: ``styles``, ``settings`` and ``numbering`` to add, a ``header`` and a ``footer``.
    """
    made = docx.Document()
    made.core_properties.title, made.core_properties.language = "Prov", "sv-SE"
    normal = made.styles["Normal"]
    normal.font.name = font
    next(item for item in made.settings.element.iter() if item.get(VALUE) == "14").set(VALUE, mode)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = 0, 1.0
    _refill(made.element.body, "".join(body) + section)
    for kind, content in parts.items():
        if kind == "styles":
            made.styles.element.extend(xml(content))
        elif kind == "settings":
            (setting,) = xml(content)
            made.settings.element.replace(made.settings.element.find(setting.tag), setting)
        elif kind == "numbering":
            _refill(made.part.numbering_part.element, content)
        else:
            running = getattr(made.sections[0], kind)
            running.is_linked_to_previous = False
            _refill(running._element, content)
    if change:
        change(made)
    return saved(made)


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _refill(place: Any, content: str) -> None:
    for element in list(place):
        place.remove(element)
    place.extend(xml(content))


def printed(content: bytes) -> bytes:
    """The PDF of a finished Word file; it conforms."""
    pdf = pdf_of_word(content, "x.docx", profile=EMBEDDED).content
    assert pdf_judges.conforms(pdf, "2a") == []
    assert pdf_judges.conforms(pdf, "ua1") == []
    return pdf


def pdf_of(*body: str, **options: Any) -> bytes:
    return printed(word(*body, **options))


def filled(context: dict[str, Any], *body: str, **options: Any) -> bytes:
    """The PDF of a template."""
    template = PdfTemplate(compile_template(word(*body, **options)))
    pdf = template.render(context, Properties("Titel", "sv-SE", dt.date(2026, 11, 21))).content
    assert pdf_judges.conforms(pdf, "2a") == []
    assert pdf_judges.conforms(pdf, "ua1") == []
    return pdf


def refusal(*body: str, **options: Any) -> TemplateFault:
    """What the engine says of a file that it cannot set."""
    with pytest.raises(TemplateFault) as caught:
        pdf_of_word(word(*body, **options), "x.docx", profile=EMBEDDED)
    return caught.value


# --- reading PDF ------------------------------------------------------------------------------------------------------


class Letter(NamedTuple):
    text: str
    page: int
    x: float
    y: float
    size: float
    font: str
    colour: str


class Shape(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float
    fill: str
    stroke: str
    picture: bool


def letters(pdf: bytes) -> list[Letter]:
    """Every letter that is painted, with where and how."""
    found = []
    opened = pypdfium2.PdfDocument(pdf)
    x, y = ctypes.c_double(), ctypes.c_double()
    parts = [ctypes.c_uint() for _ in range(4)]
    for number, sheet in enumerate(opened, start=1):
        page = sheet.get_textpage()
        for at in range(page.count_chars()):
            if raw.FPDFText_IsGenerated(page, at):
                continue
            raw.FPDFText_GetCharOrigin(page, at, x, y)
            raw.FPDFText_GetFillColor(page, at, *parts)
            name = ctypes.create_string_buffer(200)
            raw.FPDFText_GetFontInfo(page, at, name, 200, None)
            found.append(
                Letter(
                    chr(raw.FPDFText_GetUnicode(page, at)),
                    number,
                    x.value,
                    sheet.get_height() - y.value,
                    raw.FPDFText_GetFontSize(page, at),
                    name.value.decode().partition("+")[2],
                    "".join(f"{part.value:02X}" for part in parts[:3]),
                )
            )
    opened.close()
    return found


def at(pdf: bytes, text: str) -> Letter:
    """The first letter of a text."""
    found = letters(pdf)
    place = "".join(letter.text for letter in found).find(text)
    assert place >= 0, f"{text!r} is not on the pages"
    return found[place]


def end_of(pdf: bytes, text: str) -> float:
    """Where a text that is followed by a bar ends."""
    found = letters(pdf)
    return found["".join(letter.text for letter in found).find(text + "|") + len(text)].x


def shapes(pdf: bytes) -> list[Shape]:
    """What is painted and is no text."""
    found = []
    opened = pypdfium2.PdfDocument(pdf)
    parts = [ctypes.c_uint() for _ in range(4)]
    fills, strokes = ctypes.c_int(), ctypes.c_int()
    for number, sheet in enumerate(opened, start=1):
        for item in sheet.get_objects():
            if item.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
                continue
            colours = ["", ""]
            if item.type == raw.FPDF_PAGEOBJ_PATH:
                raw.FPDFPath_GetDrawMode(item, fills, strokes)
                for which, asked, read in (
                    (0, fills, raw.FPDFPageObj_GetFillColor),
                    (1, strokes, raw.FPDFPageObj_GetStrokeColor),
                ):
                    if asked.value:
                        read(item, *parts)
                        colours[which] = "".join(f"{part.value:02X}" for part in parts[:3])
            left, bottom, right, top = item.get_bounds()
            high = sheet.get_height()
            found.append(
                Shape(
                    number,
                    left,
                    high - top,
                    right,
                    high - bottom,
                    colours[0],
                    colours[1],
                    item.type == raw.FPDF_PAGEOBJ_IMAGE,
                )
            )
    opened.close()
    return found


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    opened = pypdfium2.PdfDocument(pdf)
    found = [tuple(round(side) for side in sheet.get_size()) for sheet in opened]
    opened.close()
    return found


def roles(pdf: bytes, role: str) -> list[str]:
    return [part.words() for part in pdf_judges.structure(pdf).walk() if part.role == role]


def near(place: float, wanted: float, by: float = 1.0) -> bool:
    return abs(place - wanted) <= by


# --- characters -------------------------------------------------------------------------------------------------------

STYLES = """
<w:style w:type="paragraph" w:styleId="Bas"><w:name w:val="Bas"/><w:basedOn w:val="Normal"/><w:rPr><w:b/>
<w:color w:val="FF0000"/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Barn"><w:name w:val="Barn"/><w:basedOn w:val="Bas"/><w:rPr>
<w:color w:val="0000FF"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Stark"><w:name w:val="Stark"/><w:rPr><w:b/><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Understruken"><w:name w:val="Understruken"/><w:basedOn w:val="Normal"/><w:rPr>
<w:u w:val="single"/></w:rPr></w:style>
"""


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def test_a_style_inherits_from_the_one_it_is_based_on() -> None:
    pdf = pdf_of(p("Barnets", properties=styled("Barn")), p("Vanlig"), styles=STYLES)
    child, plain = at(pdf, "Barnets"), at(pdf, "Vanlig")
    assert (child.font, child.size, child.colour) == ("Carlito-Bold", 14, "0000FF")
    assert (plain.font, plain.size, plain.colour) == ("Carlito", 11, "000000")


@pytest.mark.parametrize(
    ("style", "own", "font"),
    [
        ("Normal", '<w:rStyle w:val="Stark"/>', "Carlito-BoldItalic"),
        ("Bas", '<w:rStyle w:val="Stark"/>', "Carlito-Italic"),  # bold in bold is not bold
        ("Bas", '<w:rStyle w:val="Stark"/><w:b/>', "Carlito-BoldItalic"),
        ("Bas", '<w:b w:val="0"/>', "Carlito"),
        ("Normal", '<w:b w:val="false"/>', "Carlito"),
        ("Normal", "<w:b/><w:i/>", "Carlito-BoldItalic"),
    ],
)
def test_bold_and_italic_toggle(style: str, own: str, font: str) -> None:
    pdf = pdf_of(p("Före ", r("Ordet", own), properties=styled(style)), styles=STYLES)
    assert at(pdf, "Ordet").font == font


def test_direct_formatting() -> None:
    pdf = pdf_of(
        p(
            r("Stor", '<w:sz w:val="40"/>'),
            r("Gron", '<w:color w:val="00B050"/>'),
            r("arial", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'),
            r("times", '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'),
            r("versal", "<w:caps/>"),
        )
    )
    assert at(pdf, "Stor").size == 20
    assert at(pdf, "Gron").colour == "00B050"
    assert at(pdf, "arial").font == "LiberationSans"
    assert at(pdf, "times").font == "LiberationSerif"
    assert "VERSAL" in pdf_judges.text(pdf)


def test_theme_fonts_and_colours() -> None:
    tinted = '<w:color w:val="000000" w:themeColor="accent1" w:themeShade="BF"/>'
    pdf = pdf_of(
        p(r("Rubrikens", '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>')),
        p(r("Accent", '<w:color w:val="000000" w:themeColor="accent2"/>'), r("Mork", tinted)),
        p(r("Text", '<w:color w:val="auto" w:themeColor="text1"/>')),
        font="Arial",
    )
    assert at(pdf, "Rubrikens").font == "Carlito"
    assert at(pdf, "Accent").colour == "C0504D"
    assert at(pdf, "Mork").colour == "376092"
    assert at(pdf, "Text").colour == "000000"


def test_underline_strike_highlight_and_shading_are_drawn() -> None:
    plain = shapes(pdf_of(p("Text")))
    assert plain == []
    for properties, lines in (
        ('<w:u w:val="single"/>', 1),
        ('<w:u w:val="double"/>', 2),
        ('<w:u w:val="dotted"/>', 1),
        ('<w:u w:val="thick"/>', 1),
        ("<w:strike/>", 1),
        ("<w:dstrike/>", 2),
        ('<w:u w:val="single"/><w:strike/>', 2),
    ):
        pdf = pdf_of(p(r("Mamman", properties)))
        assert len(shapes(pdf)) == lines, properties
        assert at(pdf, "Mamman").y < 100
    assert [shape.fill for shape in shapes(pdf_of(p(r("x", '<w:highlight w:val="yellow"/>'))))] == ["FFFF00"]
    assert [shape.fill for shape in shapes(pdf_of(p(r("x", '<w:shd w:val="clear" w:fill="D9E2F3"/>'))))] == ["D9E2F3"]
    coloured = shapes(pdf_of(p(r("Mamma", '<w:u w:val="single" w:color="FF0000"/>'))))
    assert [shape.stroke for shape in coloured] == ["FF0000"]


def test_a_paragraph_style_with_a_line_under_its_text() -> None:
    assert len(shapes(pdf_of(p("Mamman", properties=styled("Understruken")), styles=STYLES))) == 1
    assert shapes(pdf_of(p(r("Mamman", '<w:u w:val="none"/>'), properties=styled("Understruken")), styles=STYLES)) == []


def test_automatic_colour_on_a_dark_ground_is_white() -> None:
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    assert at(pdf_of(p(r("Ordet", dark))), "Ordet").colour == "FFFFFF"
    assert at(pdf_of(p(r("Ordet", f'<w:color w:val="000000"/>{dark}'))), "Ordet").colour == "000000"


def test_raised_and_lowered_letters() -> None:
    pdf = pdf_of(
        p(
            "Bas",
            r("upp", '<w:vertAlign w:val="superscript"/>'),
            r("ner", '<w:vertAlign w:val="subscript"/>'),
            r("hojd", '<w:position w:val="8"/>'),
        ),
        p("Nasta"),
    )
    base = at(pdf, "Bas")
    assert near(base.y - at(pdf, "upp").y, 3.6, 0.5)
    assert near(at(pdf, "ner").y - base.y, 0.9, 0.5)
    assert near(at(pdf, "upp").size, 6.4, 0.2)
    assert near(base.y - at(pdf, "hojd").y, 4, 0.1)
    assert near(at(pdf, "Nasta").y - base.y, 13.4, 0.3), "raised letters do not move lines apart"


def test_spacing_of_letters() -> None:
    pdf = pdf_of(p("abcdefghij|"), p(r("abcdefghij", '<w:spacing w:val="40"/>'), "|"))
    plain, wide = (x.x for x in letters(pdf) if x.text == "|")
    assert near(wide - plain, 19, 1.1)


def test_hidden_text_is_not_there() -> None:
    pdf = pdf_of(p("Synlig ", r("HEMLIG", "<w:vanish/>"), "text"), p(r("OCKSA", "<w:vanish/>")))
    assert pdf_judges.structure(pdf).words() == "Synlig text"


def test_a_paragraph_that_is_all_hidden_takes_no_room() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    pdf = pdf_of(p("Ett"), p(r("borta", "<w:vanish/>"), properties=hidden), p("Tva"))
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 13.4, 0.3)


def test_the_language_of_a_run() -> None:
    pdf = pdf_of(
        p(
            "Svenska ",
            r("English", '<w:lang w:val="en-GB"/>'),
            r(" x", '<w:lang w:val="x-none"/>'),
            r(" suomi", '<w:lang w:val="fi"/>'),
            r(" srpski", '<w:lang w:val="sr-Latn-RS"/>'),
        )
    )
    assert b"/Lang" in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = {str(item.get("/Lang")) for item in opened.objects if isinstance(item, pikepdf.Dictionary)}
        painted = opened.pages[0].Contents.read_bytes()
    assert {"en-GB", "fi"} <= said | set(re.findall(r"/Lang ?\((.*?)\)", painted.decode("latin-1")))


@pytest.mark.parametrize(
    "properties",
    [
        '<w14:ligatures w14:val="standardContextual"/>',
        '<w14:textOutline w14:w="0"><w14:noFill/></w14:textOutline>',
        '<w:em w:val="none"/>',
        '<w:w w:val="100"/>',
    ],
)
def test_what_newer_word_notes_without_effect_is_no_reason_to_refuse(properties: str) -> None:
    assert "Ordet" in pdf_judges.text(pdf_of(p(r("Ordet", properties))))


@pytest.mark.parametrize(
    ("properties", "what"),
    [
        ("<w:smallCaps/>", "smallCaps"),
        ("<w:rtl/>", "rtl"),
        ('<w:w w:val="80"/>', "w"),
        ('<w:em w:val="dot"/>', "em"),
        ('<w:u w:val="wave"/>', "u wave"),
        ('<w:bdr w:val="single" w:sz="4"/>', "bdr"),
        ("<w:outline/>", "outline"),
        ('<w:effect w:val="sparkle"/>', "effect"),
        ('<w:fitText w:val="500"/>', "fitText"),
        ('<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria"/>', "font Cambria"),
        ('<w:rFonts w:ascii="Calibri Light" w:hAnsi="Calibri Light"/>', "font Calibri Light"),
        ('<w14:glow w14:rad="1"/>', "glow"),
        ('<w:shd w:val="pct25" w:fill="auto"/>', "shd pct25"),
        ('<w:sz w:val="elva"/>', "sz elva"),
        ('<w:color w:val="rött"/>', "colour rött"),
    ],
)
def test_a_run_that_cannot_be_set_is_refused_with_its_place(properties: str, what: str) -> None:
    fault = refusal(p("Ett"), p("Tva ", r("Ordet", properties)))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)
    assert fault.values["part"] == "word/document.xml"
    assert fault.values["paragraph"] == 2
    assert "Ordet" in str(fault.values["text"])


def test_a_style_that_cannot_be_set_is_refused_by_its_name() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Kapitäler"/><w:rPr><w:smallCaps/></w:rPr></w:style>'
    )
    fault = refusal(p("Ordet", properties=styled("K")), styles=style)
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", "smallCaps")
    assert (fault.values["part"], fault.values["text"]) == ("word/styles.xml", "Kapitäler")


def test_the_template_of_python_docx_names_its_font() -> None:
    made = docx.Document()
    made.add_paragraph("Hej")
    with pytest.raises(TemplateFault) as caught:
        pdf_of_word(saved(made), "x.docx", profile=EMBEDDED)
    assert (caught.value.problem, caught.value.values["what"]) == ("pdf_cannot", "font Cambria")
    assert caught.value.values["paragraph"] == 1


def test_the_styles_of_python_docx_can_be_set() -> None:
    made = docx.Document()
    made.core_properties.title, made.core_properties.language = "Prov", "sv-SE"
    made.styles["Normal"].font.name = "Calibri"
    made.add_heading("Titeln", 0)
    made.add_heading("Ett", 1)
    made.add_heading("Tva", 2)
    for style in (
        *("List Bullet", "List Bullet 2", "List Number", "List Number 2", "List Paragraph", "List Continue"),
        *("Quote", "Intense Quote", "Caption", "Subtitle", "Body Text", "Body Text 2", "Header", "Footer"),
    ):
        made.add_paragraph(f"Stilen {style}", style=style)
    table = made.add_table(2, 2, style="Table Grid")
    table.cell(1, 1).text = "Cellen"
    pdf = printed(saved(made))
    assert pdf_judges.headings(pdf) == ["H1 Ett", "H2 Tva"]
    assert at(pdf, "Ett").colour == "365F91"
    assert pdf_judges.structure(pdf).words().count("Stilen") == 14
    assert len(roles(pdf, "L")) >= 2
    assert "Cellen" in pdf_judges.text(pdf)


# --- paragraphs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("align", "left"),
    [("left", LEFT), ("start", LEFT), ("center", 287.0), ("right", 500.9), ("end", 500.9), ("both", LEFT)],
)
def test_alignment(align: str, left: float) -> None:
    pdf = pdf_of(p("Ordet", properties=f'<w:jc w:val="{align}"/>'))
    assert near(at(pdf, "Ordet").x, left, 6 if align in ("center", "right", "end") else 0.1)
    if align in ("right", "end"):
        found = letters(pdf)
        assert near(found[-1].x + 3.7, LEFT + WIDTH, 1)


def test_both_edges_are_straight() -> None:
    pdf = pdf_of(p(FILLER, properties='<w:jc w:val="both"/>'))
    last = [line[-1].x for line in _lines(pdf)[:-1]]
    assert max(last) - min(last) < 6
    assert min(last) > LEFT + WIDTH - 12


def _lines(pdf: bytes) -> list[list[Letter]]:
    rows: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters(pdf):
        if letter.text.strip():
            rows.setdefault((letter.page, round(letter.y)), []).append(letter)
    return [rows[key] for key in sorted(rows)]


@pytest.mark.parametrize(
    ("indent", "first", "second"),
    [
        ('w:left="720"', 108, 108),
        ('w:start="720"', 108, 108),
        ('w:left="720" w:hanging="360"', 90, 108),
        ('w:left="720" w:firstLine="360"', 126, 108),
        ('w:firstLine="500"', 97, 72),
        ('w:left="-360"', 54, 54),
        ('w:left="0" w:hanging="360"', 54, 72),
    ],
)
def test_indents(indent: str, first: float, second: float) -> None:
    lines = _lines(pdf_of(p(FILLER, properties=f"<w:ind {indent}/>")))
    assert near(lines[0][0].x, first, 0.1)
    assert near(lines[1][0].x, second, 0.1)
    assert near(lines[2][0].x, second, 0.1)


def test_indent_from_the_right() -> None:
    lines = _lines(pdf_of(p(FILLER, properties='<w:ind w:right="2880"/>')))
    assert max(line[-1].x for line in lines) < LEFT + WIDTH - 144
    assert len(lines) > len(_lines(pdf_of(p(FILLER))))


@pytest.mark.parametrize(
    ("one", "two", "gap"),
    [
        ('w:after="200"', "", 10),
        ("", 'w:before="200"', 10),
        ('w:after="200"', 'w:before="300"', 15),  # the larger, not the sum
        ('w:after="400"', 'w:before="300"', 20),
        ('w:after="100" w:afterAutospacing="1"', "", 14),
    ],
)
def test_the_space_between_is_the_larger(one: str, two: str, gap: float) -> None:
    pdf = pdf_of(p("Ett", properties=f"<w:spacing {one}/>"), p("Tva", properties=f"<w:spacing {two}/>"))
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 13.43 + gap, 0.2)


def test_neighbours_of_one_style_stand_close() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Nara"/><w:basedOn w:val="Normal"/><w:pPr>'
        '<w:spacing w:before="200" w:after="200"/><w:contextualSpacing/></w:pPr></w:style>'
    )
    pdf = pdf_of(p("Ett", properties=styled("N")), p("Tva", properties=styled("N")), p("Tre"), styles=style)
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 13.43, 0.2)
    assert near(at(pdf, "Tre").y - at(pdf, "Tva").y, 23.43, 0.2)


@pytest.mark.parametrize(
    ("spacing", "pitch"),
    [
        ('w:line="240" w:lineRule="auto"', 13.43),
        ('w:line="360" w:lineRule="auto"', 20.14),
        ('w:line="276"', 15.44),
        ('w:line="200" w:lineRule="auto"', 11.19),
        ('w:line="400" w:lineRule="exact"', 20),
        ('w:line="200" w:lineRule="exact"', 10),
        ('w:line="400" w:lineRule="atLeast"', 20),
        ('w:line="100" w:lineRule="atLeast"', 13.43),
    ],
)
def test_line_spacing(spacing: str, pitch: float) -> None:
    lines = _lines(pdf_of(p(FILLER, properties=f"<w:spacing {spacing}/>")))
    assert near(lines[1][0].y - lines[0][0].y, pitch, 0.1)
    assert near(lines[2][0].y - lines[1][0].y, pitch, 0.1)


def test_a_line_is_as_high_as_its_largest_letter() -> None:
    pdf = pdf_of(p("Ett"), p("liten ", r("Stor", '<w:sz w:val="60"/>')), p("Tre"))
    assert near(at(pdf, "Stor").y - at(pdf, "Ett").y, 31.5, 1)
    assert near(at(pdf, "Tre").y - at(pdf, "Ett").y, 36.62 + 13.43, 1)


def test_a_paragraph_begins_a_page() -> None:
    pdf = pdf_of(p("Ett"), p("Tva", properties="<w:pageBreakBefore/>"), p("Tre"))
    assert [at(pdf, text).page for text in ("Ett", "Tva", "Tre")] == [1, 2, 2]
    assert near(at(pdf, "Tva").y, at(pdf, "Ett").y, 0.1)


def _down_to(lines: int) -> list[str]:
    return [p(f"rad {n}") for n in range(lines)]


def test_a_paragraph_stays_with_the_next() -> None:
    last = 50  # lines that leave room for two more
    free = pdf_of(*_down_to(last), p("Rubrik"), p(FILLER))
    kept = pdf_of(*_down_to(last), p("Rubrik", properties="<w:keepNext/>"), p(FILLER, properties="<w:keepLines/>"))
    assert at(free, "Rubrik").page == 1
    assert at(kept, "Rubrik").page == 2


def test_lines_stay_together() -> None:
    free = pdf_of(*_down_to(49), p(FILLER))
    kept = pdf_of(*_down_to(49), p(FILLER, properties="<w:keepLines/>"))
    assert at(free, "Ett stycke").page == 1
    assert at(kept, "Ett stycke").page == 2


def test_a_single_line_stays_alone_only_if_it_may() -> None:
    kept = pdf_of(*_down_to(50), p(FILLER))
    alone = pdf_of(*_down_to(50), p(FILLER, properties='<w:widowControl w:val="0"/>'))
    assert at(kept, "Ett stycke").page == 2
    assert at(alone, "Ett stycke").page == 1


def test_lines_and_colour_around_a_paragraph() -> None:
    box = (
        '<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="FF0000"/>'
        '<w:bottom w:val="single" w:sz="16" w:space="4" w:color="0000FF"/></w:pBdr>'
        '<w:shd w:val="clear" w:fill="EEEEEE"/>'
    )
    pdf = pdf_of(p("Ett"), p("Ramad", properties=box), p("Tre"))
    found = shapes(pdf)
    fill = next(shape for shape in found if shape.fill == "EEEEEE")
    assert near(fill.left, LEFT, 0.6)
    assert near(fill.right, LEFT + WIDTH, 0.6)
    assert fill.top < at(pdf, "Ramad").y < fill.bottom
    assert {shape.stroke or shape.fill for shape in found} >= {"FF0000", "0000FF"}
    assert near(at(pdf, "Tre").y - at(pdf, "Ett").y, 2 * 13.43 + 8 + 3, 0.2), "lines take room"


@pytest.mark.parametrize(
    ("properties", "what"),
    [
        ('<w:pBdr><w:between w:val="single" w:sz="4"/></w:pBdr>', "pBdr between"),
        ('<w:pBdr><w:top w:val="wave" w:sz="4"/></w:pBdr>', "top wave"),
        ("<w:bidi/>", "bidi"),
        ('<w:framePr w:dropCap="drop"/>', "framePr"),
        ('<w:jc w:val="thaiDistribute"/>', "jc thaiDistribute"),
        ('<w:textDirection w:val="btLr"/>', "textDirection"),
        ("<w:mirrorIndents/>", "mirrorIndents"),
    ],
)
def test_a_paragraph_that_cannot_be_set_is_refused(properties: str, what: str) -> None:
    fault = refusal(p("Ett"), p("Ordet", properties=properties))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)
    assert (fault.values["paragraph"], fault.values["text"]) == (2, "Ordet")


@pytest.mark.parametrize("pattern", ["dotted", "dashed"])
def test_a_line_with_a_pattern(pattern: str) -> None:
    box = f'<w:pBdr><w:bottom w:val="{pattern}" w:sz="8" w:space="1" w:color="00FF00"/></w:pBdr>'
    pdf = pdf_of(p("Ramad", properties=box))
    assert any(shape.stroke == "00FF00" for shape in shapes(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        commands = pikepdf.parse_content_stream(opened.pages[0])
    assert any(str(command.operator) == "d" and len(command.operands[0]) for command in commands)


TAB = "<w:r><w:tab/></w:r>"


def _tabs(*stops: str) -> str:
    return f"<w:tabs>{''.join(f'<w:tab {stop}/>' for stop in stops)}</w:tabs>"


def test_tab_stops() -> None:
    stops = _tabs('w:val="left" w:pos="2000"', 'w:val="center" w:pos="5000"', 'w:val="right" w:pos="9000"')
    pdf = pdf_of(p("Ett", TAB, "vanster|", TAB, "mitten|", TAB, "hoger|", properties=stops))
    assert near(at(pdf, "vanster").x, LEFT + 100, 0.1)
    assert near((at(pdf, "mitten").x + end_of(pdf, "mitten") + 5) / 2, LEFT + 250, 2)
    assert near(end_of(pdf, "hoger") + 5, LEFT + 450, 1)


def test_a_leader_fills_the_way() -> None:
    stops = _tabs('w:val="right" w:leader="dot" w:pos="9000"')
    pdf = pdf_of(p("Kapitel", TAB, "17", properties=stops))
    dots = [letter for letter in letters(pdf) if letter.text == "."]
    assert len(dots) > 60
    assert min(letter.x for letter in dots) < 130
    assert max(letter.x for letter in dots) > 490
    assert near(at(pdf, "17").x, LEFT + 450 - 11.15, 0.5)
    assert "...." not in pdf_judges.structure(pdf).words(), "nobody wants to hear the dots"


def test_a_decimal_tab_stop() -> None:
    stops = _tabs('w:val="decimal" w:pos="4000"')
    pdf = pdf_of(p(TAB, "1,5", properties=stops), p(TAB, "1234,56", properties=stops), p(TAB, "77", properties=stops))
    commas = [letter.x for letter in letters(pdf) if letter.text == ","]
    assert len(commas) == 2
    assert near(commas[0], LEFT + 200, 1)
    assert near(commas[1], LEFT + 200, 1)
    assert near(at(pdf, "77").x, LEFT + 200 - 11.15, 1)


def test_tab_stops_that_nobody_set() -> None:
    settings = '<w:defaultTabStop w:val="1304"/>'
    pdf = pdf_of(p("a", TAB, "ett", TAB, "tva"), p(TAB, "in", properties='<w:ind w:left="720"/>'), settings=settings)
    assert near(at(pdf, "ett").x, LEFT + 65.2, 0.1)
    assert near(at(pdf, "tva").x, LEFT + 130.4, 0.1)
    assert near(at(pdf, "in").x, LEFT + 65.2, 0.1)


def test_a_hanging_indent_is_a_tab_stop() -> None:
    pdf = pdf_of(p("a", TAB, "Ordet", properties='<w:ind w:left="1000" w:hanging="1000"/>'))
    assert near(at(pdf, "Ordet").x, LEFT + 50, 0.1)


def test_a_style_s_tab_stop_can_be_taken_away() -> None:
    stop = _tabs('w:val="left" w:pos="1000"')
    style = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="T"/><w:basedOn w:val="Normal"/><w:pPr>'
        f"{stop}</w:pPr></w:style>"
    )
    own = styled("T") + _tabs('w:val="clear" w:pos="1000"', 'w:val="left" w:pos="3000"')
    assert near(at(pdf_of(p("a", TAB, "Ordet", properties=own), styles=style), "Ordet").x, LEFT + 150, 0.1)


def test_empty_paragraphs_keep_their_height() -> None:
    big = '<w:rPr><w:sz w:val="60"/></w:rPr>'
    pdf = pdf_of(p("Ett"), p(), p(), p("Fyra"), p(properties=big), p("Sex"))
    assert near(at(pdf, "Fyra").y - at(pdf, "Ett").y, 3 * 13.43, 0.2)
    assert near(at(pdf, "Sex").y - at(pdf, "Fyra").y, 36.62 + 13.43, 0.3)


def test_headings_by_outline_level() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="R"><w:name w:val="Rubrik"/><w:basedOn w:val="Heading1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="E"><w:name w:val="Ej rubrik"/><w:basedOn w:val="Heading1"/><w:pPr>'
        '<w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    pdf = pdf_of(
        p("Ett", properties=styled("R")),
        p("Tva", properties='<w:outlineLvl w:val="1"/>'),
        p("Tre", properties=styled("E")),
        styles=style,
    )
    assert pdf_judges.headings(pdf) == ["H1 Ett", "H2 Tva"]


def test_a_heading_level_that_is_skipped_is_told() -> None:
    fault = refusal(p("Ett", properties=styled("Heading1")), p("Tre", properties=styled("Heading3")))
    assert fault.problem == "pdf_heading_skipped"


# --- lists ------------------------------------------------------------------------------------------------------------


def level(at: int, kind: str, text: str, *, more: str = "", left: int | None = None, hanging: int = 360) -> str:
    place = 720 * (at + 1) if left is None else left
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{place}" w:hanging="{hanging}"/></w:pPr>{more}</w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def li(text: str, number: int = 1, at: int = 0, more: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=f"{more}{listed}")


SYMBOL = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr>'
COURIER = '<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:hint="default"/></w:rPr>'
WINGDINGS = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr>'
BULLETS = abstract(
    1,
    level(0, "bullet", "\uf0b7", more=SYMBOL),
    level(1, "bullet", "o", more=COURIER),
    level(2, "bullet", "\uf0a7", more=WINGDINGS),
) + num(1, 1)
DECIMALS = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "lowerLetter", "%3)")) + num(
    1, 1
)


def labels(pdf: bytes) -> list[str]:
    return roles(pdf, "Lbl")


def test_word_s_own_bullets() -> None:
    pdf = pdf_of(li("Ett"), li("Tva", at=1), li("Tre", at=2), li("Fyra"), numbering=BULLETS)
    assert labels(pdf) == ["•", "◦", "▪", "•"]
    assert near(at(pdf, "Ett").x, LEFT + 36, 0.2)
    assert near(at(pdf, "•").x, LEFT + 18, 0.2)
    assert near(at(pdf, "Tva").x, LEFT + 72, 0.2)
    assert near(at(pdf, "Tre").x, LEFT + 108, 0.2)
    assert near(at(pdf, "▪").x, LEFT + 90, 0.2)


def test_nested_lists_are_nested() -> None:
    pdf = pdf_of(p("Före"), li("Ett"), li("Tva", at=1), li("Tre", at=1), li("Fyra"), p("Efter"), numbering=BULLETS)
    outer = [part for part in pdf_judges.structure(pdf).children if part.role == "L"]
    assert len(outer) == 1
    assert [item.role for item in outer[0].children if item.role != "L"] == ["LI", "LI"]
    inner = [part for part in outer[0].walk() if part.role == "L" and part is not outer[0]]
    assert len(inner) == 1
    assert [item.role for item in inner[0].children] == ["LI", "LI"]


@pytest.mark.parametrize(
    ("kind", "text", "marks"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimal", "§ %1", ["§ 1", "§ 2", "§ 3"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("upperRoman", "%1", ["I", "II", "III"]),
        ("decimalZero", "%1", ["01", "02", "03"]),
    ],
)
def test_numbers(kind: str, text: str, marks: list[str]) -> None:
    numbering = abstract(1, level(0, kind, text)) + num(1, 1)
    assert labels(pdf_of(li("Ett"), li("Tva"), li("Tre"), numbering=numbering)) == marks


def test_numbers_of_many_levels() -> None:
    items = [li("A"), li("B", at=1), li("C", at=1), li("D", at=2), li("E", at=2), li("F"), li("G", at=1), li("H", at=2)]
    assert labels(pdf_of(*items, numbering=DECIMALS)) == ["1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "a)"]


def test_a_list_goes_on_after_a_paragraph() -> None:
    pdf = pdf_of(li("Ett"), p("mellan"), li("Tva"), numbering=DECIMALS)
    assert labels(pdf) == ["1.", "2."]


def test_a_list_begins_anew_where_word_says_so() -> None:
    anew = num(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    pdf = pdf_of(li("Ett"), li("Tva"), li("Fem", 2), li("Sex", 2), numbering=DECIMALS + anew)
    assert labels(pdf) == ["1.", "2.", "5.", "6."]


def test_two_lists_side_by_side_count_on_their_own() -> None:
    other = abstract(2, level(0, "upperLetter", "%1.", left=2000))
    numbering = abstract(1, level(0, "decimal", "%1.")) + other + num(1, 1) + num(2, 2)
    pdf = pdf_of(li("Ett"), li("A", 2), li("Tva"), li("B", 2), numbering=numbering)
    assert labels(pdf) == ["1.", "A.", "2.", "B."]


def test_two_numbers_of_one_definition_count_on() -> None:
    pdf = pdf_of(li("Ett"), p("x"), li("Tva", 2), numbering=DECIMALS + num(2, 1))
    assert labels(pdf) == ["1.", "2."]


def test_a_list_in_a_loop_of_a_template() -> None:
    pdf = filled(
        {"items": ["a", "b", "c"]},
        p("{%p for item in items %}"), li("Mål {{ item }}"), p("{%p endfor %}"), li("Sist"),
        numbering=DECIMALS,
    )  # fmt: skip
    assert labels(pdf) == ["1.", "2.", "3.", "4."]
    assert roles(pdf, "LBody") == ["Mål a", "Mål b", "Mål c", "Sist"]


def test_a_list_s_indent_is_stronger_than_its_paragraph_s_style() -> None:
    pdf = pdf_of(
        li("Ett", more=styled("ListParagraph")), li("Tva", at=1, more=styled("ListParagraph")), numbering=BULLETS
    )
    assert near(at(pdf, "Ett").x, LEFT + 36, 0.2)
    assert near(at(pdf, "Tva").x, LEFT + 72, 0.2)


def test_an_own_indent_is_stronger_than_the_list_s() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="2000" w:hanging="500"/>'
    pdf = pdf_of(p("Ett", properties=listed), numbering=BULLETS)
    assert near(at(pdf, "Ett").x, LEFT + 100, 0.2)
    assert near(at(pdf, "•").x, LEFT + 75, 0.2)


def test_a_list_of_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P1"><w:name w:val="Punkt"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P2"><w:name w:val="Punkt 2"/><w:basedOn w:val="P1"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    pdf = pdf_of(
        p("Ett", properties=styled("P1")), p("Tva", properties=styled("P2")), p("Ej", properties=styled("P1") + off),
        styles=styles, numbering=DECIMALS,
    )  # fmt: skip
    assert labels(pdf) == ["1.", "1.1."]
    assert near(at(pdf, "Tva").x, LEFT + 72, 0.2)


def test_a_list_style_lends_its_definition() -> None:
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="Lista"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    own = abstract(1, level(0, "upperRoman", "%1."), more='<w:styleLink w:val="L"/>')
    lent = abstract(2, more='<w:numStyleLink w:val="L"/>')
    pdf = pdf_of(li("Ett", 2), li("Tva", 2), styles=style, numbering=own + lent + num(1, 1) + num(2, 2))
    assert labels(pdf) == ["I.", "II."]


def test_a_list_that_is_not_used_is_no_reason_to_refuse() -> None:
    strange = abstract(2, level(0, "ordinalText", "%1", more='<w:lvlPicBulletId w:val="0"/>'))
    pdf = pdf_of(li("Ett"), numbering=abstract(1, level(0, "decimal", "%1.")) + strange + num(1, 1) + num(2, 2))
    assert labels(pdf) == ["1."]


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (level(0, "ordinalText", "%1"), "numFmt ordinalText"),
        (level(0, "bullet", "\uf0b7", more='<w:lvlPicBulletId w:val="0"/>'), "lvlPicBulletId"),
        (level(0, "bullet", "\uf001", more=WINGDINGS), "lvlText F001"),
        (level(0, "decimal", "%1.", more="<w:frobnicate/>"), "frobnicate"),
    ],
)
def test_a_list_that_cannot_be_set_is_refused_where_it_is_used(made: str, what: str) -> None:
    fault = refusal(p("Ett"), li("Tva"), numbering=abstract(1, made) + num(1, 1))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)
    assert fault.values["part"] == "word/numbering.xml"


def test_a_list_of_numbers_right_after_one_of_bullets() -> None:
    both = abstract(1, level(0, "bullet", "\uf0b7", more=SYMBOL)) + abstract(2, level(0, "decimal", "%1."))
    numbering = both + num(1, 1) + num(2, 2)
    pdf = pdf_of(li("Ett"), li("Tva"), li("Tre", 2), li("Fyra", 2), numbering=numbering)
    assert labels(pdf) == ["•", "•", "1.", "2."]


def test_the_mark_looks_as_the_end_of_its_paragraph() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
    pdf = pdf_of(p("Ett", properties=listed), numbering=DECIMALS)
    assert (at(pdf, "1.").font, at(pdf, "1.").colour) == ("Carlito-Bold", "FF0000")
    assert at(pdf, "Ett").font == "Carlito"


def test_headings_with_numbers_are_headings() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="N{n}"><w:name w:val="Numrerad {n}"/><w:basedOn w:val="Heading{n}"/>'
        f'<w:pPr><w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    numbering = abstract(
        1, level(0, "decimal", "%1", left=432, hanging=432), level(1, "decimal", "%1.%2", left=576, hanging=576)
    ) + num(1, 1)
    items = [p("Bakgrund", properties=styled("N1")), p("Syfte", properties=styled("N2")), p("Text")]
    pdf = pdf_of(*items, p("Plan", properties=styled("N1")), styles=styles, numbering=numbering)
    assert [re.sub(r"\s+", " ", found) for found in pdf_judges.headings(pdf)] in (
        ["H1 1 Bakgrund", "H2 1.1 Syfte", "H1 2 Plan"],
        ["H1 1Bakgrund", "H2 1.1Syfte", "H1 2Plan"],
    )
    assert near(at(pdf, "Bakgrund").x, LEFT + 21.6, 0.2)
    assert near(at(pdf, "Syfte").x, LEFT + 28.8, 0.2)


@pytest.mark.parametrize(
    ("more", "left", "hanging", "place"),
    [
        ('<w:suff w:val="space"/>', 0, 0, 14.5),
        ('<w:suff w:val="nothing"/>', 0, 0, 11),
        ("", 0, 0, 36),  # to the next tab stop
        ("", 360, 100, 36),
        ('<w:suff w:val="space"/>', 360, 100, 33),
    ],
)
def test_a_mark_without_room_does_not_stand_on_the_text(more: str, left: int, hanging: int, place: float) -> None:
    numbering = abstract(1, level(0, "decimal", "§ %1", more=more, left=left, hanging=hanging)) + num(1, 1)
    pdf = pdf_of(li("Ordet"), numbering=numbering)
    assert near(at(pdf, "Ordet").x, LEFT + place, 4)


# --- tables -----------------------------------------------------------------------------------------------------------

BORDERS = f"<w:tblBorders>{LINES}</w:tblBorders>"


def table(*rows: str, widths: tuple[int, ...] = (2000, 3000), properties: str = BORDERS) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*content: str, width: int = 2000, properties: str = "") -> str:
    inside = "".join(c if c.startswith("<") else p(c) for c in content)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def _edges(pdf: bytes) -> list[int]:
    """Where the lines are that go down."""
    found = set()
    for shape in shapes(pdf):
        if shape.right - shape.left < 2.5 < shape.bottom - shape.top:
            found.add(round((shape.left + shape.right) / 2))
        elif not shape.fill:
            found |= {round(shape.left + 0.25), round(shape.right - 0.25)}
    return sorted(found)


def test_column_widths() -> None:
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva"))))
    assert near(at(pdf, "Ett").x, LEFT + 5.4, 0.2)
    assert near(at(pdf, "Tva").x, LEFT + 100 + 5.4, 0.2)
    assert {72, 172, 322} <= set(_edges(pdf))


def test_cells_over_columns_and_rows() -> None:
    pdf = pdf_of(
        table(
            row(cell("Bred", properties='<w:gridSpan w:val="2"/>')),
            row(cell("Hog", properties='<w:vMerge w:val="restart"/>'), cell("B1")),
            row(cell("", properties="<w:vMerge/>"), cell("B2")),
            row(cell("A3"), cell("B3")),
        )
    )
    assert near(at(pdf, "B2").x, LEFT + 105.4, 0.2)
    assert near(at(pdf, "B2").y - at(pdf, "B1").y, at(pdf, "B3").y - at(pdf, "B2").y, 0.2)
    assert at(pdf, "Hog").y == at(pdf, "B1").y
    assert pdf_judges.structure(pdf).words() == "Bred Hog B1 B2 A3 B3"


def test_merged_cells_of_a_table_with_headings_are_told() -> None:
    pdf = pdf_of(
        table(
            row(cell("Bred", properties='<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>"),
            row(cell("Hog", properties='<w:vMerge w:val="restart"/>'), cell("B1")),
            row(cell("", properties="<w:vMerge/>"), cell("B2")),
        )
    )
    assert pdf_judges.tables(pdf) == [["TH/Column*2x1", "TD*1x2 TD", "TD"]]


def test_heading_rows_are_headings_and_come_again_on_each_page() -> None:
    rows = [row(cell(f"rad {n}"), cell("x")) for n in range(80)]
    pdf = pdf_of(table(row(cell("Rubriken"), cell("Andra"), properties="<w:tblHeader/>"), *rows))
    assert len(sizes(pdf)) == 2
    found = "".join(letter.text for letter in letters(pdf))
    assert found.count("Rubriken") == 2
    assert pdf_judges.tables(pdf)[0][0] == "TH/Column TH/Column"
    assert pdf_judges.structure(pdf).words().count("Rubriken") == 1, "read once"


def test_a_row_is_split_over_pages_unless_it_may_not() -> None:
    tall = "".join(p(f"x{n}") for n in range(10))
    for properties, page in (("", 1), ("<w:cantSplit/>", 2)):
        pdf = pdf_of(*_down_to(45), table(row(cell(tall), cell("Hel"), properties=properties)))
        assert at(pdf, "x0").page == page
        assert at(pdf, "x9").page == 2


@pytest.mark.parametrize("rule", ['w:hRule="exact"', 'w:hRule="atLeast"', ""])
def test_row_heights(rule: str) -> None:
    said = f'<w:trHeight w:val="800" {rule}/>'
    pdf = pdf_of(table(row(cell("Ett"), cell("x"), properties=said), row(cell("Tva"), cell("y"))))
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 40, 1.1)


def test_a_row_of_least_height_grows() -> None:
    said = '<w:trHeight w:val="400" w:hRule="atLeast"/>'
    pdf = pdf_of(table(row(cell(p("Ett"), p("a"), p("b")), cell("x"), properties=said), row(cell("Tva"), cell("y"))))
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 3 * 13.43 + 1, 0.5)


def test_cell_margins() -> None:
    margins = '<w:tblCellMar><w:top w:w="100" w:type="dxa"/><w:left w:w="300" w:type="dxa"/></w:tblCellMar>'
    own = '<w:tcMar><w:left w:w="600" w:type="dxa"/></w:tcMar>'
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva", properties=own)), properties=BORDERS + margins))
    assert near(at(pdf, "Ett").x, LEFT + 15, 0.6)
    assert near(at(pdf, "Tva").x, LEFT + 130, 0.6)
    assert near(at(pdf, "Ett").y - 10.68 - TOP, 5 + 1, 0.3)


def test_cell_borders_and_shading() -> None:
    own = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="24" w:color="FF0000"/><w:right w:val="nil"/></w:tcBorders>'
        '<w:shd w:val="clear" w:fill="D9E2F3"/>'
    )
    pdf = pdf_of(table(row(cell("Ett", properties=own), cell("Tva")), properties=""))
    found = shapes(pdf)
    assert [shape.fill for shape in found if shape.fill == "D9E2F3"] == ["D9E2F3"]
    assert any("FF0000" in (shape.stroke, shape.fill) for shape in found)
    assert not any("000000" in (shape.stroke, shape.fill) for shape in found)


@pytest.mark.parametrize(("where", "down"), [("top", 0), ("center", 43.3), ("bottom", 86.6)])
def test_vertical_alignment(where: str, down: float) -> None:
    said = '<w:trHeight w:val="2000" w:hRule="atLeast"/>'
    own = f'<w:vAlign w:val="{where}"/>'
    pdf = pdf_of(table(row(cell("A"), cell("Ordet", properties=own), properties=said)))
    assert near(at(pdf, "Ordet").y - 10.68 - TOP, down + 0.5, 1.6)


@pytest.mark.parametrize(("align", "left"), [("left", 72), ("center", 172.7), ("right", 273.3)])
def test_where_a_table_stands(align: str, left: float) -> None:
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva")), properties=f'<w:jc w:val="{align}"/>'))
    assert near(at(pdf, "Ett").x, left + 5.4, 1)


def test_a_table_s_indent() -> None:
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva")), properties='<w:tblInd w:w="500" w:type="dxa"/>'))
    assert near(at(pdf, "Ett").x, LEFT + 25 + 5.4, 0.2)


def test_a_table_of_an_older_word() -> None:
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva"))), mode="14")
    assert near(at(pdf, "Ett").x, LEFT, 0.2)
    assert near(at(pdf, "Tva").x, LEFT + 100, 0.2)


def test_a_table_in_a_table() -> None:
    inner = table(row(cell("Inre"), cell("Cell")), widths=(1000, 1000))
    pdf = pdf_of(table(row(cell("Ett"), cell(inner + p("Efter"), width=3000))))
    assert near(at(pdf, "Inre").x, LEFT + 100 + 5.4 + 5.4, 0.6)
    assert at(pdf, "Efter").y > at(pdf, "Inre").y


def test_a_width_in_percent() -> None:
    whole = '<w:tblW w:w="5000" w:type="pct"/>'
    pdf = pdf_of(table(row(cell("Ett"), cell("Tva")), widths=(2500, 2500), properties=whole))
    assert near(at(pdf, "Tva").x, LEFT + WIDTH / 2 + 5.4, 1)


CONDITIONS = """
<w:style w:type="table" w:styleId="TS"><w:name w:val="Tabell"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>
<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="lastRow"><w:rPr><w:i/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="D9E2F3"/></w:tcPr></w:tblStylePr></w:style>
"""


def _conditioned(look: str) -> bytes:
    return word(
        table(
            *(row(cell(f"{name}1"), cell(f"{name}2")) for name in ("Topp", "Mitt", "Nast", "Sist")),
            properties=f'<w:tblStyle w:val="TS"/><w:tblLook {look}/>',
        ),
        styles=CONDITIONS,
    )


def test_the_first_row_and_column_of_a_table_style() -> None:
    pdf = printed(_conditioned('w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"'))
    assert (at(pdf, "Topp2").font, at(pdf, "Topp2").colour) == ("Carlito-Bold", "FFFFFF")
    assert at(pdf, "Mitt1").font == "Carlito-Bold"
    assert at(pdf, "Mitt2").font == "Carlito"
    assert {shape.fill for shape in shapes(pdf)} == {"1F3864"}


def test_parts_of_a_table_style_by_word_s_older_sign() -> None:
    pdf = printed(_conditioned('w:val="06A0"'))  # first row, first column, no bands
    assert at(pdf, "Topp2").font == "Carlito-Bold"
    assert at(pdf, "Mitt1").font == "Carlito-Bold"


@pytest.mark.parametrize(
    ("look", "part"),
    [
        ('w:firstRow="1" w:noHBand="0" w:noVBand="1"', "band1Horz"),
        ('w:lastRow="1" w:noHBand="1" w:noVBand="1"', "lastRow"),
        ('w:val="0480"', "band1Horz"),
    ],
)
def test_other_parts_of_a_table_style_are_refused(look: str, part: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        printed(_conditioned(look))
    assert (caught.value.problem, caught.value.values["what"]) == ("pdf_cannot", f"tblStylePr {part}")


def test_letters_on_a_dark_ground_are_white() -> None:
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    words = p("Mork", r("Fet", "<w:b/>"), r("Rod", '<w:color w:val="FF0000"/>'))
    pdf = pdf_of(table(row(cell(words, properties=dark), cell("Ljus"))), p("Stycket", properties=dark))
    found = [at(pdf, text).colour for text in ("Mork", "Fet", "Rod", "Ljus", "Stycket")]
    assert found == ["FFFFFF", "FFFFFF", "FF0000", "000000", "FFFFFF"]


def test_a_table_in_a_loop() -> None:
    rows = (
        row(cell("{%tr for t in person.t %}"), cell("")),
        row(cell("{{ t }}"), cell("{{ loop.index }}")),
        row(cell("{%tr endfor %}"), cell("")),
    )
    pdf = filled(
        {"people": [{"n": "Åsa", "t": ["a", "b"]}, {"n": "Bo", "t": ["c"]}]},
        *(p("{%p for person in people %}"), p("{{ person.n }}"), table(*rows), p("{%p endfor %}")),
    )
    assert pdf_judges.structure(pdf).words() == "Åsa a 1 b 2 Bo c 1"


def test_docxtpl_s_own_tags_in_tables() -> None:
    pdf = filled(
        {"n": [1, 2, 3], "c": "FFC000"},
        table(
            row(cell("{%tr for x in n %}"), cell("")),
            row(cell("{% vm %}Slaget"), cell("rad {{ x }}")),
            row(cell("{%tr endfor %}"), cell("")),
        ),
        p("mellan"),
        table(row(cell("{% cellbg c %}Fargad"), cell("x"))),
        p("mellan"),
        table(row(cell("{% colspan 2 %}Bred"))),
    )
    assert pdf_judges.structure(pdf).words().count("Slaget") == 1
    assert "FFC000" in {shape.fill for shape in shapes(pdf)}
    assert "Bred" in pdf_judges.text(pdf)


@pytest.mark.parametrize(
    ("own", "whole", "what"),
    [
        ('<w:textDirection w:val="btLr"/>', "", "textDirection"),
        ("", "<w:bidiVisual/>", "bidiVisual"),
        ("", '<w:tblpPr w:tblpX="100"/>', "tblpPr"),
        ("", '<w:tblOverlap w:val="never"/><w:tblCellSpacing w:w="20" w:type="dxa"/>', "tblCellSpacing"),
        ('<w:tcBorders><w:tl2br w:val="single" w:sz="4"/></w:tcBorders>', "", "tcBorders tl2br"),
        ('<w:tcBorders><w:top w:val="double" w:sz="4"/></w:tcBorders>', "", "top double"),
    ],
)
def test_a_table_that_cannot_be_set_is_refused(own: str, whole: str, what: str) -> None:
    fault = refusal(p("Ett"), table(row(cell("Cellen", properties=own), cell("y")), properties=whole))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)
    assert (fault.values["paragraph"], fault.values["text"]) == (2, "Cellen")


# --- pictures ---------------------------------------------------------------------------------------------------------


def png(wide: int = 4, high: int = 4, colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes(colour) * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def pictured(*, where: str = "body", change: Callable[[Any], None] | None = None, description: str = "") -> bytes:
    """A Word file with a picture, one inch wide and half an inch high, between two words."""

    def add(made: Any) -> None:
        holder = made.sections[0].header if where == "header" else made
        if where == "header":
            holder.is_linked_to_previous = False
        paragraph = holder.paragraphs[0]
        run = paragraph.add_run()
        run.add_picture(io.BytesIO(png()), docx.shared.Inches(1), docx.shared.Inches(0.5))
        paragraph.add_run("efter")
        shown = _within(run._r, "docPr")
        if description:
            shown.set("descr", description)
        if change:
            change(run._r)

    return word(p("före "), p("Slut"), change=add)


def _within(element: Any, name: str) -> Any:
    return next(item for item in element.iter() if str(item.tag).endswith(f"}}{name}"))


def test_a_picture_has_its_size_and_its_description() -> None:
    pdf = printed(pictured(description="Kommunens vapen"))
    (found,) = [shape for shape in shapes(pdf) if shape.picture]
    assert near(found.right - found.left, 72, 0.1)
    assert near(found.bottom - found.top, 36, 0.1)
    assert near(at(pdf, "efter").x, found.right, 0.2)
    assert near(at(pdf, "efter").y, found.bottom, 0.6), "it stands on the line"
    assert roles(pdf, "Figure") == ["Kommunens vapen"]


def test_a_picture_without_description_is_there_for_its_looks() -> None:
    pdf = printed(pictured())
    assert len([shape for shape in shapes(pdf) if shape.picture]) == 1
    assert roles(pdf, "Figure") == []


def test_a_decorative_picture_is_not_read() -> None:
    def decorate(run: Any) -> None:
        _within(run, "docPr").append(xml(DECORATIVE)[0])

    pdf = printed(pictured(description="Ska inte läsas", change=decorate))
    assert roles(pdf, "Figure") == []
    assert "Ska inte" not in pdf_judges.outline(pdf)


def test_a_cut_picture_is_cut() -> None:
    def cut(run: Any) -> None:
        _within(run, "blipFill").insert(1, xml('<a:srcRect l="25000" r="25000"/>')[0])

    pdf = printed(pictured(description="Vapen", change=cut))
    (found,) = [shape for shape in shapes(pdf) if shape.picture]
    assert near(found.right - found.left, 144, 0.1), "twice as wide, the middle half of it seen"
    assert near(at(pdf, "efter").x - at(printed(pictured(description="Vapen")), "efter").x, 0, 0.1)


def _anchor(run: Any, wrap: str = "<wp:wrapNone/>", across: str = "column", down: str = "paragraph") -> None:
    inline = _within(run, "inline")
    made = xml(
        '<wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" locked="0" '
        f'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{across}">'
        f'<wp:posOffset>1270000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{down}"><wp:posOffset>127000'
        f"</wp:posOffset></wp:positionV></wp:anchor>"
    )[0]
    inline.getparent().replace(inline, made)
    for item in list(inline):
        made.append(item)
        if item.tag.endswith("}extent"):
            made.append(xml(wrap)[0])


def test_a_picture_at_a_fixed_place_of_a_header() -> None:
    pdf = printed(pictured(where="header", description="Vapen", change=_anchor))
    (found,) = [shape for shape in shapes(pdf) if shape.picture]
    assert near(found.left, LEFT + 100, 0.2)
    assert near(found.top, 35.4 + 10, 0.2)
    assert near(at(pdf, "efter").x, LEFT, 0.2)


def test_a_picture_at_a_fixed_place_of_the_page() -> None:
    content = pictured(where="header", change=lambda run: _anchor(run, across="page", down="page"))
    (found,) = [shape for shape in shapes(printed(content)) if shape.picture]
    assert (round(found.left), round(found.top)) == (100, 10)
    content = pictured(change=lambda run: _anchor(run, across="page", down="topMargin"))
    (found,) = [shape for shape in shapes(printed(content)) if shape.picture]
    assert (round(found.left), round(found.top)) == (100, 10)


@pytest.mark.parametrize("wrap", ["wrapSquare", "wrapTight", "wrapTopAndBottom"])
def test_a_picture_that_text_goes_around_is_refused(wrap: str) -> None:
    content = pictured(description="Vapen", change=lambda run: _anchor(run, f'<wp:{wrap} wrapText="bothSides"/>'))
    with pytest.raises(TemplateFault) as caught:
        printed(content)
    assert (caught.value.problem, caught.value.values["what"]) == ("pdf_cannot", f"anchor {wrap}")


@pytest.mark.parametrize(
    ("element", "attribute", "said", "what"),
    [("xfrm", "rot", "5400000", "drawing xfrm"), ("prstGeom", "prst", "ellipse", "drawing prstGeom")],
)
def test_a_picture_that_is_turned_or_shaped_is_refused(element: str, attribute: str, said: str, what: str) -> None:
    content = pictured(description="Vapen", change=lambda run: _within(run, element).set(attribute, said))
    with pytest.raises(TemplateFault) as caught:
        printed(content)
    assert (caught.value.problem, caught.value.values["what"]) == ("pdf_cannot", what)


def test_a_picture_that_comes_with_the_data() -> None:
    logo = Picture(png(), 'Vapen "med" {{ klamrar }} \\', width=20)
    pdf = filled({"logo": logo}, p("före {{ logo }} efter"))
    (found,) = [shape for shape in shapes(pdf) if shape.picture]
    assert near(found.right - found.left, 20 * 72 / 25.4, 0.1)
    assert roles(pdf, "Figure") == ['Vapen "med" {{ klamrar }} \\']
    assert roles(filled({"logo": Picture(png(), width=20)}, p("{{ logo }} x")), "Figure") == []


def test_a_description_with_a_tag_is_filled() -> None:
    template = PdfTemplate(compile_template(pictured(description="Vapen för {{ kommun }}")))
    pdf = template.render({"kommun": "Åre"}, Properties("Titel", "sv-SE", dt.date(2026, 11, 21))).content
    assert roles(pdf, "Figure") == ["Vapen för Åre"]


# --- links and fields -------------------------------------------------------------------------------------------------


def linked(address: str, text: str) -> Callable[[Any], None]:
    def add(made: Any) -> None:
        key = made.part.relate_to(address, docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made.paragraphs[0]._p.append(xml(f'<w:hyperlink r:id="{key}">{r(text)}</w:hyperlink>')[0])

    return add


def targets(pdf: bytes) -> list[str]:
    """Where the links on the pages lead: an address, or a page."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {str(page.objgen): number for number, page in enumerate(opened.pages, start=1)}
        for page in opened.pages:
            for note in page.get("/Annots", []):
                if "/A" in note and "/URI" in note.A:
                    found.append(str(note.A.URI))
                else:
                    place = note.get("/Dest") or note.A.D
                    found.append(f"page {numbers[str(place[0].objgen)]}")
    return found


@pytest.mark.parametrize("address", ["https://www.example.se/a?b=c&d", "mailto:kommun@example.se"])
def test_links_to_the_web_and_to_mail(address: str) -> None:
    pdf = printed(word(p("Se "), change=linked(address, "länken")))
    assert targets(pdf) == [address]
    assert roles(pdf, "Link") == ["länken"]


def complex_field(code: str, result: str, properties: str = "", form: str = "") -> str:
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> {code} '
        f'</w:instrText></w:r><w:r>{formatted}<w:fldChar w:fldCharType="separate"/></w:r>{r(result, properties)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def simple_field(code: str, result: str) -> str:
    said = code.replace('"', "&quot;")
    return f'<w:fldSimple w:instr=" {said} ">{r(result)}</w:fldSimple>'


BOOKMARK = '<w:bookmarkStart w:id="1" w:name="Malet"/><w:bookmarkEnd w:id="1"/>'


@pytest.mark.parametrize(
    "link",
    [
        f'<w:hyperlink w:anchor="Malet">{r("dit")}</w:hyperlink>',
        complex_field('HYPERLINK \\l "Malet"', "dit"),
        simple_field('HYPERLINK \\l "Malet"', "dit"),
    ],
)
def test_links_inside_the_document(link: str) -> None:
    pdf = pdf_of(p("Gå ", link), p("Målet", BOOKMARK, properties="<w:pageBreakBefore/>"))
    assert targets(pdf) == ["page 2"]
    assert roles(pdf, "Link") == ["dit"]
    between = pdf_of(p("Gå ", link), BOOKMARK, p("Målet", properties="<w:pageBreakBefore/>"))
    assert targets(between) == ["page 2"]


def test_a_link_to_a_place_that_is_not_there_is_text() -> None:
    pdf = pdf_of(p("Gå ", f'<w:hyperlink w:anchor="Borta">{r("dit")}</w:hyperlink>'))
    assert targets(pdf) == []
    assert "dit" in pdf_judges.text(pdf)


def test_a_link_to_a_place_in_a_narrow_cell() -> None:
    link = f'<w:hyperlink w:anchor="Malet">{r("dit")}</w:hyperlink>'
    pdf = pdf_of(table(row(cell(p(link)), cell(p("hit", BOOKMARK))), widths=(500, 500)))
    assert targets(pdf) == ["page 1"]


@pytest.mark.parametrize("field", [complex_field, simple_field])
def test_a_link_field(field: Callable[[str, str], str]) -> None:
    pdf = pdf_of(p("Se ", field('HYPERLINK "https://example.se/x" \\o "Tips"', "sidan")))
    assert (targets(pdf), roles(pdf, "Link")) == (["https://example.se/x"], ["sidan"])


def test_page_numbers() -> None:
    roman = complex_field("PAGE \\* roman", "x")
    pdf = pdf_of(
        *(p("Ett"), p("Tva", properties="<w:pageBreakBefore/>"), p("Tre", properties="<w:pageBreakBefore/>")),
        footer=p("Sida ", complex_field("PAGE", "9"), " av ", simple_field("NUMPAGES", "99"), " ", roman),
    )
    pages = pdf_judges.text(pdf).split("\f")
    found = [re.search(r"Sida.*", page) for page in pages]
    assert [one and one[0].strip() for one in found] == ["Sida 1 av 3 i", "Sida 2 av 3 ii", "Sida 3 av 3 iii"]


def test_a_page_number_looks_as_its_field() -> None:
    pdf = pdf_of(p("Ett"), footer=p("Sida ", complex_field("PAGE", "9", '<w:b/><w:color w:val="FF0000"/>')))
    assert (at(pdf, "1").font, at(pdf, "1").colour) == ("Carlito-Bold", "FF0000")


@pytest.mark.parametrize("field", [complex_field, simple_field])
@pytest.mark.parametrize(
    "code", ["REF Malet \\h", "MERGEFIELD namn", "FORMTEXT", "SEQ Tabell", "DOCPROPERTY x", "= 1 + 2"]
)
def test_a_field_shows_what_word_last_put_there(code: str, field: Callable[[str, str], str]) -> None:
    assert pdf_judges.structure(pdf_of(p("Se ", field(code, "resultatet"), "."))).words() == "Se resultatet."


@pytest.mark.parametrize("field", [complex_field, simple_field])
@pytest.mark.parametrize(
    "code", ["DATE", "TIME", "TOC \\o", "PAGEREF a", "STYLEREF 1", "SECTIONPAGES", "LISTNUM", "FROBNICATE x"]
)
def test_a_field_that_would_be_stale_is_refused(code: str, field: Callable[[str, str], str]) -> None:
    fault = refusal(p("Ett"), p("Den ", field(code, "x")))
    assert (fault.problem, fault.values["what"], fault.values["paragraph"]) == ("pdf_cannot", code.partition(" ")[0], 2)


def test_a_number_that_word_counts_is_refused_in_a_template() -> None:
    with pytest.raises(TemplateFault) as caught:
        filled({}, p("Tabell ", complex_field("SEQ Tabell", "1")))
    assert caught.value.values["what"] == "SEQ"


def test_a_field_in_a_field_s_instructions_is_not_shown() -> None:
    inner = complex_field("MERGEFIELD kon", "HEMLIGT")
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>'
        f'{inner}<w:r><w:instrText xml:space="preserve"> = "K" "hon" "han" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("hon")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert pdf_judges.structure(pdf_of(p("Och ", outer, " går"))).words() == "Och hon går"


def test_form_fields() -> None:
    def box(state: str) -> str:
        form = f"<w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData>"
        return complex_field("FORMCHECKBOX", "", form=form)

    entries = '<w:listEntry w:val="Nej"/><w:listEntry w:val="Kanske"/>'
    choice = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    pdf = pdf_of(
        p(box('<w:default w:val="1"/>'), " a"),
        p(box('<w:default w:val="1"/><w:checked w:val="0"/>'), " b"),
        p(box("<w:checked/>"), " c"),
        p("Val: ", complex_field("FORMDROPDOWN", "", form=choice)),
    )
    assert pdf_judges.structure(pdf).words() == "☒ a ☐ b ☒ c Val: Kanske"


def test_content_controls() -> None:
    def control(inside: str, kind: str) -> str:
        return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    box = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    gothic = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    pdf = pdf_of(
        p("Namn: ", control(r("Åsa"), "<w:text/>"), " ", control(r("☒", gothic), box)),
        control(p("Hela stycket"), "<w:text/>"),
        table(row(cell("x"), control(cell("i en cell"), "<w:text/>"))),
    )
    assert pdf_judges.structure(pdf).words() == "Namn: Åsa ☒ Hela stycket x i en cell"


# --- sections, headers and footers ------------------------------------------------------------------------------------


def sheet(wide: int = 11906, high: int = 16838, *, left: int = 1440, top: int = 1440, more: str = "") -> str:
    return (
        f'<w:sectPr>{more}<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{top}" w:right="1440" w:bottom="1440" '
        f'w:left="{left}" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )


def _with_foot(content: bytes, foot: str) -> bytes:
    """A Word file with a footer in its first section, which those after it have too."""
    made = docx.Document(io.BytesIO(content))
    made.sections[0].footer.is_linked_to_previous = False
    for element in xml(foot):
        made.sections[0].footer.paragraphs[0]._p.append(element)
    return saved(made)


def test_a_wide_section_among_high_ones() -> None:
    content = word(
        p("Ett", properties=sheet()), p("Tva", properties=sheet(16838, 11906, left=2000, top=2000)), p("Tre")
    )
    pdf = printed(_with_foot(content, r("Sida ") + complex_field("PAGE", "1")))
    assert sizes(pdf) == [(595, 842), (842, 595), (595, 842)]
    assert [at(pdf, text).page for text in ("Ett", "Tva", "Tre")] == [1, 2, 3]
    assert near(at(pdf, "Tva").x, 100, 0.1)
    assert near(at(pdf, "Tva").y, 100 + 10.68, 0.2)
    found = [re.search(r"Sida \d", page) for page in pdf_judges.text(pdf).split("\f")]
    assert [one and one[0] for one in found] == ["Sida 1", "Sida 2", "Sida 3"]
    feet = [letter for letter in letters(pdf) if letter.text == "S"]
    assert [round(foot.x) for foot in feet] == [72, 100, 72]
    assert near(feet[1].y, 595.3 - 35.4 - 2.75, 0.4)


def test_headers_of_first_even_and_odd_pages() -> None:
    def heads(made: Any) -> None:
        section = made.sections[0]
        section.different_first_page_header_footer = True
        made.settings.odd_and_even_pages_header_footer = True
        parts = (section.first_page_header, section.even_page_header, section.header)
        for name, part in zip(("Forsta", "Jamna", "Udda"), parts, strict=True):
            part.is_linked_to_previous = False
            part.paragraphs[0].text = name

    later = [p(text, properties="<w:pageBreakBefore/>") for text in ("b", "c", "d")]
    pages = pdf_judges.text(printed(word(p("a"), *later, change=heads))).split("\f")
    found = [next(name for name in ("Forsta", "Jamna", "Udda") if name in page) for page in pages]
    assert found == ["Forsta", "Jamna", "Udda", "Jamna"]


def test_a_high_header_pushes_the_body_down() -> None:
    low = pdf_of(p("Kropp"), header=p("Huvud"))
    high = pdf_of(p("Kropp"), header="".join(p(f"Huvud {n}") for n in range(6)))
    assert near(at(low, "Huvud").y, 35.4 + 10.68, 0.3)
    assert near(at(low, "Kropp").y, TOP + 10.68, 0.3)
    assert at(high, "Kropp").y > 35.4 + 6 * 13.43 + 10


def test_a_footer_stands_on_its_distance() -> None:
    pdf = pdf_of(p("Kropp"), footer=p("Fot"))
    assert near(at(pdf, "Fot").y, 841.9 - 35.4 - 2.75, 0.4)


@pytest.mark.parametrize(
    ("properties", "what"),
    [
        ('<w:cols w:num="2" w:space="708"/>', "cols"),
        ("<w:bidi/>", "bidi"),
        ('<w:pgBorders><w:top w:val="single"/></w:pgBorders>', "pgBorders"),
        ('<w:textDirection w:val="tbRl"/>', "textDirection"),
        ('<w:lnNumType w:countBy="1"/>', "lnNumType"),
    ],
)
def test_a_section_that_cannot_be_set_is_refused(properties: str, what: str) -> None:
    made = sheet().replace("</w:sectPr>", f"{properties}</w:sectPr>")
    fault = refusal(p("Ett"), section=made)
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)


@pytest.mark.parametrize("kind", ["continuous", "evenPage", "oddPage"])
def test_a_section_that_does_not_begin_a_page_is_refused(kind: str) -> None:
    fault = refusal(p("Ett", properties=sheet()), p("Tva"), section=sheet(more=f'<w:type w:val="{kind}"/>'))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", f"section {kind}")


def test_numbers_that_begin_anew_are_refused() -> None:
    made = sheet().replace("</w:sectPr>", '<w:pgNumType w:start="5"/></w:sectPr>')
    fault = refusal(p("Ett"), section=made)
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", "pgNumType")


# --- notes, breaks, signs ---------------------------------------------------------------------------------------------


def noted(body: str, *notes: str) -> bytes:
    """A Word file with footnotes."""
    content = word(body)
    out = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    end = "</Relationships>"
    added = {
        "[Content_Types].xml": f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        "word/_rels/document.xml.rels": f'<Relationship Id="rF" Type="{relation}" Target="footnotes.xml"/>{end}',
    }
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name in added:
                data = data.replace(f"<{added[name].rpartition('<')[2]}".encode(), added[name].encode())
            new.writestr(name, data)
        inside = "".join(f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(notes, start=2))
        new.writestr("word/footnotes.xml", f"<w:footnotes {SPACES}>{inside}</w:footnotes>")
    return out.getvalue()


def test_footnotes() -> None:
    def mark(number: int) -> str:
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    own = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    pdf = printed(noted(p("Ett", mark(2), " och två", mark(3), "."), p(own, " Första noten"), p(own, " Andra noten")))
    assert near(at(pdf, "Andra").y, 841.9 - TOP - 2.75, 0.3)
    assert near(at(pdf, "Andra").y - at(pdf, "Första").y, 13.43, 0.1)
    assert near(at(pdf, "Första").x, LEFT + 5.7, 0.5), "after its number"
    assert (at(pdf, "Första").size, at(pdf, "Ett").size) == (11, 11)
    assert near(at(pdf, "1").size, 6.4, 0.3)
    assert near(at(pdf, "Ett").y - at(pdf, "1").y, 3.6, 0.5)
    assert len(roles(pdf, "Note")) == 2
    assert "Första noten" in roles(pdf, "Note")[0]


def test_breaks_of_lines_and_pages() -> None:
    lines = p("Ett", "<w:r><w:br/></w:r>", "Tva", "<w:r><w:cr/></w:r>", "Tre")
    pdf = pdf_of(lines, p("a", '<w:r><w:br w:type="page"/></w:r>', "Fyra"))
    assert near(at(pdf, "Tva").y - at(pdf, "Ett").y, 13.43, 0.1)
    assert near(at(pdf, "Tre").y - at(pdf, "Tva").y, 13.43, 0.1)
    assert near(at(pdf, "Tva").x, LEFT, 0.1)
    assert at(pdf, "Fyra").page == 2
    assert refusal(p("x", '<w:r><w:br w:type="column"/></w:r>')).values["what"] == "br column"


def test_a_break_at_the_end_of_a_paragraph_makes_an_empty_line() -> None:
    pdf = pdf_of(p("Ett", "<w:r><w:br/></w:r>"), p("Tre"))
    assert near(at(pdf, "Tre").y - at(pdf, "Ett").y, 2 * 13.43, 0.2)


def test_a_page_break_between_paragraphs() -> None:
    pdf = pdf_of(p("Ett"), p('<w:r><w:br w:type="page"/></w:r>'), p("Tva"))
    assert at(pdf, "Tva").page == 2
    assert len(sizes(pdf)) == 2


def _first_words(*paragraph: str) -> list[str]:
    return ["".join(letter.text for letter in line) for line in _lines(pdf_of(p(*paragraph)))]


FULL = "ord " * 23  # room for one more word on the line


def test_spaces_and_hyphens_that_do_not_break() -> None:
    assert _first_words(f"{FULL}Anna Svensson")[1] == "Svensson"
    assert _first_words(f"{FULL}Anna\u00a0Svensson")[1].startswith("Anna")
    assert _first_words(f"{FULL}Anna-Svensson")[1] == "Svensson"
    assert _first_words(f"{FULL}Anna", "<w:r><w:noBreakHyphen/></w:r>", "Svensson")[1].startswith("Anna")


def test_a_soft_hyphen_is_seen_where_the_line_ends_only() -> None:
    soft = "<w:r><w:softHyphen/></w:r>"
    inside = pdf_of(p("sam", soft, "ordning|"))
    plain = pdf_of(p("samordning|"))
    ends = [next(letter.x for letter in letters(pdf) if letter.text == "|") for pdf in (inside, plain)]
    assert near(ends[0], ends[1], 0.1)
    broken = _first_words(f"{FULL}sam", soft, "ordningarna")
    assert broken[1] == "ordningarna"
    assert broken[0][-1] in "-\u2010\u00ad"


def test_words_are_parted_where_the_document_asks_for_it() -> None:
    text = p(r(f"{FULL}samhällsbyggnadsförvaltningen", '<w:lang w:val="sv-SE"/>'))

    def hyphenated(made: Any) -> None:
        made.settings.element.insert(0, xml("<w:autoHyphenation/>")[0])

    whole, parted = pdf_of(text), pdf_of(text, change=hyphenated)
    off = pdf_of(text.replace("<w:p>", "<w:p><w:pPr><w:suppressAutoHyphens/></w:pPr>"), change=hyphenated)
    first = ["".join(letter.text for letter in _lines(pdf)[0]) for pdf in (whole, parted, off)]
    assert "sam" not in first[0] + first[2]
    assert "sam" in first[1]
    assert "samhällsbyggnadsförvaltningen" in pdf_judges.structure(parted).words().replace("\u00ad ", "")


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "☐"), ("Symbol", "F0B7", "•"), ("Wingdings", "F0E0", "→")],
)
def test_signs_of_word_s_symbol_fonts(font: str, code: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    sign = f'<w:r>{fonts}<w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert pdf_judges.structure(pdf_of(p("Se ", sign, " här"))).words() == f"Se {shown} här"


def test_a_sign_that_nobody_knows_is_refused() -> None:
    fault = refusal(p("Se ", '<w:r><w:sym w:font="Wingdings 3" w:char="F001"/></w:r>'))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", "sym wingdings 3 F001")


def test_spaces_are_kept_where_word_keeps_them() -> None:
    kept = '<w:r><w:t xml:space="preserve">a    b</w:t></w:r>'
    trimmed = "<w:r><w:t>  c  </w:t></w:r><w:r><w:t>d</w:t></w:r>"
    pdf = pdf_of(p(kept), p("a b"), p(trimmed), p(r("   "), "inne"))
    (first, second) = (letter.x for letter in letters(pdf) if letter.text == "b")
    assert near(first - second, 3 * 2.486, 0.1)
    assert "cd" in pdf_judges.text(pdf)
    assert near(at(pdf, "inne").x, LEFT + 3 * 2.486, 0.1)


# --- nothing is dropped -----------------------------------------------------------------------------------------------

TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="7" name="box"/><a:graphic>'
    f'<a:graphicData uri="none"><wps:wsp><wps:txbx><w:txbxContent>{p("i rutan")}</w:txbxContent></wps:txbx></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (TEXT_BOX, "textbox"),
        ("<w:r><w:pict><v:shape/></w:pict></w:r>", "pict"),
        ("<w:r><w:object><v:shape/></w:object></w:r>", "object"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "oMath"),
        ("<m:oMathPara><m:oMath/></m:oMathPara>", "oMathPara"),
        ('<w:r><w:ptab w:alignment="right" w:relativeTo="margin" w:leader="none"/></w:r>', "ptab"),
        ("<w:r><w:ruby/></w:r>", "ruby"),
        ('<w:r><w:endnoteReference w:id="1"/></w:r>', "endnoteReference"),
        ('<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/></w:r>', "footnoteReference customMarkFollows"),
        ('<w:bdo w:val="rtl"><w:r><w:t>x</w:t></w:r></w:bdo>', "bdo"),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_place(made: str, what: str) -> None:
    fault = refusal(p("Ett"), p("Här ", made))
    assert (fault.problem, fault.values["what"]) == ("pdf_cannot", what)
    assert (fault.values["part"], fault.values["paragraph"]) == ("word/document.xml", 2)


def test_what_cannot_be_set_in_a_header_names_the_header() -> None:
    fault = refusal(p("Ett"), header=p("Huvudet ", TEXT_BOX))
    assert str(fault.values["part"]).startswith("word/header")
    assert fault.values["paragraph"] == 1


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        ('<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', "template_comments"),
        (f'<w:ins w:id="1" w:author="x">{r("nytt")}</w:ins>', "template_tracked_changes"),
        ('<w:del w:id="1" w:author="x"><w:r><w:delText>gammalt</w:delText></w:r></w:del>', "template_tracked_changes"),
    ],
)
def test_traces_of_editing_are_refused(made: str, problem: str) -> None:
    assert refusal(p("Ett ", made)).problem == problem


STRANGE = '<w:frobnicate w:val="1"/>'
PLACES = {
    "body": STRANGE,
    "paragraph": p("x", STRANGE),
    "run": f"<w:p><w:r>{STRANGE}<w:t>x</w:t></w:r></w:p>",
    "pPr": p("x", properties=STRANGE),
    "rPr": p(r("x", STRANGE)),
    "hyperlink": p(f'<w:hyperlink w:anchor="a">{STRANGE}{r("x")}</w:hyperlink>'),
    "field": p(f'<w:fldSimple w:instr="REF a">{STRANGE}{r("x")}</w:fldSimple>'),
    "control": p(f"<w:sdt><w:sdtPr/><w:sdtContent>{STRANGE}{r('x')}</w:sdtContent></w:sdt>"),
    "control itself": p(f"<w:sdt><w:sdtPr/>{STRANGE}<w:sdtContent>{r('x')}</w:sdtContent></w:sdt>"),
    "control of blocks": f"<w:sdt><w:sdtPr/><w:sdtContent>{STRANGE}{p('x')}</w:sdtContent></w:sdt>",
    "control of blocks itself": f"<w:sdt><w:sdtPr/>{STRANGE}<w:sdtContent>{p('x')}</w:sdtContent></w:sdt>",
    "table": table(STRANGE, row(cell("x"), cell("y"))),
    "row": table(row(STRANGE, cell("x"), cell("y"))),
    "cell": table(row(cell(STRANGE + p("x")), cell("y"))),
    "tblPr": table(row(cell("x"), cell("y")), properties=STRANGE),
    "trPr": table(row(cell("x"), cell("y"), properties=STRANGE)),
    "tcPr": table(row(cell("x", properties=STRANGE), cell("y"))),
    "tblBorders": table(row(cell("x"), cell("y")), properties=f"<w:tblBorders>{STRANGE}</w:tblBorders>"),
    "picture": p(f"<w:r><w:drawing><wp:inline>{STRANGE}</wp:inline></w:drawing></w:r>"),
}
REST = {
    "sectPr": {"section": SECTION.replace("</w:sectPr>", f"{STRANGE}</w:sectPr>")},
    "lvl": {"numbering": abstract(1, level(0, "decimal", "%1.", more=STRANGE)) + num(1, 1)},
    "style's pPr": {"styles": f'<w:style w:type="paragraph" w:styleId="S"><w:pPr>{STRANGE}</w:pPr></w:style>'},
    "style's rPr": {"styles": f'<w:style w:type="paragraph" w:styleId="S"><w:rPr>{STRANGE}</w:rPr></w:style>'},
    "header": {"header": p("x", STRANGE)},
    "footer": {"footer": p("x", STRANGE)},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_strange_element_is_refused_wherever_it_is(place: str) -> None:
    fault = refusal(p("Ett"), PLACES[place], p("Tre"))
    assert fault.problem == "pdf_cannot"
    assert "frobnicate" in str(fault.values["what"])


@pytest.mark.parametrize("place", REST)
def test_a_strange_element_is_refused_in_other_parts(place: str) -> None:
    listed = '<w:pStyle w:val="S"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    fault = refusal(p("Ett", properties=listed), **REST[place])
    assert fault.problem == "pdf_cannot"
    assert "frobnicate" in str(fault.values["what"])


def test_the_end_of_a_paragraph_has_no_text_to_lose() -> None:
    pdf = pdf_of(p("Ett", properties=f"<w:rPr>{STRANGE}<w:smallCaps/></w:rPr>"), p("Tva"))
    assert pdf_judges.structure(pdf).words() == "Ett Tva"


def test_a_file_without_a_date_can_be_printed() -> None:
    def undated(made: Any) -> None:
        core = made.core_properties._element
        for element in [item for item in core if item.tag.endswith(("modified", "created"))]:
            core.remove(element)

    assert "Ordet" in pdf_judges.text(pdf_of(p("Ordet"), change=undated))


def test_the_space_above_the_first_paragraph_of_a_page_is_kept() -> None:
    spaced = '<w:spacing w:before="480"/>'
    pdf = pdf_of(p("Ett", properties=spaced), p("Tva", properties=f"<w:pageBreakBefore/>{spaced}"))
    assert near(at(pdf, "Ett").y, TOP + 24 + 10.68, 0.3)
    assert near(at(pdf, "Tva").y, TOP + 24 + 10.68, 0.3)


def test_a_hidden_row_is_hidden_or_refused() -> None:
    hidden = table(row(cell("HEMLIG"), cell("x"), properties="<w:hidden/>"), row(cell("Synlig"), cell("y")))
    with pytest.raises(TemplateFault, match="pdf_cannot"):
        printed(word(hidden))


def test_footnotes_with_other_numbers_are_refused() -> None:
    own = '<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr><w:pgSz'
    assert refusal(p("Ett"), section=SECTION.replace("<w:pgSz", own)).problem == "pdf_cannot"

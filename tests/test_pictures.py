"""Pictures as values: stored once, numbered, described, and never in the wrong place."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from lxml import etree

from indplan_docs.errors import ConfigurationError, TemplateFault
from indplan_docs.word import Picture, compile_template
from tests.word_templates import drawing, p, package, r, tbl, tr

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def png(seed: int = 1, width: int = 40, height: int = 20) -> bytes:
    """A PNG file of a few colours."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes((x * y * seed) % 256 for x in range(width)) for y in range(height))
    head = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_a_picture_stands_in_the_text_and_python_docx_finds_it() -> None:
    template = compile_template(package(p("före {{ logo }} efter")))
    made = docx.Document(io.BytesIO(template.render({"logo": Picture(png(), "Nordviks vapen", width=30)})))
    (shape,) = made.inline_shapes
    assert (shape.width, shape.height) == (Mm(30), Mm(15))
    assert made.paragraphs[0].text == "före  efter"
    assert made.part.related_parts[made.element.find(f".//{A}blip").get(f"{R}embed")].blob == png()
    assert made.element.find(f".//{WP}docPr").get("descr") == "Nordviks vapen"


def test_its_size_is_that_of_docxtpl() -> None:
    source = package(p("{{ logo }}"))
    theirs = DocxTemplate(io.BytesIO(source))
    theirs.render({"logo": InlineImage(theirs, io.BytesIO(png()))})
    saved = io.BytesIO()
    theirs.save(saved)
    ours = compile_template(source).render({"logo": Picture(png())})
    shapes = [docx.Document(io.BytesIO(content)).inline_shapes[0] for content in (saved.getvalue(), ours)]
    assert abs(shapes[0].width - shapes[1].width) <= 1
    assert abs(shapes[0].height - shapes[1].height) <= 1


def test_one_file_for_a_picture_printed_often_and_a_number_for_each() -> None:
    body = p("{% for l in logos %}{{ l }}{% endfor %}") + p(drawing(7))
    template = compile_template(package(body, {"header1": p("{{ logos[0] }}")}))
    first, second = Picture(png(1), "ett"), Picture(png(2), "två")
    found = parts(template.render({"logos": [first, second, first]}))
    assert sorted(name for name in found if "media" in name) == sorted(f"word/media/{x.name}" for x in (first, second))
    numbers = [
        element.get("id")
        for name in ("word/document.xml", "word/header1.xml")
        for element in etree.fromstring(found[name]).iter(f"{WP}docPr")
    ]
    assert len(numbers) == len(set(numbers)) == 5
    header = etree.fromstring(found["word/_rels/header1.xml.rels"])
    assert [item.get("Target") for item in header] == [f"media/{first.name}"]
    assert b'Extension="png"' in found["[Content_Types].xml"]


def test_a_document_without_pictures_has_none_of_it() -> None:
    template = compile_template(package(p("{% if logo %}{{ logo }}{% endif %}x")))
    with_logo = parts(template.render({"logo": Picture(png())}))
    without = parts(template.render({"logo": None}))
    assert not any("media" in name for name in without)
    assert b"png" not in without["[Content_Types].xml"]
    assert set(with_logo) - set(without) == {name for name in with_logo if "media" in name}


def test_a_picture_in_a_macro_printed_twice_has_two_numbers() -> None:
    body = p("{% set both %}{{ logo }}{% endset %}{{ both }}{{ both }}")
    found = parts(compile_template(package(body)).render({"logo": Picture(png())}))
    numbers = [e.get("id") for e in etree.fromstring(found["word/document.xml"]).iter(f"{WP}docPr")]
    assert len(numbers) == len(set(numbers)) == 2


def test_a_picture_without_description_is_marked_as_decoration() -> None:
    found = parts(compile_template(package(p("{{ logo }}"))).render({"logo": Picture(png())}))
    assert b"adec:decorative" in found["word/document.xml"]


def test_links_of_the_template_stay_beside_pictures() -> None:
    link = f'<w:hyperlink r:id="web">{r("{{ a }}")}</w:hyperlink>'
    template = compile_template(package(p(link, "{{ logo }}"), links={"web": "https://example.org"}))
    found = parts(template.render({"a": "x", "logo": Picture(png())}))
    targets = [item.get("Target") for item in etree.fromstring(found["word/_rels/document.xml.rels"])]
    assert "https://example.org" in targets
    assert any(target.startswith("media/") for target in targets)


@pytest.mark.parametrize(
    "body",
    [
        p("{{r logo }}"),
        p(r("x", '<w:color w:val="{{ logo }}"/>')),
        tbl(tr("{% cellbg logo %}x", "y")),
    ],
)
def test_a_picture_in_the_wrong_place_is_told(body: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(body)).render({"logo": Picture(png())})
    assert caught.value.problem == "value_picture_place"
    assert caught.value.values["paragraph"] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:20], b"BM" + bytes(60)],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Picture(content)
    assert caught.value.problem == "picture_unreadable"


def test_an_enormous_picture_is_refused() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Picture(png() + bytes(10_000_001))
    assert caught.value.problem == "picture_too_large"


@pytest.mark.parametrize("size", [{"width": 0}, {"height": -1}])
def test_a_size_that_is_none_is_refused(size: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError):
        Picture(png(), **size)


def test_docxtpls_own_picture_is_told_from_ours() -> None:
    source = package(p("{{ logo }}"))
    theirs = InlineImage(DocxTemplate(io.BytesIO(source)), io.BytesIO(png()))
    with pytest.raises(TemplateFault) as caught:
        compile_template(source).render({"logo": theirs})
    assert (caught.value.problem, caught.value.values["kind"]) == ("value_not_text", "InlineImage")


def test_rich_text_inside_a_text_is_told() -> None:
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(p("{{ rich }}"))).render({"rich": RichText("x", bold=True)})
    assert caught.value.problem == "value_rich_inside_text"


def test_rich_text_with_a_link_of_another_file_is_told() -> None:
    rich = RichText("x", url_id="rId99")
    with pytest.raises(TemplateFault) as caught:
        compile_template(package(p("{{r rich }}"))).render({"rich": rich})
    assert caught.value.problem == "value_not_text"


def test_same_pictures_same_bytes() -> None:
    template = compile_template(package(p("{{ logo }}")))
    assert template.render({"logo": Picture(png())}) == template.render({"logo": Picture(png())})

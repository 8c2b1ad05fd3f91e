"""Findings as comments in the maintainer's own file, which is otherwise the same file."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn

from indplan_docs import catalogue
from indplan_docs.authoring.annotation.annotate import annotate, worded
from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.errors import TemplateFault
from indplan_docs.language import Language, MessageLanguage
from indplan_docs.word.package import DOCUMENT
from tests.template_files import comment, commented, template_in, with_members, word_file
from tests.word_templates import control, note, p, package, r, split, tbl, tc, text_box, tr

SV = worded(MessageLanguage.SV)
CHANGED = {DOCUMENT, "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def found(data: bytes, *texts: str, tag: str = "") -> list[TemplateFinding]:
    """A finding at each of the paragraphs with these texts."""
    subject = Subject(data, template_in(Language.SV))
    places = [place for part in subject.parts for place in subject.places(part)]
    return [
        finding("fixed_date", next(place for place in places if place.text == text), tag=tag or text) for text in texts
    ]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def opened(data: bytes) -> Opened:
    return Document(io.BytesIO(data))


def marked(document: Opened) -> dict[int, tuple[str, str]]:
    """For each comment the text of the paragraph that it stands in, and the text that it is about."""
    out = {}
    for paragraph in document.element.iter(qn("w:p")):
        for start in paragraph.findall(qn("w:commentRangeStart")):
            key = start.get(qn("w:id"))
            about, inside = [], False
            for child in paragraph:
                inside = (inside or child is start) and not (
                    child.tag == qn("w:commentRangeEnd") and child.get(qn("w:id")) == key
                )
                about += [t.text or "" for t in child.iter(qn("w:t"))] if inside else []
            assert paragraph.xpath(f"w:r/w:commentReference[@w:id='{key}']"), "the comment has no reference"
            out[int(key)] = ("".join(t.text or "" for t in paragraph.iter(qn("w:t"))), "".join(about))
    return out


def without_marks(document: bytes) -> bytes:
    text = re.sub(
        rb'<w:r><w:commentReference w:id="\d+"/></w:r>|<w:commentRange(Start|End) w:id="\d+"/>', b"", document
    )
    return text.replace(b"<w:p></w:p>", b"<w:p/>")


def test_a_comment_stands_at_its_paragraph_with_its_words() -> None:
    source = word_file(p("Före") + p("Senast 1 maj 2027, skriv.") + p("Efter"))
    out = opened(annotate(source, found(source, "Senast 1 maj 2027, skriv.", tag="1 maj 2027"), SV))
    (said,) = out.comments
    assert said.text.startswith("TPL-207 Varning: Datumet ”1 maj 2027” är inskrivet i mallen")
    assert (said.author, said.initials, said.timestamp) == ("indplan", "ip", None)
    assert marked(out) == {said.comment_id: ("Senast 1 maj 2027, skriv.",) * 2}


@pytest.mark.parametrize("language", MessageLanguage)
def test_the_words_are_the_maintainers_language(language: MessageLanguage) -> None:
    source = word_file(p("x"))
    out = opened(annotate(source, [finding("title_missing")], worded(language)))
    said = next(iter(out.comments)).text
    last = {"sv": "(hela filen)", "nb": "(hele filen)", "nn": "(heile fila)", "en": "(the whole file)"}
    assert said.startswith("TPL-302 ")
    assert said.endswith(last[language.value])


def test_a_comment_is_about_the_runs_that_hold_the_tag() -> None:
    source = word_file(p("Hej ", r("{{ nam }}", "<w:b/>"), " och ", "välkommen"))
    (at,) = found(source, "Hej {{ nam }} och välkommen", tag="{{ nam }}")
    assert list(marked(opened(annotate(source, [at], SV))).values()) == [("Hej {{ nam }} och välkommen", "{{ nam }}")]


def test_a_tag_in_many_runs_is_marked_from_the_first_to_the_last() -> None:
    source = word_file(p("Hej ", split("{{ person.nam }}"), " du"))
    (at,) = found(source, "Hej {{ person.nam }} du", tag="{{ person.nam }}")
    assert [about for _, about in marked(opened(annotate(source, [at], SV))).values()] == ["{{ person.nam }}"]


def test_the_same_tag_twice_is_marked_twice() -> None:
    source = word_file(p("a ", r("{{ x }}"), " b ", r("{{ x }}", "<w:b/>"), " c"))
    (at,) = found(source, "a {{ x }} b {{ x }} c", tag="{{ x }}")
    out = annotate(source, [at, at], SV)
    paragraph = next(opened(out).element.iter(qn("w:p")))
    starts = [paragraph.index(start) for start in paragraph.findall(qn("w:commentRangeStart"))]
    texts = ["".join(t.text or "" for t in paragraph[at + 1].iter(qn("w:t"))) for at in starts]
    assert texts == ["{{ x }}", "{{ x }}"]
    assert paragraph[starts[1] + 1].find(f"{qn('w:rPr')}/{qn('w:b')}") is not None


def test_words_that_are_not_there_mark_the_whole_paragraph() -> None:
    source = word_file(p("Ett ", r("två"), " tre", properties='<w:jc w:val="left"/>'))
    (at,) = found(source, "Ett två tre", tag="fyra")
    assert list(marked(opened(annotate(source, [at], SV))).values()) == [("Ett två tre", "Ett två tre")]


def test_two_findings_in_one_paragraph_are_two_comments() -> None:
    source = word_file(p("Den 1 maj 2027 ", "och den ", "2 maj 2027"))
    text = "Den 1 maj 2027 och den 2 maj 2027"
    both = found(source, text, tag="1 maj 2027") + found(source, text, tag="2 maj 2027")
    out = opened(annotate(source, both, SV))
    assert [about for _, about in marked(out).values()] == ["Den 1 maj 2027 ", "2 maj 2027"]
    assert [("1 maj" in said.text, "2 maj" in said.text) for said in out.comments] == [(True, False), (False, True)]


def test_a_finding_in_a_table_stands_in_its_cell() -> None:
    inner = tbl(tr("e", "f"))
    source = word_file(tbl(tr("a", "b"), tr("c", tc(p("d") + inner + p("g")))))
    out = opened(annotate(source, found(source, "b", "f", "g"), SV))
    assert [text for text, _ in marked(out).values()] == ["b", "f", "g"]


def test_findings_in_headers_and_notes_are_said_at_the_first_paragraph_and_name_their_place() -> None:
    parts = {"header1": p("Huvud"), "footer1": p("Fot"), "footnotes": note(1, p("Not"))}
    source = word_file(p("Först") + p("Sedan"), parts=parts)
    out = opened(annotate(source, found(source, "Huvud", "Fot", "Not"), SV))
    assert list(marked(out).values()) == [("Först", "Först")] * 3
    said = [one.text for one in out.comments]
    last = [one.rpartition(" (")[2] for one in said]
    assert last == [
        "i sidhuvudet, stycke 1: ”Huvud”)",
        "i sidfoten, stycke 1: ”Fot”)",
        "i fotnoterna, stycke 1: ”Not”)",
    ]


def test_a_finding_in_a_text_box_stands_where_the_box_is_anchored() -> None:
    source = word_file(p("Ankare ", text_box(p("1 maj 2027"))) + p("Efter"))
    out = opened(annotate(source, found(source, "1 maj 2027", "Efter"), SV))
    anchored = [paragraph for paragraph in out.paragraphs if paragraph._p.findall(qn("w:commentRangeStart"))]
    assert [paragraph.text for paragraph in anchored] == ["Ankare ", "Efter"]


def test_empty_paragraphs_and_content_controls_are_marked_too() -> None:
    source = word_file("<w:p/>" + control(p("I kontroll")) + p(control(r("{{ x }}"))))
    empty = Subject(source, template_in(Language.SV)).place(DOCUMENT, 1)
    everywhere = [finding("tracked_changes", empty, term="change_deleted"), *found(source, "I kontroll", "{{ x }}")]
    out = opened(annotate(source, everywhere, SV))
    assert list(marked(out).values()) == [("", ""), ("I kontroll", "I kontroll"), ("{{ x }}", "{{ x }}")]


def test_comments_that_are_there_are_kept() -> None:
    source = word_file(commented("Här", 7) + p("Där"), parts={"comments": comment(7, "Stämmer detta?")})
    out = annotate(source, found(source, "Där", "Här"), SV)
    said = list(opened(out).comments)
    assert [(one.author, one.comment_id) for one in said] == [("Granskare", 7), ("indplan", 8), ("indplan", 9)]
    assert said[0].text == "Stämmer detta?"
    assert marked(opened(out)) == {7: ("Här", "Här"), 8: ("Där", "Där"), 9: ("Här", "Här")}
    assert {name for name, content in members(out).items() if content != members(source)[name]} == {
        DOCUMENT,
        "word/comments.xml",
    }


@pytest.mark.parametrize("template", catalogue.pack(), ids=lambda template: template.id)
def test_the_file_is_otherwise_the_same(template: catalogue.Template) -> None:
    source = template.read()
    subject = Subject(source, template)
    places = [place for part in subject.parts for place in subject.places(part)]
    findings = [finding("fixed_date", place, tag=place.text) for place in places]
    out = annotate(source, [*findings, finding("title_missing")], SV)
    before, after = members(source), members(out)
    assert {name for name in after if after[name] != before.get(name)} == CHANGED
    assert set(before) <= set(after)
    assert without_marks(after[DOCUMENT]) == without_marks(before[DOCUMENT])
    told = [paragraph.text for paragraph in opened(out).paragraphs]
    assert told == [paragraph.text for paragraph in opened(source).paragraphs]
    assert len(list(opened(out).comments)) == len(findings) + 1
    again = Subject(out, template)
    assert [place.text for part in again.parts for place in again.places(part)] == [place.text for place in places]


def test_every_paragraph_of_the_document_can_be_marked_by_its_number() -> None:
    template = template_in(Language.NN)
    source = template.read()
    places = Subject(source, template).places(DOCUMENT)
    out = annotate(source, [finding("comments", place) for place in places], lambda one: str(one.place))
    texts = [text for text, _ in marked(opened(out)).values()]
    assert ["".join(text.split()) for text in texts] == ["".join(place.text.split()) for place in places]


def test_the_same_findings_give_the_same_bytes() -> None:
    source = word_file(p("x"))
    once, again = (annotate(source, [finding("title_missing")], SV) for _ in range(2))
    assert once == again
    assert annotate(source, [], SV) == source


def test_what_is_said_may_hold_any_sign() -> None:
    source = word_file(p("x"))
    out = opened(annotate(source, [finding("title_missing")], lambda _: "<b> & ”å” \N{GRINNING FACE}\x0b\nrad två"))
    assert next(iter(out.comments)).text == "<b> & ”å” \N{GRINNING FACE}\n\nrad två"


def test_a_file_without_relationships_of_its_own_gets_them() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in members(package(p("x"))).items():
            if not name.endswith("document.xml.rels"):
                new.writestr(name, content)
    made = annotate(out.getvalue(), [finding("title_missing")], lambda _: "Titel?")
    assert [one.text for one in opened(made).comments] == ["Titel?"]


def test_a_document_in_another_encoding_is_kept_in_it() -> None:
    source = word_file(p("Blåbär 1 maj 2027"))
    text = members(source)[DOCUMENT].decode().replace("UTF-8", "UTF-16")
    wide = with_members(source, {DOCUMENT: text.encode("utf-16")})
    out = annotate(wide, found(wide, "Blåbär 1 maj 2027"), SV)
    assert members(out)[DOCUMENT][:2] == b"\xff\xfe"
    assert list(marked(opened(out)).values()) == [("Blåbär 1 maj 2027", "Blåbär 1 maj 2027")]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", package("<w:tbl/>")])
def test_what_is_no_word_file_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(TemplateFault):
        annotate(data, [finding("title_missing")], SV)

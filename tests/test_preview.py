"""The preview: template and result on one page, conditions in words, and again each time the file is saved."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree

from indplan_docs import PdfEngine, Profile, catalogue, load, pipeline
from indplan_docs.authoring.examples import all_examples, examples_for
from indplan_docs.authoring.in_words.conditions import Wording
from indplan_docs.authoring.preview.outline import Covered, Node, Paragraph, Row, Table, Value, outline
from indplan_docs.authoring.preview.saves import saves
from indplan_docs.errors import ConverterMissing
from indplan_docs.language import Country, Language, MessageLanguage
from indplan_docs.pdf.libreoffice import find_office
from indplan_docs.word import Template, compile_template
from indplan_docs.word.filters import filters
from tests.conftest import FIXTURES, ROOT, Ran, read_json
from tests.word_templates import p, package, tbl, tr

PACK = catalogue.pack()
HTML5 = re.compile("Tag (article|details|header|main|nav|section|summary) invalid")
LSS = ROOT / "templates" / "sv" / "plan-lss-sv.docx"


def compiled(template: catalogue.Template) -> Template:
    return compile_template(template.read(), filters=filters(template.language, template.language.country))


def covered(nodes: list[Node]) -> Iterator[Covered]:
    """Every condition and loop."""
    for node in nodes:
        if isinstance(node, Covered):
            yield node
        if isinstance(node, Row):
            for cell in node.cells:
                yield from covered(cell)
        elif isinstance(node, Covered | Paragraph | Table):
            yield from covered(node.inside)


def words(nodes: list[Node]) -> str:
    """An outline as one line: ``[condition: ...]``, ``<value>``."""
    out = []
    for node in nodes:
        match node:
            case Covered():
                out.append(f"[{node.words}: {words(node.inside)}]")
            case Value():
                out.append(f"<{node.printed.label}>")
            case Row():
                out += ["| ", *(words(cell) for cell in node.cells), " |"]
            case Paragraph() | Table():
                out.append(words(node.inside))
            case _:
                out.append(getattr(node, "words", "?"))
    return "".join(out)


def told(*body: str, document: str = "plan", language: MessageLanguage = MessageLanguage.EN) -> str:
    """A template of a few paragraphs in words."""
    template = compile_template(package("".join(body)), filters=filters(Language.SV, Country.SE))
    (part,) = outline(template, Wording(document, language))
    return words(part.inside)


def read_page(folder: Path) -> etree._Element:
    """The page, which must be well formed."""
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring((folder / "preview.html").read_bytes(), parser)
    assert [e.message for e in parser.error_log if not HTML5.match(e.message)] == []
    return root


def text_of(root: etree._Element, path: str) -> str:
    return " ".join(" ".join(str(part) for part in element.itertext()) for element in root.iterfind(path))


@pytest.mark.parametrize("language", MessageLanguage)
@pytest.mark.parametrize("template", PACK, ids=[template.id for template in PACK])
def test_every_condition_and_loop_of_the_pack_is_a_sentence_without_a_path(
    template: catalogue.Template, language: MessageLanguage
) -> None:
    parts = outline(compiled(template), Wording(template.document, language))
    found = [one for part in parts for one in covered(part.inside)]
    assert len(found) > 50
    for one in found:
        assert not re.search(r"\w_\w|\w\.\w|[{}%|]|==|code|kod\b", one.words.replace("e-post", "")), one.words
        assert one.words[0].isupper(), one.words


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("person and person.birth_date", "Shown only if “Date of birth” is filled in"),
        ("not person.birth_date", "Shown only if “Date of birth” is empty"),
        ("goals", "Shown only if there is anything under “Goals”"),
        ("goals|length > 1", "Shown only if “number of Goals” is more than 1"),
        ("not goals", "Shown only if there is nothing under “Goals”"),
        ("coordinator", "Shown only if there are details under “Coordinator”"),
        ("draft", "Shown only if this is a draft"),
        ("not draft", "Shown only if this is not a draft"),
        ("consent.plan", "Shown only if the answer to “Consent to the plan” is yes"),
        ("consent and consent.plan == false", "Shown only if the answer to “Consent to the plan” is no"),
        (
            "consent.plan == true or consent.plan == false",
            "Shown only if “Consent to the plan” is answered",
        ),
        (
            "not (consent.plan == true or consent.plan == false)",
            "Shown only if “Consent to the plan” is not answered",
        ),
        ("framework == 'sip'", "Shown only if “Type of plan” is “coordinated individual plan (SIP)”"),
        (
            "framework in ['sip', 'lss']",
            "Shown only if “Type of plan” is “coordinated individual plan (SIP)” or “individual plan under LSS”",
        ),
        (
            "coordinator.unit != coordinator.organisation",
            "Shown only if “Coordinator › Unit” is something other than “Coordinator › Organisation”",
        ),
        (
            "not (version and version.replaces)",
            "Shown only if “Replaces plan” is empty",
        ),
        ("needs and wishes", "Shown only if “Needs” and “Wishes” are filled in"),
        ("needs or wishes", "Shown only if “Needs” or “Wishes” is filled in"),
        (
            "(needs or wishes) and goals",
            "Shown only if “Needs” or “Wishes” is filled in; and besides there is anything under “Goals”",
        ),
        ("reference is none", "Shown only if “Reference” is empty"),
        ("reference is defined", "Shown only if “Reference” is filled in"),
        ("reference|upper == 'X'", "Shown only if “reference|upper == X” is true"),
        ("not (1 + 1 == 3)", "Shown only if “1, 1 == 3” is not true"),
    ],
)
def test_conditions_are_said_as_a_person_would(condition: str, sentence: str) -> None:
    allowed = {"upper": str.upper, "length": len}
    template = compile_template(package(p(f"{{%p if {condition} %}}") + p("x") + p("{%p endif %}")), filters=allowed)
    (part,) = outline(template, Wording("plan", MessageLanguage.EN))
    assert words(part.inside) == f"[{sentence}: x]"


def test_what_a_condition_covers_stands_inside_it_with_its_branches_beside() -> None:
    found = told(
        p("{%p if reference %}"),
        p("Ref {{ reference }}"),
        p("{%p elif date %}"),
        p("On {{ date|date }}{% if draft %} (draft){% else %}.{% endif %}"),
        p("{%p else %}"),
        p("None"),
        p("{%p endif %}"),
        p("After"),
    )
    assert found == (
        "[Shown only if “Reference” is filled in: Ref <Reference>]"
        "[Otherwise, if “Document date” is filled in: On <Document date>"
        "[Shown only if this is a draft:  (draft)][Otherwise: .]]"
        "[Otherwise: None]After"
    )


def test_loops_are_followed_to_the_fields_inside_and_rows_are_rows() -> None:
    found = told(
        tbl(
            tr("Goal", "Due"),
            tr("{%tr for aim in goals if aim.title %}", ""),
            tr("{{ loop.index }} {{ aim.title }}", "{% for step in aim.sub_goals %}{{ step.due|date }}{% endfor %}"),
            tr("{%tr endfor %}", ""),
        )
    )
    assert "One table row for each under “Goals”, where “Goal in short” is filled in" in found
    assert "<Number in order> <Goal in short>" in found
    assert "[Repeated for each under “Sub-goals”: <To be reached by>]" in found


def test_two_people_with_the_same_details_are_said_to_be_alike() -> None:
    fields = ("name", "title", "unit", "phone")
    alike = " and ".join(f"case_officer.{name} == coordinator.{name}" for name in fields)
    found = told(p(f"{{%p if coordinator and {alike} %}}"), p("x"), p("{%p endif %}"))
    assert found.startswith("[Shown only if “Case officer” and “Coordinator” have the same details (")
    assert "filled in" not in found


@pytest.mark.parametrize("example", all_examples(), ids=[example.name for example in all_examples()])
def test_every_example_is_complete_and_fits_a_template(example: object) -> None:
    from indplan_docs import check  # noqa: PLC0415
    from indplan_docs.authoring.examples import Example  # noqa: PLC0415

    assert isinstance(example, Example)
    document = example.load()
    assert check(document).complete
    assert catalogue.find(document.document, document.framework, document.language)


def test_every_template_has_examples_the_fullest_first() -> None:
    for template in PACK:
        found = examples_for(template.document, template.frameworks, template.language)
        assert len(found) >= 3
        assert found[0].path.stat().st_size >= found[1].path.stat().st_size


def test_the_page_shows_template_and_result_with_the_pages_as_pictures(
    tmp_path: Path, indplan: Callable[..., Ran]
) -> None:
    ran = indplan("template", "preview", "consent-nb", "--to", tmp_path, "--no-open", "--lang", "nn")
    assert (ran.code, ran.err) == (0, "Mal: consent-nb.docx (programmet sin eigen mal)\n")
    assert str(tmp_path / "preview.html") in ran.out
    root = read_page(tmp_path)
    assert root.get("lang") == "nn"
    assert text_of(root, ".//title") == "Førehandsvising av consent-nb"
    assert {part.get("lang") for part in root.iterfind(".//article[@class='part']")} == {"nb-NO"}
    assert "Blir berre vist dersom" in text_of(root, ".//section[@id='template']")
    assert "Samtykke" in text_of(root, ".//section[@id='template']")
    assert root.find(".//script") is None
    pictures = root.findall(".//img")
    pdf = next(tmp_path.glob("preview-*.pdf"))
    assert len(pictures) == len(pypdf.PdfReader(pdf).pages) > 1
    for number, picture in enumerate(pictures, start=1):
        content = (tmp_path / str(picture.get("src"))).read_bytes()
        assert content.startswith(b"\x89PNG")
        size = (int(str(picture.get("width"))), int(str(picture.get("height"))))
        assert struct.unpack(">II", content[16:24]) == size
        assert str(number) in str(picture.get("alt"))
    assert root.find(f".//a[@href='{pdf.name}']") is not None
    assert all(path.name.startswith("preview") for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("invitation-sv", "FÖRHANDSVISNING"),
        ("invitation-nb", "FORHÅNDSVISNING"),
        ("invitation-nn", "FØREHANDSVISING"),
    ],
)
def test_a_preview_is_marked_on_every_page_and_claims_no_conformance(name: str, mark: str) -> None:
    template = next(template for template in PACK if template.id == name)
    (example, *_) = examples_for(template.document, template.frameworks, template.language)
    shown = pipeline.preview(template, example.load())
    assert shown.fault is None
    reader = pypdf.PdfReader(io.BytesIO(shown.content))
    assert all(mark in page.extract_text() for page in reader.pages)
    assert b"pdfaid" not in shown.content
    assert "[" not in "".join(page.extract_text() for page in reader.pages), "nothing is shown as missing"


def test_a_preview_by_libreoffice_is_marked_too() -> None:
    try:
        find_office()
    except ConverterMissing:
        pytest.skip("LibreOffice is not here")
    template = next(template for template in PACK if template.id == "follow_up_notice-sv")
    (example, *_) = examples_for(template.document, template.frameworks, template.language)
    shown = pipeline.preview(template, example.load(), profile=Profile(pdf_engine=PdfEngine.LIBREOFFICE))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(shown.content)).pages]
    assert pages
    assert all("FÖRHANDSVISNING" in page for page in pages)
    assert b"pdfaid" not in shown.content


def test_every_example_can_be_shown_on_one_page(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    assert indplan("template", "preview", "consent-sv", "--all", "--to", tmp_path, "--no-open").code == 0
    template = next(template for template in PACK if template.id == "consent-sv")
    names = [e.name for e in examples_for("consent", template.frameworks, template.language)]
    root = read_page(tmp_path)
    assert [article.get("id") for article in root.iterfind(".//article[@class='result']")] == names
    assert [link.get("href") for link in root.iterfind(".//nav//a")] == [f"#{name}" for name in names]
    assert len(list(tmp_path.glob("*.pdf"))) == len(names) == 8


def test_a_document_of_ones_own_or_an_example_by_name_can_be_shown(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    mine = tmp_path / "Min plan (2).json"
    shutil.copy(FIXTURES / "minimal" / "plan-lss-sv.json", mine)
    out = tmp_path / "out"
    assert indplan("template", "preview", "plan-lss-sv", "--data", mine, "--to", out, "--no-open").code == 0
    assert (out / "preview-Min-plan-2.pdf").is_file()
    named = ("--data", "plan-lss-sv-moving-out")
    assert indplan("template", "preview", "plan-lss-sv", *named, "--to", out, "--no-open").code == 0
    assert text_of(read_page(out), ".//section[@id='result']//h3") == "plan-lss-sv-moving-out"


def test_a_document_that_does_not_fit_is_refused_in_words(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    def shown(*arguments: str | Path) -> Ran:
        given = (*arguments, "--to", tmp_path / "out", "--no-open", "--lang", "en")
        return indplan("template", "preview", "plan-lss-sv", *given)

    other = shown("--data", FIXTURES / "minimal" / "consent-lss-sv.json")
    assert other.code == 2
    assert "another kind of document" in other.err
    nothing = shown("--data", "nobody")
    assert nothing.code == 2
    assert "plan-lss-sv-moving-out" in nothing.err
    assert shown("--data", "plan-lss-sv", "--all").code == 2
    assert shown("--watch").code == 2, "a file is needed to follow"
    assert shown("--as", "plan-sip-sv").code == 2
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert shown("--data", broken).code == 2
    assert not (tmp_path / "out").exists()


def test_an_unfinished_document_is_shown_with_what_is_missing(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    data = read_json("minimal/plan-lss-sv")
    del data["purpose"]
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps(data), encoding="utf-8")
    out = tmp_path / "out"
    assert indplan("template", "preview", "plan-lss-sv", "--data", mine, "--to", out, "--no-open").code == 0
    troubles = text_of(read_page(out), ".//div[@class='troubles']")
    assert "LSS-01" in troubles
    assert "inget färdigt dokument" in troubles


def changed(path: Path, old: str, new: str, target: Path) -> Path:
    """A template with one text changed, as a maintainer would in Word."""
    opened = docx.Document(str(path))
    paragraphs = [*opened.paragraphs, *(x for t in opened.tables for c in t._cells for x in c.paragraphs)]
    hits = [paragraph for paragraph in paragraphs if old in paragraph.text]
    assert hits
    for paragraph in hits:
        whole = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = whole
    opened.save(str(target))
    return target


def test_a_template_under_work_is_shown_also_when_it_would_lose_a_text(
    tmp_path: Path, indplan: Callable[..., Ran]
) -> None:
    mine = changed(LSS, "{{ purpose }}", "Vi vet varför.", tmp_path / "plan-lss-sv.docx")
    out = tmp_path / "out"
    assert indplan("template", "preview", mine, "--to", out, "--no-open").code == 0
    root = read_page(out)
    assert "Vi vet varför." in text_of(root, ".//section[@id='template']")
    assert "Planens syfte" in text_of(root, ".//div[@class='troubles']")


def test_a_value_without_a_condition_is_shown_as_missing_and_told(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    mine = changed(LSS, "{{ purpose }}", "{{ purpose }} {{ no_cooperation }}", tmp_path / "egen.docx")
    out = tmp_path / "out"
    ran = indplan("template", "preview", mine, "--as", "plan-lss-sv", "--to", out, "--no-open")
    assert ran.code == 0
    root = read_page(out)
    assert "no_cooperation" in text_of(root, ".//div[@class='troubles']")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(next(out.glob("*.pdf"))).pages)
    assert "[saknas]" in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a wrong name", package(p("{{ nam }}")), "nam"),
        ("an open block", package(p("{%p if person %}")), "if person"),
        ("no Word file", b"hello", "Word"),
        ("an empty file", b"", "Word"),
    ],
)
def test_a_broken_template_gives_a_page_with_the_fault(
    tmp_path: Path, indplan: Callable[..., Ran], name: str, content: bytes, said: str
) -> None:
    mine = tmp_path / "plan-lss-sv.docx"
    mine.write_bytes(content)
    ran = indplan("template", "preview", mine, "--to", tmp_path / "out", "--no-open")
    assert ran.code == (3 if content.startswith(b"PK") else 2), name
    assert said in ran.err
    assert "Traceback" not in ran.err
    root = read_page(tmp_path / "out")
    assert said in text_of(root, ".//section[@class='notices']")
    assert root.find(".//img") is None


def test_what_the_checks_of_a_template_find_stands_first_gravest_on_top(
    tmp_path: Path, indplan: Callable[..., Ran]
) -> None:
    template = next(template for template in PACK if template.id == "invitation-sv")
    long = "Det här är en mening " + "som blir längre och längre " * 6 + "innan den tar slut."
    old = "Läs igenom punkterna före mötet."
    file = changed(template.path, old, f"{long} Skriven den 3 maj 2024.", tmp_path / "invitation-sv.docx")
    ran = indplan("template", "preview", file, "--to", tmp_path / "made", "--no-open", "--lang", "en")
    assert ran.code == 0, ran.err
    items = ["".join(item.itertext()) for item in read_page(tmp_path / "made").iterfind(".//ul/li[@class]")]
    assert [code for item in items for code in ("TPL-207", "TPL-501") if code in item] == ["TPL-207", "TPL-501"]


def test_a_page_of_somebody_elses_is_not_written_over(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    theirs = tmp_path / "preview.html"
    theirs.write_text("<p>mine</p>", encoding="utf-8")
    ran = indplan("template", "preview", "consent-nn", "--to", tmp_path, "--no-open")
    assert ran.code == 2
    assert theirs.read_text(encoding="utf-8") == "<p>mine</p>"
    assert indplan("template", "preview", "consent-nn", "--to", tmp_path, "--no-open", "--force").code == 0
    assert indplan("template", "preview", "consent-nn", "--to", tmp_path, "--no-open").code == 0
    assert indplan("template", "preview", "consent-nn", "--to", tmp_path / "preview.html" / "x", "--no-open").code == 2


def test_pages_of_an_earlier_longer_preview_are_taken_away(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    stale = tmp_path / "preview-consent-ip-nn-family-expecting-77.png"
    stale.write_bytes(b"")
    assert indplan("template", "preview", "consent-nn", "--to", tmp_path, "--no-open").code == 0
    assert not stale.exists()


def test_the_page_is_opened_in_the_browser_unless_told_not_to(
    tmp_path: Path, indplan: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert indplan("template", "preview", "consent-nn", "--to", tmp_path).code == 0
    assert opened == [(tmp_path / "preview.html").as_uri()]


class Word:
    """Does one thing to a file between two looks, as Word does, and stops the watching after the last."""

    def __init__(self, *steps: Callable[[], object] | None) -> None:
        self._steps = iter(steps)

    def __call__(self, _seconds: float = 0) -> None:
        step = next(self._steps, KeyboardInterrupt)
        if step is KeyboardInterrupt:
            raise KeyboardInterrupt
        if step is not None:
            step()


def noticed(path: Path, last: bytes, *steps: Callable[[], object] | None) -> list[bytes]:
    found = []
    try:
        for content in saves(path, last, Word(*steps)):
            found.append(content)  # noqa: PERF402 - what came before the end is wanted
    except KeyboardInterrupt:
        return found
    raise AssertionError("watching never ends by itself")


ONE, TWO = package(p("one")), package(p("two two"))


def test_a_saved_file_is_noticed_once_it_has_stopped_changing(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(ONE)
    half = TWO[: len(TWO) // 2]
    assert noticed(path, ONE, None, None, None) == []
    assert noticed(path, ONE, lambda: path.write_bytes(half), lambda: path.write_bytes(TWO), None, None) == [TWO]
    assert noticed(path, TWO, path.unlink, None, None, lambda: path.write_bytes(ONE), None, None, None) == [ONE]


def test_a_file_saved_before_the_first_look_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(TWO)
    assert noticed(path, ONE, None, None) == [TWO]


def test_a_file_saved_again_unchanged_and_words_lock_file_are_no_news(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(ONE)
    lock = tmp_path / "~$t.docx"

    def again() -> None:
        path.unlink()
        path.write_bytes(ONE)

    assert noticed(path, ONE, lambda: lock.write_bytes(b"who"), again, None, None, lock.unlink, None, None) == []


def test_a_file_that_does_not_open_is_waited_for_and_passed_on_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(ONE)
    half = TWO[: len(TWO) // 2]
    looks = [None] * 20
    assert noticed(path, ONE, lambda: path.write_bytes(half), *looks[:5]) == []
    path.write_bytes(ONE)
    assert noticed(path, ONE, lambda: path.write_bytes(half), *looks) == [half]


def test_the_preview_is_made_again_on_each_save_and_goes_on_past_a_fault(
    tmp_path: Path, indplan: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, out = tmp_path / "consent-nn.docx", tmp_path / "out"
    source = ROOT / "templates" / "no" / "consent-nn.docx"
    shutil.copy(source, mine)
    versions: list[str] = []
    texts: list[str] = []

    def look() -> None:
        versions.append((out / "preview-version.js").read_text(encoding="utf-8"))
        texts.append((out / "preview.html").read_text(encoding="utf-8"))

    def new_text() -> None:
        opened = docx.Document(str(source))
        opened.add_paragraph("Ny setning {{ person.name }}")
        opened.save(str(mine))

    steps = (look, lambda: mine.write_bytes(package(p("{{ nam }}"))), None, look, new_text, None, look)
    monkeypatch.setattr("indplan_docs.authoring.preview.saves.time.sleep", Word(*steps))
    ran = indplan("template", "preview", mine, "--to", out, "--watch", "--no-open", language="en")
    assert ran.code == 130
    first, broken, mended = texts
    assert len(set(versions)) == 3
    assert "location.reload" in first
    assert "nam" in ran.err
    assert "TPL" not in first
    assert 'class="notices"' in broken
    assert "Ny setning" not in first + broken
    assert "Ny setning" in mended
    assert 'class="notices"' not in mended


def test_what_previews_need_is_said_when_it_is_not_installed(
    tmp_path: Path, indplan: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    ran = indplan("template", "preview", "consent-nn", "--to", tmp_path, "--no-open")
    assert ran.code == 4
    assert "indplan-docs[preview]" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_preview_is_never_what_render_gives(tmp_path: Path) -> None:
    """The gate stays: what is not complete is refused by ``render``, shown or not."""
    data = read_json("minimal/plan-lss-sv")
    del data["purpose"]
    document = load(data)
    template = next(template for template in PACK if template.id == "plan-lss-sv")
    assert pipeline.preview(template, document).report.codes == ("LSS-01",)
    from indplan_docs import Refused  # noqa: PLC0415

    with pytest.raises(Refused):
        pipeline.render(document, "pdf")
    assert not list(tmp_path.iterdir())

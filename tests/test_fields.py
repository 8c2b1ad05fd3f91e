"""The field list: all that a template may say, each tag as it works when it is copied."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from indplan_docs import catalogue
from indplan_docs.authoring.examples import contexts, examples_for
from indplan_docs.authoring.fields.entries import FILTERS, FieldList
from indplan_docs.authoring.fields.forms import field_list_docx
from indplan_docs.authoring.fields.listing import field_list
from indplan_docs.authoring.fields.names import meaning_of, name_of
from indplan_docs.checklists import rules_for
from indplan_docs.language import Country, Framework, Language, MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import fields_of
from indplan_docs.profile import ContactPoint, TitleName
from indplan_docs.vocabulary.titles import TITLE_FORMS
from indplan_docs.word import compile_template
from indplan_docs.word.context import shape
from indplan_docs.word.filters import filters
from tests.conftest import Ran
from tests.docx_text import body_text
from tests.word_templates import p, package

PACK = catalogue.pack()
each_template = pytest.mark.parametrize("template", PACK, ids=[template.id for template in PACK])


def listed(template: catalogue.Template) -> FieldList:
    return field_list(template.document, template.frameworks, template.language)


def paths_in(model: type[Model], at: str = "") -> Iterator[str]:
    """Every value that a document can hold and a template know, by its path."""
    for name, inner in fields_of(model).items():
        if name in ("protected_identity", "redaction"):  # from how well somebody is protected, much can be guessed
            continue
        path = f"{at}{name}[]" if inner.many else f"{at}{name}"
        if inner.model:
            yield from paths_in(inner.model, f"{path}.")
        else:
            yield path


@each_template
def test_every_field_is_listed_and_every_name_beside_the_document(template: catalogue.Template) -> None:
    paths = [entry.path for entry in listed(template).entries]
    beside = ["draft", "draft_mark", "marking", "logo", "gaps[]", "law[]", "complaint[]"]
    beside += [f"contact.{name}" for name in ContactPoint.model_fields]
    beside += [f"titles.{name}.{form}" for name in TitleName for form in TITLE_FORMS]
    beside += ["waivers[].title"] if template.document == "plan" else []
    assert sorted(paths) == sorted([*paths_in(DOCUMENTS[template.document]), *beside])


@each_template
def test_every_tag_does_what_the_list_says_when_it_is_copied(template: catalogue.Template) -> None:
    """One paragraph for each value, within the tags of its part and under its condition; filled with every example."""
    found = listed(template)
    lines: list[str] = []
    for section in found.sections:
        lines += [begin for begin, _ in section.around]
        for entry in section.entries:
            own = entry.loops[len(section.loops) :]
            lines += [f"{{%p if {entry.condition} %}}", *(loop.tag for loop in own), f"[{entry.path}] {entry.tag}"]
            lines += ["{%p endfor %}" for _ in own] + ["{%p endif %}"]
        lines += [end for _, end in reversed(section.around)]
    compiled = compile_template(
        package("".join(p(line) for line in lines)),
        fields=shape(DOCUMENTS[template.document]),
        filters=filters(template.language, template.language.country),
    )
    examples = examples_for(template.document, template.frameworks, template.language)
    printed = "\n".join(body_text(compiled.render(values)) for values in contexts(examples))
    spoken = " ".join(printed.split())
    for path in ("person.name", "issuer.name", "law[]"):
        (entry,) = (entry for entry in found.entries if entry.path == path)
        assert f"[{path}] {entry.example.removesuffix(' …')}" in spoken


@each_template
def test_each_field_names_the_rules_that_need_it(template: catalogue.Template) -> None:
    found = listed(template)
    named = {(entry.path.removesuffix("[]"), code) for entry in found.entries for code in entry.rules}
    named |= {(section.path.removesuffix("[]"), code) for section in found.sections for code in section.rules}
    rules = {rule.code: rule for framework in template.frameworks for rule in rules_for(template.document, framework)}
    untold = {"protected_identity", "redaction"}
    assert named == {(path, rule.code) for rule in rules.values() for path in rule.fields if path not in untold}


def test_a_measures_deadline_is_listed_as_a_maintainer_needs_it() -> None:
    found = field_list("plan", (Framework.LSS,), Language.SV)
    (entry,) = (entry for entry in found.entries if entry.path == "goals[].measures[].due")
    assert entry.tag == "{{ m.due|date }}"
    assert [loop.tag for loop in entry.loops] == ["{%p for g in goals %}", "{%p for m in g.measures %}"]
    assert (entry.condition, entry.rules, entry.filters) == ("m.due", ("LSS-07",), ("date", "long_date"))
    assert entry.example.endswith("2027")
    (section,) = (section for section in found.sections if section.path == "goals[].measures[]")
    assert [begin for begin, _ in section.around] == [
        "{%p for g in goals %}",
        "{%p if g.measures %}",
        "{%p for m in g.measures %}",
    ]


def test_every_filter_fits_something_and_is_listed_with_what_it_prints() -> None:
    assert {name for names in FILTERS.values() for name in names} == set(filters(Language.SV, Country.SE))
    found = {one.name: one.example for one in field_list("plan", (Framework.IP,), Language.NN).filters}
    assert set(found) == set(filters(Language.NN, Country.NO))
    assert found["clock"].startswith("kl.")
    assert found["yes_no"] == "Ja"


@pytest.mark.parametrize("language", MessageLanguage)
def test_every_listed_value_has_a_name_and_a_meaning(language: MessageLanguage) -> None:
    for document in DOCUMENTS:
        for entry in field_list(document, (Framework.LSS,), Language.SV).entries:
            assert name_of(entry.key, language)
            assert meaning_of(entry.key, language).endswith(".")


@pytest.mark.parametrize(
    ("document", "framework", "language"),
    [
        ("plan", Framework.LSS, Language.SV),
        ("invitation", Framework.SIP, Language.SV),
        ("consent", Framework.IP, Language.NB),
        ("follow_up_notice", Framework.IP, Language.NN),
    ],
)
def test_the_word_file_holds_every_tag_in_tables_that_readers_can_follow(
    document: str, framework: Framework, language: Language
) -> None:
    content = field_list_docx(document, framework, language)
    assert content == field_list_docx(document, framework, language), "the same bytes each time"
    opened = docx.Document(io.BytesIO(content))
    assert opened.core_properties.language == language.tag
    assert opened.paragraphs[0].style.name == "Title"
    assert opened.core_properties.title == opened.paragraphs[0].text
    languages = {element.get(qn("w:val")) for element in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {language.tag}
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)
    tags = {row.cells[0].text for table in opened.tables for row in table.rows}
    assert {entry.tag for entry in field_list(document, (framework,), language).entries} <= tags
    levels = [int(x.style.name[-1]) for x in opened.paragraphs if x.style.name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_the_table_to_copy_makes_a_row_for_each_when_it_is_pasted_into_a_template() -> None:
    opened = docx.Document(io.BytesIO(field_list_docx("plan", Framework.LSS, Language.SV)))
    table = copy.deepcopy(opened.tables[0]._tbl)
    template = package(etree.tostring(table, encoding="unicode") + p("end"))
    compiled = compile_template(
        template, fields=shape(DOCUMENTS["plan"]), filters=filters(Language.SV, Country.SE), missing=""
    )
    values = contexts(examples_for("plan", (Framework.LSS,), Language.SV))[0]
    made = docx.Document(io.BytesIO(compiled.render(values)))
    assert [row.cells[0].text for row in made.tables[0].rows[1:]] == [one["name"] for one in values["participants"]]


@each_template
def test_the_list_as_text_is_narrow_enough_to_read(template: catalogue.Template, indplan: Callable[..., Ran]) -> None:
    for language in MessageLanguage:
        ran = indplan("template", "fields", template.id, "--lang", language.value)
        assert ran.code == 0
        assert max(len(line) for line in ran.out.splitlines()) <= 100
        assert "{{ person.name }}" in ran.out


def test_the_list_speaks_the_templates_language_unless_told(indplan: Callable[..., Ran]) -> None:
    assert "Feltliste" in indplan("template", "fields", "plan-ip-nn").out
    assert "Field list" in indplan("template", "fields", "plan-ip-nn", "--lang", "en").out


def test_the_list_can_be_searched(indplan: Callable[..., Ran]) -> None:
    found = indplan("template", "fields", "plan-lss-sv", "--find", "tolk")
    assert found.code == 0
    assert "{{ person.interpreter_need }}" in found.out
    assert "{{ person.name }}" not in found.out
    assert "{{ m.due|date }}" in indplan("template", "fields", "plan-lss-sv", "--find", "LSS-07").out
    nothing = indplan("template", "fields", "plan-lss-sv", "--find", "xyzzy")
    assert nothing.code == 1
    assert "xyzzy" in nothing.err


def test_the_list_as_json_has_all_that_programs_need(indplan: Callable[..., Ran]) -> None:
    ran = indplan("template", "fields", "consent-nb", "--format", "json")
    found = json.loads(ran.out)
    fields = {field["path"]: field for section in found["sections"] for field in section["fields"]}
    capacity = fields["consent.given_by[].capacity"]
    assert capacity["tag"] == "{{ g.capacity|term }}"
    assert capacity["loops"] == ["{%p for g in consent.given_by %}"]
    assert "legal_guardian" in capacity["choices"]
    assert fields["consent.plan"]["condition"] == "consent and consent.plan == true"


def test_the_list_is_saved_whole_and_never_over_another_file(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    first = indplan("template", "fields", "plan-sip-sv", "--format", "docx", "-o", tmp_path)
    assert first.code == 0
    (made,) = tmp_path.iterdir()
    assert made.name == "faltlista-plan-sip-sv.docx"
    again = indplan("template", "fields", "plan-sip-sv", "-o", made)
    assert again.code == 2
    assert made.name in again.err
    assert indplan("template", "fields", "plan-sip-sv", "-o", made, "--force").code == 0
    assert docx.Document(str(made)).tables
    assert indplan("template", "fields", "plan-sip-sv", "-o", tmp_path / "list.json").code == 0
    assert json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))["document"] == "plan"


def test_a_template_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    ran = indplan("template", "fields", "plan-lss-de")
    assert ran.code == 2
    assert "plan-lss-de" in ran.err
    assert "plan-lss-sv" in ran.err
    assert indplan("template", "fields", tmp_path / "none.docx").code == 2

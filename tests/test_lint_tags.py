"""Lint of templates: each fault of tags and of PDF is told, at its place, in every language; any file ends in words."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pytest

from indplan_docs import catalogue
from indplan_docs.authoring.findings import CODES, TemplateFinding, Weight
from indplan_docs.authoring.lint import lint
from indplan_docs.authoring.reports import Looked
from indplan_docs.authoring.reports.plain import as_text
from indplan_docs.authoring.reports.sarif import as_sarif
from indplan_docs.authoring.reports.structured import as_json
from indplan_docs.authoring.wording import sentence, where
from indplan_docs.errors import TemplateFault
from indplan_docs.language import MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.vocabulary import problem as worded
from indplan_docs.word import compile_template
from indplan_docs.word.context import shape
from indplan_docs.word.filters import filters
from indplan_docs.word.store import Store
from tests import test_hostile_templates as hostile
from tests.template_files import comment, commented, with_members, word_file
from tests.word_templates import p, r, split, tbl, text_box, tr

PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" '
PAGE += 'w:header="708" w:footer="708" w:gutter="0"/>'
TEMPLATES = {one.id: one for one in catalogue.pack()}
TAG = re.compile(r"\{[{%].*?[%}]\}")
LANGUAGES = ("plan-lss-sv", "plan-ip-nb", "plan-ip-nn")


def made(*body: str, **parts: str) -> bytes:
    """A template with ordinary pages."""
    references = "".join(
        f'<w:{name[:6]}Reference w:type="{"first" if name.endswith("2") else "default"}" r:id="r{name}"/>'
        for name in parts
        if name.startswith(("header", "footer"))
    )
    return word_file(f"{''.join(body)}<w:sectPr>{references}{PAGE}</w:sectPr>", parts=parts)


def found(data: bytes, template: str = "plan-lss-sv") -> list[TemplateFinding]:
    """What is found, without what such small templates leave out of the checklist."""
    return [one for one in lint(data, TEMPLATES[template]) if not one.code.code.startswith("TPL-6")]


def codes(findings: list[TemplateFinding]) -> list[str]:
    return [finding.code.code for finding in findings]


def simple_field(code: str, text: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{code}">{r(text)}</w:fldSimple></w:p>'


@dataclass(frozen=True)
class Seed:
    """A fault in a small template: its code, the template, the text of the paragraph it is in, and one that nearly
    has it."""

    code: str
    body: str
    at: str
    near: str


GOALS = p("{%p for goal in goals %}") + p("{{ goal.title }}") + p("{%p endfor %}")
SEEDS = {
    "misspelt name": Seed("TPL-101", p("{{ person.nam }}"), "{{ person.nam }}", p("{{ person.name }}")),
    "name of a loop outside it": Seed("TPL-101", GOALS + p("{{ goal.title }}"), "{{ goal.title }}", GOALS),
    "misspelt name in a loop": Seed(
        "TPL-101", GOALS.replace("goal.title", "goal.titel"), "{{ goal.titel }}", GOALS.replace("title", "own_words")
    ),
    "misspelt name in a condition": Seed(
        "TPL-101",
        p("{%p if person and person.adress %}") + p("x") + p("{%p endif %}"),
        "{%p if person and person.adress %}",
        p("{%p if person and person.address %}") + p("x") + p("{%p endif %}"),
    ),
    "method": Seed("TPL-101", p("{{ person.name.upper() }}"), "{{ person.name.upper() }}", p("{{ person.name }}")),
    "misspelt filter": Seed("TPL-102", p("{{ date|dat }}"), "{{ date|dat }}", p("{{ date|date }}")),
    "filter of others": Seed(
        "TPL-102", p("{{ person.name|upper }}"), "{{ person.name|upper }}", p("{{ person.name }}")
    ),
    "two words": Seed("TPL-103", p("{{ person name }}"), "{{ person name }}", p("{{ person.name }}")),
    "nothing in it": Seed("TPL-103", p("a {{ }}"), "a {{ }}", p("a {_{ }_}")),
    "Swedish word": Seed("TPL-103", p("{% om draft %}"), "{% om draft %}", p("a{% if draft %}b{% endif %}")),
    "condition without a question": Seed(
        "TPL-103", p("a{% if %}b{% endif %}"), "a{% if %}b{% endif %}", p("a{% if draft %}b{% endif %}")
    ),
    "else twice": Seed(
        "TPL-103",
        p("a{% if draft %}b{% else %}c{% else %}d{% endif %}"),
        "a{% if draft %}b{% else %}c{% else %}d{% endif %}",
        p("a{% if draft %}b{% elif date %}c{% else %}d{% endif %}"),
    ),
    "include": Seed("TPL-104", p('{% include "x" %}'), '{% include "x" %}', p("{# include #}a")),
    "power": Seed("TPL-104", p("{{ 9 ** 9 }}"), "{{ 9 ** 9 }}", p("{{ 9 * 9 }}")),
    "tag not closed": Seed("TPL-105", p("Hej {{ person.name"), "Hej {{ person.name", p("Hej {{ person.name }}")),
    "one brace too few": Seed("TPL-105", p("{{ person.name } x"), "{{ person.name } x", p("{{ person.name }} x")),
    "one brace before": Seed("TPL-105", p("{ person.name }}"), "{ person.name }}", p("{{ person.name }}")),
    "single braces": Seed("TPL-105", p("Hej {person.name}"), "Hej {person.name}", p("Hej {1, 2}")),
    "space between braces": Seed("TPL-105", p("{ { person.name } }"), "{ { person.name } }", p("{{person.name}}")),
    "end alone": Seed("TPL-105", p("Hej person.name }}"), "Hej person.name }}", p("Hej “person.name”")),
    "condition not closed": Seed(
        "TPL-106", p("{%p if draft %}") + p("x"), "{%p if draft %}", p("{%p if draft %}") + p("x") + p("{%p endif %}")
    ),
    "end without a beginning": Seed("TPL-107", p("x") + p("{%p endif %}"), "{%p endif %}", p("x") + p("{#p endif #}")),
    "else without a condition": Seed(
        "TPL-107", p("a{% else %}b"), "a{% else %}b", p("a{% if draft %}{% else %}b{% endif %}")
    ),
    "blocks cross": Seed(
        "TPL-108",
        p("{%p for goal in goals %}") + p("{%p if draft %}") + p("x") + p("{%p endfor %}") + p("{%p endif %}"),
        "{%p if draft %}",
        p("{%p for goal in goals %}") + p("{%p if draft %}") + p("x") + p("{%p endif %}") + p("{%p endfor %}"),
    ),
    "condition from a row to a paragraph": Seed(
        "TPL-109",
        tbl(tr("{%tr if draft %}", ""), tr("a", "b")) + p("{%p endif %}"),
        "{%tr if draft %}",
        tbl(tr("{%tr if draft %}", ""), tr("a", "b"), tr("{%tr endif %}", "")),
    ),
    "condition from a cell to a paragraph": Seed(
        "TPL-109",
        tbl(tr("a {% if draft %}", "b")) + p("c {% endif %}"),
        "a {% if draft %}",
        tbl(tr("a {% if draft %}c{% endif %}", "b")),
    ),
    "space in tr": Seed(
        "TPL-110",
        tbl(tr("{% tr for goal in goals %}", ""), tr("{{ goal.title }}", "x"), tr("{%tr endfor %}", "")),
        "{% tr for goal in goals %}",
        tbl(tr("{%tr for goal in goals %}", ""), tr("{{ goal.title }}", "x"), tr("{%tr endfor %}", "")),
    ),
    "space in p": Seed(
        "TPL-110",
        p("{% p if draft %}") + p("{%p endif %}"),
        "{% p if draft %}",
        p("{%p if draft %}") + p("{%p endif %}"),
    ),
    "text beside p": Seed(
        "TPL-111",
        p("{%p if draft %} Hej") + p("{%p endif %}"),
        "{%p if draft %} Hej",
        p("{%p if draft %}") + p("{%p endif %}"),
    ),
    "two p in a paragraph": Seed(
        "TPL-111",
        p("{%p if draft %}{%p if date %}") + p("x") + p("{%p endif %}{%p endif %}"),
        "{%p if draft %}{%p if date %}",
        p("a{% if draft %}{% if date %}b{% endif %}{% endif %}"),
    ),
    "text beside tr": Seed(
        "TPL-111",
        tbl(tr("{%tr if draft %}", "Hej"), tr("a", "b"), tr("{%tr endif %}", "")),
        "{%tr if draft %}",
        tbl(tr("{%tr if draft %}", ""), tr("a", "b"), tr("{%tr endif %}", "")),
    ),
    "several looks": Seed(
        "TPL-112", p(split("{{ person.name }}")), "{{ person.name }}", p(r("{{ per") + r("son.name }}"))
    ),
    "several languages are one look": Seed(
        "TPL-112",
        p(r("{{ per", "<w:b/>") + r("son.name }}")),
        "{{ person.name }}",
        p(r("{{ per") + r("son.name }}", '<w:lang w:val="sv-FI"/>')),
    ),
    "plain if alone": Seed(
        "TPL-113", p("{% if draft %}") + p("x") + p("{% endif %}"), "{% if draft %}", p("a{% if draft %}x{% endif %}")
    ),
    "plain for alone in a row": Seed(
        "TPL-113",
        tbl(tr("a", "b"), tr("{% for goal in goals %}", ""), tr("{{ goal.title }}", "b"), tr("{% endfor %}", "")),
        "{% for goal in goals %}",
        tbl(tr("a", "b"), tr("{% for goal in goals %}{{ goal.title }}{% endfor %}", "")),
    ),
    "tag in a field": Seed(
        "TPL-114", simple_field(" QUOTE {{ person.name }} ", "Namn"), "Namn", simple_field(" PAGE ", "1")
    ),
    "too deep": Seed(
        "TPL-115", p(f"{{{{ {'(' * 400}1{')' * 400} }}}}"), f"{{{{ {'(' * 400}1{')' * 400} }}}}", p("{{ ((1)) }}")
    ),
    "too long": Seed("TPL-115", p(f"a{{# {'x' * 5000} #}}"), f"a{{# {'x' * 5000} #}}", p(f"a{{# {'x' * 500} #}}")),
    "raw date": Seed("TPL-116", p("{{ date }}"), "{{ date }}", p("{{ date|long_date }}")),
    "raw birth date": Seed("TPL-116", p("{{ person.birth_date }}"), "{{ person.birth_date }}", p("{{ person.name }}")),
    "raw phone": Seed("TPL-116", p("{{ person.phone }}"), "{{ person.phone }}", p("{{ person.phone|phone }}")),
    "raw choice": Seed(
        "TPL-116",
        GOALS.replace("goal.title", "goal.status"),
        "{{ goal.status }}",
        GOALS.replace("goal.title", "goal.status|term"),
    ),
    "raw yes or no": Seed("TPL-116", p("{{ person.unborn }}"), "{{ person.unborn }}", p("{{ person.unborn|yes_no }}")),
    "phone on a date": Seed("TPL-117", p("{{ date|phone }}"), "{{ date|phone }}", p("{{ date|date }}")),
    "date on a text": Seed("TPL-117", p("{{ person.name|date }}"), "{{ person.name|date }}", p("{{ person.name }}")),
    "object whole": Seed("TPL-118", p("{{ person }}"), "{{ person }}", p("{{ person.name }}")),
    "list whole": Seed("TPL-118", p("{{ goals }}"), "{{ goals }}", GOALS),
    "field in Word's quotes": Seed(
        "TPL-119", p("{{ “person.name” }}"), "{{ “person.name” }}", p("{{ person.name }}, “person.name”")
    ),
    "field in two quotes alike": Seed("TPL-119", p("{{ ”date” }}"), "{{ ”date” }}", p("{{ date|date }}")),
    "field in straight quotes, in its loop": Seed(
        "TPL-119",
        GOALS.replace("{{ goal.title }}", '{{ "goal.title" }}'),
        '{{ "goal.title" }}',
        GOALS.replace("{{ goal.title }}", "{% if goal.title == “goal.title” %}{{ goal.title }}{% endif %}"),
    ),
    "field in quotes with a filter": Seed("TPL-119", p("{{ 'date'|date }}"), "{{ 'date'|date }}", p("{{ date|date }}")),
    "words in a tag": Seed("TPL-120", p("{{ ”Hej” }}"), "{{ ”Hej” }}", p("”Hej”")),
    "words with full stops in a tag": Seed("TPL-120", p("{{ 'sid.nr' }}"), "{{ 'sid.nr' }}", p("sid.nr")),
    "rows outside a table": Seed(
        "TPL-121",
        p("{%tr if reason %}") + p("x") + p("{%tr endif %}"),
        "{%tr if reason %}",
        p("{%p if reason %}") + p("x") + p("{%p endif %}"),
    ),
    "rows outside a table, after one": Seed(
        "TPL-121",
        tbl(tr("a", "b")) + p("{%tr for goal in goals %}") + p("{{ goal.title }}") + p("{%p endfor %}"),
        "{%tr for goal in goals %}",
        tbl(tr("{%tr for goal in goals %}", ""), tr("{{ goal.title }}", "b"), tr("{%tr endfor %}", "")),
    ),
    "cells outside a table, with a space": Seed(
        "TPL-121",
        p("{% tc if reason %}") + p("x") + p("{%p endif %}"),
        "{% tc if reason %}",
        tbl(tr("{%tc if reason %}", "a", "{%tc endif %}", "b"), columns=2),
    ),
    "value that a field never has": Seed(
        "TPL-122",
        p("a{% if framework == 'LSS' %}b{% endif %}"),
        "a{% if framework == 'LSS' %}b{% endif %}",
        p("a{% if framework == 'lss' or reason == 'LSS' %}b{% endif %}"),
    ),
    "value that a field in a loop never has": Seed(
        "TPL-122",
        GOALS.replace("{{ goal.title }}", "a{% if goal.status in ('avslutat', 'completed') %}b{% endif %}"),
        "a{% if goal.status in ('avslutat', 'completed') %}b{% endif %}",
        GOALS.replace("{{ goal.title }}", "a{% if goal.title in ('avslutat', 'completed') %}b{% endif %}"),
    ),
    "columns": Seed(
        "TPL-401",
        p("a") + f'<w:p><w:pPr><w:sectPr>{PAGE}<w:cols w:num="2"/></w:sectPr></w:pPr>{r("b")}</w:p>',
        "b",
        p("a") + f'<w:p><w:pPr><w:sectPr>{PAGE}<w:cols w:num="1"/></w:sectPr></w:pPr>{r("b")}</w:p>',
    ),
    "text box": Seed("TPL-401", p("Ruta", text_box(p("hej"))), "Ruta", tbl(tr("Ruta", "hej"))),
    "formula": Seed("TPL-401", f"<w:p>{r('b')}<m:oMath><m:r/></m:oMath></w:p>", "b", p("b")),
}


@pytest.mark.parametrize("template", LANGUAGES)
@pytest.mark.parametrize("name", SEEDS)
def test_a_fault_is_told_where_it_is(name: str, template: str) -> None:
    seed = SEEDS[name]
    told = [one for one in found(made(p("Hej"), seed.body, p("Slut")), template) if one.code.code == seed.code]
    assert told, name
    assert told[0].place is not None
    assert told[0].place.text == seed.at
    language = MessageLanguage(TEMPLATES[template].language.value)
    assert sentence(told[0], language)
    assert "{suggestion" not in sentence(told[0], language)
    assert str(told[0].place.paragraph) in where(told[0].place, language)


@pytest.mark.parametrize("name", SEEDS)
def test_what_nearly_has_the_fault_has_none(name: str) -> None:
    told = found(made(p("Hej"), SEEDS[name].near, p("Slut")))
    assert [one for one in told if one.code.weight is not Weight.ADVICE] == [], name


def test_every_code_of_tags_and_of_pdf_has_a_seed() -> None:
    assert {seed.code for seed in SEEDS.values()} == {
        code.code for code in CODES.values() if code.code.startswith(("TPL-1", "TPL-4"))
    }


MEANT = {
    "{%p else if reason %}": "{%p elif reason %}",
    "{%p elseif reason %}": "{%p elif reason %}",
    "{%p om reason %}": "{%p if reason %}",
    "{% hvis reason %}": "{% if reason %}",
    "{% dersom reason %}": "{% if reason %}",
    "{%tr för g in goals %}": "{%p for g in goals %}",
    "{%p for g i goals %}": "{%p for g in goals %}",
    "{%p If reason %}": "{%p if reason %}",
    "{%p annars %}": "{%p else %}",
    "{% ellers hvis reason %}": "{% elif reason %}",
    "{% if reason = 'a=b' %}": "{% if reason == 'a=b' %}",
    "{%pendif %}": "{%p endif %}",
    "{%trfor g in goals %}": "{%tr for g in goals %}",
    "{% end if %}": "{% endif %}",
    "{%p slutt %}": "{%p endif %}",
    "{{ person,name }}": "{{ person.name }}",
    "{{ person name }}": "{{ person.name }}",
    "{{ preson.name }}": "person?",
    "{{ person.adress.place }}": "person.address?",
    "{{ person.namn }}": "person.name?",
    "{{ goal.title }}": "{%p for goal in goals %} {{ goal.title }} {%p endfor %}",
}


@pytest.mark.parametrize("tag", MEANT)
@pytest.mark.parametrize("language", MessageLanguage)
def test_what_was_meant_is_told(tag: str, language: MessageLanguage) -> None:
    body = p("{%p if draft %}") + p(tag) + p("{%p endif %}")
    told = [sentence(one, language) for one in found(made(body)) if one.tag == tag]
    assert any(MEANT[tag] in one.removeprefix(tag) for one in told), told


@pytest.mark.parametrize(
    ("tag", "template", "far"),
    [
        ("{{ version }}", "invitation-sv", "person"),
        ("{{ ort }}", "plan-lss-sv", "?"),
        ("{{ avdelning.namn }}", "plan-lss-sv", "?"),
        ("{{ person namn här }}", "plan-lss-sv", "person.namn"),
    ],
)
def test_what_is_far_is_not_suggested(tag: str, template: str, far: str) -> None:
    told = [sentence(one, MessageLanguage.SV) for one in found(made(p(tag)), template)]
    assert told
    assert not any(far in one.removeprefix(tag) for one in told), told


def test_a_name_of_a_loop_outside_it_is_told_with_the_loop() -> None:
    body = p("{%p for g in goals %}") + p("{{ g.title }}") + p("{%p endfor %}") + p("{{ g.title }}")
    (told,) = found(made(body))
    assert "{%p for g in goals %}" in sentence(told, MessageLanguage.SV)


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        (("{%tr if reason %}", "x"), "TPL-121"),
        (("{%tr if reason %}", "x", "{%p endif %}"), "TPL-121"),
        (("{%tr endif %}",), "TPL-121"),
        (("{% tr for g in goals %}", "x"), "TPL-121"),
        (("{%p om reason %}", "x", "{%p slut %}"), "TPL-103"),
    ],
)
def test_one_slip_does_not_lead_in_circles(tags: tuple[str, ...], code: str) -> None:
    assert set(codes(found(made(*map(p, tags))))) == {code}


def test_a_space_in_a_tag_without_an_end_is_told_alone() -> None:
    body = tbl(tr("{% tr for goal in goals %}", ""), tr("{{ goal.title }}", "x"))
    assert codes(found(made(body))) == ["TPL-110"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_the_advice_shows_is_there_in_every_document(template: str) -> None:
    """The examples in TPL-103 and TPL-105 are tags that work."""
    for language in MessageLanguage:
        for problem in ("lint_tag_not_understood", "lint_tag_not_closed"):
            words = worded(problem, {"tag": ""}, language)
            tags = [f"{tag}{{% end{tag[3:6].strip()} %}}" * ("{%" in tag) or tag for tag in TAG.findall(words)]
            assert len(tags) >= 2
            told = codes(found(made(p(" ".join(tags))), template))
            assert [code for code in told if code.startswith("TPL-1")] == []


def test_the_command_in_the_advice_can_be_run_as_it_stands(indplan: Callable[..., Any]) -> None:
    (told,) = [one for one in found(made(p("{{ ort }}")), "consent-nn") if one.code.code == "TPL-101"]
    words = sentence(told, MessageLanguage.NN)
    command = words.partition("«indplan ")[2].partition("»")[0].split()
    assert command[:2] == ["template", "fields"]
    assert indplan(*command).code == 0


@pytest.mark.parametrize("part", ["header1", "footer2", "footnotes"])
def test_faults_outside_the_body_are_told_where_they_are(part: str) -> None:
    inside = p("{{ isuer.name }}") + p("{{ date }}")
    told = found(
        made(p("Hej"), **{part: f'<w:footnote w:id="1">{inside}</w:footnote>' if part == "footnotes" else inside})
    )
    assert [(one.code.code, one.place.text) for one in told if one.place and one.place.part == f"word/{part}.xml"] == [
        ("TPL-101", "{{ isuer.name }}"),
        ("TPL-116", "{{ date }}"),
    ]
    shown = {"header1": "i sidhuvudet", "footer2": "i sidfoten för första sidan", "footnotes": "i fotnoterna"}
    assert where(told[0].place, MessageLanguage.SV).startswith(f"{shown[part]}, ")


def test_all_faults_are_told_at_once_each_at_its_tag() -> None:
    told = found(
        made(
            p("{{ person.nam }} {{ date|dat }} {{ date }}"),
            p("{{ person.name"),
            tbl(tr("{{ person name }}", "{{ isuer.name }}")),
            p("{{ person }}"),
            p("{%p if draft %}"),
        )
    )
    assert [(one.code.code, one.place.paragraph, one.tag) for one in told if one.place] == [
        ("TPL-101", 1, "{{ person.nam }}"),
        ("TPL-102", 1, "{{ date|dat }}"),
        ("TPL-116", 1, "{{ date }}"),
        ("TPL-105", 2, "{{ person.name"),
        ("TPL-103", 3, "{{ person name }}"),
        ("TPL-101", 4, "{{ isuer.name }}"),
        ("TPL-118", 5, "{{ person }}"),
        ("TPL-106", 6, "{%p if draft %}"),
    ]


def test_places_are_told_as_people_find_them() -> None:
    heading = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    body = f"<w:p>{heading}{r('Mål')}</w:p>" + tbl(tr("a", "b")) + tbl(tr("a", "b"), tr("a", "{{ nme }}"))
    (told,) = found(made(body))
    assert where(told.place, MessageLanguage.SV) == "under rubriken ”Mål”, tabell 2, rad 2, kolumn 2, stycke 7"
    assert where(told.place, MessageLanguage.NB).startswith("under overskriften «Mål», tabell 2, rad 2, kolonne 2")
    assert where(told.place, MessageLanguage.NN).startswith("under overskrifta «Mål», tabell 2, rad 2, kolonne 2")
    assert where(told.place, MessageLanguage.EN).startswith('under the heading "Mål", table 2, row 2, column 2')


def test_what_word_makes_of_tags_by_itself_is_fine() -> None:
    body = p("{{ person.name|", "date", " }}").replace("|date", "")
    healed = p("{% if person.name == “x” %}a{% endif %}b") + p("{{\u00a0person.name\u00a0}}") + p("{{person.name}}")
    assert found(made(body.replace("person.name|", "person.name ").replace("date", ""), healed)) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_pack_has_no_errors_and_no_warnings(template: str) -> None:
    told = lint(TEMPLATES[template].path, TEMPLATES[template])
    assert [(one.code.code, one.place, one.tag) for one in told if one.code.weight is not Weight.ADVICE] == []


def test_all_that_the_pdf_engine_cannot_set_is_told_not_only_the_first() -> None:
    formula = "<m:oMath><m:r/></m:oMath>"
    cell = f"<w:tc><w:tcPr/><w:p>{r('c')}{formula}</w:p></w:tc>"
    told = found(made(f"<w:p>{r('a')}{formula}</w:p>", p("b"), tbl(tr(cell, "d")), f"<w:p>{r('e')}{formula}</w:p>"))
    assert [(one.code.code, one.place.text) for one in told if one.place] == [
        ("TPL-401", "a"),
        ("TPL-401", "c"),
        ("TPL-401", "e"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("columns", "text i spalter"), ("text box", "en textruta eller figur"), ("formula", "en formel")],
)
def test_what_the_pdf_engine_cannot_set_is_called_as_word_calls_it(name: str, shown: str) -> None:
    told = [sentence(one, MessageLanguage.SV) for one in found(made(SEEDS[name].body)) if one.code.code == "TPL-401"]
    assert [shown in one for one in told] == [True]
    assert not re.search(r"cols|textbox|Alternate|oMath|sectPr", told[0])


def test_what_another_finding_tells_is_not_told_again_for_pdf() -> None:
    mark = '<w:ins w:id="9" w:author="A">' + r("nytt") + "</w:ins>"
    assert codes(found(made(p("Ett ", mark)))) == ["TPL-201"]
    assert codes(found(made(commented("Här", 4), comments=comment(4, "x")))) == ["TPL-202"]
    fancy = p("Före ", r("fint", '<w:rFonts w:ascii="Comic Sans MS"/>'))
    assert codes(found(made(fancy))) == ["TPL-306"]
    formula = f"<w:p>{mark}<m:oMath><m:r/></m:oMath></w:p>"
    assert codes(found(made(formula, p("b")))) == ["TPL-201"], "the engine stops at the first in a paragraph"
    assert codes(found(made(p(mark), formula.replace(mark, r("b"))))) == ["TPL-201", "TPL-401"]


@pytest.mark.parametrize("language", MessageLanguage)
def test_a_file_saved_as_strict_open_xml_is_said_to_be_so_and_nothing_else(language: MessageLanguage) -> None:
    names = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        RELATIONSHIPS.encode(): b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    with zipfile.ZipFile(io.BytesIO(made(p("Hej {{ person.nam }}")))) as file:
        members = {name: file.read(name) for name in file.namelist()}
    for old, new in names.items():
        members = {name: content.replace(old, new) for name, content in members.items()}
    (told,) = found(with_members(made(p("x")), members))
    assert told.code.code == "TPL-206"
    words = sentence(told, language)
    assert "Strict Open XML" in words
    assert "*.docx" in words


def test_a_field_of_the_day_is_no_written_date() -> None:
    shown = simple_field(" DATE ", "2026-01-01")
    runs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    whole = f"<w:p>{runs[0]}<w:r><w:instrText> DATE </w:instrText></w:r>{runs[1]}{r('1 maj 2027')}{runs[2]}</w:p>"
    for body in (shown, whole):
        (told,) = found(made(body, p("x")))
        assert told.code.code == "TPL-207"
        assert "DATE" in sentence(told, MessageLanguage.SV)
        assert "öppnas" in sentence(told, MessageLanguage.SV)
    beside = found(made(shown.replace("</w:p>", r(" och 2026-01-01") + "</w:p>")))
    assert [one.values.get("variant") for one in beside] == ["field", None]
    page = simple_field(" PAGE ", "1")
    assert found(made(page)) == []


def test_tags_in_a_heading_are_no_code_where_it_names_a_place() -> None:
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + r("Mål {{ loop.index }}: {{ g.title }}") + "</w:p>"
    loop = p("{%p for g in goals %}"), heading, p("{{ g.titel }}"), p("{%p endfor %}")
    (told,) = found(made(*loop))
    assert where(told.place, MessageLanguage.SV).startswith("under rubriken ”Mål …: …”")


@pytest.mark.parametrize("name", ["condition from a row to a paragraph", "else twice", "columns", "tag in a field"])
def test_what_is_kept_between_runs_is_told_again(name: str, tmp_path: Path) -> None:
    data, template = made(SEEDS[name].body), TEMPLATES["plan-lss-sv"]
    first = lint(data, template, Store(tmp_path / "kept"))
    assert list((tmp_path / "kept").iterdir())
    assert first == lint(data, template, Store(tmp_path / "kept")) == lint(data, template)


# --- the engine agrees ------------------------------------------------------------------------------------------------


def compiles(data: bytes) -> bool:
    template = TEMPLATES["plan-lss-sv"]
    own = filters(template.language, template.language.country)
    try:
        compile_template(data, fields=shape(DOCUMENTS["plan"]), filters=own, clean=True)
    except TemplateFault:
        return False
    return True


def anything() -> Iterator[tuple[str, bytes]]:
    """Every hostile template there is, every seed, and some that are no files of Word's at all."""
    for name, (_, data) in hostile.FILES.items():
        yield f"file {name}", data if isinstance(data, bytes) else hostile.packed(data)
    for name, (_, _, body) in hostile.BLOCKS.items():
        yield f"block {name}", hostile.packed(hostile.word(*body))
    for name, body in hostile.BOMBS.items():
        yield f"bomb {name}", hostile.packed(hostile.word(body if name == "merged cells" else hostile.p(body)))
    for tag in (*hostile.BROKEN, *hostile.ESCAPES):
        yield f"tag {tag}", hostile.packed(hostile.word(hostile.p("Hej"), hostile.p(tag)))
    for code, name in hostile.CODES:
        yield f"field {name}", hostile.packed(hostile.word(hostile.p(hostile.field(code))))
    for name, seed in SEEDS.items():
        yield f"seed {name}", made(seed.body)
        yield f"near {name}", made(seed.near)
    for length in (0, 1, 30, 400, len(hostile.WHOLE) - 1):
        yield f"cut {length}", hostile.WHOLE[:length]


ANYTHING = dict(anything())


@pytest.mark.parametrize("name", ANYTHING)
def test_any_file_ends_in_findings_and_the_engine_agrees(name: str) -> None:
    told = found(ANYTHING[name])
    errors = [one for one in told if one.code.weight is Weight.ERROR]
    if not errors:
        assert compiles(ANYTHING[name])
    if not compiles(ANYTHING[name]):
        assert errors
    for one in told:
        if one.code.code not in ("TPL-201", "TPL-202"):  # another check's
            for language in MessageLanguage:
                assert sentence(one, language)
                assert where(one.place, language)


def test_a_file_that_is_none_of_words_is_said_to_be_so() -> None:
    told = {
        name: found(data)
        for name, data in (("empty", b""), ("old", hostile.OLE + bytes(600)), ("cut", hostile.WHOLE[:700]))
    }
    assert {name: codes(one) for name, one in told.items()} == {name: ["TPL-206"] for name in told}
    assert sentence(told["old"][0], MessageLanguage.SV).startswith(
        "Filen är en äldre Word-fil (.doc) eller har lösenord."
    )


def test_what_is_unsafe_does_not_hide_the_faults_of_tags() -> None:
    field = '<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;x&quot; ">' + r("x") + "</w:fldSimple></w:p>"
    assert codes(found(made(p("{{ person.nam }}"), field))) == ["TPL-101", "TPL-205"]


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
UNSAFE = {
    "a macro": ("TPL-203", "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "an embedded program": ("TPL-203", "word/embeddings/oleObject1.bin", b"MZ"),
    "a template that Word fetches": ("TPL-204", "attachedTemplate", "https://mallar.example/a.dotm"),
    "a picture that Word fetches": ("TPL-204", "image", "https://bilder.example/a.png"),
    "a link that leads to a file": ("TPL-204", "hyperlink", "file:///c:/a.docx"),
    "a link to a page": ("", "hyperlink", "https://www.kommun.example/"),
    "a link for mail": ("", "hyperlink", "mailto:lss@kommun.example"),
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_harm_the_reader_is_told(name: str, language: str) -> None:
    code, what, content = UNSAFE[name]
    own = TEMPLATES[language].language
    body = f"{p('Hej')}<w:sectPr>{PAGE}</w:sectPr>"
    if isinstance(content, bytes):
        data = word_file(body, own, members={what: content})
    else:
        link = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELATIONSHIPS}/{what}" Target="{content}" TargetMode="External"/>'
            '<Relationship Id="r2" Target="styles.xml" Type="'
            f'{RELATIONSHIPS}/styles"/></Relationships>'
        )
        data = word_file(body, own, members={"word/_rels/document.xml.rels": link})
    told = found(data, language)
    assert codes(told) == ([code] if code else [])
    for one in told:
        assert sentence(one, MessageLanguage(own.value))


@pytest.mark.parametrize(
    ("lock", "name"),
    [
        ("~$an-lss-sv.docx", "plan-lss-sv.docx"),
        (".~lock.plan-lss-sv.docx#", "plan-lss-sv.docx"),
        ("~$plan.docx", "plan.docx"),
    ],
)
def test_a_file_open_in_word_is_said_to_be_so(tmp_path: Path, lock: str, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(made(p("{{ person.nam }}")))
    (tmp_path / lock).write_bytes(b"")
    assert codes(list(lint(file, TEMPLATES["plan-lss-sv"]))) == ["TPL-211", "TPL-101"]


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refused)
    (told,) = lint(tmp_path / "plan-lss-sv.docx", TEMPLATES["plan-lss-sv"])
    assert "stäng den i Word" in sentence(told, MessageLanguage.SV)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A file of the municipality's own with three faults, of each weight one."""
    file = tmp_path / "plan-lss-sv.docx"
    file.write_bytes(made(p("{{ date }}"), p(split("{{ person.name }}", 2)), p("{{ person.nam }}")))
    return file


def test_the_text_tells_the_most_serious_first_and_what_to_do(indplan: Callable[..., Any], faulty: Path) -> None:
    ran = indplan("template", "lint", faulty, language="sv")
    assert ran.code == 1
    assert [word for word in ran.out.split() if word.startswith("TPL-")] == ["TPL-101", "TPL-116", "TPL-112"]
    assert "Menade du person.name?" in ran.out
    assert ran.out.splitlines()[-2] == "Filer: 1 · Fel: 1 · Varningar: 1 · Råd: 1"
    assert ran.out.splitlines()[-1].startswith("Rätta felen i Word")


def test_tags_in_the_text_are_never_cut(indplan: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "plan-lss-sv.docx"
    tag = "{%p if person and person.address and person.address.country %}"
    file.write_bytes(made(p(tag)))
    assert tag in indplan("template", "lint", file).out.replace("Reads:", "").partition("TPL-106")[2]


def test_the_json_has_codes_places_and_words(indplan: Callable[..., Any], faulty: Path) -> None:
    ran = indplan("template", "lint", faulty, "--format", "json", "--lang", "nn")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert told["clean"] is False
    assert told["counts"] == {"error": 1, "warning": 1, "advice": 1}
    (file,) = told["files"]
    assert (file["template"], file["language"]) == ("plan-lss-sv", "sv")
    name = next(one for one in file["findings"] if one["code"] == "TPL-101")
    assert name["name"] == "unknown_name"
    assert name["weight"] == "error"
    assert name["values"]["suggestion"] == "person.name"
    assert name["place"] == {
        "part": "word/document.xml",
        "role": "",
        "paragraph": 3,
        "heading": "",
        "cell": None,
        "text": "{{ person.nam }}",
    }
    assert "Meinte du person.name?" in name["message"]


def test_the_sarif_is_what_tools_expect(indplan: Callable[..., Any], faulty: Path) -> None:
    told = json.loads(indplan("template", "lint", faulty, "--format", "sarif").out)
    assert told["version"] == "2.1.0"
    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules}) == [c.code for c in CODES.values()]
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]).endswith("/plan-lss-sv.docx")
        assert location["logicalLocations"][0]["fullyQualifiedName"].startswith("word/document.xml/paragraph ")


def test_a_clean_file_and_one_with_advice_alone_end_well(indplan: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "mall.docx"
    document = docx.Document(str(TEMPLATES["plan-lss-sv"].path))
    document.add_paragraph("Så blir det.")
    document.save(str(file))
    assert indplan("template", "lint", file, "--as", "plan-lss-sv").code == 0
    reason = next(one for one in document.paragraphs if one.text == "{{ reason }}")
    reason.text = "{{ rea"
    reason.add_run("son }}").bold = True
    document.save(str(file))
    ran = indplan("template", "lint", file, "--as", "plan-lss-sv")
    assert "TPL-112" in ran.out
    assert ran.code == 0


def test_the_pack_is_looked_at_where_no_file_is_named(indplan: Callable[..., Any]) -> None:
    ran = indplan("template", "lint")
    assert ran.code == 0
    assert all(f"{name}.docx" in ran.out for name in TEMPLATES)


def test_a_file_that_is_not_there_or_is_no_known_template_is_wrong_use(
    indplan: Callable[..., Any], tmp_path: Path
) -> None:
    ran = indplan("template", "lint", tmp_path / "plan-lss-sv.docx")
    assert (ran.code, ran.out) == (2, "")
    (tmp_path / "brev.docx").write_bytes(made(p("a")))
    ran = indplan("template", "lint", tmp_path / "brev.docx")
    assert ran.code == 2
    assert "--as" in ran.err
    assert indplan("template", "lint", "--annotate", tmp_path / "out.docx").code == 2


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"\x89PNG", hostile.OLE])
def test_any_bytes_in_a_file_end_in_findings(indplan: Callable[..., Any], tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "consent-nb.docx"
    file.write_bytes(content)
    for form in ("text", "json", "sarif"):
        ran = indplan("template", "lint", file, "--format", form)
        assert ran.code == 2
        assert "TPL-206" in ran.out
        assert "--annotate" not in ran.out


@pytest.mark.parametrize("language", list(MessageLanguage))
def test_reports_are_made_in_every_language(language: MessageLanguage) -> None:
    template = TEMPLATES["plan-lss-sv"]
    looked = [Looked("a b.docx", template, tuple(found(made(seed.body)))) for seed in SEEDS.values()]
    assert "{suggestion" not in as_text(looked, language)
    assert as_json(looked, language)["counts"]["error"] > 0
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in as_sarif(looked, language, "1")["runs"][0]["results"]
    }
    assert uris == {"a%20b.docx"}

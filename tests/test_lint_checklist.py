"""What a template leaves out of its checklist is among what lint finds, once a rule, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs.authoring.lint import lint
from indplan_docs.authoring.wording import sentence
from indplan_docs.catalogue import pack
from indplan_docs.language import MessageLanguage
from indplan_docs.word.store import Store
from tests.conftest import Ran
from tests.template_changes import changed, without_bookmark, without_field
from tests.template_files import word_file
from tests.word_templates import p

PACK = {template.id: template for template in pack()}
ASKED = [
    ("plan-lss-sv", "evaluation.date", "TPL-601", "LSS-09"),
    ("plan-ip-nb", "goals[].measures[].how", "TPL-601", "IP-F"),
    ("plan-ip-nn", "period.start", "TPL-601", "IP-G"),
    ("plan-lss-sv", "secrecy_marking", "TPL-602", "DOC-06"),
]


@pytest.mark.parametrize(("name", "path", "code", "rule"), ASKED)
@pytest.mark.parametrize("language", MessageLanguage)
def test_a_rule_that_is_left_out_is_told_with_what_to_do(
    name: str, path: str, code: str, rule: str, language: MessageLanguage, tmp_path: Path
) -> None:
    template = without_field(PACK[name], path, tmp_path)
    (told,) = [one for one in lint(template.path, template) if one.values.get("rule") == rule]
    assert told.code.code == code
    assert path in str(told.values["paths"]).split(", ")
    words = sentence(told, language)
    assert words.startswith(f"{rule} ")
    assert path not in re.sub(r"\{[{%].*?[%}]\}", "", words), "the field is called as people call it"


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("plan-lss-sv", "purpose", "”Planens syfte” skrivs inte ut. Lägg in {{ purpose }}."),
        ("plan-lss-sv", "evaluation.date", "skrivs inte ut. Lägg in {{ evaluation.date|date }}."),
        (
            "plan-ip-nb",
            "goals[].measures[].how",
            "Sett inn {{ m.how }} inne i gjentakelsen {%p for g in goals %} {%p for m in g.measures %}.",
        ),
        ("plan-ip-nn", "period.start", "Set inn {{ period.start|date }}."),
    ],
)
def test_the_tag_to_write_is_named_as_the_field_list_has_it(name: str, path: str, words: str, tmp_path: Path) -> None:
    template = without_field(PACK[name], path, tmp_path)
    found = [sentence(one, MessageLanguage(PACK[name].language.value)) for one in lint(template.path, template)]
    assert any(words in one for one in found), found


def test_the_tag_that_is_named_mends_the_template(tmp_path: Path) -> None:
    without = without_field(PACK["plan-lss-sv"], "secrecy_marking", tmp_path)
    (told,) = [one for one in lint(without.path, without) if one.code.code == "TPL-602"]
    (tag,) = re.findall(r"\{% if .*?endif %\}", sentence(told, MessageLanguage.SV))
    mended = changed(without, lambda xml: xml.replace("{{ purpose }}", f"{{{{ purpose }}}} {tag}"), tmp_path)
    assert [one for one in lint(mended.path, mended) if one.code.code == "TPL-602"] == []


@pytest.mark.parametrize("language", MessageLanguage)
def test_of_many_fields_five_are_named_and_the_others_counted(language: MessageLanguage) -> None:
    (told,) = [one for one in lint(word_file(p("Hej")), PACK["plan-lss-sv"]) if one.code.code == "TPL-603"]
    paths = str(told.values["paths"]).split(", ")
    assert len(paths) > 100, "programs get them all"
    words = sentence(told, language)
    assert str(len(paths) - 5) in words
    assert len(words) < 600


def test_a_tag_is_told_once_where_a_list_and_its_rows_want_the_same(
    indplan: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / "plan-lss-sv.docx"
    file.write_bytes(word_file(p("Hej")))
    told = indplan("template", "coverage", file).out.partition("LSS-02")[2].partition("LSS-03")[0]
    assert told.count("{{ g.title }}") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "sämre eller kan inte göras"), ("nb", "dårligere eller kan ikke lages"), ("nn", "eller kan ikkje lagast")],
)
def test_the_last_line_does_not_promise_letters_that_are_not_made(
    language: str, words: str, indplan: Callable[..., Ran], tmp_path: Path
) -> None:
    template = without_field(PACK["plan-lss-sv"], "strengths", tmp_path)
    ran = indplan("template", "lint", template.path, language=language)
    assert "TPL-603" in ran.out
    assert words in ran.out.splitlines()[-1]


def test_yes_or_no_is_asked_so_that_no_is_printed_too() -> None:
    found = [sentence(one, MessageLanguage.SV) for one in lint(word_file(p("Hej")), PACK["plan-lss-sv"])]
    tag = "{{ person_involvement.takes_part|yes_no }}{% endif %}"
    assert any(f"person_involvement.takes_part is not none %}}{tag}" in one for one in found)


def test_a_text_of_the_template_s_own_that_answers_a_rule_is_missed(tmp_path: Path) -> None:
    template = without_bookmark(PACK["invitation-nb"], "INV-08", tmp_path)
    found = [one for one in lint(template.path, template) if one.code.code == "TPL-601"]
    assert [one.values["rule"] for one in found] == ["INV-08"]
    assert "rule_INV_08" in sentence(found[0], MessageLanguage.NB)


def test_fields_that_no_rule_asks_for_are_told_together(tmp_path: Path) -> None:
    template = without_field(without_field(PACK["plan-lss-sv"], "strengths", tmp_path), "resources", tmp_path)
    (told,) = [one for one in lint(template.path, template) if one.code.code == "TPL-603"]
    assert told.values["paths"] == "resources, strengths"
    assert "Resurser, Styrkor" in sentence(told, MessageLanguage.SV)


def test_what_is_printed_in_some_documents_only_is_told_with_the_condition(tmp_path: Path) -> None:
    template = changed(
        PACK["plan-lss-sv"],
        lambda xml: xml.replace("{{ purpose }}", "{% if reference %}{{ purpose }}{% endif %}"),
        tmp_path,
    )
    (told,) = [one for one in lint(template.path, template) if one.code.code == "TPL-601"]
    assert told.place is not None
    assert "{{ purpose }}" in told.place.text
    assert "Reference" in sentence(told, MessageLanguage.EN), "the field of the condition, as people call it"


def test_the_checklist_waits_until_the_tags_are_right(tmp_path: Path) -> None:
    template = changed(PACK["plan-lss-sv"], lambda xml: xml.replace("evaluation.date", "evaluation.dat"), tmp_path)
    codes = {one.code.code for one in lint(template.path, template)}
    assert "TPL-101" in codes
    assert not any(code.startswith("TPL-6") for code in codes)


def test_what_was_found_is_kept_and_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = without_field(PACK["plan-lss-sv"], "evaluation.date", tmp_path)
    store = Store(tmp_path / "kept")
    found = lint(local.path, local, store)
    assert found
    assert found == lint(local.path, local)
    with monkeypatch.context() as patch:
        patch.setattr("indplan_docs.authoring.lint.Subject", pytest.fail)
        assert lint(local.path, local, store) == found
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert lint(local.path, local, store) == found


def test_programs_get_the_rule_and_the_paths(tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    template = without_field(PACK["plan-lss-sv"], "evaluation.date", tmp_path)
    ran = indplan("template", "lint", template.path, "--format", "json")
    assert ran.code == 1
    (finding,) = json.loads(ran.out)["files"][0]["findings"]
    assert (finding["code"], finding["values"]["rule"], finding["values"]["paths"]) == (
        "TPL-601",
        "LSS-09",
        "evaluation.date",
    )


@pytest.mark.parametrize("name", PACK)
def test_the_pack_leaves_nothing_out(name: str, tmp_path: Path) -> None:
    """Also when it is looked at as a file of somebody's own."""
    own = changed(PACK[name], lambda xml: xml.replace("</w:body>", "</w:body><!-- own -->"), tmp_path)
    assert [one.code.code for one in lint(own.path, own)] == []

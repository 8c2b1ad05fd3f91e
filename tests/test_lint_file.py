"""What should not be in a template's file, what shuts readers out and what is hard to read is told, with its place."""

from __future__ import annotations

import re
from typing import Any

import pytest

from indplan_docs import catalogue
from indplan_docs.authoring.annotation.annotate import worded
from indplan_docs.authoring.findings import CODES, TemplateFinding, Weight
from indplan_docs.authoring.lint import lint
from indplan_docs.checklists.law import _statements
from indplan_docs.checklists.registry import read_data, source
from indplan_docs.language import MessageLanguage
from tests.seeded import WHOLE, Seeded, change
from tests.seeded_file_faults import FAULTS
from tests.seeded_near_misses import NEAR_MISSES
from tests.template_files import comment, commented
from tests.word_templates import p, r, tbl, tc, text_box, tr

OURS = sorted({seeded.code for seeded in FAULTS})


def name(seeded: Seeded) -> str:
    return f"{seeded.code} {seeded.language.value} {seeded.name}"


def places(found: list[TemplateFinding]) -> list[str]:
    return [WHOLE if one.place is None else one.place.text for one in found]


@pytest.mark.parametrize("seeded", FAULTS, ids=name)
def test_a_fault_is_found_at_its_place(seeded: Seeded) -> None:
    found = seeded.findings
    assert places(found) == seeded.at
    if seeded.tag is not None:
        assert [one.tag for one in found] == [seeded.tag]
    for one in found:
        assert seeded.values.items() <= one.values.items()


@pytest.mark.parametrize("seeded", NEAR_MISSES, ids=name)
def test_what_nearly_is_a_fault_is_let_be(seeded: Seeded) -> None:
    assert places(seeded.findings) == []


def test_each_kind_of_fault_has_a_template_with_it_and_one_that_nearly_has_it() -> None:
    numbers = (201, 202, 207, 208, 209, 210, 301, 302, 303, 304, 305, 306, 501, 502)
    assert [f"TPL-{number}" for number in numbers] == OURS
    assert {seeded.code for seeded in NEAR_MISSES} == set(OURS)


@pytest.mark.parametrize("template", catalogue.pack(), ids=lambda template: template.id)
def test_the_pack_has_none_of_these_faults(template: catalogue.Template) -> None:
    assert [found for found in lint(template.path, template) if found.code.code in OURS] == []


@pytest.mark.parametrize("language", MessageLanguage)
def test_every_fault_can_be_told_in_every_language(language: MessageLanguage) -> None:
    for seeded in FAULTS:
        for found in seeded.findings:
            said = worded(language)(found)
            assert "{" not in said.replace("{{ ", "").replace("{%", ""), said
            assert re.match(r"TPL-\d\d\d \w+: \S", said), said


def test_a_fault_of_a_style_names_the_style() -> None:
    seeded = next(one for one in FAULTS if name(one) == "TPL-306 sv by a style")
    assert "Fin" in worded(MessageLanguage.SV)(seeded.findings[0])


def test_no_identity_number_is_told() -> None:
    for seeded in (one for one in FAULTS if one.code == "TPL-208"):
        for found in seeded.findings:
            told = f"{found.place} {found.tag} {dict(found.values)}"
            assert not re.search(r"1212-1212|63-2391|50049", told), told
            assert "kesson" not in told


def test_where_a_comment_stands_in_a_table_is_told_by_row_and_column() -> None:
    body = tbl(tr("a", "b"), tr("c", tc(commented("d", 0))))
    found = Seeded("cell", "TPL-202", body, parts={"comments": comment(0, "x")}).findings
    assert [(one.place.cell.row, one.place.cell.column) for one in found if one.place and one.place.cell] == [(2, 2)]


def test_one_date_in_one_paragraph_is_told_once() -> None:
    twice = Seeded("twice", "TPL-207", p("1 maj 2027 eller 1 maj 2027 eller 2 maj 2027")).findings
    assert [found.tag for found in twice] == ["1 maj 2027", "2 maj 2027"]


def test_text_that_word_keeps_twice_is_told_once() -> None:
    boxed = Seeded("box", "TPL-207", p("Ruta", text_box(p("1 maj 2027")))).findings
    assert places(boxed) == ["1 maj 2027"]
    changed = Seeded("box", "TPL-201", p("Ruta", text_box(p(change("ins", r("nytt")))))).findings
    assert len(changed) == 1


@pytest.mark.parametrize("entry", read_data("repealed.toml")["repealed"], ids=lambda entry: entry["was"])
def test_what_is_repealed_is_told_by_its_dated_source(entry: dict[str, Any]) -> None:
    for reference in entry["sources"]:
        now = source(reference)
        assert now.country == entry["country"]
        assert now.valid_to is None
    assert set(entry["now"]) == ({"sv"} if entry["country"] == "SE" else {"nb", "nn"})
    pattern = re.compile(entry["pattern"], re.IGNORECASE)
    assert not any(pattern.search(now) for now in entry["now"].values()), "what holds now would be told as repealed"
    texts = [t for kind in _statements().values() for one in kind for t in one["text"].values()]
    assert not any(pattern.search(text) for text in texts)


def test_what_cannot_be_used_weighs_more_than_advice() -> None:
    weights = {code.code: code.weight for code in CODES.values()}
    assert {weights[code] for code in ("TPL-201", "TPL-202", "TPL-208", "TPL-209")} == {Weight.ERROR}
    assert {weights[code] for code in ("TPL-501", "TPL-502")} == {Weight.ADVICE}

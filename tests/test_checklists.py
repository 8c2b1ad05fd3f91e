"""The checklists as a whole: nothing missing, nothing without a source, nothing that points nowhere."""

from __future__ import annotations

import datetime as dt

import pytest

from indplan_docs import Framework, Severity
from indplan_docs.checklists import Need, Rule, all_rules, rules_for
from indplan_docs.checklists.registry import read_data, source
from indplan_docs.checklists.relations import RELATIONS
from indplan_docs.language import Country
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import field_at

# The normative list: every code with its level. R required, A advice, W required and waivable, P required and answered
# by the template's own text. A code is never renamed and never reused.
LEVELS = {
    "LSS": "R R W R R R R R R R W R R R R R R A A",
    "SIP": "R R R R R R R R R R R R R A A",
    "INV": "R R R R R R R P A P A P",
    "CON": "R R R R R P R R R R R A",
    "FUP": "R R R R R P R R R",
    "DOC": "R R R R R A A",
}
IP_LEVELS = dict.fromkeys([f"IP-{letter}" for letter in "ABCDEFGHI"], "R") | {
    "IP-10": "P",
    "IP-11": "R",
    "IP-12": "P",
    "IP-13": "A",
    "IP-14": "A",
    "IP-15": "A",
}
NORMATIVE = {
    f"{family}-{number:02}": level
    for family, levels in LEVELS.items()
    for number, level in enumerate(levels.split(), start=1)
} | IP_LEVELS


def level_of(code: str) -> str:
    rule = next(r for r in all_rules() if r.code == code)
    if rule.severity is Severity.ADVICE:
        return "A"
    return "W" if rule.waivable else "P" if rule.printed else "R"


def test_every_rule_of_the_checklists_exists_with_its_level() -> None:
    assert {rule.code: level_of(rule.code) for rule in all_rules()} == NORMATIVE


def test_no_code_is_used_twice() -> None:
    codes = [rule.code for rule in all_rules()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.code)
def test_no_required_rule_is_without_a_source_in_each_country_it_holds_in(rule: Rule) -> None:
    if rule.severity is not Severity.REQUIRED:
        return
    for country in {framework.country for framework in rule.frameworks}:
        found = rule.sources_in(country)
        assert found, f"{rule.code} refuses in {country} and cites nothing"
        for item in found:
            assert item.read_on >= dt.date(2026, 11, 21)
            assert all(text.strip() and "{" not in text for text in item.cite.values())


def test_repealed_law_is_cited_nowhere() -> None:
    cites = " ".join(text for rule in all_rules() for s in rule.sources for text in s.cite.values())
    for repealed in ("2001:453", "2 kap. 7 §", "3 f §", "1982:763", "landsting"):
        assert repealed not in cites
    assert all(s.valid_to is None for rule in all_rules() for s in rule.sources)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.code)
def test_every_field_of_a_rule_exists_in_its_documents(rule: Rule) -> None:
    for document in [rule.document] if rule.document else DOCUMENTS:
        for path in rule.fields:
            assert field_at(DOCUMENTS[document], path)


def test_every_rule_is_decided_by_fields_by_a_relation_or_by_the_template() -> None:
    for rule in all_rules():
        assert rule.needs or rule.printed or rule.code in RELATIONS, rule.code
    assert set(RELATIONS) <= {rule.code for rule in all_rules()}


def test_frameworks_decide_which_rules_hold() -> None:
    assert "INV-07" not in {r.code for r in rules_for("invitation", Framework.LSS)}
    assert "INV-07" in {r.code for r in rules_for("invitation", Framework.IP)}
    assert "FUP-07" in {r.code for r in rules_for("follow_up_notice", Framework.LSS)}
    assert {r.code[:3] for r in rules_for("plan", Framework.SIP)} == {"SIP", "DOC"}


def test_points_of_a_list_are_cited_by_their_number() -> None:
    assert source("SOC 6").cite["sv"].endswith("punkt 6")
    assert source("IPF g").country is Country.NO
    assert source("SoL 10:8").valid_from == dt.date(2025, 7, 1)
    with pytest.raises(KeyError):
        source("SoL 2:7")


@pytest.mark.parametrize("text", ["", "goals[].", "goals[].(due", "Goals", "a b", "(a|b).c"])
def test_a_need_that_is_not_written_as_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Need.parse(text)


def test_the_seven_question_words_are_all_answered() -> None:
    asked = {question for rule in rules_for("plan", Framework.IP) for question in rule.questions}
    assert asked == {"why", "how_long", "who", "what", "which", "how", "when", "consent"}


def test_statements_of_law_rest_on_known_sources_and_speak_the_frameworks_languages() -> None:
    data = read_data("statements.toml")
    for entry in data["statement"] + data["complaint"]:
        assert entry["sources"]
        for reference in entry["sources"]:
            assert source(reference)
        languages = {lang.value for f in entry["frameworks"] for lang in Framework(f).languages}
        assert set(entry["text"]) == languages, entry["id"]
        assert set(entry.get("to_others", entry["text"])) == languages, entry["id"]

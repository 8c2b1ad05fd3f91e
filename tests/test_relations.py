"""The rules that compare fields: where each draws its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indplan_docs import Profile, Severity, check, load
from tests.conftest import read_json

Change = Callable[[dict[str, Any]], object]


def problems(base: str, change: Change, profile: Profile | None = None) -> set[tuple[str, str, str]]:
    """What a changed fixture gives that the unchanged one does not: code, problem, path."""
    before, after = read_json(base), read_json(base)
    change(after)
    found = [{(f.code, f.problem, f.path) for f in check(load(d), profile).findings} for d in (before, after)]
    return found[1] - found[0]


LSS, SIP, IP = "minimal/plan-lss-sv", "minimal/plan-sip-sv", "minimal/plan-ip-nb"
CONSENT, CONSENT_NO = "minimal/consent-lss-sv", "minimal/consent-ip-nb"


@pytest.mark.parametrize(
    ("last", "following", "expected"),
    [
        (None, "2028-01-15", None),
        (None, "2028-01-16", "too_late"),
        ("2026-06-01", "2027-06-01", None),
        ("2026-06-01", "2027-06-02", "too_late"),
        ("2026-06-01", "2027-01-15", "too_early"),
        ("2024-02-29", "2025-03-01", "too_early"),
    ],
)
def test_a_review_comes_within_a_year_of_the_last_one(last: str | None, following: str, expected: str | None) -> None:
    def change(data: dict[str, Any]) -> None:
        data["written_on"] = "2027-01-15"
        data["date"] = "2027-01-15"
        data["review"] = {"next": following} | ({"last": last} if last else {})
        data["follow_up"] = {"date": "2027-06-01"}
        data["evaluation"] = {"date": "2027-12-01"}

    found = {p for c, p, _ in problems(LSS, change) if c == "LSS-16"}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ({"role": "signing_person", "name": "A", "manner": "by_hand"}, set()),
        ({"role": "signing_person", "name": "A"}, {("missing", "signatures[0].manner")}),
        (
            {"role": "signing_person", "name": "A", "manner": "electronic"},
            {("missing", "signatures[0].date"), ("missing", "signatures[0].method")},
        ),
        (
            {"role": "signing_person", "name": "A", "manner": "oral", "date": "2027-01-15", "method": "i telefon"},
            {("missing", "signatures[0].received_by")},
        ),
        (
            {"role": "signing_representative", "name": "B", "manner": "by_hand"},
            {("no_signature_of_person", "signatures")},
        ),
    ],
)
def test_the_person_signs_and_the_manner_is_recorded(signature: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    def change(data: dict[str, Any]) -> None:
        data["signatures"] = [signature, {"role": "signing_case_officer", "name": "H", "manner": "by_hand"}]

    assert {(p, path) for c, p, path in problems(LSS, change) if c == "LSS-11"} == expected


@pytest.mark.parametrize(
    ("capacity", "signs"), [("custodial_guardian", True), ("god_man", False), ("lasting_power_attorney_holder", False)]
)
def test_guardians_sign_for_a_child_and_no_other_representative_alone(capacity: str, signs: bool) -> None:
    def change(data: dict[str, Any]) -> None:
        data["representatives"] = [{"name": "Vera  Ek", "capacity": capacity}]
        data["signatures"] = [
            {"role": "signing_representative", "name": "vera ek", "manner": "by_hand"},
            {"role": "signing_case_officer", "name": "H", "manner": "by_hand"},
        ]

    assert (("LSS-11", "no_signature_of_person", "signatures") in problems(LSS, change)) is not signs


def test_a_waiver_answers_a_rule_that_is_not_met_and_only_such_a_rule() -> None:
    def without_signature(data: dict[str, Any]) -> None:
        data["signatures"] = [s for s in data["signatures"] if s["role"] != "signing_person"]

    def waive(*codes: str) -> Change:
        return lambda data: data.update(waivers=[{"rule": code, "reason": "Vill inte."} for code in codes])

    def waived(data: dict[str, Any]) -> None:
        without_signature(data)
        waive("LSS-11")(data)

    assert problems(LSS, waived) == set()
    assert problems(LSS, waive("LSS-11")) == {("LSS-11", "waived_but_met", "waivers[0].rule")}
    assert problems(LSS, waive("LSS-02")) == {("waiver", "not_waivable", "waivers[0].rule")}
    assert problems(LSS, waive("LSS-99")) == {("waiver", "unknown_rule", "waivers[0].rule")}
    assert problems(SIP, waive("LSS-11")) == {("waiver", "not_waivable", "waivers[0].rule")}


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"name": "Bror", "gets_copy": True, "wanted_by_person": True}, False),
        ({"name": "Bror", "gets_copy": True}, True),
        ({"name": "Bror", "gets_copy": True, "wanted_by_person": False}, True),
        ({"name": "Bror", "gets_copy": False, "access": "parts"}, True),
        ({"name": "Bror", "gets_copy": False, "access": "nothing", "wanted_by_person": False}, False),
    ],
)
def test_copies_go_where_the_person_wants_them(row: dict[str, Any], refused: bool) -> None:
    for base, code in ((LSS, "LSS-10"), (SIP, "SIP-12")):
        found = problems(base, lambda data: data["distribution"].append(row))
        assert bool([1 for c, p, _ in found if (c, p) == (code, "not_wanted_by_person")]) is refused


def test_decided_and_planned_are_both_there_and_every_measure_is_one_of_them() -> None:
    def unmarked(data: dict[str, Any]) -> None:
        del data["goals"][0]["measures"][0]["decision"]

    assert ("LSS-13", "missing", "goals[0].measures[0].decision") in problems(LSS, unmarked)


@pytest.mark.parametrize(
    ("involvement", "path"),
    [
        ({"takes_part": True}, None),
        ({"takes_part": False}, "explanation"),
        ({"takes_part": False, "explanation": "Ville inte."}, None),
        ({"explanation": "Hemma hos personen."}, None),
        ({}, "takes_part"),
    ],
)
def test_the_person_takes_part_or_the_plan_says_how(involvement: dict[str, Any], path: str | None) -> None:
    expected = {("missing", f"person_involvement.{path}")} if path else set()
    for base, code in ((LSS, "LSS-17"), (SIP, "SIP-07")):
        found = problems(base, lambda data: data.update(person_involvement=involvement))
        assert {(p, where) for c, p, where in found if c == code} == expected


@pytest.mark.parametrize(
    ("involvement", "path"),
    [
        ({"takes_part": True}, None),
        ({"takes_part": False}, "reason"),
        ({"reason": "declined_by_person"}, None),
        ({"reason": "other_reason"}, "explanation"),
        ({"reason": "other_reason", "explanation": "Bor utomlands."}, None),
    ],
)
def test_close_contacts_take_part_or_the_plan_says_why_not(involvement: dict[str, Any], path: str | None) -> None:
    found = problems(SIP, lambda data: data.update(close_contacts_involvement=involvement))
    expected = {("missing", f"close_contacts_involvement.{path}")} if path else set()
    assert {(p, where) for c, p, where in found if c == "SIP-08"} == expected


def test_only_municipality_and_region_are_principals_in_a_sip() -> None:
    def change(data: dict[str, Any]) -> None:
        data["goals"][0]["measures"][0]["responsible"]["principal"] = "private"
        data["overall_responsible"]["principal"] = "state"

    found = problems(SIP, change)
    assert ("SIP-04", "not_a_principal", "goals[0].measures[0].responsible.principal") in found
    assert ("SIP-06", "not_a_principal", "overall_responsible.principal") in found


@pytest.mark.parametrize(
    ("party", "covered"),
    [
        ({"organisation": "Region X"}, True),
        ({"organisation": "region  x", "unit": "Psykiatrin"}, True),
        ({"organisation": "Region X", "unit": "Barnkliniken"}, False),
        ({"organisation": "Region Y"}, False),
    ],
)
def test_consent_covers_who_takes_part_by_organisation_and_unit(party: dict[str, Any], covered: bool) -> None:
    full = {"gives": "a", "gets": "b", "until": "plan_closed"} | party
    person = {"name": "Åsa", "organisation": "Region X", "unit": "Psykiatrin", "access": "whole"}

    def change(data: dict[str, Any]) -> None:
        data.setdefault("participants", []).append(person)
        data["consent"]["exchange"] = True
        data["consent"]["parties"] = [*data["consent"].get("parties", []), full]

    for base, code in ((SIP, "SIP-13"), (IP, "IP-H")):
        found = {p for c, p, _ in problems(base, change) if c == code}
        assert ("not_covered_by_consent" in found) is not covered, base


def test_a_participant_who_sees_nothing_confidential_needs_no_consent() -> None:
    def change(access: str | None) -> Change:
        row = {"name": "Eva", "organisation": "Idrettslaget"} | ({"access": access} if access else {})
        return lambda data: data["participants"].append(row)

    def codes(access: str | None) -> set[str]:
        return {c for c, p, _ in problems(IP, change(access)) if p == "not_covered_by_consent"}

    assert codes("nothing") == set()
    assert codes("parts") == {"IP-H"}
    assert codes(None) == {"IP-H"}, "access that is not stated counts as access"


def test_a_consent_that_is_withdrawn_or_has_run_out_is_none() -> None:
    def withdrawn(scope: str) -> Change:
        return lambda data: data["consent"].update(withdrawal={"date": "2027-01-01", "scope": scope})

    assert ("SIP-02", "withdrawn", "consent.withdrawal.date") in problems(SIP, withdrawn("all_of_it"))
    assert ("IP-H", "withdrawn", "consent.withdrawal.date") in problems(IP, withdrawn("all_of_it"))
    assert problems(SIP, withdrawn("part_of_it")) == set()
    assert ("DOC-05", "expired", "consent.valid_until") in problems(
        SIP, lambda data: data["consent"].update(valid_until="2026-12-31")
    )
    assert ("SIP-13", "expired", "consent.parties[0].until") in problems(
        SIP, lambda data: data["consent"]["parties"][0].update(until="2026-12-31")
    )


def test_a_revision_lies_inside_the_plan_period() -> None:
    def change(day: str) -> Change:
        return lambda data: data.update(period={"start": "2027-01-01", "end": "2027-12-31"}, revisions=[{"date": day}])

    outside = ("IP-G", "revision_outside_period", "revisions")
    assert outside in problems(IP, change("2028-01-01"))
    assert outside not in problems(IP, change("2027-12-31"))


@pytest.mark.parametrize(
    ("born", "base", "expected"),
    [
        ("2009-01-15", CONSENT, set()),
        ("2009-01-16", CONSENT, {"no_guardian", "missing"}),
        ("2011-01-15", CONSENT_NO, {"missing"}),
        ("2011-01-16", CONSENT_NO, {"no_guardian", "missing"}),
        ("2022-01-15", CONSENT_NO, {"no_guardian", "missing"}),
    ],
)
def test_age_is_counted_from_the_birth_date_on_the_day_of_the_consent(born: str, base: str, expected: set[str]) -> None:
    def change(data: dict[str, Any]) -> None:
        data["person"]["birth_date"] = born
        data["person"].pop("identity_number", None)
        data["date"] = data["consent"]["date"] = data["consent"]["valid_from"] = "2027-01-15"
        data["consent"]["valid_until"] = "plan_closed"

    assert {p for c, p, _ in problems(base, change) if c == "CON-09"} == expected


def test_a_childs_consent_needs_its_guardians_and_its_view() -> None:
    def child(**fields: Any) -> Change:
        def change(data: dict[str, Any]) -> None:
            data["person"]["birth_date"] = "2018-05-02"
            data["consent"]["given_by"] = [
                {"name": "Far", "capacity": "custodial_guardian", "mandate": "Vårdnadshavare."}
            ]
            data["signatures"] = [{"role": "signing_representative", "name": "Far", "manner": "by_hand"}]
            data["child"] = fields

        return change

    def found(**fields: Any) -> set[tuple[str, str]]:
        return {(p, path) for c, p, path in problems(CONSENT, child(**fields)) if c == "CON-09"}

    assert found() == {("missing", "child.all_guardians_consent"), ("missing", "child.view")}
    assert found(all_guardians_consent=True, view="Ja.") == set()
    assert found(all_guardians_consent=False, why_not_all_guardians="Går inte att nå.", no_view="Kan inte.") == set()

    def one_of_two(data: dict[str, Any]) -> None:
        child(all_guardians_consent=True, view="Ja.")(data)
        data["representatives"] = [{"name": n, "capacity": "custodial_guardian"} for n in ("Far", "Mor")]

    assert ("CON-09", "guardian_did_not_consent", "representatives[1].name") in problems(CONSENT, one_of_two)


def test_a_family_that_expects_a_child_can_consent() -> None:
    def change(data: dict[str, Any]) -> None:
        data["person"] = {"name": "Barnet til Eva Prøve", "unborn": True}
        data["consent"]["given_by"] = [{"name": "Eva Prøve", "capacity": "custodial_guardian", "mandate": "Mor."}]
        data["signatures"] = [{"role": "signing_representative", "name": "Eva Prøve", "manner": "by_hand"}]
        data["child"] = {"all_guardians_consent": True}

    assert problems(CONSENT_NO, change) == set()


def test_child_ages_are_the_profiles() -> None:
    profile = Profile.model_validate({"child_ages": {"consents_alone": 15, "view_heard": 18}})

    def change(data: dict[str, Any]) -> None:
        data["person"]["birth_date"] = "2011-06-01"
        data["date"] = data["consent"]["date"] = data["consent"]["valid_from"] = "2027-01-15"
        data["consent"]["valid_until"] = "plan_closed"

    assert "CON-09" in {c for c, *_ in problems(CONSENT, change)}
    assert "CON-09" not in {c for c, *_ in problems(CONSENT, change, profile)}


def test_representatives_state_their_mandate_and_whether_the_person_agrees_is_pointed_out() -> None:
    def change(data: dict[str, Any]) -> None:
        data["consent"]["given_by"].append({"name": "G", "capacity": "god_man", "person_agrees": "disagrees"})
        data["signatures"].append({"role": "signing_representative", "name": "G", "manner": "by_hand"})

    found = problems(CONSENT, change)
    at = len(read_json(CONSENT)["consent"]["given_by"])
    assert ("CON-08", "missing", f"consent.given_by[{at}].mandate") in found
    assert ("CON-08", "person_disagrees", f"consent.given_by[{at}].person_agrees") in found


def test_each_one_who_consents_signs() -> None:
    found = problems(
        CONSENT, lambda d: d["consent"]["given_by"].append({"name": "X", "capacity": "proxy", "mandate": "Fullmakt."})
    )
    assert {("CON-11", "no_signature_of_giver")} == {(c, p) for c, p, _ in found}


def test_a_long_consent_is_pointed_out_and_never_refused() -> None:
    def change(data: dict[str, Any]) -> None:
        data["consent"].update(valid_from="2027-01-01", valid_until="2028-01-02")

    assert ("CON-12", "longer_than_limit", "consent.valid_until") in problems(CONSENT, change)
    assert "CON-12" not in {c for c, *_ in problems(CONSENT, change, Profile(consent_months=24))}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["follow_up"].update(date="2020-01-01"), "follow_up.date"),
        (lambda d: d["evaluation"].update(date=d["written_on"]), "evaluation.date"),
        (lambda d: d.update(period={"start": "2027-12-01", "end": "2027-01-01"}), "period.end"),
        (
            lambda d: d["goals"][0]["measures"][0].update(start="2027-12-01", due="2027-01-01"),
            "goals[0].measures[0].due",
        ),
    ],
)
def test_plan_dates_stand_in_a_sensible_order(change: Change, path: str) -> None:
    assert ("DOC-05", "wrong_order", path) in problems(LSS, change)


def test_letter_dates_stand_in_a_sensible_order() -> None:
    base = "minimal/invitation-lss-sv"
    assert ("DOC-05", "wrong_order", "meeting.date") in problems(base, lambda d: d["meeting"].update(date="2020-01-01"))
    assert ("DOC-05", "wrong_order", "reply_by") in problems(base, lambda d: d.update(reply_by="2031-01-01"))
    assert ("DOC-05", "ends_before_start", "meeting.end") in problems(
        base, lambda d: d["meeting"].update(start="13:00", end="12:00")
    )


@pytest.mark.parametrize("grade", ["secrecy_marking", "protected_registration", "confidential_address"])
def test_protected_identity_refuses_whatever_tells_where_the_person_is(grade: str) -> None:
    def change(*left_out: str) -> Change:
        def apply(data: dict[str, Any]) -> None:
            data["protected_identity"], data["redaction"] = grade, list(left_out)
            data["person"].update(phone="070-1740605", address={"street": "G 1", "postal_code": "99991", "place": "O"})
            data["goals"][0]["measures"][0].setdefault("responsible", {})["unit"] = "Skolan"
            data["follow_up"]["place"] = "Biblioteket"

        return apply

    open_copy = {path for c, p, path in problems(LSS, change()) if (c, p) == ("DOC-03", "reveals_location")}
    assert {
        "person.phone",
        "person.address",
        "goals[0].measures[0].responsible.unit",
        "follow_up.place",
        "issuer.unit",
    } <= open_copy
    assert not {
        p for c, p, _ in problems(LSS, change("address", "contact", "unit", "place")) if p == "reveals_location"
    }
    assert "person.phone" in {path for _, _, path in problems(LSS, change("address", "unit", "place"))}


def test_an_unanswered_question_of_protection_refuses() -> None:
    found = problems(LSS, lambda d: d.pop("protected_identity"))
    assert found == {("DOC-03", "missing", "protected_identity")}


def test_text_that_is_hard_to_read_is_pointed_out() -> None:
    def change(data: dict[str, Any]) -> None:
        data["reason"] = "Undertecknad får härmed meddela detta."
        data["purpose"] = "ord " * 50

    document = read_json(LSS)
    change(document)
    findings = [f for f in check(load(document)).findings if f.code == "DOC-07"]
    assert {(f.problem, f.path, f.severity) for f in findings} == {
        ("officialese", "reason", Severity.ADVICE),
        ("officialese_strike", "reason", Severity.ADVICE),
        ("long_sentence", "purpose", Severity.ADVICE),
    }
    assert next(f for f in findings if f.path == "purpose").values["words"] == 50


def test_a_test_number_is_accepted_and_said_to_be_one() -> None:
    document = read_json(LSS)
    document["person"]["identity_number"] = "19121212-1212"
    notes = [f for f in check(load(document)).findings if f.severity is Severity.NOTE]
    assert [(f.code, f.problem) for f in notes] == [("DOC-02", "synthetic_number")]


def test_a_review_is_for_lss_only() -> None:
    found = problems("minimal/follow_up_notice-sip-sv", lambda d: d.update(kind="review"))
    assert ("FUP-05", "no_review_in_framework", "kind") in found


def test_a_consent_that_ends_before_the_meeting_refuses_the_notice() -> None:
    found = problems("minimal/follow_up_notice-ip-nb", lambda d: d.update(consent_valid_until=d["date"]))
    assert ("FUP-09", "expired", "consent_valid_until") in found


def test_advice_never_refuses() -> None:
    for path in ("plan-lss-sv", "plan-sip-sv", "plan-ip-nb", "invitation-lss-sv"):
        report = check(load(read_json(f"minimal/{path}")))
        assert report.complete
        assert {f.severity for f in report.findings} <= {Severity.ADVICE, Severity.NOTE}


def test_an_expired_or_overdue_plan_is_pointed_out() -> None:
    def change(data: dict[str, Any]) -> None:
        data["period"] = {"start": "2020-01-01", "until": "videre"}
        data["revisions"] = [{"date": "2020-06-01"}]
        for participant in data["participants"]:
            participant["name"] = "En helt annen"
        data["goals"][0]["measures"][0]["responsible"] = {"name": "Ukjent Person"}

    assert {p for c, p, _ in problems(IP, change) if c == "IP-15"} == {"revisions_passed", "responsible_unknown"}

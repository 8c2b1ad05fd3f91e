"""Reading: everything wrong at once, at its place, and never the value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indplan_docs import Framework, InvalidInput, Language, Plan, load
from indplan_docs.models.plan import Goal
from indplan_docs.reading import LARGEST_INPUT

EMPTY_PLAN = {"document": "plan", "framework": "lss", "language": "sv"}


def faults(source: Any) -> list[tuple[str, str]]:
    """The codes and paths that reading a source gives."""
    with pytest.raises(InvalidInput) as caught:
        load(source)
    return [(f.code, f.path) for f in caught.value.findings]


def plan(**fields: Any) -> dict[str, Any]:
    return EMPTY_PLAN | fields


def test_an_unfinished_document_is_read() -> None:
    document = load(EMPTY_PLAN)
    assert isinstance(document, Plan)
    assert (document.framework, document.language, document.goals) == (Framework.LSS, Language.SV, ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-input"),
        (b"  \n", "empty-input"),
        (b"[]", "not-an-object"),
        (b'"plan"', "not-an-object"),
        (b"{", "not-json"),
        (b"{}", "missing-document"),
        (b'{"document": "journal"}', "wrong-choice"),
        (b'{"document": ["plan"]}', "wrong-choice"),
        (b'{"document": "plan", "document": "plan"}', "duplicate-key"),
        (b'{"document": "plan", "a": {"b": 1, "b": 1}}', "duplicate-key"),
        (b'{"document": "plan", "a": NaN}', "not-json-number"),
        (b'{"document": "plan", "a": -Infinity}', "not-json-number"),
        (b'{"document": "plan", "a": ' + b"9" * 6000 + b"}", "not-json-number"),
        ('{"document": "plan"}'.encode("utf-16")[:-1], "not-utf-8"),
        ('{"document": "plan"}'.encode("utf-16-le"), "not-utf-8"),
        ('{"a": "å"}'.encode("latin-1"), "not-utf-8"),
        (b"[" * 10_000 + b"]" * 10_000, "too-deep"),
        (b'{"a":' * 10_000, "too-deep"),
        (b" " * (LARGEST_INPUT + 1), "too-large"),
        (b'{"document": "plan", "a": "\\ud800"}', "lone-surrogate"),
        (b"PK\x03\x04 not json at all", "not-json"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:30]),
)
def test_what_is_no_document_is_one_clear_fault(data: bytes, code: str) -> None:
    assert [found for found, _ in faults(data)] == [code]


def test_a_file_of_fifty_megabytes_is_not_read_to_its_end(tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.write(b'{"document": "plan", "reason": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}')
    assert faults(large) == [("too-large", "")]


def test_a_byte_order_mark_is_read_past() -> None:
    assert load(b"\xef\xbb\xbf" + json.dumps(EMPTY_PLAN).encode()) == load(EMPTY_PLAN)


def test_brackets_in_texts_are_no_depth() -> None:
    document = load(plan(reason="[" * 500 + '\\" {' * 20))
    assert isinstance(document, Plan)
    assert document.reason is not None
    assert document.reason.startswith("[[[")


def test_comments_for_people_and_editors_are_read_past() -> None:
    commented = plan(**{"$schema": "urn:x", "$comment": "hej", "goals": [{"$comment": "x", "title": "Bo själv"}]})
    assert load(commented) == load(plan(goals=[{"title": "Bo själv"}]))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"written_on": "2026-02-31"}, ("wrong-date", "written_on")),
        ({"written_on": "31/12/2026"}, ("wrong-date", "written_on")),
        ({"written_on": 20261231}, ("wrong-date", "written_on")),
        ({"written_on": "2026-12-31T10:00:00"}, ("wrong-date", "written_on")),
        ({"follow_up": {"start": "25:00"}}, ("wrong-time", "follow_up.start")),
        ({"follow_up": {"start": "13:00:30"}}, ("wrong-time", "follow_up.start")),
        ({"follow_up": {"start": "13:00Z"}}, ("wrong-time", "follow_up.start")),
        ({"framework": "habilitering"}, ("wrong-choice", "framework")),
        ({"language": "fi"}, ("wrong-choice", "language")),
        ({"reason": 5}, ("wrong-type", "reason")),
        ({"goals": {}}, ("wrong-type", "goals")),
        ({"person": []}, ("wrong-type", "person")),
        ({"person": "Maja"}, ("wrong-type", "person")),
        ({"person_involvement": {"takes_part": "ja"}}, ("wrong-type", "person_involvement.takes_part")),
        ({"person_involvement": {"takes_part": 1}}, ("wrong-type", "person_involvement.takes_part")),
        ({"version": {"number": "1"}}, ("wrong-type", "version.number")),
        ({"version": {"number": 0}}, ("wrong-value", "version.number")),
        ({"reason": "  "}, ("blank-text", "reason")),
        ({"reason": "x" * 20_001}, ("too-long", "reason")),
        ({"reason": "a\u0007b"}, ("illegal-character", "reason")),
        ({"reason": "a\u202eb"}, ("illegal-character", "reason")),
        ({"reason": "a\ufffeb"}, ("illegal-character", "reason")),
        ({"reason": "a\udc00b"}, ("lone-surrogate", "reason")),
        ({"goals": [{"title": "a\nb"}]}, ("line-break", "goals[0].title")),
        ({"goals": [{}, {"measures": [{"decision": "maybe"}]}]}, ("wrong-choice", "goals[1].measures[0].decision")),
        ({"person": {"identity_number": "19121212-1213"}}, ("wrong-form", "person.identity_number")),
        ({"coordinator": {"phone": "ring mig"}}, ("wrong-form", "coordinator.phone")),
        ({"coordinator": {"email": "maja"}}, ("wrong-form", "coordinator.email")),
        ({"follow_up": {"link": "javascript:alert(1)"}}, ("wrong-form", "follow_up.link")),
        ({"issuer": {"organisation_number": "2120000143"}}, ("wrong-form", "issuer.organisation_number")),
        (
            {"person": {"address": {"street": "Gatan 1", "postal_code": "9999", "place": "Ort"}}},
            ("wrong-form", "person.address.postal_code"),
        ),
        ({"consent": {"valid_until": "tills vidare"}}, ("wrong-date", "consent.valid_until")),
        ({"representatives": [{"capacity": "self"}]}, ("wrong-choice", "representatives[0].capacity")),
        (
            {"no_cooperation": "Ingen.", "cooperation": [{"with_whom": "A", "about": "B"}]},
            ("contradiction", ""),
        ),
        ({"waivers": [{"rule": "LSS-11", "reason": "a"}, {"rule": "LSS-11", "reason": "b"}]}, ("contradiction", "")),
        ({"actions_by_others": [{"who": "A"}]}, ("missing-key", "actions_by_others[0].what")),
        ({"diagnosis": "x"}, ("unknown-key", "")),
    ],
    ids=lambda value: value[0] + ":" + value[1] if isinstance(value, tuple) else "",
)
def test_a_wrong_value_is_found_at_its_place(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(plan(**fields)) == [expected]


def test_every_fault_is_reported_at_once() -> None:
    wrong = plan(
        date="2026-13-01",
        goals=[{"titel": "A", "measures": [{"due": 3}]}],
        person={"identity_number": "1"},
        unknown=1,
    )
    assert sorted(faults(wrong)) == [
        ("unknown-key", ""),
        ("unknown-key", "goals[0]"),
        ("wrong-date", "date"),
        ("wrong-date", "goals[0].measures[0].due"),
        ("wrong-form", "person.identity_number"),
    ]


def test_an_unknown_key_gets_a_suggestion_and_is_not_repeated() -> None:
    with pytest.raises(InvalidInput) as caught:
        load(plan(writen_on="2026-12-01", maja_svensson="x"))
    near, far = caught.value.findings
    assert near.values == {"suggestion": "written_on", "position": 4}
    assert far.values["suggestion"] == ""
    assert "maja" not in repr(caught.value.findings) + str(caught.value)


def test_no_value_leaks_into_findings_errors_or_repr() -> None:
    canary = "Kanariefågel 19121212-1213"
    wrong = plan(
        reason=5, written_on=canary, person={"name": canary + "\u0000", "identity_number": canary, "phone": canary}
    )
    with pytest.raises(InvalidInput) as caught:
        load(wrong)
    error: BaseException | None = caught.value
    seen = ""
    while error:
        seen += f"{error} {error!r} {getattr(error, 'findings', '')}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert "Kanarie" not in seen
    assert "1213" not in seen
    assert "Kanarie" not in repr(load(plan(reason="Kanariefågel")))


def test_line_ends_become_one_kind() -> None:
    document = load(plan(reason="a\r\nb\rc\u2028d\u0085e"))
    assert isinstance(document, Plan)
    assert document.reason == "a\nb\nc\nd\ne"


def test_a_mapping_must_hold_plain_json() -> None:
    assert faults(plan(reason=b"bytes")) == [("not-plain-json", "")]


def test_models_are_frozen_and_strict_for_python_too() -> None:
    document = Plan(document="plan", framework=Framework.LSS, language=Language.SV, goals=(Goal(title="Bo själv"),))
    with pytest.raises(ValueError, match="frozen"):
        document.reason = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match=r"is_instance_of|enum"):
        Plan(document="plan", framework="lss", language=Language.SV)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_what_windows_writes_is_read(encoding: str, minimal_plan: dict[str, Any]) -> None:
    minimal_plan["person"]["name"] = "Åsa Öberg 😀"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert load((mark + json.dumps(minimal_plan, ensure_ascii=False)).encode(encoding)) == load(minimal_plan)

"""Refusal: one fixture for each required rule that data can break, breaking that rule alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indplan_docs import Refused, Severity, check, load, render
from indplan_docs.checklists import all_rules, find_rule
from tests.conftest import Ran, fixture_files, fixture_id

INCOMPLETE = fixture_files("incomplete")
BY_DATA = {rule.code for rule in all_rules() if rule.severity is Severity.REQUIRED and not rule.printed}


def test_there_is_a_fixture_for_every_required_rule_that_data_can_break() -> None:
    assert {path.stem for path in INCOMPLETE} == BY_DATA


@pytest.mark.parametrize("path", INCOMPLETE, ids=fixture_id)
def test_exactly_that_rule_is_reported(path: Path) -> None:
    report = check(load(path))
    assert report.codes == (path.stem,)
    assert not report.complete


@pytest.mark.parametrize("path", INCOMPLETE, ids=fixture_id)
def test_render_refuses_with_the_whole_report(path: Path) -> None:
    document = load(path)
    with pytest.raises(Refused) as caught:
        render(document)
    assert caught.value.report == check(document)


@pytest.mark.parametrize("path", fixture_files("minimal", "complete"), ids=fixture_id)
def test_the_mended_document_passes(path: Path) -> None:
    """Every broken fixture is one of the minimal ones with one thing changed: unchanged, they are complete."""
    report = check(load(path))
    assert report.codes == ()
    assert report.complete


def test_each_broken_fixture_is_a_minimal_one_with_one_thing_changed() -> None:
    minimal = [json.loads(path.read_text(encoding="utf-8")) for path in fixture_files("minimal")]
    for path in INCOMPLETE:
        broken = json.loads(path.read_text(encoding="utf-8"))
        closest = min(
            sum(base.get(key) != broken.get(key) for key in base.keys() | broken.keys())
            for base in minimal
            if base["document"] == broken["document"]
        )
        assert 1 <= closest <= 2, path.name


@pytest.mark.parametrize("path", INCOMPLETE, ids=fixture_id)
def test_a_clerk_is_told_the_rule_its_source_and_what_to_do(path: Path, indplan: Callable[..., Ran]) -> None:
    checked = indplan("check", path, "--lang", "en")
    told = checked.out
    rule = find_rule(path.stem)
    assert rule
    assert checked.code == 1
    assert f"\n{path.stem}  " in told
    assert rule.title["en"].split()[0] in told
    assert "Source: " in told
    for other in BY_DATA - {path.stem}:
        assert f"\n{other}  " not in told


@pytest.mark.parametrize("path", INCOMPLETE, ids=fixture_id)
def test_the_program_makes_no_file(path: Path, tmp_path: Path, indplan: Callable[..., Ran]) -> None:
    refused = indplan("render", path, "--out", tmp_path)
    assert refused.code == 1
    assert refused.out == ""
    assert f"\n{path.stem}  " in refused.err
    assert list(tmp_path.iterdir()) == []

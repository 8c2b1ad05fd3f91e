"""Compiled templates kept between runs: the same documents, and nothing trusted that is not our own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from indplan_docs import Profile, load, render
from indplan_docs.errors import TemplateFault
from indplan_docs.word import Picture, compile_template
from indplan_docs.word.store import Store
from tests.test_pictures import png
from tests.word_templates import note, p, package, tbl, tr

BODY = (
    p("{%p if a %}")
    + p("Hej {{ name }}!")
    + p("{%p endif %}")
    + tbl(tr("{%tr for x in xs %}"), tr("{{ x }}", "{{ loop.index }}"), tr("{%tr endfor %}"))
    + p("{{ logo }}")
)
DATA: dict[str, Any] = {"a": True, "name": "Åsa\nB", "xs": ["1", "2"], "logo": Picture(png(), "vapen"), "note": "n"}
SOURCE = package(BODY, {"header1": p("{{ name }}"), "footnotes": note(1, p("{{ note }}"))})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def only_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_kept_template_makes_the_same_documents(folder: Path) -> None:
    fresh = compile_template(SOURCE)
    first, again = (compile_template(SOURCE, store=Store(folder)) for _ in range(2))
    assert fresh.render(DATA) == first.render(DATA) == again.render(DATA)
    assert (again.sites, again.blocks, again.findings, again.title) == (
        fresh.sites,
        fresh.blocks,
        fresh.findings,
        fresh.title,
    )
    only_file(folder)


def test_a_kept_template_says_where_a_fault_is(folder: Path) -> None:
    faults = []
    for _ in range(2):
        with pytest.raises(TemplateFault) as caught:
            compile_template(SOURCE, store=Store(folder)).render(DATA | {"name": None})
        faults.append(caught.value)
    assert str(faults[0]) == str(faults[1])
    assert faults[1].values["paragraph"] == 2


def test_it_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_template(SOURCE, store=Store(folder))
    monkeypatch.setattr("indplan_docs.word.template.compile_part", None)
    assert compile_template(SOURCE, store=Store(folder)).render(DATA)


@pytest.mark.parametrize(
    "damage", [lambda c: c[:0], lambda c: c[:-1], lambda c: c[:40] + b"x" + c[41:], lambda c: c[:32]]
)
def test_a_damaged_file_is_compiled_anew(folder: Path, damage: Any) -> None:
    expected = compile_template(SOURCE, store=Store(folder)).render(DATA)
    file = only_file(folder)
    file.write_bytes(damage(file.read_bytes()))
    assert compile_template(SOURCE, store=Store(folder)).render(DATA) == expected


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_folder_that_others_can_write_in_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_template(SOURCE, store=Store(folder))
    folder.chmod(0o777)
    assert Store(folder).get("anything") is None
    monkeypatch.setattr("indplan_docs.word.template.compile_part", None)
    with pytest.raises(TypeError):
        compile_template(SOURCE, store=Store(folder))
    monkeypatch.undo()
    only_file(folder).unlink()
    compile_template(SOURCE, store=Store(folder))
    assert not list(folder.iterdir())


def test_where_nothing_can_be_kept_the_template_works_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert compile_template(SOURCE, store=Store(file)).render(DATA) == compile_template(SOURCE).render(DATA)
    assert compile_template(SOURCE, store=Store(file / "deeper")).render(DATA)


@pytest.mark.parametrize(
    "other",
    [{"clean": True}, {"fields": {"a": None, "name": None, "xs": [None], "logo": None, "note": None}}, {"filters": {}}],
)
def test_other_options_are_other_templates(folder: Path, other: dict[str, Any]) -> None:
    compile_template(SOURCE, store=Store(folder))
    compile_template(SOURCE, store=Store(folder), **other)
    assert len(list(folder.iterdir())) == 2


def test_a_wrong_name_is_told_though_the_template_is_kept(folder: Path) -> None:
    compile_template(SOURCE, store=Store(folder))
    with pytest.raises(TemplateFault) as caught:
        compile_template(SOURCE, store=Store(folder), fields={"a": None})
    assert caught.value.problem.startswith("template_unknown_name")


def test_the_profile_says_where_they_are_kept(folder: Path, minimal_plan: dict[str, Any]) -> None:
    document = load(minimal_plan)
    kept = render(document, profile=Profile(compiled_templates=folder))
    assert only_file(folder).stat().st_size > 10_000
    assert kept.content == render(document).content

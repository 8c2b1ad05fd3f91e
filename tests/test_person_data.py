"""Somebody's identity number left in a template is told by nothing, and printed in no letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from indplan_docs import TemplateFault, catalogue, load, render
from tests.conftest import FIXTURES, Ran

PLAN = next(template for template in catalogue.pack() if template.id == "plan-lss-sv")
SOMEBODYS = ("20140507-9821", "140507\u20119821", "188506 50019")


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_nobodys_number_is_told_by_any_finding_of_any_command(
    form: str, tmp_path: Path, indplan: Callable[..., Ran]
) -> None:
    file = tmp_path / "plan-lss-sv.docx"
    document = docx.Document(str(PLAN.path))
    for number in SOMEBODYS:
        document.add_heading(f"Om {number}", 2)
        document.add_paragraph(f"{number}, {{{{ nobody_{form} }}}} och {number} {{% if '{number}' %}}")
    document.save(str(file))
    asked: list[list[str | Path]] = [["lint", file, "--format", form], ["coverage", file], ["diff", file]]
    asked += [["preview", file, "--no-open", "--to", tmp_path / "seen"]]
    for arguments in asked:
        ran = indplan("template", *arguments)
        assert ran.code in (1, 3)
        for number in SOMEBODYS:
            assert number not in ran.out + ran.err
            assert number[-4:] not in ran.out + ran.err
    notices = (tmp_path / "seen" / "preview.html").read_text(encoding="utf-8")
    assert not any(number in notices for number in SOMEBODYS)


@pytest.mark.parametrize("number", SOMEBODYS)
@pytest.mark.parametrize("draft", [True, False])
def test_a_template_with_somebodys_number_makes_no_letter(
    number: str, draft: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document(str(PLAN.path))
    document.sections[0].footer.add_paragraph(f"Kontakt: {number} Anna")
    document.save(str(tmp_path / PLAN.path.name))
    own = dataclasses.replace(PLAN, path=tmp_path / PLAN.path.name)
    monkeypatch.setattr(catalogue, "find", lambda *_args, **_named: own)
    for to in ("docx", "pdf"):
        with pytest.raises(TemplateFault) as refused:
            render(load(FIXTURES / "minimal" / "plan-lss-sv.json"), to, draft=draft)
        assert refused.value.problem == "template_person_data"
        assert number not in str(refused.value)

"""Findings of one kind whose sentence depends on where the fault is: in a style, or in the file as a whole."""

from __future__ import annotations

import dataclasses

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.word.places import Place


def variant(
    problem: str, which: str, place: Place | None = None, *, tag: str = "", **values: str | int
) -> TemplateFinding:
    """A finding of a kind, with a sentence of its own: ``lint_wrong_language_style``."""
    made = finding(problem, place, tag=tag, **values)
    return dataclasses.replace(made, code=dataclasses.replace(made.code, problem=f"{made.code.problem}_{which}"))

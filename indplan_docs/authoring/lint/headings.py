"""Headings that skip a level: who moves by headings is lost, and no accessible PDF can be made."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.word.package import DOCUMENT


def headings_skipped(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-305: each heading that is more than one level under the one before it; the first must be of level 1."""
    before = 0
    for here in shown(subject):
        place = here.place
        if place.part != DOCUMENT or not place.level or not place.text.strip():
            continue
        if not before and place.level > 1:
            yield finding("heading_skipped", place, variant="first", level=place.level)
        elif place.level > before + 1:
            yield finding("heading_skipped", place, level=place.level, before=before, expected=before + 1)
        before = place.level

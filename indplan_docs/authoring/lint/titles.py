"""The file's title: what a screen reader says first, and what stands in the window of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.persons import is_name, property_texts
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.word.metadata import CORE

_NO_TITLE: Final = re.compile(
    r"(microsoft (office )?word\s*-.*|(word[- ]?)?do[ck]ument\s*\d*|mall?\s*\d*|template\s*\d*|utan titel|uten tittel"
    r"|untitled|namnlös|.*\.do[ct][xm]?)",
    re.IGNORECASE,
)


def title_missing(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-302: no title, one that Word made up, or the name of a person."""
    said = property_texts(subject, CORE)
    title = said.get("title", "")
    if not title:
        yield finding("title_missing")
    elif _NO_TITLE.fullmatch(title):
        yield finding("title_missing", variant="made_up", title=title)
    elif is_name(title) and not _is_in_text(title, subject):
        yield finding("title_missing", variant="name")


def _is_in_text(title: str, subject: Subject) -> bool:
    """A document's title is said in it somewhere; the name of who wrote the template is not."""
    folded = title.casefold()
    return any(folded in place.text.casefold() for part in subject.parts for place in subject.places(part))

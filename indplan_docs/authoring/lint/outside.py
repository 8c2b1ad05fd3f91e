"""TPL-121: tags for a table's rows and cells that stand in no table. The engine loses them, or what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.reading import meant
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.word.package import WORD

_ELEMENTS: Final = {"tr": f"{WORD}tr", "tc": f"{WORD}tc"}


def outside_table(subject: Subject) -> Iterator[TemplateFinding]:
    """Every tag for rows or cells that is in none."""
    for part in subject.parts:
        for tag in subject.tags(part).tags:
            if is_outside(subject, tag):
                mended, _ = meant(tag)
                suggestion = f"{{%p {mended.inside} %}}"
                where = subject.place(part, tag.paragraph)
                yield finding("outside_table", where, tag=tag.text, suggestion=suggestion)


def is_outside(subject: Subject, tag: Tag) -> bool:
    """Whether a tag is for a row or a cell, and stands in none."""
    mended, _ = meant(tag)
    element = _ELEMENTS.get(mended.prefix) if tag.kind == "{%" else None
    if element is None:
        return False
    paragraph = subject.paragraphs(tag.part)[tag.paragraph - 1]
    return next(paragraph.iterancestors(element), None) is None

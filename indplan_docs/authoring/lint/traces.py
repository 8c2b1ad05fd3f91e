"""Traces of editing: tracked changes and comments, which would go out with every letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import in_fallback
from indplan_docs.word.package import WORD
from indplan_docs.word.places import paragraph_about

KINDS: Final = {
    "ins": "change_inserted", "cellIns": "change_inserted", "del": "change_deleted", "cellDel": "change_deleted",
    "moveFrom": "change_moved", "moveTo": "change_moved", "rPrChange": "change_formatted",
    "pPrChange": "change_formatted", "numberingChange": "change_formatted", "sectPrChange": "change_formatted",
    "tblPrChange": "change_formatted", "tblPrExChange": "change_formatted", "tblGridChange": "change_formatted",
    "trPrChange": "change_formatted", "tcPrChange": "change_formatted", "cellMerge": "change_formatted",
}  # fmt: skip
"""What a tracked change is, by the name of its element."""

_CHANGES: Final = {f"{WORD}{name}": kind for name, kind in KINDS.items()}
_MARKS: Final = tuple(f"{WORD}{name}" for name in ("commentRangeStart", "commentReference"))
_ID: Final = f"{WORD}id"


def tracked_changes(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-201: each paragraph with changes that are neither accepted nor rejected, once."""
    for part in subject.parts:
        found: dict[int, str] = {}
        numbers = _numbers(subject, part)
        for element in subject.root(part).iter(*_CHANGES):
            if not in_fallback(element):
                found.setdefault(_number(element, numbers), _CHANGES[str(element.tag)])
        for number, kind in sorted(found.items()):
            yield finding("tracked_changes", subject.place(part, number), term=kind)


def comments(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-202: each comment, at the paragraph that it is about."""
    seen: set[str] = set()
    for part in subject.parts:
        numbers = _numbers(subject, part)
        for mark in subject.root(part).iter(*_MARKS):
            if (key := mark.get(_ID) or "") not in seen:
                seen.add(key)
                yield finding("comments", subject.place(part, _number(mark, numbers)))
    for part in subject.opened.related("comments"):
        for comment in subject.root(part).iter(f"{WORD}comment"):
            if comment.get(_ID) not in seen:  # it is in the file and stands nowhere
                yield finding("comments")


def _numbers(subject: Subject, part: str) -> dict[etree._Element, int]:
    return {paragraph: number for number, paragraph in enumerate(subject.paragraphs(part), start=1)}


def _number(element: etree._Element, numbers: dict[etree._Element, int]) -> int:
    paragraph = paragraph_about(element)
    return 0 if paragraph is None else numbers.get(paragraph, 0)

"""The template's own words: what stands in its paragraphs besides the tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.word.dialect import TAG
from indplan_docs.word.package import WORD
from indplan_docs.word.places import Place

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAGS: Final = re.compile(TAG, re.DOTALL)
GAP: Final = "\ufffc"
"""What stands for a tag in a text whose tags are taken out: no letter, digit or space."""

_VALUE: Final = "{{"


def shown(subject: Subject) -> Iterator[tuple[Place, etree._Element]]:
    """Every paragraph of the file that Word shows, with its place; text boxes once, not again for older programs."""
    for part in subject.parts:
        for place, paragraph in zip(subject.places(part), subject.paragraphs(part), strict=True):
            if not in_fallback(paragraph):
                yield place, paragraph


def in_fallback(element: etree._Element) -> bool:
    """Whether something is what older programs see in place of what stands before it."""
    return next(element.iterancestors(_FALLBACK), None) is not None


def fixed(text: str) -> str:
    """A text with each of its tags as one `GAP`."""
    return _TAGS.sub(GAP, text)


def told(text: str) -> str:
    """A text without what prints nothing: conditions, loops and notes; the values stay."""
    return _TAGS.sub(lambda tag: tag[0] if tag[0].startswith(_VALUE) else "", text)


def texts_of_runs(paragraph: etree._Element) -> list[tuple[etree._Element, str]]:
    """The runs of a paragraph with the words that each shows, without conditions, loops and notes.

    A tag may begin in one run and end in another: no run shows its part of it.
    """
    runs = [run for run in paragraph.iter(f"{WORD}r") if next(run.iterancestors(f"{WORD}p"), None) is paragraph]
    texts = ["".join(t.text or "" for t in run.iterchildren(f"{WORD}t")) for run in runs]
    whole = "".join(texts)
    silent = bytearray(len(whole))
    for tag in _TAGS.finditer(whole):
        if not tag[0].startswith(_VALUE):
            silent[tag.start() : tag.end()] = b"\1" * len(tag[0])
    out, at = [], 0
    for run, text in zip(runs, texts, strict=True):
        out.append((run, "".join(c for n, c in enumerate(text, start=at) if not silent[n])))
        at += len(text)
    return out

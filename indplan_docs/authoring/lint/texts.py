"""The template's own words: what stands in its paragraphs besides the tags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from lxml import etree

from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import pieces_of_text, tag_spans
from indplan_docs.word.package import WORD
from indplan_docs.word.places import Place

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GAP: Final = "\ufffc"
"""What stands for a tag in a text whose tags are taken out: no letter, digit or space."""

_VALUE: Final = "{{"
_RUN: Final = f"{WORD}r"
_TEXT: Final = f"{WORD}t"
_PARAGRAPH: Final = f"{WORD}p"


@dataclass(frozen=True)
class Shown:
    """A paragraph that Word shows, with what several checks ask of it.

    Attributes:
        place: Where it is.
        element: The paragraph.
    """

    place: Place
    element: etree._Element

    @cached_property
    def fixed(self) -> str:
        """Its text with each tag as one `GAP`; empty if it has no words of its own."""
        text = fixed(self.place.text)
        return text if text.replace(GAP, "").strip() else ""

    @cached_property
    def runs(self) -> list[tuple[etree._Element, str]]:
        """Its runs that show words, or a value, with these: see `texts_of_runs`."""
        if not self.place.text.strip():
            return []
        return [(run, text) for run, text in texts_of_runs(self.element) if text.strip()]


@lru_cache(maxsize=1)  # each check asks again for the file that is being looked at
def shown(subject: Subject) -> tuple[Shown, ...]:
    """Every paragraph of the file that Word shows; text boxes once, not again for older programs."""
    return tuple(
        Shown(place, paragraph)
        for part in subject.parts
        for place, paragraph in zip(subject.places(part), subject.paragraphs(part), strict=True)
        if not in_fallback(paragraph)
    )


def in_fallback(element: etree._Element) -> bool:
    """Whether something is what older programs see in place of what stands before it."""
    return next(element.iterancestors(_FALLBACK), None) is not None


def fixed(text: str) -> str:
    """A text with each of its tags as one `GAP`."""
    return "".join(GAP if is_tag else piece for is_tag, piece in pieces_of_text(text))


def texts_of_runs(paragraph: etree._Element) -> list[tuple[etree._Element, str]]:
    """The runs of a paragraph with the words that each shows, without conditions, loops and notes.

    A tag may begin in one run and end in another: no run shows its part of it.
    """
    runs = [run for run in paragraph.iter(_RUN) if next(run.iterancestors(_PARAGRAPH)) is paragraph]
    texts = ["".join([t.text or "" for t in run.iterchildren(_TEXT)]) for run in runs]
    whole = "".join(texts)
    spans = [span for span in tag_spans(whole) if not whole.startswith(_VALUE, span[0])]
    if not spans:
        return list(zip(runs, texts, strict=True))
    silent = bytearray(len(whole))
    for start, end in spans:
        silent[start:end] = b"\1" * (end - start)
    out, at = [], 0
    for run, text in zip(runs, texts, strict=True):
        said = zip(text, silent[at : at + len(text)], strict=True)
        out.append((run, "".join(letter for letter, unsaid in said if not unsaid)))
        at += len(text)
    return out

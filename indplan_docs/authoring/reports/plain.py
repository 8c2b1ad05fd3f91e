"""Findings as text: file by file, the most serious first, each with its place; at the end, what to do next."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, Weight
from indplan_docs.authoring.reports import Looked, counted, unreadable
from indplan_docs.authoring.wording import counts, sentence, weight, where
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

_WIDTH: Final = 100
_LONGEST_SHOWN: Final = 90
_TAG: Final = re.compile(r"\{[{%].{1,60}?[}%]\}")
_HELD: Final = "\x1f"
_NEXT: Final = {
    Weight.ERROR: "lint_next_errors",
    Weight.WARNING: "lint_next_warnings",
    Weight.ADVICE: "lint_next_advice",
}


def as_text(looked: Sequence[Looked], language: MessageLanguage) -> str:
    """The findings of some files."""
    lines = [line for one in looked for line in (*_file(one, language), "")]
    found = counted(finding for one in looked for finding in one.findings)
    summary = [text("lint_files", language, count=len(looked)), *counts(found, language)]
    following = next((_NEXT[one] for one in Weight if found[one]), "lint_next_clean")
    if any(one.template.path.suffix != ".docx" for one in looked) and not found[Weight.ERROR]:
        following = "lint_next_other_kind"
    if any(unreadable(one.findings) for one in looked):
        following = "lint_next_unreadable"
    return "\n".join([*lines, " · ".join(summary), text(following, language)])


def _file(one: Looked, language: MessageLanguage) -> Iterator[str]:
    yield one.file
    if not one.findings:
        yield f"  {text('lint_file_clean', language)}"
    serious_first = sorted(one.findings, key=lambda finding: list(Weight).index(finding.code.weight))
    for place, findings in groupby(serious_first, key=lambda finding: finding.place):
        shown = where(place, language)
        yield ""
        yield from _wrapped(shown[:1].upper() + shown[1:], "  ", "  ")
        if place is not None and place.text.strip():
            yield f"  {text('lint_at', language, text=_shortened(place.text))}"
        for finding in findings:
            yield from _finding(finding, language)


def _finding(finding: TemplateFinding, language: MessageLanguage) -> Iterator[str]:
    head = f"{finding.code.code} {weight(finding.code.weight, language)}: "
    yield from _wrapped(head + sentence(finding, language), "    ", "      ")


def _wrapped(line: str, first: str, then: str) -> list[str]:
    """A line cut where it is too long, but never inside a tag: that is to be copied."""
    whole = _TAG.sub(lambda tag: tag[0].replace(" ", _HELD), line)
    lines = textwrap.wrap(
        whole, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
    return [one.replace(_HELD, " ") for one in lines]


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"

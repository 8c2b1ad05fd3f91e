"""The language that Word is told the text is in: it decides how a screen reader says it, and the spelling check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.formatting import formatting_of, value
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.word.package import WORD

_ON_THE_SPOT: Final = ("run", "character")


def wrong_language(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-301: the document's own language, each style in use, and each paragraph with words marked as another's.

    A word in another language that Word is told not to check (``w:noProof``) is meant to be so.
    """
    formatting = formatting_of(subject)
    expected = subject.language.tag
    said = None if formatting.defaults is None else value(formatting.defaults.find(f"{WORD}lang"))
    if not _is(said, expected):
        yield finding("wrong_language", variant="document", found=said or "–", expected=expected)
    used: dict[str, None] = {}
    for here in shown(subject):
        place, paragraph = here.place, here.element
        used.setdefault(formatting.style_of(paragraph))
        foreign: dict[str, list[str]] = {}
        for run, text in here.runs:
            lang = formatting.find("lang", run, paragraph)
            if lang is None or lang[1].kind not in _ON_THE_SPOT or _is(lang[0], expected):
                continue
            if not formatting.is_on("noProof", run, paragraph):
                foreign.setdefault(lang[0], []).append(text)
        for found, texts in foreign.items():
            yield finding("wrong_language", place, tag="".join(texts).strip(), found=found, expected=expected)
    for key, style in dict(link for name in used for link in formatting.chain(name)).items():
        own = value(style.find(f"{WORD}rPr/{WORD}lang"))
        if own is not None and not _is(own, expected):
            yield finding("wrong_language", variant="style", style=formatting.name(key), found=own, expected=expected)


def _is(found: str | None, expected: str) -> bool:
    """Whether a tag is of the template's language; Swedish of Finland is Swedish."""
    return (found or "").casefold().partition("-")[0] == expected.partition("-")[0]

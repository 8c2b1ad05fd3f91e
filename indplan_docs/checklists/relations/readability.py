"""DOC-07: text that a person can read (klarspråk, klart språk)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from indplan_docs.checklists.registry import read_data
from indplan_docs.checklists.relations.relation import Problem, relation
from indplan_docs.language import Language
from indplan_docs.models import AnyDocument
from indplan_docs.models.fields import texts
from indplan_docs.profile import Profile

_SENTENCE_END: Final = re.compile(r"[.!?…](?:\s+|$)|\n+")


@relation("DOC-07")
def a_person_can_read_it(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """Points out very long sentences and officialese, by place."""
    longest: int = read_data("plain_language.toml")["longest_sentence"]
    for path, text in texts(document):
        words = max(len(sentence.split()) for sentence in _SENTENCE_END.split(text))
        if words > longest:
            yield Problem("long_sentence", path, {"words": words, "longest": longest})
        for pattern, word, plain in _officialese(document.language):
            if pattern.search(text):
                yield Problem("officialese", path, {"word": word, "plain": plain})


@cache
def _officialese(language: Language) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    words: dict[str, str] = read_data("plain_language.toml")["officialese"][language.value]
    return tuple((re.compile(rf"\b{re.escape(w)}\b", re.IGNORECASE), w, plain) for w, plain in words.items())

"""What makes a text harder to read than it need be, from ``plain_language.toml``: long sentences and officialese."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from indplan_docs.checklists.registry import read_data
from indplan_docs.language import Language

_SENTENCE_END: Final = re.compile(r"[.!?…](?:\s+|$)|\n+")
_WORD: Final = re.compile(r"\w")


@cache
def longest_sentence(*, fixed: bool = False) -> int:
    """How many words a sentence may have: one that somebody writes into a document, or a template's own (``fixed``)."""
    return int(read_data("plain_language.toml")["longest_fixed_sentence" if fixed else "longest_sentence"])


def sentences(text: str) -> list[str]:
    """A text's sentences."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def count_words(sentence: str) -> int:
    """How many words a sentence has; signs between spaces are none."""
    return sum(1 for word in sentence.split() if _WORD.search(word))


@cache
def officialese(language: Language) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Words of officials: how to find each, the word, and what to say instead, nothing if it is not needed."""
    words: dict[str, str] = read_data("plain_language.toml")["officialese"][language.value]
    return tuple((re.compile(rf"(?<!\w){re.escape(w)}(?!\w)", re.IGNORECASE), w, plain) for w, plain in words.items())

"""The template's own words, read as the person who gets the letter reads them (klarspråk, klart språk)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import pieces_of_text
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.checklists.plain_language import count_words, longest_sentence, officialese, sentences

_WORD_OF: Final = re.compile(r"\{%[-+]?\s*(\w+)")
_VALUE: Final = "x"
"""What stands for a value: one word, whatever the data."""

_OPENED: Final = frozenset({"if", "for", "with"})
_BRANCHED: Final = frozenset({"else", "elif"})


def long_sentences(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-501: each sentence with more words than a reader can hold, a value counted as one word."""
    longest = longest_sentence(fixed=True)
    for here in shown(subject):
        place = here.place
        for sentence in sentences(at_longest(place.text)) if here.fixed else ():
            if (words := count_words(sentence)) > longest:
                tag = sentence.strip()
                yield finding(
                    "long_sentence", place, tag=tag if tag in place.text else "", words=words, longest=longest
                )


def officialese_words(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-502: each word of officials, once for a paragraph, with a plainer one if it needs any."""
    for here in shown(subject):
        for pattern, word, plain in officialese(subject.language) if here.fixed else ():
            if found := pattern.search(here.fixed):
                better = {"plain": plain} if plain else {"variant": "strike"}
                yield finding("officialese", here.place, tag=found[0], word=word, **better)


def at_longest(text: str) -> str:
    """A text as the data may make it longest: of each choice the branch with the most words, each loop once."""
    open_blocks: list[list[str]] = [[""]]  # of each block its branches so far, the last being read
    for is_tag, piece in pieces_of_text(text):
        if not is_tag:
            open_blocks[-1][-1] += piece
            continue
        if piece.startswith("{{"):
            open_blocks[-1][-1] += _VALUE
            continue
        word = found[1] if (found := _WORD_OF.match(piece)) else ""
        if word in _OPENED:
            open_blocks.append([""])
        elif word in _BRANCHED and len(open_blocks) > 1:
            open_blocks[-1].append("")
        elif word.startswith("end") and len(open_blocks) > 1:
            branches = open_blocks.pop()
            open_blocks[-1][-1] += max(branches, key=count_words)
    while len(open_blocks) > 1:  # what is never closed is another check's business
        branches = open_blocks.pop()
        open_blocks[-1][-1] += max(branches, key=count_words)
    return open_blocks[0][0]

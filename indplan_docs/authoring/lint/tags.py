"""The tags of a part as its maintainer wrote them, paragraph by paragraph, and the braces that make no tag.

The engine reads a part as a whole, and one brace too many makes nonsense of all that follows. Here each paragraph is
read for itself, in time that grows with its length, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from indplan_docs.word.dialect import plain
from indplan_docs.word.package import WORD
from indplan_docs.word.places import Piece, pieces_of

MOST_TAGS: Final = 10_000
"""How many tags of a part are looked at: more than any template that the engine takes."""

_OUTSIDE: Final = re.compile(r"(?P<begin>\{[{%#])|(?P<end>[}%]\})|(?P<apart>\{[ \u00a0]+[{%](?=[^{}]*[}%]))")
_INSIDE: Final = re.compile(
    r"""(?P<begin>\{[{%\#])|(?P<end>[}%\#]\})"""
    r"""|"(?:\\.|(?!\{[{%])[^"\\]){0,500}"|'(?:\\.|(?!\{[{%])[^'\\]){0,500}'"""
    r"""|“(?:(?!\{[{%])[^“”]){0,500}”|‘(?:(?!\{[{%])[^‘’]){0,500}’""",
    re.DOTALL,
)
_APART: Final = re.compile(r"[^{}]*?[}%]\s*\}|[^{}]*")
_PREFIX: Final = re.compile(r"[-+]?(p|tr|tc|r)\s")
_ENDS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_LONELY: Final = re.compile(r"(?<![_{])\{\s*([A-Za-z_][\w.]*(?:\s*\|\s*[a-z_]+)?)\s*\}(?![_}])")
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_LONGEST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag.

    Attributes:
        text: As it is written: ``{%p if draft %}``.
        kind: How it begins: ``{{``, ``{%`` or ``{#``.
        prefix: ``p``, ``tr``, ``tc`` or ``r`` if it stands for its whole paragraph, row, cell or run.
        inside: What stands in it, with plain quotes, dashes and spaces: ``if draft``.
        part: The part it stands in.
        paragraph: The number of its paragraph.
        order: Where in the part its first character is; tags are filled in this order.
        start: Where in its paragraph's text it begins.
        runs: The runs that it is spread over.
    """

    text: str
    kind: str
    prefix: str
    inside: str
    part: str
    paragraph: int
    order: tuple[int, int]
    start: int
    runs: tuple[etree._Element, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Stray:
    """Braces that make no tag: the words around them, the number of their paragraph, and where in the part."""

    text: str
    paragraph: int
    order: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a part in the order in which they are filled, and the braces that make none."""

    tags: tuple[Tag, ...]
    strays: tuple[Stray, ...]


def tags_in(root: etree._Element, part: str) -> Tags:
    """The tags of a part."""
    tags: list[Tag] = []
    strays: list[Stray] = []
    pieces = pieces_of(root)
    for number, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
        own = pieces.get(paragraph, [])
        text = "".join(piece.text for piece in own)
        if "{" not in text and "}" not in text:
            continue
        for start, end, whole in _spans(text):
            if whole:
                tags.append(_tag(text[start:end], (part, number), start, own))
            else:
                strays.append(Stray(text[start:end], number, _order(own, start)))
        if len(tags) > MOST_TAGS or len(strays) > MOST_TAGS:
            break
    return Tags(tuple(sorted(tags, key=lambda tag: tag.order)), tuple(strays))


def tag_spans(text: str) -> list[tuple[int, int]]:
    """Where each tag of a text begins and ends."""
    if "{" not in text:
        return []
    return [(start, end) for start, end, whole in _spans(text) if whole]


def pieces_of_text(text: str) -> list[tuple[bool, str]]:
    """A text in pieces, each with whether it is a tag."""
    out, at = [], 0
    for start, end in tag_spans(text):
        out += [(False, text[at:start]), (True, text[start:end])]
        at = end
    return [piece for piece in [*out, (False, text[at:])] if piece[1]]


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each tag begins and ends, and each stray brace with some words around it."""
    begun, kind, free, at = -1, "", 0, 0
    while found := (_OUTSIDE if begun < 0 else _INSIDE).search(text, at):
        at = found.end()
        if begun < 0:
            yield from _lonely(text, free, found.start())
        if found["begin"]:
            if begun >= 0:
                yield begun, min(found.start(), begun + _LONGEST_SHOWN), False
            begun, kind = found.start(), found[0]
        elif begun >= 0:
            if found["end"] == _ENDS[kind]:
                yield begun, at, True
                begun, free = -1, at
        elif found["end"]:
            yield _before(text, free, found.start()), at, False
            free = at
        else:
            closed = _APART.match(text, at)
            at = free = closed.end() if closed else at
            yield found.start(), min(at, found.start() + _LONGEST_SHOWN), False
    if begun >= 0:
        yield begun, min(len(text), begun + _LONGEST_SHOWN), False
    else:
        yield from _lonely(text, free, len(text))


def _lonely(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Names between single braces."""
    for found in _LONELY.finditer(text, start, end):
        yield found.start(), found.end(), False


def _before(text: str, free: int, end: int) -> int:
    """Where the words begin that a stray end may belong to."""
    brace = text.rfind("{", max(free, end - _LONGEST_SHOWN), end)
    return brace if brace >= 0 else max(free, text.rfind(" ", 0, len(text[:end].rstrip())) + 1, end - _LONGEST_SHOWN)


def _tag(text: str, where: tuple[str, int], start: int, own: list[Piece]) -> Tag:
    prefix = _PREFIX.match(text, 2)
    inside = plain(text[prefix.end() if prefix else 2 : -2].strip().lstrip("-+").rstrip("-+").strip())
    at = 0
    runs: list[etree._Element] = []
    for piece in own:
        if at < start + len(text) and start < at + len(piece.text) and piece.run is not None and piece.run not in runs:
            runs.append(piece.run)
        at += len(piece.text)
    straight = inside.translate(_QUOTES)
    return Tag(text, text[:2], prefix[1] if prefix else "", straight, *where, _order(own, start), start, tuple(runs))


def _order(own: list[Piece], start: int) -> tuple[int, int]:
    """Where in the part a character of a paragraph's text is."""
    at = 0
    for piece in own:
        if at <= start < at + len(piece.text):
            return piece.order, start - at
        at += len(piece.text)
    return 0, 0

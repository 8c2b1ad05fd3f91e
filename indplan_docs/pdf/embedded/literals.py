"""Texts inside Typst code: words that may be wider than their room, and words that no-break spaces hold together."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

NO_BREAK: Final = "\u00a0"
_LITERAL: Final = re.compile(r'((?:link|image)\(|alt: |rgb\()?"(?:[^"\\]|\\.)*"')
_LETTER: Final = r"(?:\\u\{\w+\}|\\.|[^\s\\])"  # as it is written in a literal
_HELD: Final = re.compile(rf"((?<!\S){_LETTER}{{1,20}}(?:{NO_BREAK}{_LETTER}{{1,20}}){{1,3}})")
_WIDEST: Final = 1.1  # of a letter, in parts of its size; runs may be somewhat larger than their paragraph


def breakable(code: str, room: float, size: float) -> str:
    """The code with words that may be wider than their room marked, so that those that are get broken.

    Args:
        code: Typst code of a paragraph.
        room: How wide its lines may be, in points.
        size: How large its letters are, in points.
    """
    most = max(int(room / (size * _WIDEST)), 1)
    if len(code) <= most:
        return code
    return _marked(code, _long_word(most), lambda word: f'long({round(room, 3):g}pt, "{word}")')


def held(code: str) -> str:
    """The code with words that no-break spaces hold together marked, and these spaces replaced."""
    if NO_BREAK not in code:
        return code
    return _marked(code, _HELD, lambda words: f'held("{words.replace(NO_BREAK, " ")}")')


def _marked(code: str, pattern: re.Pattern[str], marked: Callable[[str], str]) -> str:
    """The code with what a pattern finds in its texts replaced."""

    def replaced(found: re.Match[str]) -> str:
        if found[1]:
            return found[0]
        parts = pattern.split(found[0][1:-1])
        return " + ".join(marked(p) if n % 2 else f'"{p}"' for n, p in enumerate(parts) if p or not n)

    return _LITERAL.sub(replaced, code)


@cache
def _long_word(most: int) -> re.Pattern[str]:
    return re.compile(rf"({_LETTER}{{{most + 1},}})")

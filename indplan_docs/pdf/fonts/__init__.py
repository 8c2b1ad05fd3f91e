"""The fonts that are shipped with the package: which they are, how high a line of each is, and what they can show.

``files`` has the fonts, nothing else; README.md says where each comes from and under which licence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "files"
COVERAGE = HERE / "coverage.txt"

# What is as wide, letter by letter, as a font that Word's files name; and, last, what has the same symbols.
SUBSTITUTES: Mapping[str, str] = MappingProxyType(
    {
        "Calibri": "Carlito",
        "Arial": "Liberation Sans",
        "Arimo": "Liberation Sans",
        "Helvetica": "Liberation Sans",
        "Times New Roman": "Liberation Serif",
        "Times": "Liberation Serif",
        "Tinos": "Liberation Serif",
        "Segoe UI Symbol": "DejaVu Sans",
        "MS Gothic": "DejaVu Sans",
    }
)

# Where a character is looked for that the text's own font does not have, in this order.
FALLBACKS: tuple[str, ...] = ("DejaVu Sans", "Unifont", "Unifont Upper")

# No meaning of their own, so no reader can read them out: the standards forbid them.
PRIVATE = range(0xE000, 0xF900)

# What the PDF writer refuses, turns into a new line, or drops (signs without a form: fillers, selectors, old controls).
_LOST = re.compile(
    "[\0\ufeff\v\f\r\x85\u2028\u2029\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200f\u3164\uffa0\U0001bca0-\U0001bca3]"
)

# Letters, marks and signs of scripts that run from the right, and signs that turn the direction.
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Metrics(NamedTuple):
    """What a line of single spacing is made of, in parts of the font's size.

    The gap stands above the letters: a line's letters stand on ``gap + ascent`` from its top.
    """

    ascent: float
    descent: float
    gap: float

    @property
    def line(self) -> float:
        """From one line to the next."""
        return self.ascent + self.descent + self.gap


_METRICS: Mapping[str, Metrics] = MappingProxyType(
    {
        "Carlito": Metrics(1536 / 2048, 512 / 2048, 452 / 2048),
        "Liberation Sans": Metrics(1854 / 2048, 434 / 2048, 67 / 2048),
        "Liberation Serif": Metrics(1825 / 2048, 443 / 2048, 87 / 2048),
        "DejaVu Sans": Metrics(1901 / 2048, 483 / 2048, 0),
        "Unifont": Metrics(56 / 64, 8 / 64, 0),
        "Unifont Upper": Metrics(56 / 64, 8 / 64, 0),
    }
)
FAMILIES: tuple[str, ...] = tuple(_METRICS)


def metrics(family: str) -> Metrics:
    """The height of a line of a shipped family; KeyError for another."""
    return _METRICS[family]


def covers(text: str) -> str:
    """The characters of a text that the shipped fonts lack in some style, each once; empty if there are none."""
    return "".join(sorted(filter(_missing, set(text) - _common())))


def lost(text: str) -> str:
    """The characters of a text that have a glyph and yet do not come through, each once; empty if there are none.

    Tabs and line feeds are not among them: they are layout, and the engine's own business.
    """
    return "".join(sorted(set(_LOST.findall(text))))


def from_the_right(text: str) -> bool:
    """Whether anything in a text runs from the right: the PDF writer then breaks down unless all letters are kerned."""
    return _FROM_THE_RIGHT.search(text) is not None


def _missing(character: str) -> bool:
    firsts, lasts = _ranges()
    code = ord(character)
    place = bisect_right(firsts, code) - 1
    return place < 0 or code > lasts[place]


@cache
def _common() -> frozenset[str]:
    """The letters of most texts, all of which are covered."""
    return frozenset(map(chr, range(0x250)))


@cache
def _ranges() -> tuple[list[int], list[int]]:
    rows = [line.split() for line in COVERAGE.read_text(encoding="ascii").splitlines()]
    return [int(first, 16) for first, _ in rows], [int(last, 16) for _, last in rows]

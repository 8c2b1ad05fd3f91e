"""Word's lists: how each level is marked, and which number comes next.

Source: ECMA-376 part 1, 17.9 (numbering), read 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, value
from indplan_docs.word.package import WORD, Package

_NUMBERING: Final = "word/numbering.xml"
_PLACE: Final = re.compile(r"%([1-9])")
_SYMBOLS: Final = {"\uf0b7": "•", "\uf0a7": "▪", "o": "◦", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–", "\uf06f": "◻"}
"""What bullets of Word's own symbol fonts look like, in characters of everybody's."""

_KNOWN: Final = frozenset(
    {"start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlJc", "pPr", "rPr"}
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        kind: ``bullet``, or the form of its numbers: ``decimal``, ``lowerLetter``, ...
        text: The mark, with %1, %2 where numbers go.
        start: The first number.
        restart: The level, counted from 1, that begins it anew; 0 for none, -1 for every higher one.
        plain: True if the numbers of all levels are written as decimals in it.
        align: How the mark stands in its room.
        after: What follows the mark: ``tab``, ``space`` or ``nothing``.
        element: The ``w:lvl``.
    """

    kind: str
    text: str
    start: int
    restart: int
    plain: bool
    align: str
    after: str
    element: etree._Element


class Lists:
    """The lists of one Word file.

    Attributes:
        levels: Every level, by the list's number and its own, counted from 0.
        shared: For each list, the definition that it counts on with.
        anew: Where a list begins anew when it is first used: list and level to number.
    """

    def __init__(self, opened: Package) -> None:
        self.levels: dict[tuple[str, int], Level] = {}
        self.shared: dict[str, str] = {}
        self.anew: dict[tuple[str, int], int] = {}
        if _NUMBERING not in opened.members:
            return
        root = opened.parse(_NUMBERING)
        abstract = {item.get(f"{WORD}abstractNumId") or "": item for item in root.findall(f"{WORD}abstractNum")}
        for number in root.findall(f"{WORD}num"):
            self._add(number, abstract)

    def _add(self, number: etree._Element, abstract: dict[str, etree._Element]) -> None:
        key = number.get(f"{WORD}numId") or ""
        shared = value(number.find(f"{WORD}abstractNumId")) or ""
        if shared not in abstract:
            return
        self.shared[key] = shared
        for item in abstract[shared].findall(f"{WORD}lvl"):
            self.levels[key, int(item.get(f"{WORD}ilvl") or 0)] = _level(item)
        for override in number.findall(f"{WORD}lvlOverride"):
            at = int(override.get(f"{WORD}ilvl") or 0)
            if (own := override.find(f"{WORD}lvl")) is not None:
                self.levels[key, at] = _level(own)
            if (start := override.find(f"{WORD}startOverride")) is not None:
                self.anew[key, at] = int(value(start) or 1)


class Numbers:
    """The numbers of one document's lists, in its order."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def mark(self, key: str, at: int) -> str:
        """The mark of the next item."""
        level = self._lists.levels[key, at]
        if level.kind == "bullet":
            return level.text
        counts = self._counts.setdefault(self._lists.shared[key], {})
        if key not in self._seen:
            self._seen.add(key)
            for (other, where), first in self._lists.anew.items():
                if other == key:
                    counts[where] = first - 1
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [where for where in counts if where > at]:
            below = self._lists.levels.get((key, deeper))
            if below is not None and (below.restart < 0 or at < below.restart):
                del counts[deeper]
        return _PLACE.sub(lambda found: self._number(key, int(found[1]) - 1, counts, plain=level.plain), level.text)

    def _number(self, key: str, at: int, counts: dict[int, int], *, plain: bool) -> str:
        level = self._lists.levels[key, at]
        count = counts.setdefault(at, level.start)
        return str(count) if plain else _FORMS[level.kind](count)


def _level(element: etree._Element) -> Level:
    for child in element:
        if local(child) not in _KNOWN:
            raise Refused(local(child), child)
    kind = value(element.find(f"{WORD}numFmt")) or "decimal"
    if kind != "bullet" and kind not in _FORMS:
        raise Refused(f"numFmt {kind}", element)
    text = value(element.find(f"{WORD}lvlText")) or ""
    restart = value(element.find(f"{WORD}lvlRestart"))
    return Level(
        kind=kind,
        text=_SYMBOLS.get(text, text) if kind == "bullet" else text,
        start=int(value(element.find(f"{WORD}start")) or 0),
        restart=-1 if restart is None else int(restart),
        plain=is_on(element.find(f"{WORD}isLgl")),
        align={"start": "left", "end": "right"}.get(found := value(element.find(f"{WORD}lvlJc")) or "left", found),
        after=value(element.find(f"{WORD}suff")) or "tab",
        element=element,
    )


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    out = ""
    for size, sign in _ROMAN:
        out += sign * (count // size)
        count %= size
    return out


_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda _: "",
}

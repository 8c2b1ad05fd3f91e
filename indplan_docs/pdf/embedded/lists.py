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
from indplan_docs.word.package import STYLES, WORD, Package

_NUMBERING: Final = "word/numbering.xml"
_PLACE: Final = re.compile(r"%([1-9])")
_SYMBOLS: Final = {
    "b7": "•", "a7": "▪", "d8": "➢", "fc": "✓", "fb": "✗", "2d": "–", "6f": "◻", "a8": "◻", "76": "❖", "e0": "→",
    "9f": "•", "6c": "●", "6e": "■", "77": "◆", "75": "◆", "ae": "→", "be": "–", "fe": "☑", "fd": "☒", "71": "❑",
    "78": "⌧", "2a": "*", "a2": "○", "de": "⇒", "df": "←", "f0": "⇨", "9e": "·", "ab": "★", "72": "❒", "70": "❐",
    "73": "◆",
}  # fmt: skip
"""What bullets of Word's own symbol fonts look like, in characters of everybody's, by their code in the font."""

_PRIVATE: Final = range(0xF000, 0xF100)

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
        style: The paragraph style that belongs to it; empty if there is none.
        element: The ``w:lvl``.
        refused: What of it the engine cannot set, told when it is used.
    """

    kind: str
    text: str
    start: int
    restart: int
    plain: bool
    align: str
    after: str
    style: str
    element: etree._Element
    refused: Refused | None = None


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
        self._lent = _lent(opened, root)
        for number in root.findall(f"{WORD}num"):
            self._add(number, abstract)

    def _add(self, number: etree._Element, abstract: dict[str, etree._Element]) -> None:
        key = number.get(f"{WORD}numId") or ""
        shared = value(number.find(f"{WORD}abstractNumId")) or ""
        if shared not in abstract:
            return
        if (
            style := value(abstract[shared].find(f"{WORD}numStyleLink"))
        ) is not None:  # another one's, by a style's name
            shared = self._lent.get(style, shared)
        self.shared[key] = shared
        for item in abstract[shared].findall(f"{WORD}lvl"):
            self.levels[key, int(item.get(f"{WORD}ilvl") or 0)] = _level(item)
        for override in number.findall(f"{WORD}lvlOverride"):
            at = int(override.get(f"{WORD}ilvl") or 0)
            if (own := override.find(f"{WORD}lvl")) is not None:
                self.levels[key, at] = _level(own)
            if (start := override.find(f"{WORD}startOverride")) is not None:
                self.anew[key, at] = _whole(start, 0)


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
        level = self._lists.levels.get((key, at))
        if level is None or level.kind == "bullet":
            return ""
        count = counts.setdefault(at, level.start)
        return str(count) if plain else _FORMS[level.kind](count)


def _lent(opened: Package, root: etree._Element) -> dict[str, str]:
    """The list definition that each list style leads to."""
    if STYLES not in opened.members:
        return {}
    shared = {n.get(f"{WORD}numId"): value(n.find(f"{WORD}abstractNumId")) or "" for n in root.findall(f"{WORD}num")}
    found = {}
    for style in opened.parse(STYLES).iter(f"{WORD}style"):
        number = value(style.find(f"{WORD}pPr/{WORD}numPr/{WORD}numId"))
        if style.get(f"{WORD}type") == "numbering" and number in shared:
            found[style.get(f"{WORD}styleId") or ""] = shared[number]
    return found


def _level(element: etree._Element) -> Level:
    refused = next((Refused(local(child), child) for child in element if local(child) not in _KNOWN), None)
    kind = value(element.find(f"{WORD}numFmt")) or "decimal"
    text = value(element.find(f"{WORD}lvlText")) or ""
    if kind == "bullet":
        text = "".join(_shown(character) for character in text)
    if any(ord(character) in _PRIVATE for character in text):
        refused = Refused(f"lvlText {ord(text[0]):X}", element)
    if kind != "bullet" and kind not in _FORMS:
        refused, kind = Refused(f"numFmt {kind}", element), "decimal"
    restart = value(element.find(f"{WORD}lvlRestart"))
    return Level(
        kind=kind,
        text=text,
        start=_whole(element.find(f"{WORD}start"), 0),
        restart=-1 if restart is None else int(restart),
        plain=is_on(element.find(f"{WORD}isLgl")),
        align={"start": "left", "end": "right"}.get(found := value(element.find(f"{WORD}lvlJc")) or "left", found),
        after=value(element.find(f"{WORD}suff")) or "tab",
        style=value(element.find(f"{WORD}pStyle")) or "",
        element=element,
        refused=refused,
    )


def _shown(character: str) -> str:
    """A bullet in a character of everybody's."""
    if character == "o":  # Courier New's, which Word takes for a ring
        return "◦"
    return (
        _SYMBOLS.get(f"{ord(character) - _PRIVATE.start:02x}", character) if ord(character) in _PRIVATE else character
    )


def _whole(element: etree._Element | None, otherwise: int) -> int:
    said = value(element)
    return int(said) if said is not None and said.isdigit() else otherwise


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


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

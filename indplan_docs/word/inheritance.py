"""What the styles of a Word file say, with what they inherit.

Source: ECMA-376 part 1, 17.7.4.3 (a style is based on another), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from lxml import etree

from indplan_docs.word.package import STYLES, WORD, Package

_VALUE: Final = f"{WORD}val"

Said = TypeVar("Said")


def said_by_styles(opened: Package, read: Callable[[etree._Element], Said | None]) -> dict[str, Said]:
    """What each style says, or else the nearest that it is based on; by the style's id, those that say something.

    Args:
        opened: The file.
        read: What a style says itself; None if nothing.
    """
    if STYLES not in opened.members:
        return {}
    own: dict[str, Said | None] = {}
    based: dict[str, str] = {}
    for style in opened.parse(STYLES).iter(f"{WORD}style"):
        key = style.get(f"{WORD}styleId") or ""
        parent = style.find(f"{WORD}basedOn")
        own[key], based[key] = read(style), "" if parent is None else parent.get(_VALUE) or ""
    found = {key: _inherited(key, own, based) for key in own}
    return {key: said for key, said in found.items() if said is not None}


def _inherited(key: str, own: dict[str, Said | None], based: dict[str, str]) -> Said | None:
    seen: set[str] = set()
    while key and key not in seen:
        said = own.get(key)
        if said is not None:
            return said
        seen.add(key)
        key = based.get(key, "")
    return None

"""Single properties of paragraphs and runs, read from their elements; a value that is not known is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from indplan_docs.pdf.embedded.colours import colour
from indplan_docs.pdf.embedded.look import Border, Tab
from indplan_docs.pdf.embedded.refusal import VALUE, Refused, is_on, local, points, value
from indplan_docs.word.package import WORD

BODY: Final = 9  # the outline level of what is no heading
_UNDERLINES: Final = {
    "single": "single", "double": "double", "thick": "thick", "dotted": "dotted", "dottedHeavy": "dotted",
    "dash": "dashed", "dashedHeavy": "dashed", "dashLong": "dashed", "dashLongHeavy": "dashed",
    "dotDash": "dash-dotted", "dashDotHeavy": "dash-dotted",
}  # fmt: skip
_LINES: Final = {"single": "", "thick": "", "dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed"}
_SIDES: Final = frozenset({"top", "bottom", "left", "right", "insideH", "insideV"})
_AROUND: Final = frozenset({"top", "bottom", "left", "right"})
_HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_ALIGNMENTS: Final = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "justify",
    "distribute": "justify", "lowKashida": "justify", "mediumKashida": "justify", "highKashida": "justify",
    "numTab": "left",
}  # fmt: skip


def _attributes(element: etree._Element) -> dict[str, str]:
    found = {etree.QName(name).localname: value(element, str(name)) or "" for name in element.attrib}
    for side in ("before", "after"):
        if found.get(f"{side}Lines", "0") != "0" and side not in found:
            raise Refused(f"{side}Lines", element)
    return found


def _children(element: etree._Element) -> dict[str, str]:
    return {local(child): value(child) or "0" for child in element}


def indents(elements: Iterable[etree._Element]) -> dict[str, str]:
    """Indents by their older names; a hanging one takes a first line's place, and the other way round."""
    found: dict[str, str] = {}
    for element in elements:
        for said, length in _attributes(element).items():
            name = {"start": "left", "end": "right"}.get(said, said)
            if name.endswith("Chars"):
                continue
            found.pop({"hanging": "firstLine", "firstLine": "hanging"}.get(name, ""), None)
            found[name] = length
            if name in ("hanging", "firstLine"):
                found.setdefault({"hanging": "firstLine", "firstLine": "hanging"}[name], "0")
    return found


def borders(element: etree._Element, known: frozenset[str] = _SIDES) -> dict[str, Border | None]:
    """The lines of a ``w:pBdr``, ``w:tcBorders`` or ``w:tblBorders`` by side; None where one is taken away."""
    sides = {"start": "left", "end": "right"}
    found = {sides.get(local(side), local(side)): border(side) for side in element}
    for side in element:
        if (name := sides.get(local(side), local(side))) not in known and found[name] is not None:
            raise Refused(f"{local(element)} {name}", side)
    return {name: line for name, line in found.items() if name in known}


def border(side: etree._Element) -> Border | None:
    """One line; None if it is none."""
    kind = value(side) or "none"
    if kind in ("nil", "none"):
        return None
    if kind not in _LINES:
        raise Refused(f"{local(side)} {kind}", side)
    return Border(
        size(side, f"{WORD}sz", 4) / 8,
        colour(value(side, f"{WORD}color"), element=side),
        size(side, f"{WORD}space", 0),
        _LINES[kind],
    )


def size(element: etree._Element, name: str, otherwise: float) -> float:
    """An attribute that is a number."""
    said = value(element, name)
    try:
        return otherwise if said is None else float(said)
    except ValueError:
        raise Refused(f"{local(element)} {said}", element) from None


def shading(element: etree._Element) -> str:
    """The colour behind a text or in a cell; empty if there is none."""
    if (value(element) or "clear") not in ("clear", "nil"):
        raise Refused(f"shd {value(element)}", element)
    return colour(value(element, f"{WORD}fill"), "", element)


def with_tabs(known: Mapping[float, Tab], element: etree._Element) -> dict[float, Tab]:
    """Tab stops with those that are added or taken away."""
    found = dict(known)
    for item in element:
        position, kind = points(value(item, f"{WORD}pos")), value(item) or "left"
        if kind == "clear":
            found.pop(position, None)
            continue
        kind = {"start": "left", "num": "left", "end": "right"}.get(kind, kind)
        if kind not in ("left", "center", "right", "decimal"):
            raise Refused(f"tab {kind}", item)
        leader = value(item, f"{WORD}leader") or "none"
        found[position] = Tab(position, kind, "" if leader == "none" else leader)
    return found


def _raised(item: etree._Element) -> str:
    found = value(item) or "baseline"
    if found not in ("baseline", "superscript", "subscript"):
        raise Refused(f"vertAlign {found}", item)
    return "" if found == "baseline" else found


def _underline(item: etree._Element) -> tuple[str, str]:
    """The line under a text, and its colour."""
    kind = value(item) or "single"
    if kind == "none":
        return "", ""
    if kind not in _UNDERLINES:
        raise Refused(f"u {kind}", item)
    return _UNDERLINES[kind], colour(value(item, f"{WORD}color"), "", item)


def _width(item: etree._Element) -> None:
    if (value(item) or "100").rstrip("%") != "100":
        raise Refused("w", item)


def _effect(item: etree._Element) -> None:
    if (value(item) or "none") not in ("none", "nil"):
        raise Refused(local(item), item)


def _outlined(item: etree._Element) -> None:
    """Word notes that a text has no outline."""
    if next((part for part in item.iter() if local(part) == "noFill"), None) is None:
        raise Refused(local(item), item)


def _highlight(item: etree._Element) -> str:
    name = value(item) or "none"
    if name != "none" and name not in _HIGHLIGHTS:
        raise Refused(f"highlight {name}", item)
    return _HIGHLIGHTS.get(name, "")


def _alignment(item: etree._Element) -> str:
    name = value(item) or "left"
    if name not in _ALIGNMENTS:
        raise Refused(f"jc {name}", item)
    return _ALIGNMENTS[name]


RUN_READERS: Final[dict[str, Any]] = {
    "b": is_on,
    "i": is_on,
    "caps": is_on,
    "strike": is_on,
    "dstrike": is_on,
    "vanish": is_on,
    "sz": lambda item: size(item, VALUE, 20) / 2,
    "u": _underline,
    "highlight": _highlight,
    "shd": shading,
    "vertAlign": _raised,
    "spacing": lambda item: points(value(item)),
    "position": lambda item: size(item, VALUE, 0) / 2,
    "kern": lambda item: size(item, VALUE, 0) / 2,
    "w": _width,
    "effect": _effect,
    "em": _effect,
    "bdr": _effect,
    "textOutline": _outlined,
}
MERGED: Final[dict[str, Any]] = {
    "ind": lambda item: indents([item]),
    "spacing": _attributes,
    "numPr": _children,
    "pBdr": lambda item: borders(item, _AROUND),
}
PARAGRAPH_READERS: Final[dict[str, Any]] = {
    "keepNext": is_on,
    "keepLines": is_on,
    "pageBreakBefore": is_on,
    "contextualSpacing": is_on,
    "jc": _alignment,
    "shd": shading,
    "outlineLvl": lambda item: int(size(item, VALUE, BODY)),
    "suppressAutoHyphens": is_on,
    "widowControl": is_on,
}

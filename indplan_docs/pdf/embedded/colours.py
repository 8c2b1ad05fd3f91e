"""Colours as Word says them: by number, by the theme's names, lighter and darker."""

from __future__ import annotations

import colorsys
import re
from typing import Final

from lxml import etree

from indplan_docs.pdf.embedded.refusal import Refused, local
from indplan_docs.word.package import Package

COLOUR: Final = re.compile("[0-9A-Fa-f]{6}")
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DARK: Final = 0.22  # below this share of light, Word writes white on a colour where the text's own is automatic


def colour(code: str | None, automatic: str = "000000", element: etree._Element | None = None) -> str:
    """A colour as RRGGBB."""
    if code in (None, "", "auto"):
        return automatic
    if not COLOUR.fullmatch(str(code)):
        raise Refused(f"colour {code}", element)
    return str(code).upper()


def theme(opened: Package) -> tuple[dict[str, str], dict[str, str]]:
    """The fonts and colours of the document's theme, by name."""
    part = next((name for name in opened.related("theme")), None)
    if part is None:
        return {}, {}
    root = opened.parse(part)
    latin = {kind: root.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin") for kind in ("major", "minor")}
    scheme = root.find(f".//{_DRAWING}clrScheme")
    colours = {}
    for item in () if scheme is None else scheme:
        for said in item:
            colours[local(item)] = said.get("lastClr") or said.get("val") or "000000"
    return {kind: found.get("typeface") or "" for kind, found in latin.items() if found is not None}, colours


def tinted(base: str, tint: str | None, shade: str | None) -> str:
    """A theme's colour, lighter or darker."""
    hue, light, strength = colorsys.rgb_to_hls(*(int(base[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    if shade:
        light *= int(shade, 16) / 255
    if tint:
        light = light * int(tint, 16) / 255 + 1 - int(tint, 16) / 255
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, min(light, 1.0), strength))


def is_dark(code: str) -> bool:
    """True if black letters would be hard to read on a colour."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < _DARK

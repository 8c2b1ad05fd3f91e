"""The pictures of a template, and those that come with the data, as files that the typesetter reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from lxml import etree

from indplan_docs.pdf.embedded.refusal import Refused
from indplan_docs.pdf.embedded.source import number, string

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_EMU_PER_POINT: Final = 12_700
_KINDS: Final = frozenset({"png", "jpg", "jpeg", "gif"})


class Pictures:
    """The pictures of one part.

    Args:
        targets: The part that each relationship leads to.
        contents: What is in a part.
        files: Gets each picture that is used, by the name it has for the typesetter.
    """

    def __init__(self, targets: Mapping[str, str], contents: Mapping[str, bytes], files: dict[str, bytes]) -> None:
        self._targets, self._contents, self._files = targets, contents, files

    def drawing(self, drawing: etree._Element) -> str:
        """A ``w:drawing`` as Typst code."""
        inline = drawing.find(f"{_WP}inline")
        frame = inline if inline is not None else drawing.find(f"{_WP}anchor")
        blips = list(drawing.iter(f"{_A}blip"))
        if frame is None or len(blips) != 1:
            raise Refused("drawing", drawing)
        part = self._targets.get(blips[0].get(_EMBED) or "", "")
        kind = part.rpartition(".")[2].lower()
        if part not in self._contents or kind not in _KINDS:
            raise Refused(f"picture {kind}", drawing)
        name = named(self._contents[part], kind)
        self._files[name] = self._contents[part]
        extent, shown = frame.find(f"{_WP}extent"), frame.find(f"{_WP}docPr")
        if extent is None or shown is None:
            raise Refused("drawing", drawing)
        size = [int(extent.get(side) or 0) / _EMU_PER_POINT for side in ("cx", "cy")]
        decorative = next(shown.iter(_DECORATIVE), None) is not None
        made = picture(name, shown.get("descr") or "", size[0], size[1], decorative=decorative)
        return made if inline is not None else _anchored(frame, made)


def picture(name: str, description: str, width: float, height: float, *, decorative: bool = False) -> str:
    """A picture in the line of text as Typst code; one without description is there for its looks."""
    size = f"width: {number(width)}, height: {number(height)}"
    if description and not decorative:
        return f"box(image({string(name)}, {size}, alt: {string(description)}))"
    return f"pdf.artifact(box(image({string(name)}, {size})))"


def named(content: bytes, kind: str) -> str:
    """The name of a picture's file."""
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"


def _anchored(frame: etree._Element, made: str) -> str:
    """A picture at a fixed place of the page or the margin, which text does not go around."""
    places = []
    for axis in ("H", "V"):
        position = frame.find(f"{_WP}position{axis}")
        offset = None if position is None else position.findtext(f"{_WP}posOffset")
        if position is None or offset is None:
            raise Refused("anchor", frame)
        places.append((position.get("relativeFrom"), int(offset) / _EMU_PER_POINT))
    (across, x), (down, y) = places
    if across not in ("margin", "column", "character") or down not in ("paragraph", "line"):
        raise Refused(f"anchor {across} {down}", frame)
    return f"place(dx: {number(x)}, dy: {number(y)}, {made})"

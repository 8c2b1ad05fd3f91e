"""The pictures of a template, and those that come with the data, as files that the typesetter reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.pdf.embedded.refusal import Refused, local
from indplan_docs.pdf.embedded.source import number, quoted, string

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_EMU_PER_POINT: Final = 12_700
_SHARE: Final = 100_000
_WHOLE: Final = (0.0, 0.0, 0.0, 0.0)
_OF_PICTURES: Final = frozenset({
    "drawing", "inline", "anchor", "simplePos", "positionH", "positionV", "posOffset", "align", "extent", "docPr",
    "effectExtent", "wrapNone", "wrapSquare", "wrapTight", "wrapThrough", "wrapTopAndBottom", "wrapPolygon", "start",
    "lineTo", "cNvGraphicFramePr", "graphicFrameLocks", "graphic", "graphicData", "pic", "nvPicPr", "cNvPr", "cNvPicPr",
    "picLocks", "blipFill", "blip", "srcRect", "stretch", "fillRect", "spPr", "xfrm", "off", "ext", "prstGeom", "avLst",
    "noFill", "ln", "effectLst", "extLst", "decorative", "useLocalDpi", "sizeRelH", "sizeRelV", "pctWidth", "pctHeight",
    "miter", "round", "headEnd", "tailEnd", "creationId", "solidFill", "srgbClr", "prstClr", "schemeClr",
})  # fmt: skip
_STRANGE: Final = {"txbx": "textbox", "wsp": "shape", "wgp": "group", "chart": "chart", "relIds": "diagram"}
_KINDS: Final = frozenset({"png", "jpg", "jpeg", "gif"})


@dataclass(frozen=True, slots=True)
class Start:
    """Where the first line of a paragraph begins, in points.

    Attributes:
        indent: From the left edge of the text; None if that depends on the text.
        above: From the paragraph's top to the base line.
    """

    indent: float | None
    above: float


class Pictures:
    """The pictures of one part.

    Args:
        targets: The part that each relationship leads to.
        contents: What is in a part.
        files: Gets each picture that is used, by the name it has for the typesetter.
    """

    def __init__(self, targets: Mapping[str, str], contents: Mapping[str, bytes], files: dict[str, bytes]) -> None:
        self._targets, self._contents, self._files = targets, contents, files

    def drawing(self, drawing: etree._Element, described: Callable[[str, etree._Element], str], start: Start) -> str:
        """A ``w:drawing`` as Typst code.

        Args:
            drawing: The element.
            described: Gives a description as the inside of a string, with the template's tags in it.
            start: Where its paragraph begins.
        """
        inline = drawing.find(f"{_WP}inline")
        frame = inline if inline is not None else drawing.find(f"{_WP}anchor")
        blips = list(drawing.iter(f"{_A}blip"))
        if frame is None or len(blips) != 1 or _names(drawing) - _OF_PICTURES:
            raise Refused(_strange(drawing), drawing)
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
        said = "" if decorative else described(shown.get("descr") or shown.get("title") or "", shown)
        made = _framed(name, said, size[0], size[1], _cut(drawing))
        return made if inline is not None else _anchored(frame, made, start)


def picture(name: str, description: str, width: float, height: float, *, decorative: bool = False) -> str:
    """A picture in the line of text as Typst code; one without description is there for its looks."""
    return _framed(name, quoted("" if decorative else description), width, height, _WHOLE)


def named(content: bytes, kind: str) -> str:
    """The name of a picture's file."""
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"


def _framed(name: str, said: str, width: float, height: float, cut: tuple[float, float, float, float]) -> str:
    """A picture of a size; ``cut`` is the share that is cut off at the left, top, right and bottom."""
    left, top, right, bottom = cut
    wide, high = width / (1 - left - right), height / (1 - top - bottom)
    shown = f'image({string(name)}, fit: "stretch", width: {number(wide)}, height: {number(high)}'
    shown += f', alt: "{said}")' if said else ")"
    if cut == _WHOLE:
        made = f"box({shown})"
    else:
        moved = f"move(dx: {number(-left * wide)}, dy: {number(-top * high)}, {shown})"
        made = f"box(clip: true, width: {number(width)}, height: {number(height)}, {moved})"
    return made if said else f"pdf.artifact({made})"


def _cut(drawing: etree._Element) -> tuple[float, float, float, float]:
    """What is cut off a picture; one that is turned, coloured or framed is refused."""
    for item in drawing.iter(etree.Element):
        name = local(item)
        turned = name == "xfrm" and any(item.get(key, "0") not in ("0", "false") for key in ("rot", "flipH", "flipV"))
        lined = name == "ln" and item.find(f"{_A}noFill") is None and len(item)
        shaped = name == "prstGeom" and item.get("prst") != "rect"
        changed = name == "effectLst" and len(item)
        if turned or lined or shaped or changed:
            raise Refused(f"drawing {name}", drawing)
    cut = next(drawing.iter(f"{_A}srcRect"), None)
    left, top, right, bottom = (int((cut.get(side) if cut is not None else None) or 0) / _SHARE for side in "ltrb")
    if left + right >= 1 or top + bottom >= 1:
        raise Refused("drawing srcRect", drawing)
    return left, top, right, bottom


def _strange(drawing: etree._Element) -> str:
    """What in a drawing is no picture."""
    names = _names(drawing)
    known = next((name for sign, name in _STRANGE.items() if sign in names), "")
    return known or next((f"drawing {name}" for name in sorted(names - _OF_PICTURES)), "drawing")


def _names(drawing: etree._Element) -> set[str]:
    """What elements a drawing is made of."""
    return {local(item) for item in drawing.iter(etree.Element)}


def is_anchored(drawing: etree._Element) -> bool:
    """True if a picture does not stand in the line of text, but at a place that its paragraph has no part in."""
    return drawing.find(f"{_WP}anchor") is not None


def _anchored(frame: etree._Element, made: str, start: Start) -> str:
    """A picture at a fixed place of the page or of its paragraph, which text does not go around."""
    wrap = next((local(item) for item in frame if local(item).startswith("wrap")), "wrapNone")
    if wrap != "wrapNone":
        raise Refused(f"anchor {wrap}", frame)
    across, x = _offset(frame, "H")
    down, y = _offset(frame, "V")
    from_text = across in ("margin", "column") and start.indent is not None
    if not (from_text or across == "page") or down not in ("page", "topMargin", "paragraph", "line"):
        raise Refused(f"anchor {across} {down}", frame)
    left = number(x - (start.indent or 0)) if from_text else f"{number(x)} - at.x"
    top = number(y - start.above) if down in ("paragraph", "line") else f"{number(y)} - at.y"
    return (
        "box(width: 0pt, height: 0pt, context { let at = here().position(); "
        f"place(std.top + std.left, dx: {left}, dy: {top}, {made}) }})"
    )


def _offset(frame: etree._Element, axis: str) -> tuple[str, float]:
    """What a place is counted from, and how far it is from there."""
    position = frame.find(f"{_WP}position{axis}")
    offset = None if position is None else position.findtext(f"{_WP}posOffset")
    if position is None or offset is None:
        side = None if position is None else position.findtext(f"{_WP}align")
        start = "left" if axis == "H" else "top"
        if position is None or side != start:
            raise Refused(f"anchor {side or ''}".strip(), frame)
    return position.get("relativeFrom") or "", int(offset or 0) / _EMU_PER_POINT

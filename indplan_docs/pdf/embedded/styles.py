"""Word's styles, resolved: what a paragraph and a run look like in the end, as plain numbers.

Properties come from the document's defaults, the table's style, the paragraph's style and those it is based on, its
list's level, the character style, and what is set on the spot, each over the one before. A property that is not known
here is refused.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3 (paragraphs and runs), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from lxml import etree

from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, points, value
from indplan_docs.pdf.fonts import FAMILIES, SUBSTITUTES, metrics
from indplan_docs.word.package import WORD, Package

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLES: Final = "word/styles.xml"
_DEEPEST: Final = 20
_LOWEST: Final = 9  # level of heading
_IGNORED_OF_RUNS: Final = frozenset({
    "bCs", "iCs", "szCs", "noProof", "snapToGrid", "webHidden", "specVanish", "rStyle", "lang", "rFonts", "cs", "em",
})  # fmt: skip
_IGNORED_OF_PARAGRAPHS: Final = frozenset({
    "pStyle", "rPr", "sectPr", "cnfStyle", "suppressLineNumbers", "suppressAutoHyphens", "adjustRightInd", "snapToGrid",
    "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "topLinePunct", "textAlignment", "divId",
    "outlineLvl", "widowControl",
})  # fmt: skip
_TOGGLES: Final = frozenset({"b", "i", "caps", "strike", "vanish"})
_REFUSED_IF_ON: Final = frozenset({
    "smallCaps", "outline", "shadow", "emboss", "imprint", "rtl", "bidi", "mirrorIndents", "oMath",
})  # fmt: skip
_HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_ALIGNMENTS: Final = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "justify",
    "distribute": "justify", "lowKashida": "justify",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run of text looks: sizes in points, colours as RRGGBB."""

    font: str = "Times New Roman"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    underline: bool = False
    strike: bool = False
    caps: bool = False
    hidden: bool = False
    fill: str = ""
    raised: str = ""
    tracking: float = 0.0
    baseline: float = 0.0
    kerning: bool = False
    language: str = ""

    @property
    def family(self) -> str:
        """The font of ours that stands in for it.

        Raises:
            Refused: There is none.
        """
        family = SUBSTITUTES.get(self.font, self.font)
        if family not in FAMILIES:
            raise Refused(f"font {self.font}")
        return family


@dataclass(frozen=True, slots=True)
class Border:
    """A line: its width in points, its colour, and how far it stands from the text."""

    width: float
    colour: str
    distance: float = 0.0


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab stop: where, in points from the margin, how text stands at it, and what fills the way to it."""

    position: float
    kind: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: lengths in points.

    Attributes:
        style: The style's id; neighbours of the same style may stand close.
        run: How its text looks where nothing else is said.
        line: The line spacing: a factor if ``rule`` is ``auto``, else points.
        level: Of a heading, from 1; 0 if it is none.
        number: The list it is an item of, and the level in it.
    """

    style: str
    run: RunLook
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    rule: str = "auto"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    align: str = "left"
    close: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    level: int = 0
    number: tuple[str, int] | None = None
    borders: tuple[tuple[str, Border], ...] = ()
    fill: str = ""
    tabs: tuple[Tab, ...] = ()

    def edges(self, run: RunLook) -> tuple[float, float]:
        """How high a line is above and below its base line, with text of this look in it."""
        face = metrics(run.family)
        above, below = (face.ascent + face.gap) * run.size, face.descent * run.size
        single = above + below
        if self.rule == "exact":
            below = min(below, self.line)
            return self.line - below, below
        if self.rule == "atLeast":
            return max(above, self.line - below), below
        extra = single * (self.line - 1)  # wide lines have their room below the letters, narrow ones lose it above
        return (above, below + extra) if extra > 0 else (above + extra, below)


Properties = dict[str, Any]


class Styles:
    """The styles of one Word file.

    Raises:
        Refused: A style holds something that the engine cannot set.
    """

    def __init__(self, opened: Package, lists: Lists) -> None:
        root = opened.parse(_STYLES) if _STYLES in opened.members else etree.Element(f"{WORD}styles")
        self._styles = {style.get(f"{WORD}styleId") or "": style for style in root.iter(f"{WORD}style")}
        self._default = {
            style.get(f"{WORD}type"): style.get(f"{WORD}styleId")
            for style in root.iter(f"{WORD}style")
            if style.get(f"{WORD}default") in ("1", "true")
        }
        defaults = root.find(f"{WORD}docDefaults")
        self._run_defaults = None if defaults is None else defaults.find(f"{WORD}rPrDefault/{WORD}rPr")
        self._paragraph_defaults = None if defaults is None else defaults.find(f"{WORD}pPrDefault/{WORD}pPr")
        self._theme = _theme_fonts(opened)
        self._levels = lists.levels
        self.chain = cache(self._chain)

    @property
    def default_table(self) -> str | None:
        """The id of the style of tables that name none."""
        return self._default.get("table")

    def name(self, style: str) -> str:
        """A style's name, as Word calls it in every language."""
        found = self._styles.get(style)
        return "" if found is None else (value(found.find(f"{WORD}name")) or "").casefold()

    def look(self, paragraph: etree._Element, conditions: Iterable[etree._Element] = ()) -> Look:
        """How a paragraph looks.

        Args:
            paragraph: A ``w:p``.
            conditions: The table's style and those of its parts that hold here, weakest first.
        """
        own = paragraph.find(f"{WORD}pPr")
        style = value(own.find(f"{WORD}pStyle") if own is not None else None) or self._default.get("paragraph") or ""
        conditions = list(conditions)
        layers = [self._paragraph_defaults, *_inside(conditions, "pPr"), *_inside(self.chain(style), "pPr")]
        found = _merged([*layers, own])
        if "numPr" in found:
            level = self._levels.get(_number(found["numPr"]))
            if level is not None:
                listed = _merged([level.element.find(f"{WORD}pPr")])
                where = [*_inside(self.chain(style), "pPr"), own]
                own_indent = [p.find(f"{WORD}ind") for p in where if p is not None and p.find(f"{WORD}ind") is not None]
                found = {
                    **found,
                    "ind": {**listed.get("ind", {}), **_indents([e for e in own_indent if e is not None])},
                }
        return self._paragraph_look(style, found, self.run(paragraph, style, conditions))

    def run(
        self, run: etree._Element, style: str, conditions: Iterable[etree._Element] = (), base: RunLook | None = None
    ) -> RunLook:
        """How a run looks in a paragraph of a style; a ``w:p`` gives how its text looks where nothing else is said."""
        own = run.find(f"{WORD}rPr") if run.tag != f"{WORD}p" else None
        character = (
            value(own.find(f"{WORD}rStyle")) if own is not None and own.find(f"{WORD}rStyle") is not None else None
        )
        if own is None and base is not None:
            return base
        layers = [self._run_defaults, *_inside(conditions, "rPr"), *_inside(self.chain(style), "rPr")]
        found: Properties = {}
        for layer in layers:
            self._run_properties(layer, found)
        styled: Properties = {}
        for layer in _inside(self.chain(character), "rPr"):
            self._run_properties(layer, styled)
        for key in _TOGGLES & styled.keys() & found.keys():  # a style's bold inside a bold style is not bold
            styled[key] = styled[key] != found[key]
        found |= styled
        self._run_properties(own, found)
        return _run_look(found)

    def marked(self, level: etree._Element, look: Look) -> RunLook:
        """How the mark of a list's level looks in a paragraph."""
        found: Properties = {}
        for layer in [self._run_defaults, *_inside(self.chain(look.style), "rPr"), level.find(f"{WORD}rPr")]:
            self._run_properties(layer, found)
        return _run_look(found)

    def _chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, the most general first."""
        found: list[etree._Element] = []
        while style and style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = value(self._styles[style].find(f"{WORD}basedOn"))
        return found[::-1]

    def _paragraph_look(self, style: str, found: Properties, run: RunLook) -> Look:
        spacing, indent = found.get("spacing", {}), found.get("ind", {})
        rule = spacing.get("lineRule", "auto")
        line = float(spacing.get("line", 240))
        number = _number(found.get("numPr", {}))
        return Look(
            style=style,
            run=run,
            before=points(spacing.get("before")),
            after=points(spacing.get("after")),
            line=line / (240 if rule == "auto" else 20),
            rule=rule,
            left=points(indent.get("left")),
            right=points(indent.get("right")),
            first=points(indent.get("firstLine")) - points(indent.get("hanging")),
            align=_ALIGNMENTS.get(found.get("jc", "left"), "left"),
            close=found.get("contextualSpacing", False),
            keep_next=found.get("keepNext", False),
            keep_lines=found.get("keepLines", False),
            new_page=found.get("pageBreakBefore", False),
            level=_heading_level(self.name(style)),
            number=number if number in self._levels else None,
            borders=tuple((side, line) for side, line in found.get("pBdr", {}).items() if line is not None),
            fill=found.get("shd", ""),
            tabs=tuple(sorted(found.get("tabs", {}).values(), key=lambda tab: tab.position)),
        )

    def _run_properties(self, properties: etree._Element | None, found: Properties) -> None:
        for item in () if properties is None else properties:
            name = local(item)
            if name == "rFonts":
                if font := self._font(item):
                    found["font"] = font
            elif name == "lang":
                found["language"] = value(item) or found.get("language", "")
            elif name in _RUN_READERS:
                found[name] = _RUN_READERS[name](item)
            elif name in _REFUSED_IF_ON:
                if is_on(item):
                    raise Refused(name, item)
            elif name not in _IGNORED_OF_RUNS:
                raise Refused(name, item)

    def _font(self, fonts: etree._Element) -> str | None:
        theme = value(fonts, f"{WORD}asciiTheme") or value(fonts, f"{WORD}hAnsiTheme")
        return self._theme.get((theme or "")[:5]) or value(fonts, f"{WORD}ascii") or value(fonts, f"{WORD}hAnsi")


# --- reading single properties ----------------------------------------------------------------------------------------


def _inside(elements: Iterable[etree._Element], name: str) -> Iterator[etree._Element | None]:
    for element in elements:
        yield element.find(f"{WORD}{name}")


def _merged(layers: Iterable[etree._Element | None]) -> Properties:
    """Paragraph properties, the later over the earlier; spacing, indents, borders and tabs piece by piece."""
    found: Properties = {}
    for layer in layers:
        for item in () if layer is None else layer:
            name = local(item)
            if name in _MERGED:
                found[name] = {**found.get(name, {}), **_MERGED[name](item)}
            elif name == "tabs":
                found[name] = _with_tabs(found.get(name, {}), item)
            elif name in _PARAGRAPH_READERS:
                found[name] = _PARAGRAPH_READERS[name](item)
            elif name in _REFUSED_IF_ON:
                if is_on(item):
                    raise Refused(name, item)
            elif name not in _IGNORED_OF_PARAGRAPHS:
                raise Refused(name, item)
    return found


def _attributes(element: etree._Element) -> dict[str, str]:
    found = {etree.QName(name).localname: value(element, str(name)) or "" for name in element.attrib}
    if any(found.get(name) in ("1", "true", "on") for name in ("beforeAutospacing", "afterAutospacing")):
        raise Refused("beforeAutospacing", element)
    return found


def _children(element: etree._Element) -> dict[str, str]:
    return {local(child): value(child) or "0" for child in element}


def _indents(elements: Iterable[etree._Element]) -> dict[str, str]:
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


def borders(element: etree._Element) -> dict[str, Border | None]:
    """The lines of a ``w:pBdr``, ``w:tcBorders`` or ``w:tblBorders`` by side; None where one is taken away."""
    sides = {"start": "left", "end": "right"}
    return {sides.get(local(side), local(side)): border(side) for side in element}


def border(side: etree._Element) -> Border | None:
    """One line; None if it is none."""
    kind = value(side) or "none"
    if kind in ("nil", "none"):
        return None
    if kind not in ("single", "thick", "dotted", "dashed"):
        raise Refused(f"{local(side)} {kind}", side)
    return Border(
        float(value(side, f"{WORD}sz") or 4) / 8,
        colour(value(side, f"{WORD}color")),
        float(value(side, f"{WORD}space") or 0),
    )


def colour(code: str | None, automatic: str = "000000") -> str:
    """A colour as RRGGBB."""
    return automatic if code in (None, "auto") else str(code)


def shading(element: etree._Element) -> str:
    """The colour behind a text or in a cell; empty if there is none."""
    if (value(element) or "clear") not in ("clear", "nil"):
        raise Refused(f"shd {value(element)}", element)
    return colour(value(element, f"{WORD}fill"), "")


def _with_tabs(known: Mapping[float, Tab], element: etree._Element) -> dict[float, Tab]:
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


def _number(properties: Mapping[str, str]) -> tuple[str, int]:
    """A list and the level in it."""
    return properties.get("numId", "0"), int(properties.get("ilvl", "0"))


def _heading_level(name: str) -> int:
    start, _, number = name.rpartition(" ")
    return int(number) if start == "heading" and number.isdigit() and int(number) <= _LOWEST else 0


def _theme_fonts(opened: Package) -> dict[str, str]:
    part = next((name for name in opened.related("theme")), None)
    if part is None:
        return {}
    root = opened.parse(part)
    found = {kind: root.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin") for kind in ("major", "minor")}
    return {kind: latin.get("typeface") or "" for kind, latin in found.items() if latin is not None}


def _run_look(found: Properties) -> RunLook:
    plain = RunLook()
    size = found.get("sz", plain.size)
    raised = found.get("vertAlign", "")
    highlight, shade = found.get("highlight", ""), found.get("shd", "")
    return replace(
        plain,
        font=found.get("font", plain.font),
        size=size,
        bold=found.get("b", False),
        italic=found.get("i", False),
        colour=found.get("color", plain.colour),
        underline=found.get("u", False),
        strike=found.get("strike", False) or found.get("dstrike", False),
        caps=found.get("caps", False),
        hidden=found.get("vanish", False),
        fill=highlight or shade,
        raised=raised,
        tracking=found.get("spacing", 0.0),
        baseline=found.get("position", 0.0),
        kerning=0 < found.get("kern", 0.0) <= size,
        language=found.get("language", ""),
    )


def _raised(item: etree._Element) -> str:
    found = value(item) or "baseline"
    return "" if found == "baseline" else found


def _width(item: etree._Element) -> None:
    if (value(item) or "100").rstrip("%") != "100":
        raise Refused("w", item)


def _effect(item: etree._Element) -> None:
    if (value(item) or "none") not in ("none", "nil"):
        raise Refused(local(item), item)


def _highlight(item: etree._Element) -> str:
    name = value(item) or "none"
    return "" if name == "none" else _HIGHLIGHTS[name]


_RUN_READERS: Final[dict[str, Any]] = {
    "b": is_on,
    "i": is_on,
    "caps": is_on,
    "strike": is_on,
    "dstrike": is_on,
    "vanish": is_on,
    "color": lambda item: colour(value(item)),
    "sz": lambda item: float(value(item) or 20) / 2,
    "u": lambda item: (value(item) or "single") != "none",
    "highlight": _highlight,
    "shd": shading,
    "vertAlign": _raised,
    "spacing": lambda item: points(value(item)),
    "position": lambda item: float(value(item) or 0) / 2,
    "kern": lambda item: float(value(item) or 0) / 2,
    "w": _width,
    "effect": _effect,
    "bdr": _effect,
}
_MERGED: Final[dict[str, Any]] = {
    "ind": lambda item: _indents([item]),
    "spacing": _attributes,
    "numPr": _children,
    "pBdr": borders,
}
_PARAGRAPH_READERS: Final[dict[str, Any]] = {
    "keepNext": is_on,
    "keepLines": is_on,
    "pageBreakBefore": is_on,
    "contextualSpacing": is_on,
    "jc": value,
    "shd": shading,
}

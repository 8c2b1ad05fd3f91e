"""Word's styles, resolved: what a paragraph and a run look like in the end, as plain numbers.

Properties come from the document's defaults, the table's style, the paragraph's style and those it is based on, its
list's level, the character style, and what is set on the spot, each over the one before. A property that is not known
here is refused.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3 (paragraphs and runs), read 2026-11-21.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from lxml import etree

from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.refusal import VALUE, Refused, is_on, local, points, value
from indplan_docs.pdf.fonts import FAMILIES, SUBSTITUTES, metrics
from indplan_docs.word.package import WORD, Package

_COLOUR: Final = re.compile("[0-9A-Fa-f]{6}")
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLES: Final = "word/styles.xml"
_SETTINGS: Final = "word/settings.xml"
_EVERY_TAB: Final = 36.0
_DEEPEST: Final = 20
_LOWEST: Final = 9  # level of heading
_IGNORED_OF_RUNS: Final = frozenset({
    "bCs", "iCs", "szCs", "noProof", "snapToGrid", "webHidden", "specVanish", "rStyle", "lang", "rFonts", "cs",
    "ligatures", "numForm", "numSpacing", "cntxtAlts", "stylisticSets",
})  # fmt: skip
_IGNORED_OF_PARAGRAPHS: Final = frozenset({
    "pStyle", "rPr", "sectPr", "cnfStyle", "suppressLineNumbers", "adjustRightInd", "snapToGrid", "kinsoku", "wordWrap",
    "overflowPunct", "autoSpaceDE", "autoSpaceDN", "topLinePunct", "textAlignment", "divId",
})  # fmt: skip
_TOGGLES: Final = frozenset({"b", "i", "caps", "strike", "vanish"})
_REFUSED_IF_ON: Final = frozenset({
    "smallCaps", "outline", "shadow", "emboss", "imprint", "rtl", "bidi", "mirrorIndents", "oMath",
})  # fmt: skip
_UNDERLINES: Final = {
    "single": "single", "double": "double", "thick": "thick", "dotted": "dotted", "dottedHeavy": "dotted",
    "dash": "dashed", "dashedHeavy": "dashed", "dashLong": "dashed", "dashLongHeavy": "dashed",
    "dotDash": "dash-dotted", "dashDotHeavy": "dash-dotted",
}  # fmt: skip
_LINES: Final = {"single": "", "thick": "", "dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed"}
_SIDES: Final = frozenset({"top", "bottom", "left", "right", "insideH", "insideV"})
_AROUND: Final = frozenset({"top", "bottom", "left", "right"})
_AUTOSPACE: Final = 14.0  # what Word takes for the space of a web page's paragraphs
_ABOVE: Final = 0.8  # of a line of exact height, what is above its base line
_BODY: Final = 9  # the outline level of what is no heading
_DARK: Final = 0.22  # below this share of light, Word writes white on a colour where the text's own is automatic
_NOT_NOTED: Final = (None, "auto", "000000")
_THEME_NAMES: Final = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run of text looks: sizes in points, colours as RRGGBB.

    Attributes:
        underline: The line under it: ``single``, ``double``, ``thick`` or a pattern; empty if there is none.
        strike: The line through it: ``single`` or ``double``.
        ground: The colour of the paragraph or cell behind it, if that is dark.
        line_colour: Of the line under it; empty for the text's own.
    """

    font: str = "Times New Roman"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    underline: str = ""
    line_colour: str = ""
    strike: str = ""
    caps: bool = False
    hidden: bool = False
    fill: str = ""
    ground: str = ""
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

    @property
    def is_decorated(self) -> bool:
        """True if something is drawn or changed besides the letters' own look."""
        return bool(self.underline or self.strike or self.fill or self.raised or self.caps)


@dataclass(frozen=True, slots=True)
class Border:
    """A line: its width in points, its colour, how far it stands from the text, and its pattern."""

    width: float
    colour: str
    distance: float = 0.0
    pattern: str = ""


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
        mark: How its end looks: what an empty one is as high as, and what a list's mark looks like.
        line: The line spacing: a factor if ``rule`` is ``auto``, else points.
        level: Of a heading, from 1; 0 if it is none.
        hyphenated: True if words may be parted at the end of a line.
        widows: True if a single line may stand alone on a page.
        number: The list it is an item of, and the level in it.
    """

    style: str
    run: RunLook
    mark: RunLook
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
    hyphenated: bool = False
    widows: bool = False

    def edges(self, run: RunLook) -> tuple[float, float]:
        """How high a line is above and below its base line, with text of this look in it."""
        face = metrics(run.family)
        above, below = (face.ascent + face.gap) * run.size, face.descent * run.size
        single = above + below
        if self.rule == "exact":
            return _ABOVE * self.line, (1 - _ABOVE) * self.line
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
        self._theme, self._colours = _theme(opened)
        self._levels = lists.levels
        settings = opened.parse(_SETTINGS) if _SETTINGS in opened.members else etree.Element(f"{WORD}settings")
        self._hyphenated = is_on(settings.find(f"{WORD}autoHyphenation"))
        self.every_tab = points(value(settings.find(f"{WORD}defaultTabStop"))) or _EVERY_TAB
        """How far apart the tab stops are that a paragraph does not set."""
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
        layers = [self._paragraph_defaults, *_inside(conditions, "pPr"), *_inside(self.chain(style), "pPr"), own]
        found = _merged(layers)
        number = self._numbered(found, layers)
        if number is not None:
            level = self._levels[number]
            if level.refused is not None:
                raise level.refused
            at = max(index for index, layer in enumerate(layers) if _numbers(layer))
            indents = [level.element.find(f"{WORD}pPr/{WORD}ind"), *(_indent(layer) for layer in layers[at:])]
            before = _merged(layers[:at]).get("ind", {})
            found["ind"] = before | _indents([indent for indent in indents if indent is not None])
        ground = _ground(paragraph, conditions, found.get("shd", ""))
        run = self._run_look(None, style, conditions, ground)
        mark = self._mark(paragraph, own, style, conditions, run, needed=number is not None)
        try:
            _ = run.family, mark.family
        except Refused as error:
            raise Refused(error.what, paragraph) from None
        if mark.hidden and _is_silent(paragraph):  # it is not there at all
            found["spacing"] = {}
        return self._paragraph_look(style, found, run, mark, number)

    def run(self, run: etree._Element, style: str, conditions: Iterable[etree._Element], base: RunLook) -> RunLook:
        """How a run looks in a paragraph of a style.

        Args:
            run: A ``w:r``.
            style: The paragraph's style.
            conditions: The table's style and those of its parts that hold here, weakest first.
            base: How the paragraph's text looks where nothing else is said.
        """
        own = run.find(f"{WORD}rPr")
        return base if own is None else self._run_look(own, style, conditions, base.ground)

    def marked(self, level: etree._Element, look: Look) -> RunLook:
        """How the mark of a list's level looks in a paragraph; a font of signs is for the sign alone."""
        found = {"sz": look.mark.size, "b": look.mark.bold, "i": look.mark.italic, "color": look.mark.colour}
        found |= {"font": look.mark.font, "language": look.mark.language, "caps": look.mark.caps}
        plain = dict(found)
        self._run_properties(level.find(f"{WORD}rPr"), found)
        kind = value(level.find(f"{WORD}numFmt"))
        if kind == "bullet" and found["font"] not in SUBSTITUTES and found["font"] not in FAMILIES:
            found["font"] = plain["font"]
        made = _run_look(found, look.mark.ground)
        try:
            _ = made.family
        except Refused as error:
            raise Refused(error.what, level) from None
        return made

    def _run_look(
        self,
        own: etree._Element | None,
        style: str,
        conditions: Iterable[etree._Element],
        ground: str,
        *,
        marking: bool = False,
    ) -> RunLook:
        """How a run with these properties looks: each layer over the one before, but for what toggles."""
        character = value(own.find(f"{WORD}rStyle")) if own is not None else None
        found: Properties = {}
        self._run_properties(self._run_defaults, found)
        always = {name for name in _TOGGLES if found.get(name)}
        toggled: Properties = {}
        for layers in (_inside(conditions, "rPr"), self._of(style), self._of(character)):
            styled: Properties = {}
            for layer in layers:
                self._run_properties(layer, styled)
            for name in _TOGGLES & styled.keys():  # a style's bold inside a bold style is not bold
                styled[name] = toggled[name] = styled[name] != toggled.get(name, False)
            found |= styled
        found |= dict.fromkeys(always, True)
        self._run_properties(own, found, marking=marking)
        return _run_look(found, ground)

    def _of(self, style: str | None) -> Iterator[etree._Element | None]:
        return _inside(self.chain(style), "rPr")

    def _mark(
        self,
        paragraph: etree._Element,
        own: etree._Element | None,
        style: str,
        conditions: list[etree._Element],
        run: RunLook,
        *,
        needed: bool,
    ) -> RunLook:
        """How a paragraph's end looks, where that shows: in an empty paragraph and in a list."""
        properties = None if own is None else own.find(f"{WORD}rPr")
        if properties is None or not (needed or _is_silent(paragraph)):
            return run
        return self._run_look(properties, style, conditions, run.ground, marking=True)

    def _numbered(self, found: Properties, layers: list[etree._Element | None]) -> tuple[str, int] | None:
        """The list that a paragraph is in, and its level: its own, or the one that belongs to its style."""
        properties = found.get("numPr", {})
        number = _number(properties)
        if number[0] == "0" or not any(key == number[0] for key, _ in self._levels):
            return None
        if "ilvl" not in properties:
            owner = next(layer for layer in reversed(layers) if _numbers(layer))
            name = "" if owner is None else (owner.getparent().get(f"{WORD}styleId") or "")  # type: ignore[union-attr]
            of_style = [key for key, level in self._levels.items() if key[0] == number[0] and level.style == name]
            number = of_style[0] if name and of_style else number
        if number not in self._levels:
            raise Refused(f"numPr {number[0]} {number[1]}", layers[-1])
        return number

    def _chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, the most general first."""
        found: list[etree._Element] = []
        while style and style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = value(self._styles[style].find(f"{WORD}basedOn"))
        return found[::-1]

    def _paragraph_look(
        self, style: str, found: Properties, run: RunLook, mark: RunLook, number: tuple[str, int] | None
    ) -> Look:
        spacing, indent = found.get("spacing", {}), found.get("ind", {})
        rule = spacing.get("lineRule", "auto")
        line = 20 * points(spacing.get("line", "240"))
        outline = found.get("outlineLvl")
        return Look(
            style=style,
            run=run,
            mark=mark,
            before=_space(spacing, "before"),
            after=_space(spacing, "after"),
            line=line / (240 if rule == "auto" else 20),
            rule=rule,
            left=points(indent.get("left")),
            right=points(indent.get("right")),
            first=points(indent.get("firstLine")) - points(indent.get("hanging")),
            align=found.get("jc", "left"),
            close=found.get("contextualSpacing", False),
            keep_next=found.get("keepNext", False),
            keep_lines=found.get("keepLines", False),
            new_page=found.get("pageBreakBefore", False),
            level=_heading_level(self.name(style)) if outline is None else 0 if outline >= _BODY else outline + 1,
            number=number,
            borders=tuple((side, line) for side, line in found.get("pBdr", {}).items() if line is not None),
            fill=found.get("shd", ""),
            tabs=tuple(sorted(found.get("tabs", {}).values(), key=lambda tab: tab.position)),
            hyphenated=self._hyphenated and not found.get("suppressAutoHyphens", False),
            widows=not found.get("widowControl", True),
        )

    def _run_properties(self, properties: etree._Element | None, found: Properties, *, marking: bool = False) -> None:
        for item in () if properties is None else properties:
            name = local(item)
            if name == "rFonts":
                if font := self._font(item):
                    found["font"] = font
            elif name == "lang":
                found["language"] = value(item) or found.get("language", "")
            elif name == "color":
                found["color"] = self._colour(item)
            elif name in _RUN_READERS:
                found[name] = _RUN_READERS[name](item)
            elif name in _REFUSED_IF_ON:
                if is_on(item) and not marking:
                    raise Refused(name, item)
            elif name not in _IGNORED_OF_RUNS:
                raise Refused(name, item)

    def _font(self, fonts: etree._Element) -> str | None:
        theme = value(fonts, f"{WORD}asciiTheme") or value(fonts, f"{WORD}hAnsiTheme")
        return self._theme.get((theme or "")[:5]) or value(fonts, f"{WORD}ascii") or value(fonts, f"{WORD}hAnsi")

    def _colour(self, item: etree._Element) -> str:
        """A text's colour; empty if it is automatic. Word notes what it makes of the theme's, other programs do not."""
        said, name = value(item), value(item, f"{WORD}themeColor") or ""
        base = self._colours.get(_THEME_NAMES.get(name, name))
        if base is None or said not in _NOT_NOTED:
            return colour(said, "", item)
        return _tinted(base, value(item, f"{WORD}themeTint"), value(item, f"{WORD}themeShade"))


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
    for side in ("before", "after"):
        if found.get(f"{side}Lines", "0") != "0" and side not in found:
            raise Refused(f"{side}Lines", element)
    return found


def _space(spacing: Mapping[str, str], side: str) -> float:
    return _AUTOSPACE if spacing.get(f"{side}Autospacing") in ("1", "true", "on") else points(spacing.get(side))


def _numbers(layer: etree._Element | None) -> bool:
    """True if a layer says which list."""
    return layer is not None and layer.find(f"{WORD}numPr/{WORD}numId") is not None


def _indent(layer: etree._Element | None) -> etree._Element | None:
    return None if layer is None else layer.find(f"{WORD}ind")


def _is_silent(paragraph: etree._Element) -> bool:
    """True if a paragraph has no text to see, nor anything else."""
    return not any(
        local(item) != "rPr" and run.find(f"{WORD}rPr/{WORD}vanish") is None
        for run in paragraph.iter(f"{WORD}r")
        for item in run
    )


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


def colour(code: str | None, automatic: str = "000000", element: etree._Element | None = None) -> str:
    """A colour as RRGGBB."""
    if code in (None, "", "auto"):
        return automatic
    if not _COLOUR.fullmatch(str(code)):
        raise Refused(f"colour {code}", element)
    return str(code).upper()


def shading(element: etree._Element) -> str:
    """The colour behind a text or in a cell; empty if there is none."""
    if (value(element) or "clear") not in ("clear", "nil"):
        raise Refused(f"shd {value(element)}", element)
    return colour(value(element, f"{WORD}fill"), "", element)


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
    level = properties.get("ilvl", "0")
    return properties.get("numId", "0"), int(level) if level.isdigit() else 0


def _heading_level(name: str) -> int:
    start, _, number = name.rpartition(" ")
    return int(number) if start == "heading" and number.isdigit() and int(number) <= _LOWEST else 0


def _theme(opened: Package) -> tuple[dict[str, str], dict[str, str]]:
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


def _tinted(base: str, tint: str | None, shade: str | None) -> str:
    """A theme's colour, lighter or darker."""
    hue, light, strength = colorsys.rgb_to_hls(*(int(base[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    if shade:
        light *= int(shade, 16) / 255
    if tint:
        light = light * int(tint, 16) / 255 + 1 - int(tint, 16) / 255
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, min(light, 1.0), strength))


def _is_dark(code: str) -> bool:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < _DARK


def _ground(paragraph: etree._Element, conditions: Iterable[etree._Element], shade: str) -> str:
    """The colour behind a paragraph's text, if it is dark: its own, its cell's, or that of the table's style."""
    if not shade:
        cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
        layers = [*conditions] if cell is None else [*conditions, cell]
        shades = [found for layer in layers if (found := layer.find(f"{WORD}tcPr/{WORD}shd")) is not None]
        shade = (shades[-1].get(f"{WORD}fill") or "") if shades else ""
    return shade if _COLOUR.fullmatch(shade) and _is_dark(shade) else ""


def _run_look(found: Properties, ground: str) -> RunLook:
    plain = RunLook()
    points_high = found.get("sz", plain.size)
    raised = found.get("vertAlign", "")
    fill = found.get("highlight", "") or found.get("shd", "")
    line, line_colour = found.get("u", ("", ""))
    strike = "double" if found.get("dstrike") else "single" if found.get("strike") else ""
    return replace(
        plain,
        font=found.get("font", plain.font),
        size=points_high,
        bold=found.get("b", False),
        italic=found.get("i", False),
        colour=found.get("color") or ("FFFFFF" if _is_dark(fill or ground or "FFFFFF") else plain.colour),
        underline=line,
        line_colour=line_colour,
        strike=strike,
        caps=found.get("caps", False),
        hidden=found.get("vanish", False),
        fill=fill,
        ground=ground,
        raised=raised,
        tracking=found.get("spacing", 0.0),
        baseline=found.get("position", 0.0),
        kerning=0 < found.get("kern", 0.0) <= points_high,
        language=found.get("language", ""),
    )


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


_RUN_READERS: Final[dict[str, Any]] = {
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
_MERGED: Final[dict[str, Any]] = {
    "ind": lambda item: _indents([item]),
    "spacing": _attributes,
    "numPr": _children,
    "pBdr": lambda item: borders(item, _AROUND),
}
_PARAGRAPH_READERS: Final[dict[str, Any]] = {
    "keepNext": is_on,
    "keepLines": is_on,
    "pageBreakBefore": is_on,
    "contextualSpacing": is_on,
    "jc": _alignment,
    "shd": shading,
    "outlineLvl": lambda item: int(size(item, VALUE, _BODY)),
    "suppressAutoHyphens": is_on,
    "widowControl": is_on,
}

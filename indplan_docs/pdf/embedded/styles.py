"""Word's styles, resolved: what a paragraph and a run look like in the end, as plain numbers.

Properties come from the document's defaults, the table's style, the paragraph's style and those it is based on, its
list's level, the character style, and what is set on the spot, each over the one before. A property that is not known
here is refused.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3 (paragraphs and runs), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final

from lxml import etree

from indplan_docs.pdf.embedded.colours import COLOUR, colour, is_dark, theme, tinted
from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.look import Look, RunLook
from indplan_docs.pdf.embedded.properties import BODY, MERGED, PARAGRAPH_READERS, RUN_READERS, indents, with_tabs
from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, points, value
from indplan_docs.pdf.fonts import FAMILIES, SUBSTITUTES
from indplan_docs.word.package import STYLES, WORD, Package

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
_AUTOSPACE: Final = 14.0  # what Word takes for the space of a web page's paragraphs

_NOT_NOTED: Final = (None, "auto", "000000")
_THEME_NAMES: Final = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


Properties = dict[str, Any]


class Styles:
    """The styles of one Word file.

    Raises:
        Refused: A style holds something that the engine cannot set.
    """

    def __init__(self, opened: Package, lists: Lists) -> None:
        root = opened.parse(STYLES) if STYLES in opened.members else etree.Element(f"{WORD}styles")
        self._styles = {style.get(f"{WORD}styleId") or "": style for style in root.iter(f"{WORD}style")}
        self._default = {
            style.get(f"{WORD}type"): style.get(f"{WORD}styleId")
            for style in root.iter(f"{WORD}style")
            if style.get(f"{WORD}default") in ("1", "true")
        }
        defaults = root.find(f"{WORD}docDefaults")
        self._run_defaults = None if defaults is None else defaults.find(f"{WORD}rPrDefault/{WORD}rPr")
        self._paragraph_defaults = None if defaults is None else defaults.find(f"{WORD}pPrDefault/{WORD}pPr")
        self._theme, self._colours = theme(opened)
        self._levels = lists.levels
        settings = opened.parse(_SETTINGS) if _SETTINGS in opened.members else etree.Element(f"{WORD}settings")
        self._hyphenated = is_on(settings.find(f"{WORD}autoHyphenation"))
        self.every_tab = points(value(settings.find(f"{WORD}defaultTabStop"))) or _EVERY_TAB
        """How far apart the tab stops are that a paragraph does not set."""
        self.chain = cache(self._chain)
        self._unsaid = cache(partial(self._run_look, None))  # of a run that says nothing itself, as most do

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
            said = [level.element.find(f"{WORD}pPr/{WORD}ind"), *(_indent(layer) for layer in layers[at:])]
            before = _merged(layers[:at]).get("ind", {})
            found["ind"] = before | indents([indent for indent in said if indent is not None])
        ground = _ground(paragraph, conditions, found.get("shd", ""))
        run = self._unsaid(style, tuple(conditions), ground)
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
            level=_heading_level(self.name(style)) if outline is None else 0 if outline >= BODY else outline + 1,
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
            elif name in RUN_READERS:
                found[name] = RUN_READERS[name](item)
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
        return tinted(base, value(item, f"{WORD}themeTint"), value(item, f"{WORD}themeShade"))


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
            if name in MERGED:
                found[name] = {**found.get(name, {}), **MERGED[name](item)}
            elif name == "tabs":
                found[name] = with_tabs(found.get(name, {}), item)
            elif name in PARAGRAPH_READERS:
                found[name] = PARAGRAPH_READERS[name](item)
            elif name in _REFUSED_IF_ON:
                if is_on(item):
                    raise Refused(name, item)
            elif name not in _IGNORED_OF_PARAGRAPHS:
                raise Refused(name, item)
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


def _number(properties: Mapping[str, str]) -> tuple[str, int]:
    """A list and the level in it."""
    level = properties.get("ilvl", "0")
    return properties.get("numId", "0"), int(level) if level.isdigit() else 0


def _heading_level(name: str) -> int:
    start, _, number = name.rpartition(" ")
    return int(number) if start == "heading" and number.isdigit() and int(number) <= _LOWEST else 0


def _ground(paragraph: etree._Element, conditions: Iterable[etree._Element], shade: str) -> str:
    """The colour behind a paragraph's text, if it is dark: its own, its cell's, or that of the table's style."""
    if not shade:
        cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
        layers = [*conditions] if cell is None else [*conditions, cell]
        shades = [found for layer in layers if (found := layer.find(f"{WORD}tcPr/{WORD}shd")) is not None]
        shade = (shades[-1].get(f"{WORD}fill") or "") if shades else ""
    return shade if COLOUR.fullmatch(shade) and is_dark(shade) else ""


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
        colour=found.get("color") or ("FFFFFF" if is_dark(fill or ground or "FFFFFF") else plain.colour),
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

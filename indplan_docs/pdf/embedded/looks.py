"""The looks that a template uses, each written once in the Typst source and named by its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.look import Border, Look, RunLook, Tab
from indplan_docs.pdf.embedded.plan import SetLook
from indplan_docs.pdf.embedded.source import array, colour, dictionary, number, string
from indplan_docs.pdf.embedded.styles import Styles
from indplan_docs.pdf.fonts import FALLBACKS

_PATTERNS: Final = ("dotted", "dashed", "dash-dotted")
_LANGUAGE: Final = re.compile("[a-z]{2,3}")
_REGION: Final = re.compile("[A-Z]{2}")
_NOTE_MARK: Final = "#let note-mark = [#metadata(none)<note-mark>]"
_RULES: Final = """\
  set super(typographic: false, baseline: -0.33em, size: 0.58em)
  set sub(typographic: false, baseline: 0.08em, size: 0.58em)
  set footnote.entry(separator: line(length: 144pt, stroke: 0.5pt), gap: 0pt, indent: 0pt)
  show footnote.entry: it => {
    let number = counter(footnote).at(it.note.location()).first()
    show <note-mark>: str(number)
    it.note.body
  }"""
_SIDES: Final = ("left", "right", "top", "bottom")


class Looks:
    """Collects looks while a template is translated."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles, self._lists = styles, lists
        self._paragraphs: dict[Look, int] = {}
        self._uses: Counter[Look] = Counter()
        self._runs: dict[str, int] = {}

    def paragraph(self, look: Look) -> int:
        """The number of a paragraph's look."""
        self._uses[look] += 1
        return self._paragraphs.setdefault(look, len(self._paragraphs))

    def text(self, run: RunLook, look: Look) -> int:
        """The number of a text's look, in a paragraph that looks so."""
        made = f"text({_arguments(_beyond(text_options(run, look), text_options(look.run, look)))}body)"
        made = f"upper({made})" if run.caps else made
        made = f"super({made})" if run.raised == "superscript" else made
        made = f"sub({made})" if run.raised == "subscript" else made
        made = _lined(run, made)
        if run.fill:
            made = f'highlight(fill: {colour(run.fill)}, top-edge: "ascender", bottom-edge: "descender", {made})'
        return self._runs.setdefault(made, len(self._runs))

    def planned(self) -> tuple[SetLook, ...]:
        """The looks as the composer needs them, in the order of their numbers."""
        return tuple(self._planned(look) for look in self._paragraphs)

    def definitions(self) -> str:
        """The Typst code that defines all looks; the one that is used most is every text's beginning."""
        if not self._uses:  # nothing is printed
            return f"{_NOTE_MARK}\n#let looks(body) = body"
        most = max(self._uses, key=self._uses.__getitem__)
        base = text_options(most.run, most)
        rules = f"{_RULES}\n  set text({_arguments(base)})\n  show footnote.entry: set text(size: {base['size']})"
        out = [_NOTE_MARK, f"#let looks(body) = {{\n{rules}\n  body\n}}"]
        out += [f"#let run{at}(body) = {made}" for made, at in self._runs.items()]
        for look, at in self._paragraphs.items():
            out += self._functions(look, at, base)
        return "\n".join(out)

    def _functions(self, look: Look, at: int, base: dict[str, str]) -> Iterator[str]:
        own = _beyond(text_options(look.run, look), base)
        texts = f"set text({_arguments(own)}); " if own else ""
        settings = ""
        if look.align == "justify":
            settings += "set par(justify: true); "
        elif look.align != "left":
            settings += f"set align({look.align}); "
        if (look.number is None or look.level) and look.first:
            indent = f"(amount: {number(look.first)}, all: true)" if look.first > 0 else number(-look.first)
            settings += f"set par({'first-line' if look.first > 0 else 'hanging'}-indent: {indent}); "
        body = f"heading(level: {look.level}, {{ {texts}body }})" if look.level else "par(body)"
        yield f"#let set{at}(body) = {{ {texts}{settings}{body} }}"
        if look.number is not None:
            yield f"#let item{at}(body) = {{ {texts}{settings}par(body) }}"
            yield f"#let text{at}(body) = {{ {texts}body }}"
        stops = [
            dictionary(
                {"at": number(tab.position - _left(look)), "kind": string(tab.kind), "leader": string(tab.leader)}
            )
            for tab in _stops(look)
        ]
        facts = {
            "first": number(max(look.first, 0)),
            "left": number(_left(look)),
            "every": number(self._styles.every_tab),
            "stops": array(stops),
        }
        yield f"#let tabs{at} = {dictionary(facts)}"

    def _planned(self, look: Look) -> SetLook:
        above, below = (0.0, 0.0) if look.mark.hidden else look.edges(look.mark)
        level = self._lists.levels[look.number] if look.number is not None else None
        marked = self._styles.marked(level.element, look) if level is not None else look.run
        return SetLook(
            style=look.style,
            before=look.before,
            after=look.after,
            pitch=above + below,
            size=look.run.size,
            left=_left(look),
            right=look.right,
            hang=max(-look.first, 0),
            close=look.close,
            sticky=look.keep_next,
            whole=look.keep_lines,
            new_page=look.new_page,
            level=look.level,
            box=_box(look),
            list=look.number[0] if look.number is not None else "",
            bullet=level is not None and level.kind == "bullet",
            mark_after=level.after if level is not None else "tab",
            mark_align=level.align if level is not None else "left",
            mark_text=_arguments(_beyond(text_options(marked, look), text_options(look.run, look))),
        )


def _left(look: Look) -> float:
    """Where a paragraph begins; a first line that stands out begins it, but for a list's, which is its mark."""
    listed = look.number is not None and not look.level
    return look.left if listed or look.first >= 0 else look.left + look.first


def _box(look: Look) -> str:
    """Lines and colour around a paragraph: at the sides they stand outside it, above and below they make room."""
    lines = dict(look.borders)
    if not lines and not look.fill:
        return ""
    around = {side: line.distance + line.width / 2 for side, line in lines.items()}  # a line is drawn on the edge
    beyond = {side: around.get(side, 0.0) if side in ("left", "right") else 0.0 for side in _SIDES}
    for side in ("top", "bottom"):
        beyond[side] = -lines[side].width / 2 if side in lines else 0.0
    options = {
        "stroke": dictionary({side: stroke(lines.get(side)) for side in _SIDES}),
        "outset": dictionary({side: number(room) for side, room in beyond.items()}),
        "inset": dictionary({side: number(around.get(side, 0.0) - beyond[side]) for side in ("top", "bottom")}),
    }
    return _arguments(options | ({"fill": colour(look.fill)} if look.fill else {})).removesuffix(", ")


def _arguments(options: dict[str, str]) -> str:
    return "".join(f"{key}: {item}, " for key, item in options.items())


def _beyond(options: dict[str, str], base: dict[str, str]) -> dict[str, str]:
    """What has to be said where the base holds."""
    return {key: item for key, item in options.items() if base.get(key) != item}


def text_options(run: RunLook, look: Look) -> dict[str, str]:
    """The arguments of Typst's ``text`` for a look."""
    above, below = look.edges(run)
    options = {
        "font": array([string(name) for name in dict.fromkeys((run.family, *FALLBACKS))]),
        "size": number(run.size),
        "weight": "700" if run.bold else "400",
        "style": string("italic" if run.italic else "normal"),
        "fill": colour(run.colour),
        "top-edge": number(above + run.baseline),
        "bottom-edge": number(-below + run.baseline),
        "kerning": "true" if run.kerning else "kerned",
        "tracking": number(run.tracking),
        "baseline": number(-run.baseline),
        "hyphenate": "true" if look.hyphenated else "false",
        "costs": "(widow: 0%, orphan: 0%)" if look.widows else "(widow: 100%, orphan: 100%)",
    }
    return options | _language(run.language)


def stroke(line: Border | None) -> str:
    """A line as Typst draws it."""
    if line is None:
        return "none"
    if line.pattern:
        return f'stroke(paint: {colour(line.colour)}, thickness: {number(line.width)}, dash: "{line.pattern}")'
    return f"{number(line.width)} + {colour(line.colour)}"


def _lined(run: RunLook, made: str) -> str:
    """Code with the lines under and through a text: one or two, with a pattern or a colour of their own."""
    if run.underline and run.strike:  # a tag of PDF has room for one line: the lower one is a thin ground
        edges = f"top-edge: {number(-0.1 * run.size)}, bottom-edge: {number(-0.15 * run.size)}"
        made = f"highlight(fill: {colour(run.line_colour or run.colour)}, {edges}, {made})"
    elif run.underline == "single" and not run.line_colour:
        made = f"underline({made})"
    elif run.underline:
        thick = run.size / (10 if run.underline == "thick" else 18)
        pattern = f', dash: "{run.underline}"' if run.underline in _PATTERNS else ""
        line = f"(paint: {colour(run.line_colour or run.colour)}, thickness: {number(thick)}{pattern})"
        for offset in (0.1, 0.19) if run.underline == "double" else (0.13,):
            made = f"underline(stroke: {line}, offset: {number(offset * run.size)}, evade: false, {made})"
    if run.strike == "double":
        made = f"strike(offset: {number(-0.2 * run.size)}, strike(offset: {number(-0.3 * run.size)}, {made}))"
    return f"strike({made})" if run.strike == "single" else made


def _language(tag: str) -> dict[str, str]:
    """The arguments that say a text's language; none for what is no language, as Word's ``x-none``."""
    language, *parts = tag.split("-")
    if not _LANGUAGE.fullmatch(language):
        return {}
    region = next((part for part in parts if _REGION.fullmatch(part)), "")
    return {"lang": string(language), "region": string(region) if region else "none"}


def _stops(look: Look) -> list[Tab]:
    """The tab stops of a paragraph; the edge of a hanging indent is one."""
    own = [Tab(look.left, "left")] if look.first < 0 and all(tab.position != look.left for tab in look.tabs) else []
    return sorted([*look.tabs, *own], key=lambda tab: tab.position)

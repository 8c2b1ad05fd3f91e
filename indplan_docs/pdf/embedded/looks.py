"""The looks that a template uses, each written once in the Typst source and named by its number."""

from __future__ import annotations

from typing import Final

from indplan_docs.pdf.embedded.lists import Lists
from indplan_docs.pdf.embedded.source import array, colour, dictionary, number, plain, string
from indplan_docs.pdf.embedded.styles import Border, Look, RunLook, Styles, Tab
from indplan_docs.pdf.fonts import FALLBACKS

_EVERY_TAB: Final = 36.0
_SIDES: Final = ("left", "right", "top", "bottom")


class Looks:
    """Collects looks while a template is translated."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles, self._lists = styles, lists
        self._paragraphs: dict[Look, int] = {}
        self._written: list[str] = []
        self._runs: list[str] = []

    def paragraph(self, look: Look) -> int:
        """The number of a paragraph's look."""
        if look not in self._paragraphs:
            self._paragraphs[look] = len(self._written)
            self._written.append(self._entry(look))
        return self._paragraphs[look]

    def text(self, run: RunLook, look: Look) -> int:
        """The number of a text's look, in a paragraph that looks so."""
        entry = dictionary(
            {
                "text": dictionary(text_options(run, look)),
                "caps": plain(run.caps),
                "raised": string(run.raised),
                "underline": plain(run.underline),
                "strike": plain(run.strike),
                "fill": colour(run.fill) if run.fill else "none",
            }
        )
        if entry not in self._runs:
            self._runs.append(entry)
        return self._runs.index(entry)

    def definitions(self) -> str:
        """The Typst code that defines all looks."""
        return f"#let looks = {array(self._written)}\n#let runs = {array(self._runs)}"

    def _entry(self, look: Look) -> str:
        above, below = look.edges(look.run)
        par = {"justify": "true" if look.align == "justify" else "false"}
        if look.number is None and look.first > 0:
            par["first-line-indent"] = f"(amount: {number(look.first)}, all: true)"
        if look.number is None and look.first < 0:
            par["hanging-indent"] = number(-look.first)
        left = look.left if look.number is not None or look.first >= 0 else look.left + look.first
        return dictionary(
            {
                "style": string(look.style),
                "text": dictionary(text_options(look.run, look)),
                "par": dictionary(par),
                "align": "left" if look.align == "justify" else look.align,
                "before": number(look.before),
                "after": number(look.after),
                "pitch": number(above + below),
                "left": number(left),
                "right": number(look.right),
                "first": number(max(look.first, 0)),
                "hang": number(max(-look.first, 0)),
                "close": plain(look.close),
                "sticky": plain(look.keep_next),
                "whole": plain(look.keep_lines),
                "new-page": plain(look.new_page),
                "level": plain(look.level),
                "box": self._box(look),
                "mark": self._mark(look),
                "tabs": array(
                    [
                        dictionary(
                            {"at": number(tab.position - left), "kind": string(tab.kind), "leader": string(tab.leader)}
                        )
                        for tab in _stops(look)
                    ]
                ),
                "every": number(_EVERY_TAB),
            }
        )

    def _box(self, look: Look) -> str:
        """Lines and colour around a paragraph: at the sides they stand outside it, above and below they make room."""
        lines = dict(look.borders)
        if not lines and not look.fill:
            return "none"
        room = {side: number(line.distance) for side, line in lines.items()}
        options = {
            "stroke": dictionary({side: stroke(lines.get(side)) for side in _SIDES}),
            "outset": dictionary({side: room.get(side, "0pt") for side in ("left", "right")}),
            "inset": dictionary({side: room.get(side, "0pt") for side in ("top", "bottom")}),
        }
        return dictionary(options | ({"fill": colour(look.fill)} if look.fill else {}))

    def _mark(self, look: Look) -> str:
        if look.number is None:
            return "none"
        level = self._lists.levels[look.number]
        run = self._styles.marked(level.element, look)
        return dictionary(
            {"bullet": plain(level.kind == "bullet"), "align": level.align, "text": dictionary(text_options(run, look))}
        )


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
    }
    if run.tracking:
        options["tracking"] = number(run.tracking)
    if run.baseline:
        options["baseline"] = number(-run.baseline)
    if run.language:
        language, _, region = run.language.partition("-")
        options |= {"lang": string(language)} | ({"region": string(region)} if region else {})
    return options


def stroke(line: Border | None) -> str:
    """A line as Typst draws it."""
    return "none" if line is None else f"{number(line.width)} + {colour(line.colour)}"


def _stops(look: Look) -> list[Tab]:
    """The tab stops of a paragraph; the edge of a hanging indent is one."""
    own = [Tab(look.left, "left")] if look.first < 0 and all(tab.position != look.left for tab in look.tabs) else []
    return sorted([*look.tabs, *own], key=lambda tab: tab.position)

"""How paragraphs and runs of text look in the end: plain values, lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from indplan_docs.pdf.embedded.refusal import Refused
from indplan_docs.pdf.fonts import FAMILIES, SUBSTITUTES, metrics

_ABOVE: Final = 0.8  # of a line of exact height, what is above its base line


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

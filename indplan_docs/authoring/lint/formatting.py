"""Where a run has its formatting from: itself, its style, its paragraph's style or the document's defaults.

Unlike the typesetter, which refuses what it does not know, this looks single properties up in any file at all.

Source: ECMA-376 part 1, 17.7.2 (the order of styles), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.word.package import WORD
from indplan_docs.word.places import STYLES

VALUE: Final = f"{WORD}val"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the places that a property may come from.

    Attributes:
        properties: The run properties set there.
        style: The id of the style; empty for what is set on the spot, and for the document's defaults.
        kind: ``run``, ``character``, ``paragraph`` or ``default``.
    """

    properties: etree._Element
    style: str
    kind: str


class Formatting:
    """The styles of a file, looked up for single properties."""

    def __init__(self, subject: Subject) -> None:
        root = subject.root(STYLES) if STYLES in subject.opened.members else etree.Element(f"{WORD}styles")
        self._styles = {style.get(f"{WORD}styleId") or "": style for style in root.iter(f"{WORD}style")}
        self._default = {
            style.get(f"{WORD}type"): key
            for key, style in self._styles.items()
            if style.get(f"{WORD}default") in ("1", "true")
        }
        self.defaults = root.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr")
        """The run properties that hold where nothing else is said; None if the file has none."""

    def name(self, style: str) -> str:
        """A style's name as Word shows it."""
        found = self._styles.get(style)
        return (value(None if found is None else found.find(f"{WORD}name")) or style).strip()

    def chain(self, style: str | None) -> Iterator[tuple[str, etree._Element]]:
        """A style and those it is based on, the most special first."""
        for _ in range(_DEEPEST):
            found = self._styles.get(style or "")
            if found is None:
                return
            yield style or "", found
            style = value(found.find(f"{WORD}basedOn"))

    def style_of(self, paragraph: etree._Element) -> str:
        """The id of a paragraph's style, the default one's if it names none."""
        named = value(paragraph.find(f"{WORD}pPr/{WORD}pStyle"))
        return named if named in self._styles else self._default.get("paragraph") or ""

    def layers(self, run: etree._Element, paragraph: etree._Element) -> Iterator[Layer]:
        """All that says how a run looks, the strongest first."""
        own = run.find(f"{WORD}rPr")
        if own is not None:
            yield Layer(own, "", "run")
            yield from self._layers(value(own.find(f"{WORD}rStyle")), "character")
        yield from self._layers(self.style_of(paragraph), "paragraph")
        if self.defaults is not None:
            yield Layer(self.defaults, "", "default")

    def find(
        self,
        name: str,
        run: etree._Element,
        paragraph: etree._Element,
        read: Callable[[etree._Element], str | None] | None = None,
    ) -> tuple[str, Layer] | None:
        """What a property of a run says (``lang``), and where that is said.

        Args:
            name: The property.
            run: The run.
            paragraph: The paragraph that it stands in.
            read: Reads it; None or an empty text sends the search on to the next layer. Its value if not given.
        """
        for layer in self.layers(run, paragraph):
            element = layer.properties.find(f"{WORD}{name}")
            found = None if element is None else (read or value)(element)
            if found:
                return found, layer
        return None

    def is_on(self, name: str, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a yes-or-no property of a run is on."""
        found = self.find(name, run, paragraph, lambda element: "on" if is_on(element) else "off")
        return found is not None and found[0] == "on"

    def paragraph_property(self, name: str, paragraph: etree._Element) -> etree._Element | None:
        """What says a property of a paragraph (``shd``), itself or its style."""
        own = paragraph.find(f"{WORD}pPr/{WORD}{name}")
        if own is not None:
            return own
        styles = (style.find(f"{WORD}pPr/{WORD}{name}") for _, style in self.chain(self.style_of(paragraph)))
        return next((found for found in styles if found is not None), None)

    def _layers(self, style: str | None, kind: str) -> Iterator[Layer]:
        for key, found in self.chain(style):
            properties = found.find(f"{WORD}rPr")
            if properties is not None:
                yield Layer(properties, key, kind)


def value(element: etree._Element | None, name: str = VALUE) -> str | None:
    """An attribute of an element that may not be there."""
    return None if element is None else element.get(name)


def is_on(element: etree._Element | None) -> bool:
    """Whether a yes-or-no property is there and not switched off."""
    return element is not None and (value(element) or "1") not in _OFF

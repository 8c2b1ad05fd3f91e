"""Where a run has its formatting from: itself, its style, its paragraph's style or the document's defaults.

Unlike the typesetter, which refuses what it does not know, this looks single properties up in any file at all.

Source: ECMA-376 part 1, 17.7.2 (the order of styles), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.word.package import STYLES, WORD

VALUE: Final = f"{WORD}val"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST: Final = 20
_RUN_PROPERTIES: Final = f"{WORD}rPr"
_RUN_STYLE: Final = f"{WORD}rStyle"

Read = Callable[..., str | None]
"""Reads what an element says; None or an empty text if it says nothing."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the places that a property may come from.

    Attributes:
        style: The id of the style; empty for what is set on the spot, and for the document's defaults.
        kind: ``run``, ``character``, ``paragraph`` or ``default``.
    """

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
        self._known: dict[tuple[str | None, str, str, Read], tuple[str, Layer] | None] = {}

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

    def find(
        self,
        name: str,
        run: etree._Element,
        paragraph: etree._Element,
        read: Read | None = None,
    ) -> tuple[str, Layer] | None:
        """What a property of a run says (``lang``), and where that is said.

        Args:
            name: The property.
            run: The run.
            paragraph: The paragraph that it stands in.
            read: Reads it; None or an empty text sends the search on to the next layer. Its value if not given.
        """
        read = read or value
        own = run.find(_RUN_PROPERTIES)
        element = None if own is None else own.find(f"{WORD}{name}")
        if element is not None and (found := read(element)):
            return found, Layer("", "run")
        character = None if own is None else value(own.find(_RUN_STYLE))
        key = (character, self.style_of(paragraph), name, read)
        if key not in self._known:
            self._known[key] = next(self._styled(*key), None)
        return self._known[key]

    def is_on(self, name: str, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a yes-or-no property of a run is on."""
        found = self.find(name, run, paragraph, _switch)
        return found is not None and found[0] == "on"

    def paragraph_property(self, name: str, paragraph: etree._Element) -> etree._Element | None:
        """What says a property of a paragraph (``shd``), itself or its style."""
        own = paragraph.find(f"{WORD}pPr/{WORD}{name}")
        if own is not None:
            return own
        styles = (style.find(f"{WORD}pPr/{WORD}{name}") for _, style in self.chain(self.style_of(paragraph)))
        return next((found for found in styles if found is not None), None)

    def _styled(self, character: str | None, style: str, name: str, read: Read) -> Iterator[tuple[str, Layer]]:
        """What styles and defaults say of a run's property, the strongest first."""
        layers = [(Layer(key, "character"), found.find(_RUN_PROPERTIES)) for key, found in self.chain(character)]
        layers += [(Layer(key, "paragraph"), found.find(_RUN_PROPERTIES)) for key, found in self.chain(style)]
        layers.append((Layer("", "default"), self.defaults))
        for layer, properties in layers:
            element = None if properties is None else properties.find(f"{WORD}{name}")
            if element is not None and (found := read(element)):
                yield found, layer


@lru_cache(maxsize=1)  # each check asks again for the file that is being looked at
def formatting_of(subject: Subject) -> Formatting:
    """How the text of a file is formatted."""
    return Formatting(subject)


def value(element: etree._Element | None, name: str = VALUE) -> str | None:
    """An attribute of an element that may not be there."""
    return None if element is None else element.get(name)


def is_on(element: etree._Element | None) -> bool:
    """Whether a yes-or-no property is there and not switched off."""
    return element is not None and (value(element) or "1") not in _OFF


def _switch(element: etree._Element) -> str:
    return "on" if is_on(element) else "off"

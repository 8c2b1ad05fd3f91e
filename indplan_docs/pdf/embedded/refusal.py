"""What the embedded engine does not know, it refuses: never a silent loss."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word.faults import on_one_line
from indplan_docs.word.package import STYLES, WORD
from indplan_docs.word.places import paragraph_about
from indplan_docs.word.tree import NUMBER

VALUE: Final = f"{WORD}val"
_SHARED: Final = {"styles": STYLES, "numbering": "word/numbering.xml", "settings": "word/settings.xml"}
"""The parts that paragraphs of all parts refer to, by their root."""

_MEASURE: Final = re.compile(r"(-?\d+(?:\.\d+)?)(mm|cm|in|pt|pc|pi|)")
_UNITS: Final = {"": 1 / 20, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}
_OFF: Final = frozenset({"0", "false", "off", "none"})


class Refused(Exception):
    """Something on a page that the engine cannot set: what, and the element it is about."""

    def __init__(self, what: str, element: etree._Element | None = None) -> None:
        super().__init__(what)
        self.what, self.element = what, element

    def fault(self, template: str, part: str) -> TemplateFault:
        """The error that names the part, the paragraph and the element."""
        place = None if self.element is None else paragraph_about(self.element)
        number = int(place.get(NUMBER) or 0) if place is not None else 0
        text = on_one_line("".join(t.text or "" for t in place.iter(f"{WORD}t"))) if place is not None else ""
        root = None if self.element is None else self.element.getroottree().getroot()
        if root is not None and local(root) in _SHARED:
            part = _SHARED[local(root)]
            style = next(self.element.iterancestors(f"{WORD}style"), None)  # type: ignore[union-attr]
            text = value(None if style is None else style.find(f"{WORD}name")) or ""
        return TemplateFault("pdf_cannot", template=template, part=part, paragraph=number, text=text, what=self.what)


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def value(element: etree._Element | None, name: str = VALUE) -> str | None:
    """An attribute of an element that may not be there; a tag in it is refused."""
    found = None if element is None else element.get(name)
    if found is not None and ("{{" in found or "{%" in found):
        raise Refused(f"{local(element)} {found}", element)  # type: ignore[arg-type]
    return found


def is_on(element: etree._Element | None) -> bool:
    """True if a yes-or-no property is there and not switched off."""
    return element is not None and (value(element) or "1") not in _OFF


def points(twentieths: str | None) -> float:
    """Word's twentieths of a point, or a length with its unit, as points; 0 if there is none."""
    measure = _MEASURE.fullmatch(twentieths or "0")
    if measure is None:
        raise Refused(str(twentieths))
    return float(measure[1]) * _UNITS[measure[2]]

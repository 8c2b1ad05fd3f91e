"""What the embedded engine does not know, it refuses: never a silent loss."""

from __future__ import annotations

from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word.faults import on_one_line
from indplan_docs.word.package import WORD
from indplan_docs.word.tree import NUMBER

VALUE: Final = f"{WORD}val"
_OFF: Final = frozenset({"0", "false", "off", "none"})


class Refused(Exception):
    """Something on a page that the engine cannot set: what, and the element it is about."""

    def __init__(self, what: str, element: etree._Element | None = None) -> None:
        super().__init__(what)
        self.what, self.element = what, element

    def fault(self, template: str, part: str) -> TemplateFault:
        """The error that names the part, the paragraph and the element."""
        place = _paragraph(self.element)
        number = int(place.get(NUMBER) or 0) if place is not None else 0
        text = on_one_line("".join(t.text or "" for t in place.iter(f"{WORD}t"))) if place is not None else ""
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
    """Word's twentieths of a point as points; 0 if there is none."""
    try:
        return float(twentieths or 0) / 20
    except ValueError:
        raise Refused(str(twentieths)) from None


def _paragraph(element: etree._Element | None) -> etree._Element | None:
    """The paragraph that an element is about: its own, the first in it, or the next before it."""
    if element is None:
        return None
    own = next(element.iterancestors(f"{WORD}p"), element if element.tag == f"{WORD}p" else None)
    return own if own is not None else next(element.iter(f"{WORD}p"), None)

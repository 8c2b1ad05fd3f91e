"""Nobody's identity number stands in a template: it would be in every letter that is made with it."""

from __future__ import annotations

from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.identity import numbers_in
from indplan_docs.word.package import WORD, Package
from indplan_docs.word.places import text_of

DESCRIBED: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
"""The element that holds what a picture is said to show."""


def refuse_numbers(opened: Package) -> None:
    """Refuse a template with an identity number in what it prints, or in what it says of its pictures.

    Raises:
        TemplateFault: There is one; names its paragraph, and not the number.
    """
    for part in opened.printed_parts():
        for number, paragraph in enumerate(opened.parse(part).iter(f"{WORD}p"), start=1):
            if any(True for text in (text_of(paragraph), described_in(paragraph)) for _ in numbers_in(text)):
                raise TemplateFault("template_person_data", template=opened.name, part=part, paragraph=number)


def described_in(paragraph: etree._Element) -> str:
    """What the pictures of a paragraph are said to show."""
    return " ".join(f"{one.get('descr') or ''} {one.get('title') or ''}" for one in paragraph.iter(DESCRIBED))

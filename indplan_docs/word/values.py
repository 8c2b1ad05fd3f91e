"""What becomes of a value where it is printed: one place decides, at each site of the template."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Undefined
from lxml import etree
from markupsafe import Markup, escape

from indplan_docs.word.layout import MARKS, Layout, laid_out
from indplan_docs.word.package import WORD
from indplan_docs.word.pictures import Picture, collecting

ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
PRINTABLE: Final = (int, float, decimal.Decimal, dt.date, dt.time)
"""What else than text is printed as it is."""

_RICH_KINDS: Final = frozenset({"RichText", "RichTextParagraph", "Listing"})
_LINKED: Final = re.compile(r"\sr:(id|embed|link|pict)=")
_RICH_MARKS: Final = str.maketrans("", "", "\a\f")


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the template where a value is printed.

    Attributes:
        part: The part it stands in.
        line: The line of the part's source.
        paragraph: Word's own number for the paragraph, counted from 1 through the part.
        expression: What is printed, as written in the template.
        place: ``text`` inside a text run, ``attribute`` inside an element's attribute, ``runs`` between runs or
            paragraphs, ``plain`` inside text of another kind, a formula's.
        paragraph_properties: The formatting of its paragraph, as XML.
        run_properties: The formatting of its run, as XML.
        whole: True if a paragraph can end here and another begin.
        unsettled: True if only the data decides the formatting, or where it is printed in the end.
    """

    part: str
    line: int
    paragraph: int
    expression: str
    place: str
    paragraph_properties: str
    run_properties: str
    whole: bool = False
    unsettled: bool = False


class Unprintable(Exception):
    """A value cannot be printed where the template has it: which problem, and the number of the site."""

    def __init__(self, problem: str, site: int, **values: str | int) -> None:
        super().__init__(problem)
        self.problem, self.site, self.values = problem, site, values


def printer(sites: Sequence[Site], missing: str | None) -> Callable[[Any, int], Any]:
    """The filter that every printed value passes, with the number of its site.

    Args:
        sites: The sites of one part; a list may still grow.
        missing: What a draft shows for a value that is not there; None to refuse it.
    """

    def printed(value: Any, number: int) -> Any:
        site = sites[number]
        if type(value) is str and value.isprintable() and site.place != "runs":
            return value
        if value is None or isinstance(value, Undefined):
            return absent(value, number, missing)
        if isinstance(value, Markup):  # escaped here already: a macro's, a set block's
            if site.place == "attribute" and "<" in value:
                raise Unprintable("value_not_text", number, kind="w:p")
            return _laid_out(value, site)
        if isinstance(value, str):
            return _text(value, number, site)
        return _object(value, number, site)

    return printed


def _object(value: Any, number: int, site: Site) -> Any:
    if isinstance(value, Picture):
        return _picture(value, number, site)
    if type(value).__name__ in _RICH_KINDS and hasattr(value, "__html__"):
        return _rich(str(value.__html__()), number, site)
    if isinstance(value, PRINTABLE) and not isinstance(value, bool):
        return _text(str(value), number, site) if site.place == "runs" else value
    raise Unprintable("value_not_text", number, kind=type(value).__name__)


def absent(value: Any, number: int, missing: str | None) -> str:
    """What is shown for a value that is not there.

    Raises:
        Unprintable: It is None, and nothing is to be shown for that.
        UndefinedError: There is no such name.
    """
    if missing is not None:
        return missing
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is undefined
    raise Unprintable("template_prints_nothing", number)


def _text(value: str, number: int, site: Site) -> Markup:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    refuse_illegal(value, number)
    if site.place == "runs" and value:
        raise Unprintable("value_text_between_runs", number)
    return _laid_out(escape(value), site)


def _rich(xml: str, number: int, site: Site) -> Markup:
    """Rich text and listings of docxtpl bring XML of their own: runs between runs, escaped text inside one."""
    xml = xml.replace("\r\n", "\n").replace("\r", "\n")
    refuse_illegal(xml.translate(_RICH_MARKS), number)
    if "<" in xml:
        if site.place != "runs":
            raise Unprintable("value_rich_inside_text", number)
        if _LINKED.search(xml) or not _is_well_formed(xml):  # a link of another file's
            raise Unprintable("value_not_text", number, kind="RichText")
    return _laid_out(xml, site)


def _is_well_formed(xml: str) -> bool:
    try:
        etree.fromstring(f'<w:r xmlns:w="{etree.QName(WORD + "r").namespace}">{xml}</w:r>')
    except etree.XMLSyntaxError:
        return False
    return True


def _picture(picture: Picture, number: int, site: Site) -> Markup:
    """A picture stands in the run of the text around it, between two texts."""
    if site.place != "text" or not site.whole:
        raise Unprintable("value_picture_place", number)
    drawing = collecting.get().place(picture)
    return Markup(f'</w:t>{drawing}<w:t xml:space="preserve">')  # noqa: S704 - made here


def _laid_out(xml: str, site: Site) -> Markup:
    """Line breaks and tabs as Word writes them, in the formatting of the run they stand in."""
    if site.unsettled or not MARKS.search(xml):
        return Markup(xml)  # noqa: S704 - escaped by the caller
    xml = str(xml)  # what is put into markup would be escaped
    if site.place == "runs":
        xml = Layout(("w:p",), site.paragraph_properties).read(xml)
    elif site.place == "attribute":
        xml = MARKS.sub(" ", xml)  # as every reader of XML does
    elif site.place == "text":
        xml = laid_out(xml, site.paragraph_properties, site.run_properties, whole=site.whole)
    return Markup(xml)  # noqa: S704 - escaped by the caller


def refuse_illegal(value: str, number: int) -> None:
    """Refuse a text with a character that no document can hold.

    Raises:
        Unprintable: With the character's code point.
    """
    if illegal := ILLEGAL.search(value):
        raise Unprintable("value_illegal_character", number, code_point=f"U+{ord(illegal[0]):04X}")

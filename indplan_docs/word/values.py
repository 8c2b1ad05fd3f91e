"""What becomes of a value where it is printed: one place decides, at each site of the template."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Undefined
from markupsafe import Markup, escape

ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_PRINTABLE: Final = (int, float, decimal.Decimal, dt.date, dt.time)
_LAYOUT: Final = re.compile("[\t\n]")
_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the template where a value is printed.

    Attributes:
        part: The part it stands in.
        line: The line of the part's source.
        expression: What is printed, as written in the template.
        place: ``text`` inside a text run, ``attribute`` inside an element's attribute, ``runs`` between runs.
        paragraph_properties: The formatting of its paragraph, as XML.
        run_properties: The formatting of its run, as XML.
    """

    part: str
    line: int
    expression: str
    place: str
    paragraph_properties: str
    run_properties: str


class Unprintable(Exception):
    """A value cannot be printed where the template has it: which problem, and the number of the site."""

    def __init__(self, problem: str, site: int, **values: str | int) -> None:
        super().__init__(problem)
        self.problem, self.site, self.values = problem, site, values


def printer(sites: list[Site], missing: str | None) -> Callable[[Any, int], Any]:
    """The filter that every printed value passes, with the number of its site.

    Args:
        sites: The sites of one part; the list may still grow.
        missing: What a draft shows for a value that is not there; None to refuse it.
    """

    def printed(value: Any, number: int) -> Any:
        if type(value) is str and value.isprintable() and sites[number].place != "runs":
            return value
        if value is None or isinstance(value, Undefined):
            return _absent(value, number, missing)
        if isinstance(value, Markup):  # escaped here already: a macro's, a set block's
            return value
        if isinstance(value, str):
            return _text(value, number, sites[number])
        if hasattr(value, "__html__"):
            return _rich(str(value.__html__()), sites[number])
        if isinstance(value, _PRINTABLE) and not isinstance(value, bool):
            return value
        raise Unprintable("value_not_text", number, kind=type(value).__name__)

    return printed


def _absent(value: Any, number: int, missing: str | None) -> str:
    if missing is not None:
        return missing
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is undefined
    raise Unprintable("template_prints_nothing", number)


def _text(value: str, number: int, site: Site) -> Markup:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if illegal := ILLEGAL.search(value):
        raise Unprintable("value_illegal_character", number, code_point=f"U+{ord(illegal[0]):04X}")
    if site.place == "runs":
        raise Unprintable("value_text_between_runs", number)
    if site.place == "attribute" and _LAYOUT.search(value):
        raise Unprintable("value_line_break_in_attribute", number)
    return _laid_out(str(escape(value)), site)


def _rich(xml: str, site: Site) -> Markup:
    """Rich text and listings bring XML of their own: runs between runs, escaped text inside one."""
    return Markup(xml) if site.place == "runs" else _laid_out(xml, site)  # noqa: S704


def _laid_out(escaped: str, site: Site) -> Markup:
    """Line breaks and tabs as Word writes them, in the formatting of the run they stand in."""
    run = site.run_properties
    tab = f'</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}<w:t xml:space="preserve">'
    if site.place == "text":
        escaped = escaped.replace("\t", tab).replace("\n", _BREAK)
    return Markup(escaped)  # noqa: S704 - escaped by the caller

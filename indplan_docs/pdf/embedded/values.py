"""What becomes of a value in the Typst source: it stands inside a string literal, and cannot leave it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from indplan_docs.pdf import fonts
from indplan_docs.pdf.embedded.lists import Numbers
from indplan_docs.pdf.embedded.pictures import named, picture
from indplan_docs.word.pictures import Picture
from indplan_docs.word.values import PRINTABLE, Unprintable, absent, refuse_illegal

_SPECIAL: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": '" + linebreak() + "', "\t": '" + tab + "'})
_ESCAPED: Final = re.compile(r'\\(["\\])|" \+ (linebreak\(\)|tab) \+ "')
_POINTS_PER_MM: Final = 72 / 25.4


@dataclass(slots=True)
class Composing:
    """What one document gathers while its source is written: its lists' numbers, its own pictures."""

    numbers: Numbers
    files: dict[str, bytes] = field(default_factory=dict)


composing: Final[ContextVar[Composing]] = ContextVar("composing")
"""The document that is being written."""


def typst_printer(missing: str | None) -> Callable[[Any, int], Any]:
    """The filter that every printed value passes, with the number of its site.

    Args:
        missing: What a draft shows for a value that is not there; None to refuse it.
    """

    def printed(value: Any, number: int) -> Any:
        if type(value) is str and value.isprintable() and '"' not in value and "\\" not in value:
            _refuse_unshowable(value, number)
            return Markup(value)  # noqa: S704 - Typst's, not HTML's
        if value is None or isinstance(value, Undefined):
            return literal(absent(value, number, missing))
        if isinstance(value, Picture):
            return _picture(value)
        if isinstance(value, str):
            text = value.unescape() if isinstance(value, Markup) else value
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            refuse_illegal(text, number)
            _refuse_unshowable(text, number)
            return literal(text)
        if isinstance(value, PRINTABLE) and not isinstance(value, bool):
            return literal(str(value))
        raise Unprintable("value_not_text", number, kind=type(value).__name__)

    return printed


def _refuse_unshowable(text: str, number: int) -> None:
    """Refuse a character that no font of ours has, or that would not be in the file's text."""
    if not text.isascii() and (lacking := fonts.covers(text) or fonts.lost(text)):
        raise Unprintable("pdf_character_missing", number, code_point=f"U+{ord(lacking[0]):04X}")


@pass_context  # or Jinja would work it out once, when the template is compiled
def marked(_: Context, key: str, level: int) -> Markup:
    """The filter that gives a list item its mark."""
    return literal(composing.get().numbers.mark(key, level))


def literal(text: str) -> Markup:
    """A text as the inside of a string literal."""
    return Markup(text.translate(_SPECIAL))  # noqa: S704 - Typst's, not HTML's


def plain_text(source: str) -> str:
    """The texts in a source as they were before they stood in string literals."""
    return _ESCAPED.sub(lambda found: found[1] or ("\t" if found[2] == "tab" else "\n"), source)


def _picture(value: Picture) -> Markup:
    name = named(value.content, value.name.rpartition(".")[2])
    composing.get().files[name] = value.content
    made = picture(name, value.description, value.width * _POINTS_PER_MM, value.height * _POINTS_PER_MM)
    return Markup(f'" + {made} + "')  # noqa: S704 - made here

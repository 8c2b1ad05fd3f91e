"""Word's fields: which of them are worked out, and what the others last showed.

Source: ECMA-376 part 1, 17.16 (fields), read 2026-11-21.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.pdf.embedded.refusal import Refused, is_on, value
from indplan_docs.word.package import WORD

COUNTED: Final = {"PAGE": "page-number", "NUMPAGES": "page-count"}
AS_LAST_SHOWN: Final = frozenset({
    "", "ADDIN", "ADDRESSBLOCK", "ASK", "AUTHOR", "CITATION", "COMMENTS", "COMPARE", "DOCPROPERTY", "DOCVARIABLE",
    "FILENAME", "FILLIN", "FORMTEXT", "GREETINGLINE", "HYPERLINK", "IF", "KEYWORDS", "LASTSAVEDBY", "MERGEFIELD",
    "NEXT", "NOTEREF", "PRIVATE", "QUOTE", "REF", "SET", "SUBJECT", "TA", "TC", "TITLE", "USERADDRESS", "USERINITIALS",
    "USERNAME", "XE", "=",
})  # fmt: skip
"""Fields that show what Word last put there: it changes only with what a reader does."""

_NUMBER_FORMS: Final = {"roman": "i", "ROMAN": "I", "alphabetic": "a", "ALPHABETIC": "A"}
_WORDS: Final = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(slots=True)
class Field:
    """A complex field that is being read."""

    code: str = ""
    begun: bool = False
    shown: bool = False
    form: etree._Element | None = None

    @property
    def name(self) -> str:
        name = (self.code.split() or [""])[0].upper()
        return "=" if name.startswith("=") else name


def counted(field: Field, element: etree._Element) -> str:
    """The code for a page's number, or how many there are."""
    words = field.code.replace("\\*", " ").split()[1:]
    form = next((_NUMBER_FORMS[word] for word in words if word in _NUMBER_FORMS), "")
    strange = [word for word in words if word.lower() not in ("arabic", "mergeformat", "charformat")]
    if any(word not in _NUMBER_FORMS for word in strange) or (form and field.name != "PAGE"):
        raise Refused(f"{field.name} {strange[0]}", element)
    return f'context counter(page).display("{form}")' if form else COUNTED[field.name]


def target_of(field: Field) -> str:
    """Where a HYPERLINK field leads."""
    if field.name != "HYPERLINK":
        return ""
    words = [in_quotes or bare for in_quotes, bare in _WORDS.findall(field.code)][1:]
    place = words[words.index("\\l") + 1] if "\\l" in words[:-1] else ""
    address = "" if not words or words[0].startswith("\\") else words[0]
    return f"{address}#{place}" if place else address


def checked(form: etree._Element | None) -> bool:
    """True if the box of a legacy check box is ticked."""
    box = None if form is None else form.find(f"{WORD}checkBox")
    own = None if box is None else box.find(f"{WORD}checked")
    return is_on(own if own is not None or box is None else box.find(f"{WORD}default"))


def chosen(form: etree._Element | None) -> str:
    """What is chosen in a drop-down field."""
    choices = None if form is None else form.find(f"{WORD}ddList")
    if choices is None:
        return ""
    entries = [value(entry) or "" for entry in choices.findall(f"{WORD}listEntry")]
    own = value(choices.find(f"{WORD}result")) or value(choices.find(f"{WORD}default")) or "0"
    return entries[int(own)] if own.isdigit() and int(own) < len(entries) else ""

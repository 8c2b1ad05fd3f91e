"""The proof that nothing was lost: every text that went in is read back out of the finished file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.models import AnyDocument
from indplan_docs.models.fields import Field, values_of

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRINTED_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_MARKS: Final = {
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}tab": "\t",
    f"{_WORD}noBreakHyphen": "\u2011",
    f"{_WORD}softHyphen": "\u00ad",
}
_NOT_PRINTED: Final = ("Waiver.rule", "Person.identity_number")
"""A waiver is printed by its rule's title; an identity number may be masked."""


def lost_texts(document: AnyDocument, printed: str) -> list[str]:
    """The paths of the texts in a document that are not printed; empty if all are there.

    Args:
        document: What was to be printed.
        printed: All that its file prints.

    Dates and closed lists are printed in words and not looked for; phone numbers are looked for by their last digits.
    What this copy leaves out on purpose is not lost.
    """
    digits = re.sub(r"\D", "", printed)
    return [path for path, field, value in _texts(document) if not _is_in(field, value, printed, digits)]


def printed_text(content: bytes) -> str:
    """All that a Word file prints."""
    return "\n".join(_paragraphs(content))


def _texts(document: AnyDocument) -> Iterator[tuple[str, Field, str]]:
    left_out: list[str] = []
    for path, field, value in values_of(document):
        if field.reveals in document.redaction:
            left_out.append(path)
        elif not any(path.startswith(f"{other}.") for other in left_out) and _is_text(field, value):
            yield path, field, str(value)


def _is_text(field: Field, value: object) -> bool:
    plain = type(value) is str  # a member of a closed list is a `StrEnum`
    return plain and field.key not in _NOT_PRINTED and field.name != "document" and value != "plan_closed"


def _is_in(field: Field, value: str, printed: str, digits: str) -> bool:
    if field.name == "phone":
        return re.sub(r"\D", "", value)[-6:] in digits
    return value in printed


def _paragraphs(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(filter(_PRINTED_PARTS.fullmatch, package.namelist())):
            root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            for paragraph in root.iter(f"{_WORD}p"):
                yield "".join(_run_text(element) for element in paragraph.iter(etree.Element))


def _run_text(element: etree._Element) -> str:
    if element.tag == f"{_WORD}t":
        return element.text or ""
    return _MARKS.get(str(element.tag), "")

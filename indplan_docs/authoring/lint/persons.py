"""What is left in the file of a person: the number of somebody whose letter it once was, the name of who wrote it.

Names, addresses and phone numbers in the text are the municipality's own and belong there; no check can tell them from
a person's. An identity number never belongs in a template, not one from the test series either: the next to copy the
file does not know that it is from there.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs import identity
from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import fixed, shown
from indplan_docs.word.places import Place

_NUMBER: Final = re.compile(r"(?<![\d.,-])(?:(?:\d\d)?\d{6}[-+–]?\d{4}|\d{6}[ \u00a0]?\d{5})(?![\d,-]|\.\d)")
_PLAIN: Final = str.maketrans({"–": "-", "\u00a0": " "})
_DIALLED: Final = re.compile(r"0\d{9}")  # a Swedish phone number: one in ten could be an identity number too
_HIDDEN: Final = {10: 4, 12: 4, 11: 5}  # how many of the digits tell who it is
_MEDIA: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PROPERTIES: Final = "docProps/"
_WRITTEN_BY: Final = frozenset({"creator", "lastModifiedBy", "Manager"})
_NAME: Final = re.compile(r"[^\W\d_][\w'’.-]*(?:,? [^\W\d_][\w'’.-]*){1,3}")
_NO_NAMES: Final = re.compile(
    r"kommun|region|fylke|förvaltning|forvalt|avdel|enhet|eining|kontor|teneste|tjeneste|stab|admin|support|system|mall?\b"
    r"|microsoft|office|word|windows|user|användare|bruker|brukar|author|författare|forfatter|forfattar|python|docx"
    r"|libre|google|apache|indplan|team|gruppe?n?\b|kansli|nämnd|sekretariat|socialtjänst|omsorg|helse|hälsa",
    re.IGNORECASE,
)


def person_data(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-208: each identity number in texts, descriptions of pictures and properties; names of persons in these."""
    for here in shown(subject):
        place, paragraph = here.place, here.element
        described = " ".join(f"{p.get('descr') or ''} {p.get('title') or ''}" for p in paragraph.iter(_MEDIA))
        for number in dict.fromkeys([*_numbers(here.fixed), *_numbers(fixed(described))]):
            yield finding("person_data", _masked(place, number), term="person_number")
    yield from _in_properties(subject)


def is_name(text: str) -> bool:
    """Whether a text looks like the name of a person, and not of an office or a program."""
    words = text.replace(",", " ").split()
    capital = all(word[0].isupper() for word in (words[0], words[-1])) if words else False
    return capital and _NAME.fullmatch(text) is not None and _NO_NAMES.search(text) is None


def property_texts(subject: Subject, part: str) -> dict[str, str]:
    """What a part of the file's properties says, by the property's name."""
    if part not in subject.opened.members:
        return {}
    elements = subject.root(part).iter(etree.Element)
    return {etree.QName(element).localname: (element.text or "").strip() for element in elements}


def _in_properties(subject: Subject) -> Iterator[TemplateFinding]:
    """Each kind once for the file: the properties have no paragraph, and what they say is not repeated."""
    texts = [
        (name, text)
        for part in subject.opened.members
        if part.startswith(_PROPERTIES) and part.endswith(".xml")
        for name, text in property_texts(subject, part).items()
    ]
    if any(True for _, text in texts for _ in _numbers(text)):
        yield finding("person_data", term="person_number_in_properties")
    if any(name in _WRITTEN_BY and is_name(text) for name, text in texts):
        yield finding("person_data", term="person_name_in_properties")


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(text):
        if not _DIALLED.fullmatch(found[0]) and identity.is_valid(found[0].translate(_PLAIN)):
            yield found[0]


def _masked(place: Place, number: str) -> Place:
    """The place, without the digits that tell who it is: what is found is printed and kept in logs."""
    hidden = _HIDDEN[sum(character.isdigit() for character in number)]
    shorter = number[:-hidden] + "*" * hidden
    return dataclasses.replace(
        place, text=place.text.replace(number, shorter), heading=place.heading.replace(number, shorter)
    )

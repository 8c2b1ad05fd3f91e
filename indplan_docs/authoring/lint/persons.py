"""What is left in the file of a person: the number of somebody whose letter it once was, the name of who wrote it.

Names, addresses and phone numbers in the text are the municipality's own and belong there; no check can tell them from
a person's. An identity number never belongs in a template, not one from the test series either: the next to copy the
file does not know that it is from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import fixed, shown
from indplan_docs.identity import numbers_in
from indplan_docs.word.persons import described_in

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
        for _ in dict.fromkeys([*numbers_in(here.fixed), *numbers_in(fixed(described_in(paragraph)))]):
            yield finding("person_data", place, term="person_number")
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
    if any(True for _, text in texts for _ in numbers_in(text)):
        yield finding("person_data", term="person_number_in_properties")
    if any(name in _WRITTEN_BY and is_name(text) for name, text in texts):
        yield finding("person_data", term="person_name_in_properties")

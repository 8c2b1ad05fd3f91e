"""What all four documents share, and the checks of form that need to know the document's country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from indplan_docs import identity
from indplan_docs.language import Country, Framework, Language, is_phone
from indplan_docs.models.base import Date, Line, Link, LocationKind, Model, Prose, Reveals, Steers, Time
from indplan_docs.models.people import Address, Contact, Coordinator, Issuer, Person, Representative

SCHEMA_VERSION: Final = 1
"""The version of the documents' JSON form; a later version adds fields and takes none away."""

_POSTAL_CODE: Final = {Country.SE: re.compile(r"\d{3} ?\d{2}"), Country.NO: re.compile(r"\d{4}")}


class ProtectedIdentity(StrEnum):
    """Whether the person's data is protected. Anything but `NOT_PROTECTED` is treated alike; the grade is not printed.

    Source: folkbokföringslagen (1991:481) 16-17 §§ and OSL 5:5, 21:3, 21:3 a (Sweden); fortrolig and strengt fortrolig
    adresse (Norway); read 2026-11-21.
    """

    NOT_PROTECTED = "not_protected"
    SECRECY_MARKING = "secrecy_marking"
    PROTECTED_REGISTRATION = "protected_registration"
    FICTITIOUS_IDENTITY = "fictitious_identity"
    CONFIDENTIAL_ADDRESS = "confidential_address"
    STRICTLY_CONFIDENTIAL_ADDRESS = "strictly_confidential_address"


class Meeting(Model):
    """When and where people meet; ``link`` for a meeting on the screen."""

    date: Date | None = None
    start: Time | None = None
    end: Time | None = None
    place: Annotated[Line | None, Reveals(LocationKind.PLACE)] = None
    link: Link | None = None
    chair: Line | None = None
    note_taker: Line | None = None


class Section(Model):
    """A section of the person's own choosing, with its heading."""

    heading: Line
    text: Prose


class Document(Model):
    """What plan, invitation, consent and follow-up notice share.

    ``date`` is the document's own date, the only "today" there is: nothing reads the clock.
    ``redaction`` names the kinds of value that this copy leaves out for a person with protected identity.
    """

    framework: Annotated[Framework, Steers()]
    language: Annotated[Language, Steers()]
    date: Date | None = None
    reference: Line | None = None
    issuer: Issuer | None = None
    case_officer: Contact | None = None
    coordinator: Coordinator | None = None
    person: Person | None = None
    representatives: tuple[Representative, ...] = ()
    protected_identity: Annotated[ProtectedIdentity | None, Steers(untold=True)] = None
    redaction: Annotated[tuple[LocationKind, ...], Steers(untold=True)] = ()
    secrecy_marking: Line | None = None

    @property
    def country(self) -> Country:
        """The country whose law the document rests on."""
        return self.framework.country

    @property
    def is_protected(self) -> bool:
        """True for a person whose whereabouts must not show; also when it is not known whether they may."""
        return self.protected_identity is not ProtectedIdentity.NOT_PROTECTED

    @model_validator(mode="after")
    def _values_of_the_country(self) -> Document:
        """Phone numbers, postal codes and organisation numbers have another form in each country."""
        wrong = [(path, kind) for path, kind, ok in country_values(self, "", self.country) if not ok]
        if wrong:
            raise PydanticCustomError(
                "country_form",
                "written in another form than the document's country uses",
                {"places": tuple(wrong), "country": self.country.value},
            )
        return self


def country_values(model: Model, at: str, country: Country) -> Iterator[tuple[str, str, bool]]:
    """Each value whose form depends on the country: its path, which form, and whether it has it."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        path = f"{at}.{name}" if at else name
        if isinstance(value, Model):
            yield from country_values(value, path, country)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Model):
                    yield from country_values(item, f"{path}[{i}]", country)
        elif value is None:
            continue
        elif name == "phone":
            yield path, "phone", is_phone(value, country)
        elif name == "organisation_number":
            yield path, "organisation_number", is_organisation_number(value, country)
        elif name == "postal_code" and isinstance(model, Address) and model.country is None:
            yield path, "postal_code", bool(_POSTAL_CODE[country].fullmatch(value))


def is_organisation_number(number: str, country: Country) -> bool:
    """Whether an organisation number is one of the country's."""
    try:
        identity.organisation_number(number, country)
    except identity.InvalidNumber:
        return False
    return True

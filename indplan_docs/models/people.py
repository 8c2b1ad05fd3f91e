"""People and organisations: who the document is about, who takes part, who answers for what, who signs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from indplan_docs.models.base import Date, Email, IdentityNumber, Line, LocationKind, Model, Phone, Prose, Reveals

_ADDRESS = Reveals(LocationKind.ADDRESS)
_CONTACT = Reveals(LocationKind.CONTACT)
_UNIT = Reveals(LocationKind.UNIT)


class Principal(StrEnum):
    """The kind of body that answers for a measure (sv: huvudman).

    Not the *huvudman* whom a god man represents: that is the `Person`.
    """

    MUNICIPALITY = "municipality"
    REGION = "region"
    HEALTH_TRUST = "health_trust"
    COUNTY = "county"
    STATE = "state"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"


class Capacity(StrEnum):
    """In which capacity somebody acts for the person, or that it is the person's own act."""

    SELF = "self"
    CUSTODIAL_GUARDIAN = "custodial_guardian"
    GUARDIAN_OF_MINOR = "guardian_of_minor"
    GOD_MAN = "god_man"
    FORVALTARE = "forvaltare"
    LEGAL_GUARDIAN = "legal_guardian"
    LASTING_POWER_ATTORNEY_HOLDER = "lasting_power_attorney_holder"
    PROXY = "proxy"
    COUNSEL = "counsel"
    NEAREST_NEXT_OF_KIN = "nearest_next_of_kin"
    CHILD_WELFARE_SERVICE = "child_welfare_service"


class Agreement(StrEnum):
    """Whether the person agrees with what a representative does."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNABLE_TO_TELL = "unable_to_tell"


class Attendance(StrEnum):
    """Whether a participant was at the planning meeting."""

    PRESENT = "present"
    ABSENT = "absent"


class Access(StrEnum):
    """How much of the plan somebody may see."""

    WHOLE = "whole"
    PARTS = "parts"
    NOTHING = "nothing"


class CoordinatorKind(StrEnum):
    """What the coordinating person is called; never the principal with overall responsibility."""

    COORDINATOR = "coordinator"
    CHILD_COORDINATOR = "child_coordinator"
    PLANNING_LEAD = "planning_lead"
    FIXED_CARE_CONTACT = "fixed_care_contact"


class SignatoryRole(StrEnum):
    """As whom somebody signs."""

    PERSON = "signing_person"
    REPRESENTATIVE = "signing_representative"
    CASE_OFFICER = "signing_case_officer"
    COORDINATOR = "signing_coordinator"
    PARTICIPANT = "signing_participant"


class SignatureManner(StrEnum):
    """How somebody signs: on a printed line, electronically, or by word of mouth that is recorded."""

    BY_HAND = "by_hand"
    ELECTRONIC = "electronic"
    ORAL = "oral"


class RecipientRole(StrEnum):
    """Whom a letter is for; it decides the letter's title and how it speaks."""

    PERSON = "to_person"
    REPRESENTATIVE = "to_representative"
    CLOSE_CONTACT = "to_close_contact"
    PRINCIPAL = "to_principal"
    OTHER_PARTY = "to_other_party"


class Address(Model):
    """A postal address. ``country`` is given only when it is another than the document's."""

    care_of: Line | None = None
    street: Line
    postal_code: Line
    place: Line
    country: Line | None = None


class Contact(Model):
    """Somebody one can call: case officer, convenor."""

    name: Line | None = None
    title: Line | None = None
    organisation: Annotated[Line | None, _UNIT] = None
    unit: Annotated[Line | None, _UNIT] = None
    phone: Phone | None = None
    email: Email | None = None


class Coordinator(Contact):
    """The named person who coordinates the plan (sv: samordnare, planeringsansvarig; no: koordinator)."""

    kind: CoordinatorKind | None = None


class Issuer(Model):
    """The body that issues the document: a municipality, a region, a health trust."""

    name: Line | None = None
    unit: Annotated[Line | None, _UNIT] = None
    organisation_number: Line | None = None
    address: Annotated[Address | None, _ADDRESS] = None
    phone: Phone | None = None
    email: Email | None = None
    website: Line | None = None


class Person(Model):
    """The person whom the plan is for.

    The identity number is optional and never read for age; ``birth_date`` is. ``unborn`` is for a family that expects a
    child who will need much support: there is neither date nor number yet.
    """

    name: Line | None = None
    birth_date: Date | None = None
    unborn: bool | None = None
    identity_number: IdentityNumber | None = None
    address: Annotated[Address | None, _ADDRESS] = None
    phone: Annotated[Phone | None, _CONTACT] = None
    email: Annotated[Email | None, _CONTACT] = None
    language_background: Line | None = None
    interpreter_need: Prose | None = None


def _somebody_else(capacity: Capacity) -> Capacity:
    if capacity is Capacity.SELF:
        raise PydanticCustomError("represents_self", "a representative is somebody else than the person")
    return capacity


class Representative(Model):
    """Somebody who acts for the person, in a stated capacity and within a mandate."""

    name: Line | None = None
    capacity: Annotated[Capacity, AfterValidator(_somebody_else)] | None = None
    mandate: Prose | None = None
    person_agrees: Agreement | None = None
    takes_part: bool | None = None
    address: Annotated[Address | None, _ADDRESS] = None
    phone: Annotated[Phone | None, _CONTACT] = None
    email: Annotated[Email | None, _CONTACT] = None


class CloseContact(Model):
    """Somebody close to the person by the person's own choice (sv: närstående; no: pårørende)."""

    name: Line | None = None
    relation: Line | None = None
    takes_part: bool | None = None
    phone: Annotated[Phone | None, _CONTACT] = None
    email: Annotated[Email | None, _CONTACT] = None


class Participant(Model):
    """Somebody who takes part in the planning for an organisation."""

    name: Line | None = None
    role: Line | None = None
    organisation: Annotated[Line | None, _UNIT] = None
    unit: Annotated[Line | None, _UNIT] = None
    principal: Principal | None = None
    phone: Phone | None = None
    email: Email | None = None
    attendance: Attendance | None = None
    absence_reason: Prose | None = None
    access: Access | None = None
    access_parts: Prose | None = None


class Responsible(Model):
    """Who answers for a measure: a named person and unit, and the principal behind them."""

    name: Line | None = None
    organisation: Annotated[Line | None, _UNIT] = None
    unit: Annotated[Line | None, _UNIT] = None
    principal: Principal | None = None
    phone: Phone | None = None


class Recipient(Model):
    """Whom a letter is addressed to."""

    name: Line | None = None
    role: RecipientRole | None = None
    organisation: Annotated[Line | None, _UNIT] = None
    address: Annotated[Address | None, _ADDRESS] = None


class Signatory(Model):
    """A place for a signature, or the statement of an electronic or oral one.

    ``method`` says how an electronic signature was made (``BankID``) or an oral one given (``by phone``);
    ``received_by`` who took an oral one down.
    """

    role: SignatoryRole | None = None
    name: Line | None = None
    capacity: Line | None = None
    manner: SignatureManner | None = None
    date: Date | None = None
    place: Annotated[Line | None, Reveals(LocationKind.PLACE)] = None
    method: Line | None = None
    received_by: Line | None = None

"""Consent: the record that a plan carries, and the document that the person reads and answers.

There are two questions, each answered on its own: that the plan is made, and that information is exchanged.
Source: SoL (2025:400) 10:8, HSL (2017:30) 16:4, OSL (2009:400) 10:1 and 12:2; the nine contents of forskrift om
individuell plan ved ytelse av velferdstjenester (2022), item h; read 2026-11-21.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from indplan_docs.models.base import Date, Line, LocationKind, Model, Prose, Reveals, StatesNone, Steers, Until
from indplan_docs.models.document import Document
from indplan_docs.models.people import Agreement, Capacity, Signatory


class ConsentManner(StrEnum):
    """How a consent was given or withdrawn."""

    WRITTEN = "in_writing"
    ORAL = "orally"
    ELECTRONIC = "electronically"


class WithdrawalScope(StrEnum):
    """How much of a consent is withdrawn."""

    WHOLE = "all_of_it"
    PART = "part_of_it"


class ConsentParty(Model):
    """An organisation and unit that the consent to exchange information covers, and what passes each way."""

    organisation: Annotated[Line | None, Reveals(LocationKind.UNIT)] = None
    unit: Annotated[Line | None, Reveals(LocationKind.UNIT)] = None
    contact: Line | None = None
    gives: Prose | None = None
    gets: Prose | None = None
    until: Until | None = None


class ConsentGiver(Model):
    """Who consents, and in which capacity; somebody else than the person states the mandate."""

    name: Line | None = None
    capacity: Capacity | None = None
    mandate: Prose | None = None
    person_agrees: Agreement | None = None


class Withdrawal(Model):
    """That a consent was withdrawn: when, how, how much of it, and who received it."""

    date: Date
    manner: ConsentManner | None = None
    scope: WithdrawalScope
    part: Prose | None = None
    received_by: Line | None = None


class ConsentRecord(Model):
    """What was answered, by whom, how and for how long.

    ``plan`` answers whether the plan is made, ``exchange`` whether information is exchanged between ``parties``.
    ``exclusions`` is what the person does not want covered; ``no_exclusions`` states that there is nothing.
    """

    plan: bool | None = None
    exchange: bool | None = None
    parties: tuple[ConsentParty, ...] = ()
    exclusions: tuple[Prose, ...] = ()
    no_exclusions: Annotated[Prose | None, StatesNone("exclusions")] = None
    date: Date | None = None
    manner: ConsentManner | None = None
    oral_record: Prose | None = None
    received_by: Line | None = None
    given_by: tuple[ConsentGiver, ...] = ()
    valid_from: Date | None = None
    valid_until: Until | None = None
    reservation: Prose | None = None
    withdrawal: Withdrawal | None = None


class InformationGiven(Model):
    """What was explained before the answers, and in which language."""

    meaning_explained: bool | None = None
    right_to_refuse_explained: bool | None = None
    language: Line | None = None
    interpreter: Line | None = None


class ChildConsent(Model):
    """For a person under 18: the guardians who decide, and the child's own view."""

    all_guardians_consent: bool | None = None
    why_not_all_guardians: Prose | None = None
    view: Prose | None = None
    no_view: Prose | None = None


class Consent(Document):
    """The consent document."""

    document: Annotated[Literal["consent"], Steers()]
    purpose: Prose | None = None
    consent: ConsentRecord | None = None
    information: InformationGiven | None = None
    child: ChildConsent | None = None
    signatures: tuple[Signatory, ...] = ()

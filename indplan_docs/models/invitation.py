"""The invitation to the planning meeting (sv: kallelse, inbjudan; no: innkalling)."""

from __future__ import annotations

from typing import Annotated, Literal

from indplan_docs.models.base import Date, Line, LocationKind, Model, Prose, Reveals, Steers
from indplan_docs.models.document import Document, Meeting
from indplan_docs.models.people import Contact, Principal, Recipient


class Invitee(Model):
    """Somebody who is invited; ``agreed_by_person`` that the person has agreed to it."""

    name: Line | None = None
    role: Line | None = None
    organisation: Annotated[Line | None, Reveals(LocationKind.UNIT)] = None
    principal: Principal | None = None
    agreed_by_person: bool | None = None


class Invitation(Document):
    """The invitation document: one letter to one recipient."""

    document: Annotated[Literal["invitation"], Steers()]
    recipient: Recipient | None = None
    meeting: Meeting | None = None
    purpose: Prose | None = None
    themes: tuple[Line, ...] = ()
    invited: tuple[Invitee, ...] = ()
    invited_chosen_by_person: bool | None = None
    convenor: Contact | None = None
    reply_by: Date | None = None
    accessibility: Prose | None = None
    message: Prose | None = None
    enclosures: tuple[Line, ...] = ()

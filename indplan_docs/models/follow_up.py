"""The follow-up notice: when it is time to go through what was agreed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from indplan_docs.models.base import Date, Line, LocationKind, Model, Prose, Reveals, Steers, Until
from indplan_docs.models.document import Document, Meeting
from indplan_docs.models.people import Recipient


class FollowUpKind(StrEnum):
    """Three different things: how it goes, how it went, and the yearly re-examination of an LSS plan."""

    FOLLOW_UP = "follow_up"
    EVALUATION = "evaluation"
    REVIEW = "review"


class PlanCopy(StrEnum):
    """Whether a copy of the plan goes with the letter or has been given."""

    ENCLOSED = "enclosed"
    GIVEN = "given"


class PlanReference(Model):
    """Which plan is followed up."""

    date: Date | None = None
    title: Line | None = None
    copy_of_plan: PlanCopy | None = None


class AgendaItem(Model):
    """A goal to go through, with its measures."""

    goal: Line
    measures: tuple[Line, ...] = ()


class NoticeRecipient(Model):
    """Somebody who gets the notice; ``allowed_by_person`` that the person allows it."""

    name: Line | None = None
    role: Line | None = None
    organisation: Annotated[Line | None, Reveals(LocationKind.UNIT)] = None
    allowed_by_person: bool | None = None


class FollowUpNotice(Document):
    """The follow-up notice: one letter to one recipient."""

    document: Annotated[Literal["follow_up_notice"], Steers()]
    recipient: Recipient | None = None
    kind: FollowUpKind | None = None
    meeting: Meeting | None = None
    plan: PlanReference | None = None
    agenda: tuple[AgendaItem, ...] = ()
    last_review: Date | None = None
    consent_valid_until: Until | None = None
    notified: tuple[NoticeRecipient, ...] = ()
    reply_by: Date | None = None
    accessibility: Prose | None = None
    message: Prose | None = None
    enclosures: tuple[Line, ...] = ()

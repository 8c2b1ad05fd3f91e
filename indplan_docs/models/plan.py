"""The plan: one class for the LSS plan, the SIP and the Norwegian individual plan."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from indplan_docs.models.base import (
    Date,
    Line,
    Link,
    LocationKind,
    Model,
    Prose,
    Reveals,
    StatesNone,
    Steers,
    Time,
    none_or_items,
)
from indplan_docs.models.consent import ConsentRecord
from indplan_docs.models.document import Document, Section
from indplan_docs.models.people import Access, CloseContact, Participant, Principal, Responsible, Signatory

_UNIT = Reveals(LocationKind.UNIT)


class Decision(StrEnum):
    """Whether a measure is decided, or only planned (10 § LSS: beslutade och planerade insatser)."""

    DECIDED = "decided"
    PLANNED = "planned"


class Status(StrEnum):
    """How far a goal or a measure has come."""

    NOT_STARTED = "not_started"
    ONGOING = "ongoing"
    DONE = "done"
    ENDED = "ended"


class GoalTerm(StrEnum):
    """How far ahead a goal lies."""

    LONG = "long_term"
    SHORT = "short_term"


class RevisionKind(StrEnum):
    """Whether the plan is adjusted in parts or revised as a whole."""

    ADJUSTMENT = "adjustment"
    REVISION = "revision"


class CooperationNeed(StrEnum):
    """Whether cooperation is necessary or desirable."""

    NECESSARY = "necessary"
    DESIRABLE = "desirable"


class NotInvolvedReason(StrEnum):
    """Why people close to the person did not take part (SoL 10:9)."""

    UNSUITABLE = "unsuitable"
    DECLINED_BY_PERSON = "declined_by_person"
    NOBODY = "nobody_to_ask"
    OTHER = "other_reason"


class CopyRole(StrEnum):
    """As whom somebody gets a copy of the plan."""

    PERSON = "copy_to_person"
    REPRESENTATIVE = "copy_to_representative"
    CLOSE_CONTACT = "copy_to_close_contact"
    PARTICIPANT = "copy_to_participant"
    OTHER = "copy_to_other"


class SubGoal(Model):
    """A step on the way to a goal."""

    text: Prose
    due: Date | None = None
    status: Status | None = None


class Measure(Model):
    """Something that is to be done (sv: insats; no: tiltak).

    ``performed_by`` does it, ``responsible`` answers for it. ``timing`` says when in words where a day does not.
    """

    what: Prose | None = None
    decision: Decision | None = None
    decided_on: Date | None = None
    performed_by: Line | None = None
    responsible: Responsible | None = None
    extent: Prose | None = None
    how: Prose | None = None
    start: Date | None = None
    due: Date | None = None
    timing: Line | None = None
    status: Status | None = None


class Goal(Model):
    """A goal of the person's own, with the steps and the measures that lead to it."""

    title: Line | None = None
    own_words: Prose | None = None
    life_area: Line | None = None
    term: GoalTerm | None = None
    status: Status | None = None
    sub_goals: tuple[SubGoal, ...] = ()
    measures: tuple[Measure, ...] = ()


class ActionByOther(Model):
    """Something that somebody else than the municipality or the region does."""

    who: Line
    organisation: Annotated[Line | None, _UNIT] = None
    what: Prose
    timing: Line | None = None


class Contribution(Model):
    """What a service or another contributor brings to the work on the plan."""

    who: Annotated[Line, _UNIT]
    what: Prose


class Contributions(Model):
    """What each side brings: the person, the services and contributors, the next of kin; or that it brings nothing."""

    person: Prose | None = None
    no_person: Annotated[Prose | None, StatesNone("person")] = None
    services: tuple[Contribution, ...] = ()
    no_services: Annotated[Prose | None, StatesNone("services")] = None
    next_of_kin: Prose | None = None
    no_next_of_kin: Annotated[Prose | None, StatesNone("next_of_kin")] = None


class Period(Model):
    """The time the plan covers; ``until`` says the end in words where a day does not."""

    start: Date | None = None
    end: Date | None = None
    until: Line | None = None


class FollowUp(Model):
    """When and where it is asked how it goes."""

    date: Date | None = None
    start: Time | None = None
    place: Annotated[Line | None, Reveals(LocationKind.PLACE)] = None
    link: Link | None = None
    convenor: Line | None = None


class Evaluation(Model):
    """When the wishes should be met, and it is asked how it went."""

    date: Date | None = None
    how: Prose | None = None


class Review(Model):
    """The re-examination of the whole plan, at least once a year for an LSS plan (sv: omprövning)."""

    last: Date | None = None
    next: Date | None = None


class Revision(Model):
    """A time when the plan is adjusted or revised."""

    date: Date
    kind: RevisionKind | None = None


class PersonInvolvement(Model):
    """That the person took part, or how the person was consulted and why not more."""

    takes_part: bool | None = None
    explanation: Prose | None = None


class CloseContactsInvolvement(Model):
    """That people close to the person took part, or why not."""

    takes_part: bool | None = None
    reason: NotInvolvedReason | None = None
    explanation: Prose | None = None


class OverallResponsible(Model):
    """The principal with overall responsibility for a SIP: an organisation, not the coordinating person."""

    principal: Principal | None = None
    organisation: Annotated[Line | None, _UNIT] = None
    unit: Annotated[Line | None, _UNIT] = None


class Cooperation(Model):
    """Cooperation with somebody else that is necessary or desirable."""

    with_whom: Annotated[Line, _UNIT]
    about: Prose
    need: CooperationNeed | None = None


class SubPlan(Model):
    """Another plan that this one refers to and does not copy."""

    title: Line
    holder: Annotated[Line | None, _UNIT] = None
    date: Date | None = None


class CopyRecipient(Model):
    """Somebody who gets a copy or may see the plan, as the person decides."""

    name: Line | None = None
    role: CopyRole | None = None
    gets_copy: bool | None = None
    access: Access | None = None
    access_parts: Prose | None = None
    wanted_by_person: bool | None = None


class PlanVersion(Model):
    """The plan's number in its series, and which plan it takes the place of."""

    number: Annotated[int, Field(ge=1, le=9999)] | None = None
    replaces: Line | None = None
    no_replaces: Annotated[Prose | None, StatesNone("replaces")] = None


class DifferingOpinion(Model):
    """What somebody sees in another way."""

    who: Line
    what: Prose


class Waiver(Model):
    """Why a rule that may be waived is not met; it is printed."""

    rule: Annotated[Line, Field(pattern=r"^[A-Z]{2,3}-[0-9A-Z]{1,2}$")]
    reason: Prose


class Plan(Document):
    """The plan document.

    A ``no_...`` field states in a sentence that its list is empty on purpose; an empty list alone is missing.
    """

    document: Annotated[Literal["plan"], Steers()]
    written_on: Date | None = None
    version: PlanVersion | None = None
    period: Period | None = None
    reason: Prose | None = None
    purpose: Prose | None = None
    current_situation: Prose | None = None
    wishes: Prose | None = None
    needs: Prose | None = None
    resources: Prose | None = None
    strengths: Prose | None = None
    goals: tuple[Goal, ...] = ()
    no_planned_measures: Prose | None = None
    actions_by_others: tuple[ActionByOther, ...] = ()
    no_actions_by_others: Annotated[Prose | None, StatesNone("actions_by_others")] = None
    contributions: Contributions | None = None
    cooperation: tuple[Cooperation, ...] = ()
    no_cooperation: Annotated[Prose | None, StatesNone("cooperation")] = None
    participants: tuple[Participant, ...] = ()
    person_involvement: PersonInvolvement | None = None
    close_contacts: tuple[CloseContact, ...] = ()
    close_contacts_involvement: CloseContactsInvolvement | None = None
    overall_responsible: OverallResponsible | None = None
    follow_up: FollowUp | None = None
    evaluation: Evaluation | None = None
    review: Review | None = None
    revisions: tuple[Revision, ...] = ()
    consent: ConsentRecord | None = None
    sub_plans: tuple[SubPlan, ...] = ()
    distribution: tuple[CopyRecipient, ...] = ()
    differing_opinions: tuple[DifferingOpinion, ...] = ()
    own_sections: tuple[Section, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    signatures: tuple[Signatory, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, goal after goal."""
        return tuple(measure for goal in self.goals for measure in goal.measures)

    @model_validator(mode="after")
    def _stated_once(self) -> Plan:
        planned = tuple(m for m in self.measures if m.decision is Decision.PLANNED)
        none_or_items(self.no_planned_measures, planned, "planned_measures")
        codes = [waiver.rule for waiver in self.waivers]
        if len(codes) != len(set(codes)):
            raise PydanticCustomError("waived_twice", "a rule is waived twice")
        return self

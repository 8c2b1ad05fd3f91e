"""Relations of the checklist for all documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from indplan_docs import identity
from indplan_docs.checklists.relations.relation import Problem, relation
from indplan_docs.errors import Severity
from indplan_docs.models import AnyDocument, Consent, FollowUpNotice, Invitation, Plan
from indplan_docs.models.base import LocationKind, Model, Until
from indplan_docs.models.consent import ConsentRecord
from indplan_docs.models.document import Meeting, ProtectedIdentity
from indplan_docs.models.fields import revealing_values
from indplan_docs.profile import Profile


@relation("DOC-01")
def somebody_to_turn_to(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """A case officer or a coordinator is named."""
    officer = document.case_officer.name if document.case_officer else None
    coordinator = document.coordinator.name if document.coordinator else None
    if officer is None and coordinator is None:
        yield Problem("missing", "case_officer.name")


@relation("DOC-02")
def number_of_the_test_series(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """A number from a tax agency's test series is accepted, and said to be one."""
    number = document.person.identity_number if document.person else None
    if number and identity.parse(number).synthetic:
        yield Problem("synthetic_number", "person.identity_number", severity=Severity.NOTE)


@relation("DOC-03")
def nothing_tells_where_the_person_is(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """For a person with protected identity nothing tells the whereabouts, unless this copy leaves it out.

    Source: OSL 21:3 and 21:3 a: also what tells it together with other data, and the same of relatives.
    """
    if document.protected_identity is None:
        yield Problem("missing", "protected_identity")
    if document.protected_identity in (None, ProtectedIdentity.NOT_PROTECTED):
        return
    for path, kind in revealing_values(document):
        if kind not in document.redaction:
            yield Problem("reveals_location", path, {"term": LocationKind(kind).value})
    yield Problem("read_free_text", severity=Severity.ADVICE)


@relation("DOC-04")
def language_of_the_country(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """The language is one that the framework's country uses."""
    if document.language not in document.framework.languages:
        allowed = ", ".join(language.value for language in document.framework.languages)
        yield Problem("language_of_other_country", "language", {"allowed": allowed})


@relation("DOC-05")
def dates_in_a_sensible_order(document: AnyDocument, profile: Profile) -> Iterator[Problem]:
    """What comes first in time has the earlier date, and a consent holds on the document's date."""
    match document:
        case Plan():
            yield from _plan_dates(document)
            yield from _consent_dates(document.consent, document.date)
        case Consent():
            yield from _order(document.consent, "valid_from", "valid_until", "consent")
            yield from _not_before(document.date, document.consent.date if document.consent else None, "consent.date")
        case Invitation() | FollowUpNotice():
            yield from _meeting_dates(document.meeting, document.date, document.reply_by)


def _plan_dates(plan: Plan) -> Iterator[Problem]:
    follow_up = plan.follow_up.date if plan.follow_up else None
    evaluation = plan.evaluation.date if plan.evaluation else None
    yield from _not_before(follow_up, plan.written_on, "follow_up.date")
    yield from _not_before(evaluation, follow_up or plan.written_on, "evaluation.date")
    yield from _order(plan.period, "start", "end", "period")
    for i, goal in enumerate(plan.goals):
        for j, measure in enumerate(goal.measures):
            yield from _order(measure, "start", "due", f"goals[{i}].measures[{j}]")


def _consent_dates(record: ConsentRecord | None, day: dt.date | None) -> Iterator[Problem]:
    if record is None or day is None:
        return
    yield from _order(record, "valid_from", "valid_until", "consent")
    yield from _not_before(day, record.date, "consent.date")
    yield from _not_before(day, record.valid_from, "consent.valid_from")
    if isinstance(record.valid_until, dt.date) and record.valid_until < day:
        yield Problem("expired", "consent.valid_until", {"date": record.valid_until.isoformat()})


def _meeting_dates(meeting: Meeting | None, letter: dt.date | None, reply_by: dt.date | None) -> Iterator[Problem]:
    if meeting is None:
        return
    yield from _not_before(meeting.date, letter, "meeting.date")
    yield from _not_before(reply_by, letter, "reply_by")
    yield from _not_before(meeting.date, reply_by, "reply_by")
    if meeting.start and meeting.end and meeting.end <= meeting.start:
        yield Problem("ends_before_start", "meeting.end")


def _order(model: Model | None, first: str, then: str, at: str) -> Iterator[Problem]:
    earlier: Until | None = getattr(model, first, None)
    later: Until | None = getattr(model, then, None)
    if isinstance(earlier, dt.date) and isinstance(later, dt.date):
        yield from _not_before(later, earlier, f"{at}.{then}")


def _not_before(later: dt.date | None, earlier: dt.date | None, path: str) -> Iterator[Problem]:
    if later and earlier and later < earlier:
        yield Problem("wrong_order", path, {"earlier": earlier.isoformat(), "later": later.isoformat()})

"""Relations of the invitation and follow-up notice checklists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from indplan_docs.checklists.relations.relation import Problem, one_year_after, relation
from indplan_docs.language import Framework
from indplan_docs.models.follow_up import FollowUpKind, FollowUpNotice
from indplan_docs.profile import Profile


@relation("FUP-05")
def review_is_for_lss(notice: FollowUpNotice, profile: Profile) -> Iterator[Problem]:
    """Only the LSS plan has a yearly review in law (10 § LSS)."""
    if notice.kind is FollowUpKind.REVIEW and notice.framework is not Framework.LSS:
        yield Problem("no_review_in_framework", "kind")


@relation("FUP-07")
def within_a_year_of_the_last_review(notice: FollowUpNotice, profile: Profile) -> Iterator[Problem]:
    """The day is no later than one year after the last review, or after the plan if there has been none (10 § LSS)."""
    start = notice.last_review or (notice.plan.date if notice.plan else None)
    day = notice.meeting.date if notice.meeting else None
    if start and day and day > one_year_after(start):
        yield Problem("too_late", "meeting.date", {"latest": one_year_after(start).isoformat()})


@relation("FUP-09")
def consent_holds_on_the_day(notice: FollowUpNotice, profile: Profile) -> Iterator[Problem]:
    """The consent still holds on the day of the meeting (OSL 12:2, IPF h)."""
    until = notice.consent_valid_until
    day = notice.meeting.date if notice.meeting else None
    if isinstance(until, dt.date) and day and until < day:
        yield Problem("expired", "consent_valid_until", {"date": until.isoformat()})

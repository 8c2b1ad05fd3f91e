"""Relations of the plan checklists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from indplan_docs.checklists.relations.relation import Problem, one_year_after, relation, same_name
from indplan_docs.models.consent import ConsentParty, WithdrawalScope
from indplan_docs.models.people import (
    Access,
    Capacity,
    Participant,
    Principal,
    Signatory,
    SignatoryRole,
    SignatureManner,
)
from indplan_docs.models.plan import CopyRole, Decision, Measure, NotInvolvedReason, Plan
from indplan_docs.profile import Profile

_SWEDISH_PRINCIPALS = (Principal.MUNICIPALITY, Principal.REGION)


def _measures(plan: Plan) -> Iterator[tuple[str, Measure]]:
    for i, goal in enumerate(plan.goals):
        for j, measure in enumerate(goal.measures):
            yield f"goals[{i}].measures[{j}]", measure


@relation("LSS-10")
def copies_as_the_person_decides(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Who gets a copy and who may see the plan is the person's own decision (HAL 6); so is that somebody may not."""
    for i, recipient in enumerate(plan.distribution):
        gets_something = recipient.gets_copy or recipient.access is not Access.NOTHING
        if gets_something and recipient.role is not CopyRole.PERSON and recipient.wanted_by_person is not True:
            yield Problem("not_wanted_by_person", f"distribution[{i}].wanted_by_person")


@relation("LSS-11")
def signed_by_the_person(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The person signs; guardians sign for a child. Another representative's name alone does not do.

    Source: SOC 8; a god man acts within the appointment and as a rule with the person's consent.
    """
    guardians = [r.name for r in plan.representatives if r.capacity is Capacity.CUSTODIAL_GUARDIAN]
    signed = [
        (i, s)
        for i, s in enumerate(plan.signatures)
        if s.role is SignatoryRole.PERSON
        or (s.role is SignatoryRole.REPRESENTATIVE and any(same_name(s.name, name) for name in guardians))
    ]
    if not signed:
        yield Problem("no_signature_of_person", "signatures")
    for i, signature in signed:
        yield from signature_problems(signature, f"signatures[{i}]")


@relation("LSS-12")
def signed_by_the_case_officer(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The case officer signs (SOC 9)."""
    signed = [(i, s) for i, s in enumerate(plan.signatures) if s.role is SignatoryRole.CASE_OFFICER]
    if not signed:
        yield Problem("no_signature_of_case_officer", "signatures")
    for i, signature in signed:
        yield from signature_problems(signature, f"signatures[{i}]")


def signature_problems(signature: Signatory, path: str) -> Iterator[Problem]:
    """What a signature lacks: a name, a manner, and for an electronic or oral one the record of it."""
    if signature.name is None:
        yield Problem("missing", f"{path}.name")
    if signature.manner is None:
        yield Problem("missing", f"{path}.manner")
    if signature.manner in (SignatureManner.ELECTRONIC, SignatureManner.ORAL):
        if signature.date is None:
            yield Problem("missing", f"{path}.date")
        if signature.method is None:
            yield Problem("missing", f"{path}.method")
    if signature.manner is SignatureManner.ORAL and signature.received_by is None:
        yield Problem("missing", f"{path}.received_by")


@relation("LSS-13")
def decided_measures(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Decided measures are there, and every measure is marked as decided or planned (10 § LSS)."""
    if not any(m.decision is Decision.DECIDED for m in plan.measures):
        yield Problem("no_decided_measure", "goals")
    for path, measure in _measures(plan):
        if measure.decision is None:
            yield Problem("missing", f"{path}.decision")


@relation("LSS-14")
def planned_measures(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Planned measures are there, or it is stated that there are none (10 § LSS)."""
    if plan.no_planned_measures is None and not any(m.decision is Decision.PLANNED for m in plan.measures):
        yield Problem("no_planned_measure", "no_planned_measures")


@relation("LSS-16")
def review_within_a_year(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The plan is reviewed at least once a year, counted from the last review or from the plan's date (10 § LSS)."""
    if plan.review is None or plan.review.next is None:
        return
    days = [day for day in (plan.review.last, plan.written_on) if day]
    if not days:
        return
    latest, earliest = one_year_after(days[0]), max(days)
    if plan.review.next > latest:
        yield Problem("too_late", "review.next", {"latest": latest.isoformat()})
    elif plan.review.next <= earliest:
        yield Problem("too_early", "review.next", {"earliest": earliest.isoformat()})


@relation("LSS-17")
def drawn_up_in_consultation(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The person or a representative takes part, or the plan says how consultation was done (10 § LSS)."""
    if any(r.takes_part for r in plan.representatives):
        return
    yield from _person_involved(plan)


@relation("SIP-07")
def drawn_up_with_the_person(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The person takes part, or the plan says why that was not possible (SoL 10:9)."""
    yield from _person_involved(plan)


def _person_involved(plan: Plan) -> Iterator[Problem]:
    involvement = plan.person_involvement
    if involvement is None or (involvement.takes_part is None and involvement.explanation is None):
        yield Problem("missing", "person_involvement.takes_part")
    elif not involvement.takes_part and involvement.explanation is None:
        yield Problem("missing", "person_involvement.explanation")


@relation("LSS-19")
def responsible_people_are_known(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Whoever is responsible takes part, or is named with organisation."""
    names = [p.name for p in plan.participants]
    for path, measure in _measures(plan):
        who = measure.responsible
        if who and who.name and not who.organisation and not any(same_name(who.name, n) for n in names):
            yield Problem("responsible_unknown", f"{path}.responsible.name")


@relation("SIP-01")
def needs_from_both_principals(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Municipality and region both take part or answer for a measure (SoL 10:8, HSL 16:4)."""
    present = {p.principal for p in plan.participants} | {
        m.responsible.principal for m in plan.measures if m.responsible
    }
    for principal in _SWEDISH_PRINCIPALS:
        if principal not in present:
            yield Problem("principal_absent", "participants", {"term": principal.value})


@relation("SIP-02")
def consents_to_the_plan(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """A consent that was withdrawn is none (SoL 10:8)."""
    yield from _withdrawn(plan)


def _withdrawn(plan: Plan) -> Iterator[Problem]:
    if plan.consent and plan.consent.withdrawal and plan.consent.withdrawal.scope is WithdrawalScope.WHOLE:
        yield Problem("withdrawn", "consent.withdrawal.date")


@relation("SIP-03")
def measures_are_there(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The plan shows which measures are needed (SoL 10:8)."""
    if not plan.measures:
        yield Problem("no_measure", "goals")


@relation("SIP-04")
def principals_answer_for_measures(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Only the municipality and the region are principals; what others do stands under actions by others."""
    for path, measure in _measures(plan):
        if measure.responsible and measure.responsible.principal not in (None, *_SWEDISH_PRINCIPALS):
            yield Problem("not_a_principal", f"{path}.responsible.principal")


@relation("SIP-06")
def a_principal_has_overall_responsibility(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The overall responsibility lies with one of the two principals (SoL 10:8)."""
    if plan.overall_responsible and plan.overall_responsible.principal not in (None, *_SWEDISH_PRINCIPALS):
        yield Problem("not_a_principal", "overall_responsible.principal")


@relation("SIP-08")
def close_contacts_took_part(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """People close to the person took part, or the plan says why not (SoL 10:9)."""
    involvement = plan.close_contacts_involvement
    if involvement is None or (involvement.takes_part is None and involvement.reason is None):
        yield Problem("missing", "close_contacts_involvement.takes_part")
    elif not involvement.takes_part and involvement.reason is None:
        yield Problem("missing", "close_contacts_involvement.reason")
    elif involvement.reason is NotInvolvedReason.OTHER and involvement.explanation is None:
        yield Problem("missing", "close_contacts_involvement.explanation")


@relation("SIP-12")
def the_person_gets_a_copy(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The person gets a copy; others only as the person wishes (SIPB)."""
    if not any(r.role is CopyRole.PERSON and r.gets_copy for r in plan.distribution):
        yield Problem("no_copy_to_person", "distribution")
    yield from copies_as_the_person_decides(plan, profile)


@relation("SIP-13")
def information_consent_covers_participants(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Every participant from another organisation is covered by a consent that still holds (OSL 10:1, 12:2)."""
    issuer = plan.issuer.name if plan.issuer else None
    others = [(i, p) for i, p in enumerate(plan.participants) if not same_name(p.organisation, issuer)]
    yield from _not_covered(plan, others)
    yield from _expired_parties(plan)


@relation("IP-E")
def measures_are_stated(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """The plan shows which measures are relevant (IPF e)."""
    yield from measures_are_there(plan, profile)


@relation("IP-G")
def a_revision_inside_the_period(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """At least one time of adjustment or revision lies inside the plan period (IPF g)."""
    start = plan.period.start if plan.period else None
    end = (plan.period.end if plan.period else None) or dt.date.max
    if plan.revisions and start and not any(start <= r.date <= end for r in plan.revisions):
        yield Problem("revision_outside_period", "revisions")


@relation("IP-H")
def consent_covers_confidential_information(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Whoever sees confidential information is covered by the person's consent to that (IPF h).

    A participant whose access is not stated counts as one who sees it.
    """
    yield from _withdrawn(plan)
    yield from _not_covered(plan, [(i, p) for i, p in enumerate(plan.participants) if p.access is not Access.NOTHING])


def _not_covered(plan: Plan, participants: list[tuple[int, Participant]]) -> Iterator[Problem]:
    consent = plan.consent
    parties = consent.parties if consent and consent.exchange else ()
    for i, participant in participants:
        if participant.organisation is None:
            yield Problem("missing", f"participants[{i}].organisation")
        elif not any(_covers(party, participant) for party in parties):
            yield Problem("not_covered_by_consent", f"participants[{i}].organisation")


def _covers(party: ConsentParty, participant: Participant) -> bool:
    """A consent is given to a unit where one is named, and to the whole organisation where none is."""
    units_differ = party.unit and participant.unit and not same_name(party.unit, participant.unit)
    return same_name(party.organisation, participant.organisation) and not units_differ


def _expired_parties(plan: Plan) -> Iterator[Problem]:
    for i, party in enumerate(plan.consent.parties if plan.consent else ()):
        if isinstance(party.until, dt.date) and plan.date and party.until < plan.date:
            yield Problem("expired", f"consent.parties[{i}].until", {"date": party.until.isoformat()})


@relation("IP-15")
def still_up_to_date(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """No revision is overdue, no consent has run out, and responsible people take part."""
    if plan.date and plan.revisions and all(r.date < plan.date for r in plan.revisions):
        yield Problem("revisions_passed", "revisions")
    yield from _expired_parties(plan)
    yield from responsible_people_are_known(plan, profile)

"""Relations of the consent checklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from indplan_docs.checklists.relations.plan import signature_problems
from indplan_docs.checklists.relations.relation import Problem, age_on, relation, same_name
from indplan_docs.errors import Severity
from indplan_docs.models.consent import Consent, ConsentManner
from indplan_docs.models.people import Agreement, Capacity, SignatoryRole
from indplan_docs.profile import Profile

_GUARDIANS = (Capacity.CUSTODIAL_GUARDIAN, Capacity.GUARDIAN_OF_MINOR, Capacity.CHILD_WELFARE_SERVICE)
_ADULT = 18
_UNBORN = -1


@relation("CON-02")
def parties_of_the_exchange(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """If information is exchanged: each party, what it may give and get, and until when."""
    record = consent.consent
    if record is None or not record.exchange:
        return
    if not record.parties:
        yield Problem("missing", "consent.parties")
    for i, party in enumerate(record.parties):
        for name in ("organisation", "unit", "gives", "gets", "until"):
            if getattr(party, name) is None:
                yield Problem("missing", f"consent.parties[{i}].{name}")


@relation("CON-07")
def an_oral_consent_is_recorded(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """A consent given by word of mouth is written down (RJL)."""
    record = consent.consent
    if record and record.manner is ConsentManner.ORAL and record.oral_record is None:
        yield Problem("missing", "consent.oral_record")


@relation("CON-08")
def representatives_state_their_mandate(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """Who consents for somebody else says by what mandate (OSL 12:3, FB 6:11, pbrl § 4-3 ff.)."""
    for i, giver in enumerate(consent.consent.given_by if consent.consent else ()):
        if giver.capacity not in (None, Capacity.SELF) and giver.mandate is None:
            yield Problem("missing", f"consent.given_by[{i}].mandate")
        if giver.person_agrees is Agreement.DISAGREES:
            yield Problem("person_disagrees", f"consent.given_by[{i}].person_agrees", severity=Severity.ADVICE)


@relation("CON-09")
def a_child_is_heard(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """For a child: all guardians who decide, and the child's own view.

    Age is counted on the day of the consent from the birth date, never from an identity number. A birth date that is
    not stated leaves it open whether this is a child, and refuses; a child not yet born has no view to hear.
    """
    record, day = consent.consent, consent.consent.date if consent.consent else None
    born = consent.person.birth_date if consent.person else None
    unborn = bool(consent.person and consent.person.unborn)
    if born is None and not unborn:
        yield Problem("missing", "person.birth_date")
    if record is None or day is None or (born is None and not unborn):
        return
    ages, child = profile.ages(consent.country), consent.child
    age = _UNBORN if unborn or born is None else age_on(day, born)
    if age >= _ADULT:
        return
    if age < ages.consents_alone:
        if not any(giver.capacity in _GUARDIANS for giver in record.given_by):
            yield Problem("no_guardian", "consent.given_by", {"age": ages.consents_alone})
        if not (child and (child.all_guardians_consent or child.why_not_all_guardians)):
            yield Problem("missing", "child.all_guardians_consent")
        elif not child.why_not_all_guardians:
            yield from _guardians_who_did_not_consent(consent)
    if age >= ages.view_heard and not (child and (child.view or child.no_view)):
        yield Problem("missing", "child.view")


def _guardians_who_did_not_consent(consent: Consent) -> Iterator[Problem]:
    """The document says that all guardians consent; each guardian it names must then be among those who do."""
    givers = [giver.name for giver in consent.consent.given_by] if consent.consent else []
    for i, representative in enumerate(consent.representatives):
        guardian = representative.capacity is Capacity.CUSTODIAL_GUARDIAN
        if guardian and representative.name and not any(same_name(representative.name, name) for name in givers):
            yield Problem("guardian_did_not_consent", f"representatives[{i}].name")


@relation("CON-11")
def signed_or_recorded(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """Each one who consents has a line to sign on, or the record of an electronic or oral signature."""
    signed = [
        (i, s)
        for i, s in enumerate(consent.signatures)
        if s.role in (SignatoryRole.PERSON, SignatoryRole.REPRESENTATIVE)
    ]
    if not signed:
        yield Problem("no_signature_of_giver", "signatures")
    for i, signature in signed:
        yield from signature_problems(signature, f"signatures[{i}]")
    for i, giver in enumerate(consent.consent.given_by if consent.consent and signed else ()):
        if giver.name and not any(same_name(giver.name, s.name) for _, s in signed):
            yield Problem("no_signature_of_giver", f"consent.given_by[{i}].name")


@relation("CON-12")
def not_longer_than_the_limit(consent: Consent, profile: Profile) -> Iterator[Problem]:
    """A consent lasts no longer than the municipality lets it."""
    record = consent.consent
    if record is None or record.valid_from is None or not isinstance(record.valid_until, dt.date):
        return
    start, end = record.valid_from, record.valid_until
    months = (end.year - start.year) * 12 + end.month - start.month
    if (months, end.day) > (profile.consent_months, start.day):
        yield Problem("longer_than_limit", "consent.valid_until", {"months": profile.consent_months})

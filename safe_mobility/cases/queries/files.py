"""Reads of interviews, outcomes and referrals: for the office, and for the household itself.

A household reads its outcomes and referrals, never the interview: what somebody said in
confidence must not be found by a relative who knows the PIN.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from safe_mobility.cases.models import Decision, Interview, InterviewSection, Referral
from safe_mobility.cases.rules import Outcome, Reason, ReferralState, Section
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Household
from safe_mobility.people.models.sealing import opened
from safe_mobility.people.queries import scope
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

INTERVIEW_ROLES = ("INTERVIEWER", "INTERPRETER", "SUPERVISOR")


@dataclass(frozen=True, slots=True)
class SectionSeen:
    section: Section
    version: int
    body: Mapping[str, Any] = field(repr=False)
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class InterviewSeen:
    id: UUID
    appointment_id: UUID
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    sections: Mapping[Section, SectionSeen] = field(repr=False)

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class ReferralSeen:
    id: UUID
    household_id: UUID
    reference: str
    office_code: str
    pathway: str
    recipient: str
    purpose: str
    fields: tuple[str, ...]
    state: ReferralState
    state_since: datetime
    consented_at: datetime | None
    proposed_by: str
    sent_by: str
    sent_at: datetime | None
    answer_by: date | None
    return_reason: str
    result: str

    def overdue(self, *, today: date) -> bool:
        waiting = self.state is ReferralState.SENT
        return waiting and self.answer_by is not None and self.answer_by < today


@dataclass(frozen=True, slots=True)
class OutcomeSeen:
    id: UUID
    outcome: Outcome
    reason: Reason
    pathway: str
    words: str = field(repr=False)
    answer_by: date | None
    look_again_on: date | None
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    in_force_at: datetime | None
    dropped_at: datetime | None
    referral: ReferralSeen | None

    @property
    def open(self) -> bool:
        return self.in_force_at is None and self.dropped_at is None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases; a reference, no name."""

    household_id: UUID
    reference: str
    office_code: str
    language: str
    size: int
    since: datetime
    what: str


def interview(*, asker: Asker, household_id: UUID) -> InterviewSeen | None:
    """The household's newest interview with the version in force of each part, opened."""
    _may_read_interviews(asker, household_id)
    row = Interview.objects.filter(household=household_id).order_by("-opened_at").first()
    if row is None:
        return None
    newest = row.sections.order_by("section", "-version").distinct("section").select_related(None)
    key = keys.unwrap(asker=asker, owner=household_id, purpose="interview")
    seen = [_section(each, key) for each in newest]
    return InterviewSeen(
        id=row.pk,
        appointment_id=row.appointment_id,
        opened_by=str(row.opened_by_id),
        opened_at=row.opened_at,
        closed_by=str(row.closed_by_id or ""),
        closed_at=row.closed_at,
        sections={each.section: each for each in seen},
    )


def versions(*, asker: Asker, household_id: UUID, section: Section) -> list[SectionSeen]:
    """Every saved version of one part of the newest interview, newest first."""
    _may_read_interviews(asker, household_id)
    row = Interview.objects.filter(household=household_id).order_by("-opened_at").first()
    if row is None:
        return []
    key = keys.unwrap(asker=asker, owner=household_id, purpose="interview")
    return [
        _section(each, key) for each in row.sections.filter(section=section).order_by("-version")
    ]


def outcomes(*, asker: Asker, household_id: UUID) -> list[OutcomeSeen]:
    """The outcomes of a household, newest first. The household itself sees those in force, and
    a referral that waits for its own yes or no."""
    rows = Decision.objects.filter(
        household=household_id, household__in=scope.visible_to(asker)
    ).select_related("referral__household", "referral__consent")
    if asker.kind is AskerKind.HOUSEHOLD:
        rows = rows.filter(dropped_at=None)
    found = list(rows.order_by("-proposed_at"))
    if not found:
        return []
    key = keys.unwrap(asker=asker, owner=household_id, purpose="outcome")
    return [
        OutcomeSeen(
            id=row.pk,
            outcome=Outcome(row.outcome),
            reason=Reason(row.reason),
            pathway=row.pathway,
            words=opened(row, key, "words"),
            answer_by=row.answer_by,
            look_again_on=row.look_again_on,
            proposed_by=str(row.proposed_by_id),
            proposed_at=row.proposed_at,
            confirmed_by=str(row.confirmed_by_id or ""),
            in_force_at=row.in_force_at,
            dropped_at=row.dropped_at,
            referral=_referral(row.referral) if hasattr(row, "referral") else None,
        )
        for row in found
    ]


def has_answer(*, asker: Asker, household_id: UUID) -> bool:
    """Whether there is something to read: an outcome in force, or a yes or no to give."""
    if scope.is_own(asker, household_id):
        return bool(_OWN_ANSWER(household=household_id))
    return _answers(asker, household_id).exists()


def asks_family(*, asker: Asker, household_id: UUID) -> bool:
    """Whether a referral waits for the family's own yes or no."""
    if scope.is_own(asker, household_id):
        return bool(_OWN_QUESTION(household=household_id))
    return _waiting_for_family(asker, household_id).exists()


def referral(*, asker: Asker, referral_id: UUID) -> ReferralSeen:
    row = _referrals_of(asker).filter(pk=referral_id).first()
    if row is None:
        raise NotVisible(referral=str(referral_id))
    return _referral(row)


def referrals(*, asker: Asker, household_id: UUID | None = None) -> list[ReferralSeen]:
    """Referrals of the office's households, those that wait longest first."""
    rows = _referrals_of(asker)
    if household_id is not None:
        rows = rows.filter(household=household_id)
    return [_referral(row) for row in rows.order_by("state_since")]


def my_cases(*, asker: Asker) -> list[CaseRow]:
    """What waits for this officer: interviews they left open, cases they heard and that have no
    outcome yet, and referrals of others that want a second person."""
    if asker.kind is not AskerKind.STAFF:
        return []
    mine = Interview.objects.filter(
        opened_by=int(asker.id), household__in=scope.visible_to(asker)
    ).select_related("household")
    open_ones = [
        _row(each.household, each.opened_at, "OPEN") for each in mine.filter(closed_at=None)
    ]
    heard = mine.filter(
        closed_at__isnull=False, household__applications__state="INTERVIEWED"
    ).exclude(household__in=_proposed().values("household"))
    undecided = [_row(each.household, each.closed_at or each.opened_at, "DECIDE") for each in heard]
    second = _referrals_of(asker).filter(state=ReferralState.CONSENTED)
    if asker.has_role("INTERVIEWER", "SUPERVISOR"):
        second = second.exclude(proposed_by=int(asker.id))
        confirm = [_row(each.household, each.state_since, "CONFIRM") for each in second]
    else:
        confirm = []
    return sorted([*open_ones, *undecided, *confirm], key=lambda row: row.since)


def overdue(*, asker: Asker, today: date) -> list[CaseRow]:
    """Promises of this office that ran out: word to a household, or a partner's answer."""
    late_news = scope.visible_to(asker).filter(
        applications__next_news_by__lt=today, applications__reopen_until=None
    )
    late_partner = _referrals_of(asker).filter(state=ReferralState.SENT, answer_by__lt=today)
    late_more = (
        Decision.objects.filter(
            household__in=scope.visible_to(asker),
            outcome=Outcome.MORE_NEEDED,
            in_force_at__isnull=False,
            answer_by__lt=today,
            household__applications__state="MORE_NEEDED",
        )
        .select_related("household")
        .order_by("household", "-in_force_at")
        .distinct("household")
    )
    rows = [
        *(_row(each, each.created_at, "NEWS") for each in late_news),
        *(_row(each.household, each.state_since, "PARTNER") for each in late_partner),
        *(_row(each.household, each.proposed_at, "MORE") for each in late_more),
    ]
    return sorted(rows, key=lambda row: row.since)


def _may_read_interviews(asker: Asker, household_id: UUID) -> None:
    staff = asker.kind is AskerKind.STAFF and asker.has_role(*INTERVIEW_ROLES)
    if not staff and asker.kind is not AskerKind.JOB:
        raise NotVisible(household=str(household_id))
    scope.household_by_id(asker=asker, household_id=household_id)


def _section(row: InterviewSection, key: Any) -> SectionSeen:
    return SectionSeen(
        section=Section(row.section),
        version=row.version,
        body=json.loads(opened(row, key, "body")),
        saved_by=str(row.saved_by_id),
        saved_at=row.saved_at,
    )


def _referrals_of(asker: Asker) -> QuerySet[Referral]:
    return Referral.objects.filter(household__in=scope.visible_to(asker)).select_related(
        "household", "consent"
    )


def _answers(asker: Asker, household_id: UUID) -> QuerySet[Decision]:
    return Decision.objects.filter(
        household=household_id, household__in=scope.visible_to(asker), dropped_at=None
    )


def _waiting_for_family(asker: Asker, household_id: UUID) -> QuerySet[Referral]:
    return _referrals_of(asker).filter(household=household_id, state=ReferralState.PROPOSED)


_OWN_ANSWER = AskedOften(
    lambda household: _answers(scope.household_asker(household), household).values_list("pk")[:1],
    household=UUID,
)
_OWN_QUESTION = AskedOften(
    lambda household: _waiting_for_family(scope.household_asker(household), household).values_list(
        "pk"
    )[:1],
    household=UUID,
)


def _proposed() -> QuerySet[Decision]:
    return Decision.objects.filter(Q(in_force_at=None), dropped_at=None)


def _referral(row: Referral) -> ReferralSeen:
    return ReferralSeen(
        id=row.pk,
        household_id=row.household_id,
        reference=row.household.reference,
        office_code=row.household.office_code,
        pathway=row.pathway,
        recipient=row.recipient,
        purpose=row.purpose,
        fields=tuple(row.fields),
        state=ReferralState(row.state),
        state_since=row.state_since,
        consented_at=row.consent.given_at if row.consent else None,
        proposed_by=str(row.proposed_by_id),
        sent_by=str(row.sent_by_id or ""),
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        return_reason=row.return_reason,
        result=row.result,
    )


def _row(household: Household, since: datetime, what: str) -> CaseRow:
    return CaseRow(
        household_id=household.pk,
        reference=household.reference,
        office_code=household.office_code,
        language=household.language,
        size=household.size,
        since=since,
        what=what,
    )

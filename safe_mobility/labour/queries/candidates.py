"""Reads of who wants to work a season: the household its own, an office those of its households.

An employer has no read here at all: what one may see of a person comes with a list (`employers`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from safe_mobility.labour.models import Candidate, Placement, WorkSpell
from safe_mobility.labour.queries import inputs
from safe_mobility.labour.rules import candidates as rules
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.candidates import (
    Avoids,
    Destination,
    PastVisa,
    Proof,
    Terms,
    Trouble,
)
from safe_mobility.labour.rules.fitting import Bound, Worker
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Consent
from safe_mobility.people.models.sealing import opened
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

PURPOSE = "temporary work"


@dataclass(frozen=True, slots=True)
class SpellSeen:
    id: UUID
    words: str = field(repr=False)
    occupation: str
    months: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class CandidateSeen:
    """What one person told, opened for the family or its office."""

    id: UUID
    household_id: UUID
    number: int
    code: str
    spells: tuple[SpellSeen, ...] = field(repr=False)
    terms: Terms | None = field(repr=False)
    needs_talk: bool
    talked_at: datetime | None
    told_at: datetime
    renewed_at: datetime
    expires_on: date
    shows_work: bool

    def expired(self, *, today: date) -> bool:
        return self.expires_on < today

    @property
    def missing(self) -> list[str]:
        told = [rules.Spell(s.words, s.months, s.proof, s.occupation) for s in self.spells]
        return rules.missing(told, self.terms, shows_work=self.shows_work)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One line of the office's list: a code and what the matching counts by, no name."""

    id: UUID
    code: str
    reference: str
    occupations: tuple[str, ...]
    months: int
    earliest_on: date | None
    longest_months: int | None
    told_at: datetime
    expires_on: date
    blocked: Bound | None
    stage: str


def visible_to(asker: Asker) -> QuerySet[Candidate]:
    """The live wishes this asker may see; none for a partner, whatever was shown to it."""
    rows = Candidate.objects.filter(ended_at=None)
    if asker.kind is AskerKind.PARTNER:
        return rows.none()
    return rows.filter(household__in=scope.visible_to(asker))


def of_household(*, asker: Asker, household_id: UUID) -> list[CandidateSeen]:
    """The wishes of a household's members, in the order of their numbers."""
    rows = list(
        visible_to(asker)
        .filter(household=household_id)
        .select_related("member")
        .prefetch_related("spells")
        .order_by("member__number")
    )
    return _opened(rows, asker=asker, household_id=household_id) if rows else []


def of_person(*, asker: Asker, household_id: UUID, number: int) -> CandidateSeen | None:
    found = of_household(asker=asker, household_id=household_id)
    return next((each for each in found if each.number == number), None)


def candidate(*, asker: Asker, candidate_id: UUID) -> CandidateSeen:
    """One wish, for its office. Raises `NotVisible`."""
    row = visible_to(asker).filter(pk=candidate_id).select_related("member").first()
    if row is None:
        raise NotVisible(candidate=str(candidate_id))
    return _opened([row], asker=asker, household_id=row.household_id)[0]


def rows(*, asker: Asker, today: date, limit: int = 500) -> list[CandidateRow]:
    """The office's people by how long they wait, the longest first."""
    found = list(
        visible_to(asker).select_related("household", "member").order_by("told_at", "code")[:limit]
    )
    workers = inputs.workers_of(found, today=today)
    live = dict(
        Placement.objects.filter(candidate__in=[row.pk for row in found])
        .exclude(stage__in=stages.ENDED)
        .values_list("candidate", "stage")
    )
    return [
        _row(row, worker, stage=live.get(row.pk, ""))
        for row, worker in zip(found, workers, strict=True)
    ]


def blocked(*, candidate_id: UUID, today: date) -> Worker | None:
    """The person as the matching sees them, for "why am I on no list"."""
    return inputs.worker_of(candidate_id, today=today)


def _row(row: Candidate, worker: Worker, *, stage: str) -> CandidateRow:
    return CandidateRow(
        id=row.pk,
        code=row.code,
        reference=row.household.reference,
        occupations=tuple(code for code, _ in worker.work),
        months=max((months for _, months in worker.work), default=0),
        earliest_on=row.earliest_on,
        longest_months=row.longest_months,
        told_at=row.told_at,
        expires_on=row.expires_on,
        blocked=worker.blocked,
        stage=stage,
    )


def _opened(found: Sequence[Candidate], *, asker: Asker, household_id: UUID) -> list[CandidateSeen]:
    key = keys.unwrap(asker=asker, owner=household_id, purpose=PURPOSE)
    shows = Consent.objects.filter(
        household=household_id, recipient=inputs.EMPLOYERS, stopped_at=None
    ).exists()

    def spell(each: WorkSpell) -> SpellSeen:
        words = opened(each, key, "words")
        return SpellSeen(each.pk, words, each.occupation, each.months, Proof(each.proof))

    return [
        CandidateSeen(
            id=row.pk,
            household_id=row.household_id,
            number=row.member.number,
            code=row.code,
            spells=tuple(
                spell(each) for each in sorted(row.spells.all(), key=lambda s: (s.added_at, s.pk))
            ),
            terms=_terms(row, trouble=opened(row, key, "trouble"), note=opened(row, key, "note")),
            needs_talk=row.needs_talk,
            talked_at=row.talked_at,
            told_at=row.told_at,
            renewed_at=row.renewed_at,
            expires_on=row.expires_on,
            shows_work=shows,
        )
        for row in found
    ]


def _terms(row: Candidate, *, trouble: str, note: str) -> Terms | None:
    if row.earliest_on is None or row.longest_months is None:
        return None
    return Terms(
        earliest_on=row.earliest_on,
        longest_months=row.longest_months,
        destinations=frozenset(Destination(each) for each in row.destinations),
        languages=frozenset(row.languages),
        past_visas=frozenset(PastVisa(each) for each in row.past_visas),
        trouble=Trouble(trouble or Trouble.NONE),
        avoids=frozenset(Avoids(each) for each in row.avoids),
        dependants=row.dependants,
        note=note,
    )

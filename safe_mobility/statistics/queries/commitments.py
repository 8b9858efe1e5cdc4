"""Reads of promises, their evidence and judgements. All of it is public."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics.models import Commitment, Evidence, Judgement
from safe_mobility.statistics.rules import commitments as rules
from safe_mobility.statistics.rules.commitments import EvidenceKind, Step


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    id: UUID
    kind: EvidenceKind
    title: str
    url: str
    dated_on: date
    added_agency: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class JudgementSeen:
    id: UUID
    step: Step
    why: str
    evidence: EvidenceSeen | None
    judged_agency: str
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class CommitmentSeen:
    """A promise with what shows it (newest first) and how it was judged (newest first)."""

    code: str
    declaration: Mapping[str, Any]
    under: str
    title: Mapping[str, str]
    words: Mapping[str, str]
    owners: tuple[Mapping[str, str], ...]
    owner_codes: tuple[str, str]
    due_on: date | None
    due_inferred: bool
    source: tuple[str, ...]
    evidence: tuple[EvidenceSeen, ...]
    judgements: tuple[JudgementSeen, ...]

    @property
    def step(self) -> Step:
        """The latest judgement; where nobody judged, there is no evidence."""
        return self.judgements[0].step if self.judgements else Step.NO_EVIDENCE

    def is_late(self, today: date) -> bool:
        return rules.is_late(due_on=self.due_on, step=self.step, today=today)


def commitments() -> list[CommitmentSeen]:
    """Every promise that stands, in the order of the file."""
    rows = list(Commitment.objects.filter(replaced_at=None).order_by("place"))
    return _seen(rows)


def commitment(*, code: str) -> CommitmentSeen:
    rows = list(Commitment.objects.filter(code=code, replaced_at=None))
    if not rows:
        raise NotVisible(commitment=code)
    return _seen(rows)[0]


def _seen(rows: Sequence[Commitment]) -> list[CommitmentSeen]:
    codes = [row.code for row in rows]
    evidence: dict[str, list[EvidenceSeen]] = defaultdict(list)
    known: dict[UUID, EvidenceSeen] = {}
    brought = Evidence.objects.filter(commitment__code__in=codes).select_related("commitment")
    for each in brought.order_by("-dated_on", "-added_at"):
        known[each.pk] = _evidence(each)
        evidence[each.commitment.code].append(known[each.pk])
    judged: dict[str, list[JudgementSeen]] = defaultdict(list)
    given = Judgement.objects.filter(commitment__code__in=codes).select_related("commitment")
    for said in given.order_by("-judged_at", "-id"):
        seen = JudgementSeen(
            id=said.pk,
            step=Step(said.step),
            why=said.why,
            evidence=known.get(said.evidence_id) if said.evidence_id else None,
            judged_agency=said.judged_agency,
            judged_at=said.judged_at,
        )
        judged[said.commitment.code].append(seen)
    return [_commitment(row, evidence[row.code], judged[row.code]) for row in rows]


def _commitment(
    row: Commitment, evidence: Sequence[EvidenceSeen], judged: Sequence[JudgementSeen]
) -> CommitmentSeen:
    return CommitmentSeen(
        code=row.code,
        declaration=row.body["declaration"],
        under=row.under,
        title=row.body["title"],
        words=row.body["words"],
        owners=tuple(row.body["owners"]),
        owner_codes=(row.owner_here, row.owner_there),
        due_on=row.due_on,
        due_inferred=row.due_inferred,
        source=tuple(row.body["source"]),
        evidence=tuple(evidence),
        judgements=tuple(judged),
    )


def _evidence(row: Evidence) -> EvidenceSeen:
    return EvidenceSeen(
        id=row.pk,
        kind=EvidenceKind(row.kind),
        title=row.title,
        url=row.url,
        dated_on=row.dated_on,
        added_agency=row.added_agency,
        added_by=row.added_by,
        added_at=row.added_at,
    )

"""Reads of demands, lists and ways: staff by code over the programme, names by their office alone.

An employer reads its own demands: who is on the list by code and work, and the names of those who
agreed, as far as the sharing ledger's line still stands.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from safe_mobility.labour.models import (
    Demand,
    LeftOut,
    MatchRun,
    Placement,
    Proposal,
)
from safe_mobility.labour.queries import candidates, inputs
from safe_mobility.labour.rules import fitting, stages
from safe_mobility.labour.rules.demands import list_length
from safe_mobility.labour.rules.fitting import Bound
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

STAFF_ROLES = ("INTERVIEWER", "SUPERVISOR")


@dataclass(frozen=True, slots=True)
class DemandSeen:
    id: UUID
    agency: str
    employer: str
    occupation: str
    country: str
    place: str
    places: int
    from_on: date
    until_on: date
    languages: tuple[str, ...]
    months_wanted: int
    asks: tuple[str, ...]
    wants: tuple[str, ...]
    interview_on: date | None
    interview_seats: int | None
    certified_case: str
    wage_hour: Any
    hours_week: Any
    housing_free: bool | None
    transport_paid: bool | None
    state: str
    state_since: datetime
    entered_by: str
    entered_at: datetime
    stages: Mapping[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        held = (*stages.HOLDS_A_PLACE, Stage.RETURNED)
        return sum(self.stages.get(str(stage), 0) for stage in held)

    @property
    def left(self) -> int:
        return max(0, self.places - self.taken)

    @property
    def list_length(self) -> int:
        return list_length(self.left) if self.left else 0


@dataclass(frozen=True, slots=True)
class RunSeen:
    id: UUID
    made_at: datetime
    proposed_by: str
    confirmed_by: str
    confirmed_at: datetime | None
    dropped_at: datetime | None
    digest: str
    candidates: int
    offers: int
    proposed: int
    value: int
    gap: float
    price_of_floors: int
    groups: Sequence[Mapping[str, Any]]

    @property
    def open(self) -> bool:
        return self.confirmed_at is None and self.dropped_at is None


@dataclass(frozen=True, slots=True)
class ProposalSeen:
    candidate_id: UUID
    code: str
    rank: int
    points: Mapping[str, int]
    next_code: str
    ahead: int | None
    for_group: str
    here: bool
    """Whether the person belongs to the office that looks: only then is there a link."""

    @property
    def total(self) -> int:
        return fitting.BASE + sum(self.points.values())


@dataclass(frozen=True, slots=True)
class LeftOutSeen:
    candidate_id: UUID
    code: str
    limit: str
    mine: int
    theirs: int
    leaves: str
    group: str
    here: bool


# --- demands ---------------------------------------------------------------------------------


def visible_demands(asker: Asker) -> QuerySet[Demand]:
    """Staff see every demand of the programme, an employer those of its own agency."""
    if asker.kind is AskerKind.PARTNER:
        mine = Demand.objects.filter(agency=asker.agency)
        return mine if asker.agency else mine.none()
    may = asker.kind is AskerKind.JOB or asker.has_role(*STAFF_ROLES)
    return Demand.objects.all() if may else Demand.objects.none()


def demands(*, asker: Asker, closed: bool = False, limit: int = 200) -> list[DemandSeen]:
    """The open demands by their first day, or the others."""
    rows = visible_demands(asker)
    rows = rows.exclude(state="OPEN") if closed else rows.filter(state="OPEN")
    return _demands(list(rows.order_by("from_on", "employer", "pk")[:limit]))


def demand(*, asker: Asker, demand_id: UUID) -> DemandSeen:
    row = visible_demands(asker).filter(pk=demand_id).first()
    if row is None:
        raise NotVisible(demand=str(demand_id))
    return _demands([row])[0]


def _demands(rows: Sequence[Demand]) -> list[DemandSeen]:
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    ids = [row.pk for row in rows]
    for demand_id, stage in Placement.objects.filter(demand__in=ids).values_list("demand", "stage"):
        counts[demand_id][stage] += 1
    return [DemandSeen(**_facts(row), stages=dict(counts[row.pk])) for row in rows]


def _facts(row: Demand) -> dict[str, Any]:
    facts = ((name, getattr(row, name)) for name in _DEMAND_FIELDS)
    return {name: tuple(each) if isinstance(each, list) else each for name, each in facts}


_DEMAND_FIELDS = tuple(name for name in DemandSeen.__dataclass_fields__ if name != "stages")


# --- lists -----------------------------------------------------------------------------------


def newest_run(*, asker: Asker) -> RunSeen | None:
    """The lists that wait, or else those in force."""
    if not asker.has_role(*STAFF_ROLES):
        return None
    rows = MatchRun.objects.filter(dropped_at=None).order_by("-made_at")
    row = rows.filter(confirmed_at=None).first() or rows.first()
    return None if row is None else _run(row)


def _run(row: MatchRun) -> RunSeen:
    facts = {name: getattr(row, name) for name in RunSeen.__dataclass_fields__}
    facts["proposed_by"] = str(row.proposed_by_id or "")
    facts["confirmed_by"] = str(row.confirmed_by_id or "")
    return RunSeen(**facts)


def proposals(*, asker: Asker, run_id: UUID, demand_id: UUID) -> list[ProposalSeen]:
    """A demand's list in these lists, in order."""
    if not asker.has_role(*STAFF_ROLES):
        return []
    rows = Proposal.objects.filter(run=run_id, demand=demand_id).select_related("candidate")
    here = _here(asker, (row.candidate_id for row in rows))
    return [
        ProposalSeen(
            candidate_id=row.candidate_id,
            code=row.candidate.code,
            rank=row.rank,
            points=row.points,
            next_code=row.next_code,
            ahead=row.ahead,
            for_group=row.for_group,
            here=row.candidate_id in here,
        )
        for row in rows.order_by("rank")
    ]


def left_out(*, asker: Asker, run_id: UUID, demand_id: UUID) -> list[LeftOutSeen]:
    """Those within all bounds who are on no list, those who count most first."""
    if not asker.has_role(*STAFF_ROLES):
        return []
    rows = LeftOut.objects.filter(run=run_id, demand=demand_id).select_related("candidate")
    here = _here(asker, (row.candidate_id for row in rows))
    return [
        LeftOutSeen(
            candidate_id=row.candidate_id,
            code=row.candidate.code,
            limit=row.limit,
            mine=row.mine,
            theirs=row.theirs,
            leaves=row.leaves,
            group=row.group,
            here=row.candidate_id in here,
        )
        for row in rows.order_by("-mine", "candidate__code")
    ]


def kept_out(*, asker: Asker, seen: DemandSeen, today: date) -> Counter[Bound]:
    """How many of the programme's people each bound keeps from this demand. Who crosses several
    counts at each: mending one of them alone would change nothing."""
    if not asker.has_role(*STAFF_ROLES):
        return Counter()
    row = Demand.objects.get(pk=seen.id)
    offer = inputs.offer_of(row, length=1)
    found: Counter[Bound] = Counter()
    for worker in inputs.everything_of_people(today=today):
        found.update(fitting.why_not(worker, offer))
    return found


def reasons_for(*, asker: Asker, candidate_id: UUID, today: date) -> tuple[tuple[Bound, ...], str]:
    """For the person's own page: the bounds that keep them from every open offer, or the limit
    of the newest lists. Both empty where they are on a list or no offer is open."""
    row = candidates.visible_to(asker).filter(pk=candidate_id).first()
    worker = None if row is None else inputs.worker_of(candidate_id, today=today)
    if worker is None:
        return (), ""
    if worker.blocked is not None:
        return (worker.blocked,), ""
    offers, _ = inputs.open_offers(today=today)
    every = [fitting.why_not(worker, offer) for offer in offers]
    if every and all(every):
        counted = Counter(bound for bounds in every for bound in bounds)
        most = max(counted.values())
        return tuple(bound for bound in Bound if counted[bound] == most), ""
    out = (
        LeftOut.objects.filter(candidate=candidate_id, run__confirmed_at__isnull=False)
        .order_by("-run__confirmed_at")
        .first()
    )
    return (), out.limit if out is not None and any(not each for each in every) else ""


def _here(asker: Asker, ids: "Sequence[UUID] | Any") -> frozenset[UUID]:
    mine = candidates.visible_to(asker).filter(pk__in=list(ids))
    return frozenset(mine.values_list("pk", flat=True))

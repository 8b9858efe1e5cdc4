"""Why one person is or is not on the list of one offer, whoever asks about whomever.

The lists keep their reasons for those who count most outside each list. For everybody else the
same reckoning is made here, when somebody asks: the bounds of the pair first, then the exchange
with those who are on the list.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from safe_mobility.labour.models import Candidate, Demand, LeftOut, Placement, Proposal
from safe_mobility.labour.queries import candidates, inputs, lists
from safe_mobility.labour.queries.lists import STAFF_ROLES, DemandSeen, ProposalSeen, RunSeen
from safe_mobility.labour.rules import explaining, fitting, stages
from safe_mobility.labour.rules.explaining import Limit, Seat, Trade
from safe_mobility.labour.rules.fitting import Bound, Offer, Worker
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import parse_reference

OF_THE_PERSON = frozenset(
    {Bound.EXPIRED, Bound.CLOSED, Bound.HIDDEN, Bound.UNTOLD, Bound.NEEDS_TALK, Bound.UNDER_WAY}
)
"""What keeps a person off every list: their own office reads which it is, others that it is so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is to be said of one person and one offer; exactly one of the kinds is filled."""

    code: str
    candidate_id: UUID
    here: bool
    stage: Stage | None = None
    """On this offer's list in force, and how far from there."""
    standing: ProposalSeen | None = None
    bounds: tuple[Bound, ...] = ()
    held_back: bool = False
    """Something of the person's own keeps them off every list; their office knows what."""
    trade: Trade | None = None
    later: bool = False
    """Told us after the lists were made."""
    room: bool = False
    """There is room again: the next lists can take them."""
    unmade: bool = False
    """No lists were made yet."""


def reasons(
    *, asker: Asker, seen: DemandSeen, run: RunSeen | None, person: str, today: date
) -> list[Reason]:
    """The reason for the person of this code, or for each of this household of one's own office.

    Empty where nobody of this code or number wants seasonal work.
    """
    if not asker.has_role(*STAFF_ROLES):
        return []
    demand = Demand.objects.get(pk=seen.id)
    here = frozenset(candidates.visible_to(asker).values_list("pk", flat=True))
    return [
        _reason(asker, row, demand, run, here=row.pk in here, today=today)
        for row in _named(asker, person)
    ]


def _named(asker: Asker, person: str) -> list[Candidate]:
    number = parse_reference(person)
    rows = (
        candidates.visible_to(asker).filter(household__reference=number)
        if number
        else Candidate.objects.filter(
            ended_at=None, household__erased_at=None, code=person.strip().upper()
        )
    )
    return list(rows.select_related("household", "member").order_by("member__number"))


def _reason(
    asker: Asker, row: Candidate, demand: Demand, run: RunSeen | None, *, here: bool, today: date
) -> Reason:
    mine = Reason(row.code, row.pk, here)
    way = Placement.objects.filter(candidate=row, demand=demand).order_by("-stage_since").first()
    if way is not None and Stage(way.stage) not in stages.ENDED:
        return replace(mine, stage=Stage(way.stage))
    kept = _kept(asker, row, demand, run) if run is not None and run.open else None
    if kept is not None:
        return replace(mine, **kept)
    worker = inputs.workers_of([row], today=today)[0]
    offer = inputs.offer_of(demand, length=1)
    if bounds := fitting.why_not(worker, offer):
        own = OF_THE_PERSON.intersection(bounds)
        if own and not here:
            return replace(mine, held_back=True, bounds=tuple(b for b in bounds if b not in own))
        return replace(mine, bounds=bounds)
    if run is None:
        return replace(mine, unmade=True)
    if row.told_at > run.made_at:
        return replace(mine, later=True)
    return replace(mine, **_reckoned(worker, offer, demand, run, today=today))


def _kept(asker: Asker, row: Candidate, demand: Demand, run: RunSeen) -> dict[str, Any] | None:
    """What the lists that wait say of this pair."""
    on_list = lists.proposals(asker=asker, run_id=run.id, demand_id=demand.pk)
    standing = next((each for each in on_list if each.candidate_id == row.pk), None)
    if standing is not None:
        return {"standing": standing}
    out = LeftOut.objects.filter(run=run.id, demand=demand, candidate=row).first()
    if out is None:
        return None
    trade = Trade(Limit(out.limit), out.mine, out.theirs, out.leaves, group=out.group)
    return {"trade": trade}


def _reckoned(
    worker: Worker, offer: Offer, demand: Demand, run: RunSeen, *, today: date
) -> dict[str, Any]:
    """The exchange that letting this person in would need, from the lists as they were kept."""
    mine = fitting.points_of(worker, offer).total
    elsewhere = Proposal.objects.filter(run=run.id, candidate__code=worker.key).first()
    if elsewhere is not None and run.open:
        return {"trade": Trade(Limit.ELSEWHERE, mine, _total(elsewhere))}
    limit, full = _in_the_way(demand, run, today=today)
    if limit is None:
        return {"room": True} if not run.open else {"trade": Trade(Limit.NOT_WORTH, mine, mine)}
    rows = Proposal.objects.filter(run=run.id, demand__in=full).select_related(
        "candidate__household", "candidate__member"
    )
    trade = explaining.exchange(
        mine=mine,
        comes=(worker.municipality, worker.sex),
        limit=limit,
        taken=[_seat(each) for each in rows],
        at_floor={(g["kind"], g["name"]) for g in run.groups if g["placed"] <= g["floor"]},
    )
    return {"trade": trade}


def _in_the_way(demand: Demand, run: RunSeen, *, today: date) -> tuple[Limit | None, list[UUID]]:
    """The limit that is reached for this offer, and the lists whose places count against it."""
    offers, seats = inputs.open_offers(today=today)
    on_lists = dict[str, int]()
    for key in Proposal.objects.filter(run=run.id).values_list("demand", flat=True):
        on_lists[str(key)] = on_lists.get(str(key), 0) + 1
    held = on_lists if run.open else {}
    lengths = {each.key: each.length for each in offers}
    if lengths.get(str(demand.pk), 0) <= held.get(str(demand.pk), 0):
        return Limit.LIST_FULL, [demand.pk]
    day = inputs.day_of(demand)
    same = [each.key for each in offers if day and each.interviews == day]
    if day in seats and sum(held.get(key, 0) for key in same) >= seats[day]:
        return Limit.DAY_FULL, [UUID(key) for key in same]
    return None, []


def _total(proposal: Proposal) -> int:
    counted: dict[str, int] = proposal.points
    return fitting.BASE + sum(counted.values())


def _seat(each: Proposal) -> Seat:
    who = each.candidate
    groups = (who.household.municipality, who.member.sex)
    return Seat(_total(each), -each.rank, who.code, groups)

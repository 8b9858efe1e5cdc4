"""Demands: entered by an employer for its own agency, by staff, or out of a table.

An offer that is withdrawn, or that turns out not to be what it said, ends every way that leads to
it, each with its own word to the person, in the same transaction.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from safe_mobility.labour.models import Demand, Placement
from safe_mobility.labour.rules import demands as rules
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.demand_file import LineRefused, LineTaken, read_demands
from safe_mobility.labour.rules.demands import Asked, DemandState
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import ways
from safe_mobility.oversight.services import trail
from safe_mobility.people.queries import days
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

OFFICERS = ("INTERVIEWER", "SUPERVISOR")
_ENDS: dict[DemandState, Stage] = {
    DemandState.WITHDRAWN: Stage.OFFER_WITHDRAWN,
    DemandState.INELIGIBLE: Stage.JOB_INELIGIBLE,
    DemandState.SUSPENDED: Stage.SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Imported:
    taken: int
    known: int
    refused: tuple[LineRefused, ...]


@transaction.atomic
def enter(*, asked: Asked, actor: Asker, now: datetime) -> UUID:
    """Write a demand down. Raises `DemandWrong` with every problem at once."""
    _check_may_enter(actor)
    today = days.local_day(office_code="", now=now)
    return _write(rules.check_demand(asked, today=today), line_hash="", actor=actor, now=now)


@transaction.atomic
def import_table(*, content: bytes, actor: Asker, now: datetime) -> Imported:
    """Enter every good line; a line that was read before is not entered again.

    Raises `FileUnreadable` where the file as a whole cannot be read; then nothing is entered.
    """
    _check_may_enter(actor)
    today = days.local_day(office_code="", now=now)
    lines = list(read_demands(content, today=today))
    taken = [each for each in lines if isinstance(each, LineTaken)]
    known = set(
        Demand.objects.filter(line_hash__in=[each.hash for each in taken]).values_list(
            "line_hash", flat=True
        )
    )
    fresh = {each.hash: each for each in taken if each.hash not in known}
    for each in fresh.values():
        _write(each.asked, line_hash=each.hash, actor=actor, now=now)
    return Imported(
        taken=len(fresh),
        known=len(taken) - len(fresh),
        refused=tuple(each for each in lines if isinstance(each, LineRefused)),
    )


@transaction.atomic
def move(*, demand_id: UUID, to: DemandState, actor: Asker, now: datetime) -> None:
    """Close, withdraw, suspend or open a demand; the ways to it end with their own word."""
    demand = held(demand_id=demand_id, actor=actor)
    rules.check_move(DemandState(demand.state), to)
    demand.state, demand.state_since = to, now
    demand.save(update_fields=["state", "state_since"])
    _mark("demand.moved", demand, actor=actor, now=now, state=str(to))
    ending = _ENDS.get(to)
    if ending is None:
        return
    open_ways = Placement.objects.filter(demand=demand).exclude(stage__in=stages.ENDED)
    for way in open_ways.order_by("pk"):
        if ending in stages.MOVES[Stage(way.stage)]:
            ways.move(way.pk, ending, actor=actor, now=now)


def held(*, demand_id: UUID, actor: Asker) -> Demand:
    """The demand, locked, for an officer or for the employer whose it is."""
    rows = Demand.objects.select_for_update().filter(pk=demand_id)
    if actor.kind is AskerKind.PARTNER and actor.agency:
        rows = rows.filter(agency=actor.agency)
    elif actor.kind is not AskerKind.JOB and not actor.has_role(*OFFICERS):
        rows = rows.none()
    row = rows.first()
    if row is None:
        raise NotVisible(demand=str(demand_id))
    return row


def _check_may_enter(actor: Asker) -> None:
    officer = actor.kind is AskerKind.STAFF and actor.has_role(*OFFICERS)
    employer = actor.kind is AskerKind.PARTNER and bool(actor.agency)
    if not (officer or employer or actor.kind is AskerKind.JOB):
        raise NotVisible(actor=actor.ref)


def _write(asked: Asked, *, line_hash: str, actor: Asker, now: datetime) -> UUID:
    facts: dict[str, Any] = asdict(asked)
    for name in ("languages", "asks", "wants"):
        facts[name] = sorted(facts[name])
    demand = Demand.objects.create(
        id=uuid.uuid4(),
        agency=actor.agency if actor.kind is AskerKind.PARTNER else "",
        state=DemandState.OPEN,
        state_since=now,
        entered_by=actor.ref,
        entered_at=now,
        line_hash=line_hash,
        **facts,
    )
    _mark("demand.entered", demand, actor=actor, now=now)
    return demand.pk


def _mark(act: str, demand: Demand, *, actor: Asker, now: datetime, **facts: Any) -> None:
    office = next(iter(actor.offices), "")
    trail.record(act, actor=actor, about=f"demand:{demand.pk}", now=now, office=office, **facts)

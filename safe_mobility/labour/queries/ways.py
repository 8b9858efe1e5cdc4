"""Reads of ways and tasks: the household its own, an office those of its households."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from safe_mobility.labour.models import Demand, JobOrder, Placement, WayTask
from safe_mobility.labour.rules import contracts, stages
from safe_mobility.labour.rules.contracts import Terms
from safe_mobility.labour.rules.stages import EmployerSaid, Owner, Stage, Task
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class WaySeen:
    id: UUID
    candidate_id: UUID
    household_id: UUID
    reference: str
    office_code: str
    number: int
    code: str
    demand_id: UUID
    employer: str
    agency: str
    occupation: str
    country: str
    place: str
    from_on: date
    until_on: date
    stage: Stage
    stage_since: datetime
    answer_by: date | None
    contract: Mapping[str, Any] | None
    report: UUID | None
    said: EmployerSaid | None
    """What the employer itself wrote down; the office records it."""
    said_at: datetime | None
    shared: bool
    """Whether the employer may read the name at this moment."""


@dataclass(frozen=True, slots=True)
class TaskSeen:
    task: Task
    owner: Owner
    due_on: date
    done_at: datetime | None
    done_by: str
    done_on: date | None
    valid_until: date | None
    answers: Mapping[str, bool] | None
    second: str
    way: WaySeen | None = None

    def late(self, *, today: date) -> bool:
        return self.done_at is None and self.due_on < today


def ways(
    *,
    asker: Asker,
    demand_id: UUID | None = None,
    household_id: UUID | None = None,
    live: bool = False,
) -> list[WaySeen]:
    """The ways of the households this asker may see, the newest first."""
    if asker.kind is AskerKind.PARTNER:
        return []
    rows = Placement.objects.filter(candidate__household__in=scope.visible_to(asker))
    if demand_id is not None:
        rows = rows.filter(demand=demand_id)
    if household_id is not None:
        rows = rows.filter(candidate__household=household_id)
    if live:
        rows = rows.exclude(stage__in=stages.ENDED)
    return [_way(row) for row in joined(rows).order_by("-stage_since", "pk")[:500]]


def way(*, asker: Asker, placement_id: UUID) -> WaySeen:
    rows = Placement.objects.filter(
        pk=placement_id, candidate__household__in=scope.visible_to(asker)
    )
    row = None if asker.kind is AskerKind.PARTNER else joined(rows).first()
    if row is None:
        raise NotVisible(placement=str(placement_id))
    return _way(row)


def to_record(*, asker: Asker) -> list[WaySeen]:
    """What employers wrote about this office's people and nobody has recorded yet, the oldest
    first. A yes to somebody who has not agreed yet waits for the person, not for the office."""
    if asker.kind is not AskerKind.STAFF:
        return []
    rows = Placement.objects.filter(candidate__household__in=scope.visible_to(asker)).filter(
        Q(stage=Stage.AGREED) & ~Q(employer_said="")
        | Q(stage=Stage.PROPOSED, employer_said=EmployerSaid.NO)
    )
    return [_way(row) for row in joined(rows).order_by("employer_said_at", "pk")[:200]]


def tasks(*, placement_id: UUID) -> list[TaskSeen]:
    """The tasks of a way that the caller has read already, in their order."""
    rows = {Task(row.task): row for row in WayTask.objects.filter(placement=placement_id)}
    return [_task(rows[task]) for task in stages.STEPS if task in rows]


def open_tasks(*, asker: Asker, limit: int = 300) -> list[TaskSeen]:
    """What is to be done for the office's people, the longest overdue first."""
    rows = (
        WayTask.objects.filter(
            done_at=None, placement__candidate__household__in=scope.visible_to(asker)
        )
        .exclude(placement__stage__in=stages.ENDED - {Stage.RETURNED})
        .select_related("placement__demand", "placement__disclosure")
        .select_related("placement__candidate__household", "placement__candidate__member")
        .order_by("due_on", "opened_at", "pk")
    )
    return [_task(row, _way(row.placement)) for row in rows[:limit]]


def joined(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("demand", "disclosure", "candidate__household", "candidate__member")


def _way(row: Placement) -> WaySeen:
    household, demand_row = row.candidate.household, row.demand
    return WaySeen(
        id=row.pk,
        candidate_id=row.candidate_id,
        household_id=household.pk,
        reference=household.reference,
        office_code=household.office_code,
        number=row.candidate.member.number,
        code=row.candidate.code,
        demand_id=row.demand_id,
        employer=demand_row.employer,
        agency=demand_row.agency,
        occupation=demand_row.occupation,
        country=demand_row.country,
        place=demand_row.place,
        from_on=demand_row.from_on,
        until_on=demand_row.until_on,
        stage=Stage(row.stage),
        stage_since=row.stage_since,
        answer_by=row.answer_by,
        contract=row.contract,
        report=row.report,
        said=EmployerSaid(row.employer_said) if row.employer_said else None,
        said_at=row.employer_said_at,
        shared=row.disclosure is not None and row.disclosure.ended_at is None,
    )


def _task(row: WayTask, of: WaySeen | None = None) -> TaskSeen:
    return TaskSeen(
        task=Task(row.task),
        owner=Owner(row.owner),
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=row.done_by,
        done_on=row.done_on,
        valid_until=row.valid_until,
        answers=row.answers,
        second=row.second,
        way=of,
    )


def contract_lines(seen: WaySeen, *, certified: Terms) -> list[contracts.Line]:
    """The contract as read, against what is certified; empty before it was read."""
    if seen.contract is None:
        return []
    return contracts.compare(contracts.from_plain(seen.contract), certified)


def certified_terms(way: WaySeen) -> Terms:
    """What is certified for a way's offer: the published order where its number is known, and
    what the offer itself says where the order does not. The caller has read the way."""
    seen = Demand.objects.get(pk=way.demand_id)
    order = (
        JobOrder.objects.filter(case_number=seen.certified_case, part="").first()
        if seen.certified_case
        else None
    )
    own = Terms(
        wage_hour=seen.wage_hour,
        hours_week=seen.hours_week,
        from_on=seen.from_on,
        until_on=seen.until_on,
        housing_free=seen.housing_free,
        transport_paid=seen.transport_paid,
        three_fourths=True if seen.country == "US" else None,
    )
    if order is None:
        return own
    return Terms(
        wage_hour=order.hourly or own.wage_hour,
        hours_week=order.hours or own.hours_week,
        from_on=order.begins_on or own.from_on,
        until_on=order.ends_on or own.until_on,
        housing_free=True if order.visa == "H-2A" else own.housing_free,
        transport_paid=True if order.visa == "H-2A" else own.transport_paid,
        three_fourths=True,
    )

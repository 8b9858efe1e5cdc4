"""The one writer of a way's stage: checks the table, leaves a mark, tells the person.

Everything that a stage brings with it happens here, in the same transaction: the employer's sight
of the name ends with the way, and the next tasks open.
"""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from safe_mobility.labour.models import Placement, WayTask
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.stages import STEPS, Stage, Task
from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import trail
from safe_mobility.people.queries import days, scope
from safe_mobility.people.services import consenting
from safe_mobility.shared.asker import Asker, AskerKind, job

TIMER = job("temporary work")


def move(way_id: UUID, to: Stage, *, actor: Asker, now: datetime, **changes: Any) -> Placement:
    """Move one way on. The caller has judged that `actor` may. Raises `WayMove`."""
    way = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("candidate__household", "demand")
        .get(pk=way_id)
    )
    before = Stage(way.stage)
    stages.check_move(before, to)
    for name, value in {"stage": to, "stage_since": now, **changes}.items():
        setattr(way, name, value)
    way.save()
    mark("way.moved", way, actor=actor, now=now, former=str(before), stage=str(to))
    if to in stages.ENDED:
        _end_sight(way, actor=actor, now=now)
    if to is Stage.CHOSEN:
        open_ready(way, now=now)
    tell(way, now=now)
    return way


def open_ready(way: Placement, *, now: datetime) -> None:
    """Open each task whose turn has come, with its owner and clock."""
    done = {Task(one) for one in way.tasks.exclude(done_at=None).values_list("task", flat=True)}
    opened = {Task(one) for one in way.tasks.values_list("task", flat=True)}
    today = days.local_day(office_code=way.candidate.household.office_code, now=now)
    for task in stages.ready(way.demand.country, done):
        if task in opened:
            continue
        WayTask.objects.create(
            id=uuid.uuid4(),
            placement=way,
            task=task,
            owner=STEPS[task].owner,
            opened_at=now,
            due_on=stages.due_on(
                task, opened=today, from_on=way.demand.from_on, until_on=way.demand.until_on
            ),
        )


def tell(way: Placement, *, now: datetime) -> None:
    """A message that something changed; what it is stands on the page, not in the message."""
    household = way.candidate.household
    asks = way.stage == Stage.PROPOSED
    facts: dict[str, Any] = (
        {"answer_by": way.answer_by.isoformat()} if asks and way.answer_by else {}
    )
    notifications.queue(
        "work_offer" if asks else "work_news",
        about=household.reference,
        to=scope.recipient_of(household.pk),
        now=now,
        occasion=f"{way.pk}:{way.stage}",
        **facts,
    )


def mark(act: str, way: Placement, *, actor: Asker, now: datetime, **facts: Any) -> None:
    household = way.candidate.household
    trail.record(
        act,
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        candidate=way.candidate.code,
        **facts,
    )


def _end_sight(way: Placement, *, actor: Asker, now: datetime) -> None:
    """The employer reads the name no longer. A grant is the household's to end, or a job's."""
    if way.disclosure_id is None:
        return
    own = actor.kind in {AskerKind.HOUSEHOLD, AskerKind.JOB}
    household = way.candidate.household.office_code
    here = actor.kind is AskerKind.STAFF and household in actor.offices
    consenting.end_disclosure(
        disclosure_id=way.disclosure_id, actor=actor if own or here else TIMER, now=now
    )

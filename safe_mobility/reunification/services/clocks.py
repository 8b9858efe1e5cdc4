"""Days that run out for a pair: wound again whenever a fact changes, reminded of in time.

A clock is derived from the facts and never typed. Its day is sealed; its month is not, so that
a list of an office and a reminder need no key. Reminders say that a day is coming and nothing of
what it is about: whoever reads the phone learns neither relative nor pathway.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people import queries as people
from safe_mobility.people.models import Household
from safe_mobility.people.models.sealing import seal
from safe_mobility.reunification.models import Clock, Relative, Tie
from safe_mobility.reunification.queries.relatives import pair_of
from safe_mobility.reunification.rules.today import tasks
from safe_mobility.reunification.services import acting
from safe_mobility.shared.asker import Asker, job
from safe_mobility.shared.refusal import NotVisible

KIND = "day_ahead"
REMIND_BEFORE = (timedelta(days=180), timedelta(days=60), timedelta(days=14))
AT_ONCE = 200
WIND_AT_ONCE = 50
"""The budget of one run: how many families' keys are opened."""


def wind(
    *, household: Household, relative: Relative, key: DataKey, actor: Asker, now: datetime
) -> None:
    """Set the clocks of this relative from the facts of this moment."""
    today = acting.today_of(household, now=now)
    members = {
        member.id: member
        for member in people.members(asker=actor, household_id=household.pk, purpose="relatives")
    }
    for tie in Tie.objects.filter(relative=relative).prefetch_related("petitions"):
        if tie.member_id in members:
            pair = pair_of(tie, relative, members, key=key, on=today)
            _set(tie, {t.act.value: t.until_on for t in tasks(pair, on=today)}, key=key, now=now)
    relative.wound_on = today
    relative.save(update_fields=["wound_on"])


def _set(tie: Tie, days: dict[str, date | None], *, key: DataKey, now: datetime) -> None:
    wanted = {act: day for act, day in days.items() if day is not None}
    for clock in Clock.objects.filter(tie=tie).exclude(act__in=wanted):
        notifications.call_off(about=str(clock.pk), now=now)
        clock.delete()
    for act, day in wanted.items():
        found = Clock.objects.filter(tie=tie, act=act).first()
        clock = found or Clock(tie=tie, act=act)
        if found is not None and found.month != day.replace(day=1):
            # Another day is another promise: what was done about the old one says nothing.
            notifications.call_off(about=str(clock.pk), now=now)
            clock.done_at, clock.done_by = None, ""
        clock.month = day.replace(day=1)
        seal(clock, key, "until_on", day.isoformat())
        clock.save()


def stop(*, relative: Relative, now: datetime) -> None:
    """No reminder goes out about somebody who was taken off the list."""
    for pk in Clock.objects.filter(tie__relative=relative).values_list("pk", flat=True):
        notifications.call_off(about=str(pk), now=now)


@transaction.atomic
def say_done(
    *, household_id: UUID, number: int, member: int, act: str, actor: Asker, now: datetime
) -> None:
    """Somebody says that what had to be done before the day is done."""
    household = acting.held(household_id=household_id, actor=actor)
    tie = acting.tie_of(household, number, member)
    clock = Clock.objects.filter(tie=tie, act=act).first()
    if clock is None:
        raise NotVisible(reference=household.reference, relative=number)
    if clock.done_at is None:
        clock.done_at, clock.done_by = now, actor.ref
        clock.save(update_fields=["done_at", "done_by"])
        notifications.call_off(about=str(clock.pk), now=now)
        acting.mark("relative.task_done", household, actor=actor, now=now, task=act)


def remind(*, now: datetime) -> int:
    """Queue the reminders that are due: six months, two months and two weeks before the month.

    Each goes out once; one that was missed while the site stood still is not sent late beside
    the next.
    """
    sent = 0
    last = now.date() + REMIND_BEFORE[0]
    due = (
        Clock.objects.filter(
            done_at=None, month__gt=now.date() - timedelta(days=31), month__lte=last
        )
        .filter(tie__relative__household__erased_at=None)
        .select_related("tie__relative__household")
        .order_by("month")
    )
    for clock in due:
        occasion = _occasion(clock.month, today=now.date())
        household = clock.tie.relative.household
        notifications.queue(
            KIND,
            about=str(clock.pk),
            to=people.recipient_of(household.pk),
            now=now,
            occasion=f"{clock.month.isoformat()}/{occasion}",
        )
        sent += 1
    return sent


def _occasion(month: date, *, today: date) -> int:
    """How many of the three reminders have come due."""
    return sum(month - before <= today for before in REMIND_BEFORE)


@transaction.atomic
def forget_erased(*, now: datetime) -> int:
    """Remove the relatives of households that were erased: they were told by nobody else."""
    rows = Relative.objects.filter(household__erased_at__isnull=False)
    gone = 0
    for row in rows[:AT_ONCE]:
        stop(relative=row, now=now)
        row.delete()
        gone += 1
    return gone


def wind_again(*, now: datetime) -> int:
    """Once a month, some at a time: a new list of cut-off dates moves a day without anybody's
    act, and a petition whose turn has come gets its year."""
    first = now.date().replace(day=1)
    rows = list(
        Relative.objects.filter(Q(wound_on=None) | Q(wound_on__lt=first), household__erased_at=None)
        .select_related("household")
        .order_by("wound_on", "pk")[:WIND_AT_ONCE]
    )
    asker = job("relatives.clocks")
    found = keys.unwrap_many(
        asker=asker, owners={row.household_id for row in rows}, purpose="clocks of relatives"
    )
    for row in rows:
        if row.household_id in found:
            with transaction.atomic():
                acting.held(household_id=row.household_id, actor=asker)
                wind(
                    household=row.household,
                    relative=row,
                    key=found[row.household_id],
                    actor=asker,
                    now=now,
                )
    return len(rows)

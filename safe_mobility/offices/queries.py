"""Reads of the offices' capacity. When an office opens is public; its desks are for its staff."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from safe_mobility.offices import rules
from safe_mobility.offices.models import Closure, Desk, OpeningPeriod
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker, AskerKind

# Asked twice in each booking: the statement is not put together anew each time.
_CLOSED = 'SELECT 1 FROM offices_closure WHERE office_code = %s AND "on" = %s LIMIT 1'


@dataclass(frozen=True, slots=True)
class DeskSeen:
    id: int
    office_code: str
    name: str
    mode: rules.Mode
    from_on: date
    until_on: date | None
    confirmed_at: datetime | None
    link: str


@dataclass(frozen=True, slots=True)
class PeriodSeen:
    id: int
    weekday: int
    opens: time
    closes: time
    slot_minutes: int
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ClosureSeen:
    id: int
    on: date
    reason: str


def visible_to(asker: Asker) -> QuerySet[Desk]:
    """Staff see the desks of their own offices, jobs all, everybody else none."""
    if asker.kind is AskerKind.JOB:
        return Desk.objects.all()
    if asker.kind is AskerKind.STAFF:
        return Desk.objects.filter(office_code__in=asker.offices)
    return Desk.objects.none()


def desks(*, asker: Asker, office_code: str, on: date | None = None) -> list[DeskSeen]:
    """The office's desks by name; with `on`, only those in use on that day."""
    rows = visible_to(asker).filter(office_code=office_code)
    if on is not None:
        rows = rows.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    return [
        DeskSeen(
            row.pk,
            row.office_code,
            row.name,
            rules.Mode(row.mode),
            row.from_on,
            row.until_on,
            row.confirmed_at,
            row.link,
        )
        for row in sorted(rows, key=lambda row: _by_number(row.name))
    ]


def desk_names(*, asker: Asker, desk_ids: Iterable[int]) -> dict[int, str]:
    """How desks are called; an auditor reads of the desks of every office in the trail."""
    rows = Desk.objects.all() if asker.has_role("AUDITOR") else visible_to(asker)
    return dict(rows.filter(pk__in=list(desk_ids)).values_list("pk", "name"))


def opening_periods(*, office_code: str) -> list[PeriodSeen]:
    rows = OpeningPeriod.objects.filter(office_code=office_code)
    return [
        PeriodSeen(
            row.pk,
            row.weekday,
            row.opens,
            row.closes,
            row.slot_minutes,
            row.from_on,
            row.until_on,
        )
        for row in rows.order_by("weekday", "opens", "from_on")
    ]


def closures(*, office_code: str, first: date, last: date) -> list[ClosureSeen]:
    rows = Closure.objects.filter(office_code=office_code, on__range=(first, last))
    return [ClosureSeen(row.pk, row.on, row.reason) for row in rows.order_by("on")]


def is_closed(office_code: str, on: date) -> bool:
    """Whether somebody closed this day. A holiday is not a closure: it was never open."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, [office_code, on])
        return cursor.fetchone() is not None


def open_spans(office_code: str, on: date) -> tuple[rules.Span, ...]:
    """The stretches in which the office works on this local day, less holidays and closures."""
    shut = on in programme.holidays(office_code, on, on) or is_closed(office_code, on)
    periods = OpeningPeriod.objects.filter(office_code=office_code, weekday=on.weekday())
    return rules.open_spans((row.period for row in periods), on=on, shut=shut)


def working_days(office_code: str, first: date, last: date) -> list[date]:
    """The days between two dates, both counted, on which the office opens at all."""
    periods = [row.period for row in OpeningPeriod.objects.filter(office_code=office_code)]
    shut = set(programme.holidays(office_code, first, last))
    shut |= {closure.on for closure in closures(office_code=office_code, first=first, last=last)}
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [
        day for day in days if day not in shut and any(period.covers(day) for period in periods)
    ]


def _by_number(name: str) -> list[tuple[bool, int, str]]:
    """Sorts "Mesa 2" before "Mesa 11", as people count."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]

"""The day at the office as its staff see it: who is expected, here, called, heard, absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.queries.booking import visible_to
from safe_mobility.appointments.rules import queue
from safe_mobility.appointments.rules.queue import Next, Reason, Waiting
from safe_mobility.appointments.rules.slots import local_day
from safe_mobility.appointments.rules.states import AppointmentState
from safe_mobility.offices.models import Desk
from safe_mobility.offices.rules import Mode
from safe_mobility.programmes import queries as programme
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker, AskerKind

_S = AppointmentState
SHOWN = (
    _S.CONFIRMED,
    _S.ARRIVED,
    _S.CALLED,
    _S.PARKED,
    _S.IN_INTERVIEW,
    _S.DONE,
    _S.LEFT,
    _S.ABSENT,
)


@dataclass(frozen=True, slots=True)
class VisitSeen:
    """One row of the day. The reference names the family; names stand only inside a case."""

    id: UUID
    household_id: UUID
    reference: str
    state: AppointmentState
    on: date
    at: time
    starts_at: datetime
    minutes: int
    mode: Mode
    office_code: str
    people: int
    language: str
    interpreter_language: str
    has_needs: bool
    desk_id: int | None
    desk_name: str
    called_at: datetime | None
    called_by: str
    calls: int
    arrived_at: datetime | None
    ended_at: datetime | None
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class DaySeen:
    office_code: str
    on: date
    rows: Mapping[AppointmentState, tuple[VisitSeen, ...]]
    """By state, in the order of `SHOWN`; a state without rows has an empty tuple."""

    def count(self, state: AppointmentState) -> int:
        return len(self.rows[state])


@dataclass(frozen=True, slots=True)
class Suggestion:
    visit: VisitSeen
    reason: Reason


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reception finds for a number or a code: the visit, or where and when it is instead."""

    visit: VisitSeen | None
    on: date
    at: time
    office_code: str
    today: bool
    here: bool


def day(*, asker: Asker, office_code: str, on: date) -> DaySeen:
    """The office's day. Nobody outside the office sees a row of it."""
    rows = _staff_rows(asker).filter(
        place__office_code=office_code, place__local_on=on, state__in=SHOWN
    )
    grouped: dict[AppointmentState, list[VisitSeen]] = {state: [] for state in SHOWN}
    for row in rows.order_by("place__starts_at", "household__reference"):
        grouped[AppointmentState(row.state)].append(_visit(row))
    return DaySeen(office_code, on, {state: tuple(found) for state, found in grouped.items()})


def visit(*, asker: Asker, appointment_id: UUID) -> VisitSeen | None:
    row = _staff_rows(asker).filter(pk=appointment_id).first()
    return _visit(row) if row else None


def next_to_call(
    *, asker: Asker, office_code: str, desk_id: int, now: datetime
) -> Suggestion | None:
    """Whom this desk would call next and why; None when nobody waits whom it understands."""
    desk = Desk.objects.filter(pk=desk_id, office_code=office_code).first()
    if desk is None or asker.kind is not AskerKind.STAFF or office_code not in asker.offices:
        return None
    order = waiting_order(
        office_code=office_code, mode=desk.mode, now=now, spoken=_spoken_at(desk, now=now)
    )
    if not order:
        return None
    found = visit(asker=asker, appointment_id=UUID(order[0].waiting.appointment))
    return Suggestion(found, order[0].reason) if found else None


def waiting_order(
    *, office_code: str, mode: str, now: datetime, spoken: frozenset[str] | None = None
) -> list[Next]:
    """The waiting room in order, by key; for acts of this room and for `next_to_call`."""
    today = local_day(now, programme.zone(office_code))
    rows = Appointment.objects.filter(
        place__office_code=office_code, place__local_on=today, place__mode=mode
    ).select_related("place", "household")
    here = list(rows.filter(state=_S.ARRIVED))
    if mode != Mode.IN_PERSON:
        # On the phone nobody arrives: from its hour on the family waits for our call.
        here += rows.filter(state=_S.CONFIRMED, answer_by=None, place__starts_at__lte=now)
    return queue.order_to_call(
        [
            Waiting(
                appointment=str(row.pk),
                starts_at=row.place.starts_at,
                arrived_at=row.arrived_at or row.place.starts_at,
                has_needs=row.household.has_needs,
                interpreter_language=row.household.interpreter_language,
            )
            for row in here
        ],
        now=now,
        spoken=spoken,
    )


def find_arrival(*, asker: Asker, text: str, office_code: str, now: datetime) -> Arrival | None:
    """The appointment behind what was scanned or typed: a slip's code, its address, or a number.

    Somebody who stands at the counter with a slip of another day or office is told which; the
    visit itself is seen only in its own office. None where nothing fits.
    """
    if asker.kind is not AskerKind.STAFF or office_code not in asker.offices:
        return None
    row = _by_text(text, now=now)
    if row is None:
        return None
    place = row.place
    here = place.office_code == office_code
    return Arrival(
        visit=_visit(row) if here else None,
        on=place.local_on,
        at=place.local_time,
        office_code=place.office_code,
        today=local_day(now, place.slot.zone) == place.local_on,
        here=here,
    )


def _by_text(text: str, *, now: datetime) -> Appointment | None:
    typed = text.strip().rstrip("/").rsplit("/", 1)[-1]
    rows = _with_all(Appointment.objects.filter(state__in=SHOWN))
    if code := references.parse_reference(typed, length=references.CODE_LENGTH):
        return rows.filter(code=code).first()
    if number := references.parse_reference(typed):
        found = rows.filter(household__reference=number)
        # Today's first, however it stands; else the next one that is still to come.
        return (
            found.filter(place__starts_at__lt=now, place__ends_at__gt=now).first()
            or found.order_by("-place__local_on", "-held_at").first()
        )
    return None


def _staff_rows(asker: Asker) -> QuerySet[Appointment]:
    rows = visible_to(asker) if asker.kind is AskerKind.STAFF else Appointment.objects.none()
    return _with_all(rows)


def _with_all(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.select_related("place", "household", "desk")


def _spoken_at(desk: Desk, *, now: datetime) -> frozenset[str]:
    """What is understood at this desk at this moment, as its places of the hour say."""
    around = Place.objects.filter(desk=desk, starts_at__lte=now).order_by("-starts_at")
    today = around.filter(local_on=local_day(now, programme.zone(desk.office_code)))
    place = today.first()
    return frozenset(place.languages) if place else frozenset()


def _visit(row: Appointment) -> VisitSeen:
    place, household = row.place, row.household
    return VisitSeen(
        id=row.pk,
        household_id=row.household_id,
        reference=household.reference,
        state=AppointmentState(row.state),
        on=place.local_on,
        at=place.local_time,
        starts_at=place.starts_at,
        minutes=place.minutes,
        mode=Mode(place.mode),
        office_code=place.office_code,
        people=household.size,
        language=household.language,
        interpreter_language=household.interpreter_language,
        has_needs=household.has_needs,
        desk_id=row.desk_id,
        desk_name=row.desk.name if row.desk else "",
        called_at=row.called_at,
        called_by=row.called_by,
        calls=row.calls,
        arrived_at=row.arrived_at,
        ended_at=row.ended_at,
        answer_by=row.answer_by,
    )

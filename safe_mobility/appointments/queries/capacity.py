"""What a supervisor sees of an office's capacity: what a day could hold, and who is booked."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Q

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.queries.booking import SlotSeen, alternatives, visible_to
from safe_mobility.appointments.rules.slots import DeskOfDay, PlannedPlace, Shift, plan_day
from safe_mobility.appointments.rules.states import AppointmentState, PlaceState
from safe_mobility.offices import queries as offices
from safe_mobility.offices.rules import Mode
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.staff import queries as staff

_PLANNER = job("planning")


@dataclass(frozen=True, slots=True)
class SlotCount:
    """One start on the day's page: how its places stand."""

    at: time
    mode: Mode
    open: int
    taken: int
    resting: int
    draft: int
    place_ids: tuple[int, ...]
    """The free ones, which a supervisor may withdraw."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the weeks ahead: what it can hold and what of it is taken."""

    on: date
    free: int
    taken: int


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What publishing would add at this moment."""

    would_open: int
    would_draft: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookedSeen:
    """A family with an appointment on a day that might be closed, and where it could go."""

    appointment_id: UUID
    reference: str
    people: int
    language: str
    at: time
    mode: Mode
    state: AppointmentState
    instead: tuple[SlotSeen, ...]


def planned_day(*, office_code: str, on: date) -> tuple[PlannedPlace, ...]:
    """Every place that the day's hours, desks and people make; for acts of this room."""
    people = staff.staff_day(asker=_PLANNER, office_code=office_code, on=on)
    shifts = [
        (
            person.role,
            Shift(
                person.id,
                person.user_id,
                person.starts,
                person.ends,
                frozenset(person.languages),
                person.desk_id,
                person.confirmed,
            ),
        )
        for person in people
    ]
    desks = [
        DeskOfDay(desk.id, desk.name, desk.mode, desk.confirmed_at is not None)
        for desk in offices.desks(asker=_PLANNER, office_code=office_code, on=on)
    ]
    return plan_day(
        offices.open_spans(office_code, on),
        desks,
        [shift for role, shift in shifts if role == "INTERVIEWER"],
        [shift for role, shift in shifts if role == "INTERPRETER"],
    )


def day_plan(*, asker: Asker, office_code: str, on: date) -> PlannedDay | None:
    """What publishing this day would add; None outside the asker's offices."""
    if not _sees(asker, office_code):
        return None
    standing = set(
        Place.objects.filter(office_code=office_code, local_on=on)
        .exclude(state__in=[PlaceState.DRAFT, PlaceState.WITHDRAWN])
        .values_list("staff_day_id", "local_time")
    )
    missing = [
        place
        for place in planned_day(office_code=office_code, on=on)
        if (place.interviewer.staff_day, place.at) not in standing
    ]
    spoken: set[str] = set().union(*(place.languages for place in missing if place.confirmed))
    return PlannedDay(
        would_open=sum(place.confirmed for place in missing),
        would_draft=sum(not place.confirmed for place in missing),
        languages=tuple(sorted(spoken)),
    )


def slot_counts(*, asker: Asker, office_code: str, on: date) -> list[SlotCount]:
    """The day's places by start and way; withdrawn ones do not count."""
    if not _sees(asker, office_code):
        return []
    free = (PlaceState.OPEN, PlaceState.RESTING, PlaceState.DRAFT)
    places = Place.objects.filter(office_code=office_code, local_on=on)
    places = places.exclude(state=PlaceState.WITHDRAWN)
    ids: dict[tuple[time, str], list[int]] = {}
    for pk, at, mode in places.filter(state__in=free).values_list("pk", "local_time", "mode"):
        ids.setdefault((at, mode), []).append(pk)
    counted = places.values("local_time", "mode").annotate(
        open=Count("pk", filter=Q(state=PlaceState.OPEN)),
        taken=Count("pk", filter=Q(state=PlaceState.TAKEN)),
        resting=Count("pk", filter=Q(state=PlaceState.RESTING)),
        draft=Count("pk", filter=Q(state=PlaceState.DRAFT)),
    )
    return [
        SlotCount(
            row["local_time"],
            Mode(row["mode"]),
            row["open"],
            row["taken"],
            row["resting"],
            row["draft"],
            tuple(sorted(ids.get((row["local_time"], row["mode"]), ()))),
        )
        for row in counted.order_by("local_time", "mode")
    ]


def day_counts(*, asker: Asker, office_code: str, first: date, last: date) -> dict[date, DayCount]:
    """Free and taken places of each day that has any; a resting place counts as free."""
    if not _sees(asker, office_code):
        return {}
    rows = (
        Place.objects.filter(office_code=office_code, local_on__range=(first, last))
        .values("local_on")
        .annotate(
            free=Count("pk", filter=Q(state__in=[PlaceState.OPEN, PlaceState.RESTING])),
            taken=Count("pk", filter=Q(state=PlaceState.TAKEN)),
        )
    )
    return {row["local_on"]: DayCount(row["local_on"], row["free"], row["taken"]) for row in rows}


def booked_on(
    *, asker: Asker, office_code: str, on: date, now: datetime, most: int = 3
) -> list[BookedSeen]:
    """Everybody booked on a day, by hour, each with the nearest other times."""
    if not _sees(asker, office_code):
        return []
    rows = (
        visible_to(asker)
        .filter(place__office_code=office_code, place__local_on=on, answer_by=None)
        .filter(state=AppointmentState.CONFIRMED)
        .select_related("place", "household")
        .order_by("place__starts_at", "pk")
    )
    return [_booked(row, asker=asker, on=on, now=now, most=most) for row in rows]


def _booked(row: Appointment, *, asker: Asker, on: date, now: datetime, most: int) -> BookedSeen:
    others = alternatives(asker=asker, appointment_id=row.pk, now=now, most=most + 20)
    return BookedSeen(
        appointment_id=row.pk,
        reference=row.household.reference,
        people=row.household.size,
        language=row.household.interpreter_language,
        at=row.place.local_time,
        mode=Mode(row.place.mode),
        state=AppointmentState(row.state),
        instead=tuple([one for one in others if one.slot.on != on][:most]),
    )


def _sees(asker: Asker, office_code: str) -> bool:
    if asker.kind is AskerKind.JOB:
        return True
    return asker.kind is AskerKind.STAFF and office_code in asker.offices

"""What a household sees: times that are free for it, its own appointment, the check of a slip."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules import dates, slots
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import LIVE, AppointmentState, PlaceState
from safe_mobility.offices.rules import Mode
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """A time that can be chosen, with how many places it has for this family's language."""

    slot: Slot
    minutes: int
    free: int

    @property
    def starts_at(self) -> datetime:
        return self.slot.starts_at


@dataclass(frozen=True, slots=True)
class Choice:
    """An office and a way of being seen that have a free time, and the first day of it."""

    office_code: str
    mode: Mode
    first_on: date


@dataclass(frozen=True, slots=True)
class AppointmentSeen:
    id: UUID
    household_id: UUID
    state: AppointmentState
    code: str
    office_code: str
    mode: Mode
    local_on: date
    local_time: time
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    minutes: int
    people: int
    held_until: datetime
    answer_by: datetime | None
    desk_name: str
    link: str
    """Where a family that is seen by video goes in; empty otherwise."""

    @property
    def hour_is_lost(self) -> bool:
        """The office took the hour back; the family keeps its turn and chooses again."""
        return self.answer_by is not None


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """All that a slip's code says to whoever scans it: a day and a number of people."""

    on: date
    today: bool
    people: int


def visible_to(asker: Asker) -> QuerySet[Appointment]:
    """A household's own, the appointments at a member of staff's offices, or none."""
    if asker.kind is AskerKind.HOUSEHOLD:
        return Appointment.objects.filter(household_id=asker.id)
    if asker.kind is AskerKind.STAFF:
        return Appointment.objects.filter(place__office_code__in=asker.offices)
    if asker.kind is AskerKind.JOB:
        return Appointment.objects.all()
    return Appointment.objects.none()


def moment(*, office_code: str, on: date, at: time) -> datetime:
    """The instant at which this office's clock shows that time on that day."""
    return slots.instant(on, at, programme.zone(office_code))


def open_slots(
    *,
    asker: Asker,
    office_code: str,
    mode: Mode,
    first: date,
    last: date,
    now: datetime,
    language: str = "",
    days: int | None = None,
) -> list[SlotSeen]:
    """The times with a place for this language, by time. Free times are no secret to anyone
    who may book; a time without a free place is left out. With `days`, only the times of the
    first so many days that have any: months of free times are not read for a page that shows
    a week."""
    if asker.kind in {AskerKind.ANYONE, AskerKind.VISITOR, AskerKind.PARTNER}:
        return []
    free = _bookable(now=now, language=language).filter(
        office_code=office_code, mode=mode, local_on__range=(first, last)
    )
    if days is not None:
        with_free = free.values("local_on").distinct().order_by("local_on")
        free = free.filter(local_on__in=with_free[:days])
    rows = (
        free.values("local_on", "local_time", "zone", "starts_at")
        .annotate(free=Count("id"), minutes=Min("minutes"))
        .order_by("starts_at")
    )
    return [
        SlotSeen(
            Slot(office_code, mode, row["local_on"], row["local_time"], ZoneInfo(row["zone"])),
            row["minutes"],
            row["free"],
        )
        for row in rows
    ]


def choices(*, asker: Asker, now: datetime, language: str = "") -> list[Choice]:
    """Which offices and ways have a free time at all, by office and way."""
    if asker.kind in {AskerKind.ANYONE, AskerKind.VISITOR, AskerKind.PARTNER}:
        return []
    rows = (
        _bookable(now=now, language=language)
        .values("office_code", "mode")
        .annotate(first_on=Min("local_on"))
        .order_by("office_code", "mode")
    )
    return [Choice(row["office_code"], Mode(row["mode"]), row["first_on"]) for row in rows]


def alternatives(
    *, asker: Asker, appointment_id: UUID, now: datetime, most: int = 3
) -> list[SlotSeen]:
    """The free times nearest to an appointment, at the same office and in the same way."""
    row = _with_place(visible_to(asker)).filter(pk=appointment_id).first()
    if row is None:
        return []
    place = row.place
    found = open_slots(
        asker=asker,
        office_code=place.office_code,
        mode=Mode(place.mode),
        first=slots.local_day(now, place.slot.zone),
        last=place.local_on + dates.LOOKS_BACK,
        now=now,
        language=row.household.interpreter_language,
    )
    return dates.nearest(place.starts_at, [(one.starts_at, one) for one in found], most=most)


def mine(*, asker: Asker) -> AppointmentSeen | None:
    """The household's live appointment."""
    return _one(asker, _LIVE)


def held(*, asker: Asker, now: datetime) -> AppointmentSeen | None:
    """The time kept for the household, as long as its ten minutes last."""
    return _one(asker, _HELD, now=now)


def by_code(*, code: str, now: datetime) -> CodeSeen | None:
    """What a slip's code says to anybody: it is valid, for which day, for how many people.

    None for a code that is unknown, over or cancelled: the three are never told apart.
    """
    row = (
        Appointment.objects.filter(code=code, state__in=LIVE)
        .exclude(place__state=PlaceState.WITHDRAWN)
        .select_related("place", "household")
        .first()
    )
    if row is None or slots.local_day(now, row.place.slot.zone) > row.place.local_on:
        return None
    today = slots.local_day(now, row.place.slot.zone) == row.place.local_on
    return CodeSeen(on=row.place.local_on, today=today, people=row.household.size)


def _bookable(*, now: datetime, language: str) -> QuerySet[Place]:
    rows = Place.objects.offered(now=now).filter(starts_at__gte=now + slots.LEAST_NOTICE)
    return rows.filter(languages__contains=[language]) if language else rows


def _with_place(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.select_related("place", "place__desk", "household", "desk")


def _one(
    asker: Asker, question: AskedOften[dict[str, Any]], **values: Any
) -> AppointmentSeen | None:
    if asker.kind is not AskerKind.HOUSEHOLD:
        return None
    rows = question(household=UUID(asker.id), **values)
    return _seen(rows[0]) if rows else None


# Only the columns that are shown: four whole rows cost each page of a family more than all
# else that it asks.
_COLUMNS = (
    *("id", "household_id", "state", "code", "held_until", "answer_by", "household__size"),
    *("place__office_code", "place__mode", "place__local_on", "place__local_time", "place__zone"),
    *("place__starts_at", "place__ends_at", "place__minutes", "place__desk__link", "desk__name"),
)


def _own(household: UUID, *wanted: Q) -> QuerySet[Appointment, dict[str, Any]]:
    """A household's own appointment, from the queryset that says what a household may see."""
    rows = visible_to(Asker(kind=AskerKind.HOUSEHOLD, id=str(household))).filter(*wanted)
    columns: QuerySet[Appointment, dict[str, Any]] = rows.order_by("pk").values(*_COLUMNS)
    return columns[:1]


_LIVE = AskedOften(lambda household: _own(household, Q(state__in=LIVE)), household=UUID)
_HELD = AskedOften(
    lambda household, now: _own(household, Q(state=AppointmentState.HELD, held_until__gt=now)),
    household=UUID,
    now=datetime,
)


def _seen(row: dict[str, Any]) -> AppointmentSeen:
    mode = Mode(row["place__mode"])
    return AppointmentSeen(
        id=row["id"],
        household_id=row["household_id"],
        state=AppointmentState(row["state"]),
        code=row["code"],
        office_code=row["place__office_code"],
        mode=mode,
        local_on=row["place__local_on"],
        local_time=row["place__local_time"],
        zone=ZoneInfo(row["place__zone"]),
        starts_at=row["place__starts_at"],
        ends_at=row["place__ends_at"],
        minutes=row["place__minutes"],
        people=row["household__size"],
        held_until=row["held_until"],
        answer_by=row["answer_by"],
        desk_name=row["desk__name"] or "",
        link=row["place__desk__link"] if mode is Mode.VIDEO else "",
    )

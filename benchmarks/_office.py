"""An office and families for the benchmarks of booking, written straight into the tables."""

import itertools
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.tests")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from safe_mobility.appointments.models import Place
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.offices.models import Desk
from safe_mobility.offices.rules import Mode
from safe_mobility.people.models import Application, Household
from safe_mobility.programmes import files
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.directory import Directory
from safe_mobility.programmes.tests.shipped import FOLDER
from safe_mobility.shared import references
from safe_mobility.staff.models import Agency, StaffDay, User

NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
FIRST_ON = date(2023, 11, 27)
OFFICE = "QTZ"
SLOT_MINUTES = 15
SLOTS_A_DAY = 20

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Office:
    slots: tuple[Slot, ...]
    places: int


@lru_cache
def _shipped() -> Directory:
    loaded = files.load(FOLDER, training=True)
    return Directory(loaded.entries, loaded.rule_set, country="GT")


def keep_the_programme_in_memory() -> None:
    """The shipped programme, for processes that come after and share it by fork."""
    _shipped()
    programme._current = _shipped  # noqa: SLF001


def office(places_of: Sequence[int]) -> Office:
    """One slot for each number, with that many places; twenty quarter hours a day."""
    staff = [_member() for _ in range(max(places_of))]
    desks = [
        Desk(office_code=OFFICE, name=f"Desk {n}", mode="IN_PERSON", from_on=FIRST_ON)
        for n in range(max(places_of))
    ]
    for desk in desks:
        desk.confirmed_at = NOON
    desks = Desk.objects.bulk_create(desks)
    slots: list[Slot] = []
    rows: list[Place] = []
    for number in range(0, len(places_of), SLOTS_A_DAY):
        on = FIRST_ON + timedelta(days=number // SLOTS_A_DAY)
        shifts = [_shift(user, desk, on) for user, desk in zip(staff, desks, strict=True)]
        shifts = StaffDay.objects.bulk_create(shifts)
        for step, count in enumerate(places_of[number : number + SLOTS_A_DAY]):
            minutes = 8 * 60 + step * SLOT_MINUTES
            slot = Slot(
                OFFICE,
                Mode.IN_PERSON,
                on,
                time(minutes // 60, minutes % 60),
                programme.zone(OFFICE),
            )
            slots.append(slot)
            rows += [_place(slot, shift) for shift in shifts[:count]]
    Place.objects.bulk_create(rows)
    return Office(tuple(slots), len(rows))


def families(count: int) -> list[uuid.UUID]:
    """Households whose application is sent."""
    rows = [
        Household(
            reference=_reference(),
            language="es",
            country="GT",
            office_code=OFFICE,
            size=4,
            channel="WEB",
            created_at=NOON,
            pin_changed_at=NOON,
        )
        for _ in range(count)
    ]
    Household.objects.bulk_create(rows, batch_size=2000)
    Application.objects.bulk_create(
        [
            Application(household=row, state="SENT", state_since=NOON, opened_at=NOON)
            for row in rows
        ],
        batch_size=2000,
    )
    return [row.pk for row in rows]


def _member() -> User:
    Agency.objects.get_or_create(code="BENCH", defaults={"name": "Bench"})
    return User.objects.create(
        username=f"bench{next(_numbers)}",
        display_name="Bench",
        agency_id="BENCH",
        password="!",
        created_at=NOON,
    )


def _shift(user: User, desk: Desk, on: date) -> StaffDay:
    return StaffDay(
        user=user,
        office_code=OFFICE,
        on=on,
        role="INTERVIEWER",
        starts=time(8),
        ends=time(16),
        languages=["es"],
        desk=desk,
        confirmed_at=NOON,
    )


def _place(slot: Slot, shift: StaffDay) -> Place:
    return Place(
        office_code=slot.office_code,
        mode=slot.mode.value,
        local_on=slot.on,
        local_time=slot.at,
        zone=str(slot.zone),
        minutes=SLOT_MINUTES,
        starts_at=slot.starts_at,
        ends_at=slot.starts_at + timedelta(minutes=SLOT_MINUTES),
        desk=shift.desk,
        desk_confirmed=True,
        staff_day=shift,
        staff_day_confirmed=True,
        interviewer_id=shift.user_id,
        languages=["es"],
        state="OPEN",
    )


def _reference() -> str:
    digits = iter(f"{next(_numbers):011d}")
    return references.new_reference(pick=lambda alphabet: alphabet[int(next(digits))])

"""Getting a place, and giving one up.

Two people who press at once get two places, or one of them a clear refusal. Nobody queues
behind a stranger, except for the last place: before "full" is said, the places that others
are claiming at this moment are waited for, three seconds at most.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random, SystemRandom

from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import DeadlockDetected, LockNotAvailable

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.rules import slots, states
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import AppointmentState, EndedBy, PlaceState
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import Refusal

CHANCE = SystemRandom()
LAST_LOOK_WAITS = "3s"


class SlotFull(Refusal):
    """Somebody else has the last place of that time."""

    code = "appointments.slot_full"


class SlotBusy(Refusal):
    """It could not be known in time whether a place is free: try again. Never "full"."""

    code = "appointments.slot_busy"


class DayBusy(Refusal):
    """Families are booking on that day at this very moment: press again. Nothing was changed."""

    code = "appointments.day_busy"


class AlreadyBooked(Refusal):
    """The household has a live appointment; another comes only by changing it."""

    code = "appointments.already_booked"


class AlreadyHolding(Refusal):
    """The household chose another time at this very moment."""

    code = "appointments.already_holding"


class DeskBusy(Refusal):
    """A family is already called to this desk or sits there."""

    code = "appointments.desk_busy"


class StaffTwice(Refusal):
    """Somebody would sit in two places at once."""

    code = "appointments.staff_twice"


GUARDS: dict[str, type[Refusal]] = {
    "one_family_per_place": SlotFull,
    "one_held_per_household": AlreadyHolding,
    "one_live_per_household": AlreadyBooked,
    "one_family_per_desk": DeskBusy,
    "place_interviewer_once": StaffTwice,
    "place_desk_once": StaffTwice,
    "place_interpreter_once": StaffTwice,
}


@contextmanager
def guarded() -> Iterator[None]:
    """Read a broken guard by its name and say it as a refusal.

    There is no savepoint inside: the refusal ends the act, and its transaction with it.
    """
    try:
        yield
    except IntegrityError as error:
        refusal = GUARDS.get(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def busy_not_broken(refusal: type[Refusal] = SlotBusy) -> Iterator[None]:
    """Say "try again" where two acts waited for each other and PostgreSQL ended this one.

    A family that changes its time and a supervisor who closes that day hold each what the
    other needs. Nothing is lost: the act is undone as a whole.
    """
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        raise refusal from error


def claim(slot: Slot, *, now: datetime, language: str) -> Place:
    """Take one place of this slot, or say why not: `SlotFull` or `SlotBusy`."""
    place = Place.objects.claim(slot, now=now, language=language)
    if place is None:
        place = _claim_waiting(slot, now=now, language=language)
    if place is None:
        raise SlotFull(starts_at=slot.starts_at)
    return place


def _claim_waiting(slot: Slot, *, now: datetime, language: str) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LAST_LOOK_WAITS}'")
        place = Place.objects.claim(slot, now=now, language=language, wait=True)
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    return place


def end(
    appointment: Appointment,
    state: AppointmentState,
    *,
    by: EndedBy,
    now: datetime,
    chance: Random,
    moved_to: Appointment | None = None,
) -> None:
    """End a held or confirmed appointment and let its place rest.

    The place opens again at a moment drawn at random, so that two who want to trade it
    cannot agree on one. A place that the office has withdrawn stays withdrawn.
    """
    states.check_becomes(AppointmentState(appointment.state), state)
    appointment.become(state, ended_at=now, ended_by=by, moved_to=moved_to)
    place = appointment.place
    if place.state == PlaceState.TAKEN:
        place.state = PlaceState.RESTING
        place.rests_until = slots.rest_until(now, chance)
        place.save(update_fields=["state", "rests_until"])

"""A household holds a time for ten minutes, confirms it, changes it, or gives it up.

The whole household comes in one appointment. A confirmed household may hold another time in
order to change: the earlier one counts until the new one is confirmed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.queries import rights
from safe_mobility.appointments.rules import slots
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import (
    LIVE,
    AppointmentState,
    CannotBecome,
    EndedBy,
    PlaceState,
)
from safe_mobility.appointments.services import claiming, permission
from safe_mobility.appointments.services.claiming import CHANCE
from safe_mobility.appointments.services.telling import mark, say
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Application, Household
from safe_mobility.people.rules.states import State
from safe_mobility.shared import references
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal


class NothingHeld(Refusal):
    """There is no time to confirm or to let go."""

    code = "appointments.nothing_held"


class HoldLapsed(Refusal):
    """The ten minutes are over; the time has to be chosen again."""

    code = "appointments.hold_lapsed"


class NothingBooked(Refusal):
    code = "appointments.nothing_booked"


class HourHasCome(Refusal):
    """It is too late to change or cancel here: the hour of the appointment has begun."""

    code = "appointments.hour_has_come"


_COUNTS = Q(state=AppointmentState.HELD) | Q(state__in=LIVE)
_MINE = AskedOften(
    lambda household, since: Appointment.objects.filter(
        _COUNTS | Q(held_at__gte=since), household=household
    ).select_related("place"),
    household=UUID,
    since=datetime,
)
_MINE_LOCKED = AskedOften(
    lambda household: (
        Appointment.objects.locked().filter(_COUNTS, household=household).order_by("place")
    ),
    household=UUID,
)


@dataclass(slots=True)
class _Mine:
    """What a household has at this moment: at most one held and one live appointment."""

    held: Appointment | None
    live: Appointment | None
    held_today: int = 0


@claiming.busy_not_broken()
@transaction.atomic
def hold(
    *, household_id: UUID, slot: Slot, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Appointment:
    """Keep one place of this slot for the household for ten minutes.

    Choosing another time ends an earlier hold. Nothing else changes: a confirmed appointment
    stays until the new one is confirmed, and the application stays where it is.

    Raises `SlotFull`, `SlotBusy`, `SlotTooSoon`, `TooManyHolds` or one of `rights`'.
    """
    household, application = permission.held_household(household_id=household_id, actor=actor)
    slots.check_bookable(slot.starts_at, now=now)
    mine = _read(household, since=slots.day_begins_at(slots.local_day(now, slot.zone), slot.zone))
    rights.check_may_book(household, application, slot, changes=bool(mine.live), now=now)
    slots.check_holds(mine.held_today)

    place = claiming.claim(slot, now=now, language=household.interpreter_language)

    if mine.held is not None:
        _lapse(mine.held, by=EndedBy.HOUSEHOLD, actor=actor, now=now, chance=chance)
    with claiming.guarded():
        appointment = Appointment.objects.create(
            household=household,
            place=place,
            state=AppointmentState.HELD,
            code=references.new_reference(pick=secrets.choice, length=references.CODE_LENGTH),
            held_at=now,
            held_until=now + slots.HOLD,
        )
    mark("appointment.held", appointment, actor=actor, now=now)
    return appointment


@claiming.busy_not_broken()
@transaction.atomic
def confirm(
    *, household_id: UUID, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Appointment:
    """Turn the household's hold into its appointment, and the earlier one into a moved one.

    Everything that allowed the hold is asked again: the programme may have stopped, or the
    office may have closed that day, in the ten minutes between.

    Raises `NothingHeld`, `HoldLapsed`, `HourHasCome` or one of `rights`'.
    """
    household, application = permission.held_household(household_id=household_id, actor=actor)
    mine = _locked(household)
    held = mine.held
    if held is None:
        raise NothingHeld(reference=household.reference)
    if held.held_until <= now:
        raise HoldLapsed(starts_at=held.place.starts_at)
    changes = mine.live is not None
    rights.check_may_book(household, application, held.place.slot, changes=changes, now=now)

    if mine.live is not None:
        _move(mine.live, to=held, actor=actor, now=now, chance=chance)
    else:
        permission.use_right_to_book(household, held.place.slot, actor=actor, now=now)
    with claiming.guarded():
        held.become(AppointmentState.CONFIRMED, confirmed_at=now)
    _carry_along(household, application, held, actor=actor, now=now)
    mark("appointment.confirmed", held, actor=actor, now=now)
    say("changed" if changes else "booked", held, now=now)
    return held


@claiming.busy_not_broken()
@transaction.atomic
def choose_again(
    *, household_id: UUID, slot: Slot, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Appointment:
    """Take one of the times offered after a closed day: hold and confirm in one act."""
    hold(household_id=household_id, slot=slot, actor=actor, now=now, chance=chance)
    return confirm(household_id=household_id, actor=actor, now=now, chance=chance)


@claiming.busy_not_broken()
@transaction.atomic
def let_go(*, household_id: UUID, actor: Asker, now: datetime, chance: Random = CHANCE) -> None:
    """Give up the held time. A confirmed appointment stays as it is."""
    household, _ = permission.held_household(household_id=household_id, actor=actor)
    held = _locked(household).held
    if held is None:
        raise NothingHeld(reference=household.reference)
    _lapse(held, by=EndedBy.HOUSEHOLD, actor=actor, now=now, chance=chance)


@claiming.busy_not_broken()
@transaction.atomic
def cancel(
    *, household_id: UUID, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Appointment:
    """Cancel the household's appointment; its application waits again.

    A hold that was meant to change it goes too. Raises `NothingBooked` or `HourHasCome`.
    """
    household, _ = permission.held_household(household_id=household_id, actor=actor)
    mine = _locked(household)
    if mine.live is None:
        raise NothingBooked(reference=household.reference)
    _check_still_ahead(mine.live, now=now)
    if mine.held is not None:
        _lapse(mine.held, by=EndedBy.HOUSEHOLD, actor=actor, now=now, chance=chance)
    by = EndedBy.HOUSEHOLD if permission.is_family(actor) else EndedBy.OFFICE
    claiming.end(mine.live, AppointmentState.CANCELLED, by=by, now=now, chance=chance)
    people_acts.advance(
        household_id=household.pk, to=State.WAITING, actor=actor, now=now, reason="CANCELLED"
    )
    mark("appointment.cancelled", mine.live, actor=actor, now=now)
    say("cancelled", mine.live, now=now)
    return mine.live


@claiming.busy_not_broken()
@transaction.atomic
def cancel_if_any(
    *, household_id: UUID, actor: Asker, now: datetime, chance: Random = CHANCE
) -> bool:
    """Before a household closes its application: no appointment outlives that.

    False where there was nothing to cancel. A family that already sits in the office is
    left to the office.
    """
    household, _ = permission.held_household(household_id=household_id, actor=actor)
    mine = _locked(household)
    if mine.live is not None and mine.live.state == AppointmentState.CONFIRMED:
        cancel(household_id=household_id, actor=actor, now=now, chance=chance)
        return True
    if mine.held is not None:
        _lapse(mine.held, by=EndedBy.HOUSEHOLD, actor=actor, now=now, chance=chance)
    return False


def _read(household: Household, *, since: datetime) -> _Mine:
    """What the household has, and how often it held since its day began."""
    rows = _MINE(household=household.pk, since=since)
    found = _sorted_out(rows, household=household)
    found.held_today = sum(row.held_at >= since for row in rows)
    return found


def _locked(household: Household) -> _Mine:
    return _sorted_out(_MINE_LOCKED(household=household.pk), household=household)


def _sorted_out(rows: list[Appointment], *, household: Household) -> _Mine:
    for row in rows:
        row.household = household
    return _Mine(
        held=next((row for row in rows if row.state == AppointmentState.HELD), None),
        live=next((row for row in rows if row.state in LIVE), None),
    )


def _lapse(held: Appointment, *, by: EndedBy, actor: Asker, now: datetime, chance: Random) -> None:
    claiming.end(held, AppointmentState.LAPSED, by=by, now=now, chance=chance)
    mark("appointment.lapsed", held, actor=actor, now=now)


def _move(
    old: Appointment, *, to: Appointment, actor: Asker, now: datetime, chance: Random
) -> None:
    _check_still_ahead(old, now=now)
    claiming.end(
        old, AppointmentState.MOVED, by=EndedBy.HOUSEHOLD, now=now, chance=chance, moved_to=to
    )
    mark("appointment.moved", old, actor=actor, now=now)


def _check_still_ahead(live: Appointment, *, now: datetime) -> None:
    """Only a confirmed appointment whose hour has not come can be changed by a press.

    A day that the office closed has no hour any more, so there the answer may come later.
    """
    if live.state != AppointmentState.CONFIRMED:
        raise CannotBecome(state=live.state, wanted=AppointmentState.CANCELLED)
    if live.place.state != PlaceState.WITHDRAWN and live.place.starts_at <= now:
        raise HourHasCome(starts_at=live.place.starts_at)


def _carry_along(
    household: Household,
    application: Application,
    held: Appointment,
    *,
    actor: Asker,
    now: datetime,
) -> None:
    """What a confirmed appointment means for the household: booked, and seen by that office."""
    if application.state != State.BOOKED:
        people_acts.advance_held(application=application, to=State.BOOKED, actor=actor, now=now)
    if household.office_code != held.place.office_code:
        people_acts.assign_office(
            household_id=household.pk, office_code=held.place.office_code, actor=actor, now=now
        )

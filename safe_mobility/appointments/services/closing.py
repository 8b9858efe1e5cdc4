"""When the office cannot keep what it offered: places withdrawn, days closed, people missing.

A free place simply goes. A family that had booked loses the hour, never its turn: the
appointment stays confirmed, the nearest other times are offered, and only when a shown date
has passed without an answer does the application wait again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.models.places import PlaceQuerySet
from safe_mobility.appointments.rules import dates, slots
from safe_mobility.appointments.rules.states import AppointmentState, EndedBy, PlaceState
from safe_mobility.appointments.services import claiming
from safe_mobility.appointments.services.claiming import CHANCE
from safe_mobility.appointments.services.telling import mark, say
from safe_mobility.offices import queries as offices
from safe_mobility.offices import services as office_acts
from safe_mobility.offices.services import check_supervises
from safe_mobility.oversight.services import trail
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff.models import StaffDay
from safe_mobility.staff.services import days as staff_days

FREE = (PlaceState.DRAFT, PlaceState.OPEN, PlaceState.RESTING)


class DayIsOver(Refusal):
    """A day that has passed can be neither closed nor thinned out."""

    code = "appointments.day_is_over"


@dataclass(frozen=True, slots=True)
class Released:
    withdrawn: int
    """Free places that are gone."""
    told: int
    """Families that were offered other times."""
    answer_by: datetime | None = None


@claiming.busy_not_broken(claiming.DayBusy)
@transaction.atomic
def withdraw_places(
    *, office_code: str, place_ids: Sequence[int], actor: Asker, now: datetime
) -> int:
    """Take free places back; returns how many. One that a family has taken meanwhile stays."""
    check_supervises(actor, office_code)
    wanted = Place.objects.filter(office_code=office_code, pk__in=place_ids)
    gone = _withdraw_free(wanted)
    _mark_office("places.withdrawn", office_code, actor=actor, now=now, withdrawn=gone)
    return gone


@claiming.busy_not_broken(claiming.DayBusy)
@transaction.atomic
def close_day(
    *,
    office_code: str,
    on: date,
    reason: str,
    actor: Asker,
    now: datetime,
    chance: Random = CHANCE,
) -> Released:
    """Keep the office shut on a day and offer every booked family another time.

    Families already in the office are not touched: somebody sees them. Closing a closed day
    again changes nothing and tells nobody twice.
    """
    check_supervises(actor, office_code)
    if on < slots.local_day(now, programme.zone(office_code)):
        raise DayIsOver(office=office_code, on=on)
    office_acts.close(office_code=office_code, on=on, reason=reason, actor=actor, now=now)
    places = Place.objects.filter(office_code=office_code, local_on=on)
    released = _release(places, office_code, actor=actor, now=now, chance=chance)
    _mark_office(
        "places.day_closed",
        office_code,
        actor=actor,
        now=now,
        on=on.isoformat(),
        withdrawn=released.withdrawn,
        told=released.told,
    )
    return released


@claiming.busy_not_broken(claiming.DayBusy)
@transaction.atomic
def stand_down(
    *, staff_day_id: int, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Released:
    """Take back that somebody comes: their places go, their families choose again.

    Of an interpreter only the languages go; a family that needs them chooses again too.
    """
    day = StaffDay.objects.filter(pk=staff_day_id, office_code__in=actor.offices).first()
    if day is None:
        raise NotVisible
    check_supervises(actor, day.office_code)
    if day.role == "INTERPRETER":
        released = _without_interpreter(day, actor=actor, now=now, chance=chance)
    else:
        theirs = Place.objects.filter(staff_day=day)
        released = _stand_down(theirs, day.office_code, actor=actor, now=now, chance=chance)
    staff_days.unconfirm_day(day_id=staff_day_id, actor=actor, now=now)
    return released


@claiming.busy_not_broken(claiming.DayBusy)
@transaction.atomic
def stand_desk_down(
    *, desk_id: int, actor: Asker, now: datetime, chance: Random = CHANCE
) -> Released:
    """Take back that a desk can be used: its coming places go, their families choose again."""
    desk = office_acts.desk_of(actor, desk_id)
    check_supervises(actor, desk.office_code)
    there = Place.objects.filter(desk=desk)
    released = _stand_down(there, desk.office_code, actor=actor, now=now, chance=chance)
    office_acts.unconfirm_desk(desk_id=desk_id, actor=actor, now=now)
    return released


def _withdraw_free(places: PlaceQuerySet) -> int:
    return places.filter(state__in=FREE).update(state=PlaceState.WITHDRAWN, rests_until=None)


def _stand_down(
    places: PlaceQuerySet, office_code: str, *, actor: Asker, now: datetime, chance: Random
) -> Released:
    """Release what is still ahead, and withdraw what was never taken: no open place may rest
    on a desk or a person that is not confirmed."""
    ahead = places.filter(ends_at__gt=now)
    released = _release(ahead, office_code, actor=actor, now=now, chance=chance)
    _withdraw_free(places)
    return released


def _release(
    places: PlaceQuerySet, office_code: str, *, actor: Asker, now: datetime, chance: Random
) -> Released:
    """Withdraw all of these places, lapse what is held there and ask the booked to choose."""
    # All places first, in one order: an open one that is being claimed is waited for, so that
    # its new appointment is already among those we then find.
    list(places.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    gone = _withdraw_free(places)
    touched = Appointment.objects.locked().filter(
        state__in=[AppointmentState.HELD, AppointmentState.CONFIRMED],
        place__in=places.filter(state=PlaceState.TAKEN),
    )
    by = answer_by(office_code, now=now)
    told = 0
    for appointment in touched.select_related("household").order_by("place"):
        appointment.place.state = PlaceState.WITHDRAWN
        appointment.place.save(update_fields=["state"])
        told += _offer_another_time(appointment, by=by, actor=actor, now=now, chance=chance)
    return Released(withdrawn=gone, told=told, answer_by=by if told else None)


def _offer_another_time(
    appointment: Appointment, *, by: datetime, actor: Asker, now: datetime, chance: Random
) -> bool:
    """Ask the family to choose again; a mere hold just ends. False where nobody is told."""
    if appointment.state == AppointmentState.HELD:
        claiming.end(
            appointment, AppointmentState.LAPSED, by=EndedBy.OFFICE, now=now, chance=chance
        )
        mark("appointment.lapsed", appointment, actor=actor, now=now)
        return False
    if appointment.answer_by is not None:
        return False
    appointment.answer_by = by
    appointment.save(update_fields=["answer_by"])
    mark("appointment.hour_lost", appointment, actor=actor, now=now, answer_by=by.isoformat())
    last = slots.local_day(by, appointment.place.slot.zone)
    say("closed_day", appointment, now=now, answer_by=last.isoformat())
    return True


def _without_interpreter(day: StaffDay, *, actor: Asker, now: datetime, chance: Random) -> Released:
    helped = Place.objects.filter(
        interpreter=day.user_id, office_code=day.office_code, local_on=day.on, ends_at__gt=now
    )
    by = answer_by(day.office_code, now=now)
    told = 0
    rows = helped.select_related("staff_day").select_for_update(of=("self",), no_key=True)
    for place in rows.order_by("pk"):
        place.interpreter_id = None
        place.languages = sorted(place.staff_day.languages)
        place.save(update_fields=["interpreter", "languages"])
        for appointment in (
            Appointment.objects.locked()
            .filter(place=place, state=AppointmentState.CONFIRMED)
            .select_related("household")
        ):
            needed = appointment.household.interpreter_language
            if needed and needed not in place.languages:
                told += _offer_another_time(appointment, by=by, actor=actor, now=now, chance=chance)
    return Released(withdrawn=0, told=told, answer_by=by if told else None)


def answer_by(office_code: str, *, now: datetime, closing: date | None = None) -> datetime:
    """Until when a family may choose again whose hour is taken back at this moment.

    With `closing`, as if that day were closed already: what a page shows beforehand.
    """
    zone = programme.zone(office_code)
    today = slots.local_day(now, zone)
    last = today + dates.ANSWER_AT_MOST + timedelta(days=1)
    working = set(offices.working_days(office_code, today, last)) - {closing}
    return dates.answer_by(now, working, zone)


def _mark_office(
    act: str, office_code: str, *, actor: Asker, now: datetime, **facts: object
) -> None:
    trail.record(
        act, actor=actor, about=f"office:{office_code}", now=now, office=office_code, **facts
    )

"""What the clock does each minute. Every function may run twice or late without harm.

Rows that somebody works on at this moment are stepped over; the next minute finds them.
"""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from safe_mobility.appointments.models import Appointment, Place
from safe_mobility.appointments.models.appointments import AppointmentQuerySet
from safe_mobility.appointments.rules import dates, slots
from safe_mobility.appointments.rules.states import AppointmentState, EndedBy, PlaceState
from safe_mobility.appointments.services import claiming
from safe_mobility.appointments.services.claiming import CHANCE
from safe_mobility.appointments.services.day import end_for_good
from safe_mobility.appointments.services.telling import mark, say
from safe_mobility.offices import queries as offices
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import job

CLOCK = job("appointments")
AT_MOST = 500
"""Rows a run: what is left waits a minute, and no run holds locks for long."""


@transaction.atomic
def lapse_overdue(*, now: datetime, chance: Random = CHANCE) -> int:
    """End the holds that nobody confirmed in time. Their places rest like cancelled ones, or
    holding and letting lapse would become the trade."""
    overdue = _free(Appointment.objects.held().filter(held_until__lte=now))
    for held in overdue:
        claiming.end(held, AppointmentState.LAPSED, by=EndedBy.CLOCK, now=now, chance=chance)
        mark("appointment.lapsed", held, actor=CLOCK, now=now)
    return len(overdue)


@transaction.atomic
def wake_rested(*, now: datetime) -> int:
    """Open the places whose rest is over."""
    rested = Place.objects.filter(state=PlaceState.RESTING, rests_until__lte=now)
    awake = rested.select_for_update(skip_locked=True, no_key=True).values("pk")[:AT_MOST]
    return Place.objects.filter(pk__in=list(awake.values_list("pk", flat=True))).update(
        state=PlaceState.OPEN, rests_until=None
    )


@transaction.atomic
def end_unanswered_closures(*, now: datetime, chance: Random = CHANCE) -> int:
    """Let those go who were asked to choose another time and have not answered by the date.

    The appointment is cancelled by the office, and the application waits: nothing is lost.
    """
    silent = _free(Appointment.objects.filter(state=AppointmentState.CONFIRMED, answer_by__lte=now))
    for appointment in silent:
        claiming.end(
            appointment, AppointmentState.CANCELLED, by=EndedBy.OFFICE, now=now, chance=chance
        )
        people_acts.advance(
            household_id=appointment.household_id,
            to=State.WAITING,
            actor=CLOCK,
            now=now,
            reason="CLOSED_DAY",
        )
        mark("appointment.cancelled", appointment, actor=CLOCK, now=now)
        say("cancelled", appointment, now=now)
    return len(silent)


@transaction.atomic
def send_reminders(*, now: datetime) -> int:
    """Remind each family two working days before, from eight in the morning of its office.

    Who booked on that day or later has just been written to and is not written to again.
    """
    ahead = Appointment.objects.filter(
        state=AppointmentState.CONFIRMED,
        answer_by=None,
        reminded_at=None,
        place__starts_at__gt=now,
        place__starts_at__lte=now + dates.LOOKS_BACK,
    )
    sent = 0
    days = ahead.values_list("place__office_code", "place__local_on", "place__zone").distinct()
    for office_code, on, zone in list(days):
        remind_on = _reminder_on(office_code, on)
        if remind_on is None or now < slots.instant(remind_on, dates.REMINDED_FROM, ZoneInfo(zone)):
            continue
        for appointment in _free(ahead.filter(place__office_code=office_code, place__local_on=on)):
            sent += _remind(appointment, remind_on, zone=ZoneInfo(zone), now=now)
    return sent


@transaction.atomic
def end_the_day(*, now: datetime) -> int:
    """By the next morning nobody waits any more: who never came was absent, who came has left.

    A family still in interview stays there until somebody says that it is done.
    """
    becomes = {
        AppointmentState.CONFIRMED: (AppointmentState.ABSENT, "missed"),
        AppointmentState.ARRIVED: (AppointmentState.LEFT, "left"),
        AppointmentState.CALLED: (AppointmentState.LEFT, "left"),
        AppointmentState.PARKED: (AppointmentState.LEFT, "left"),
    }
    # Twelve hours back no place on earth still has a day that is over in UTC.
    over = (now - timedelta(hours=12)).date()
    past = _free(
        Appointment.objects.filter(
            state__in=list(becomes), answer_by=None, place__local_on__lt=over
        )
    )
    for appointment in past:
        state, message = becomes[AppointmentState(appointment.state)]
        if appointment.state == AppointmentState.PARKED:
            appointment.become(AppointmentState.ARRIVED)
        end_for_good(appointment, state, message=message, actor=CLOCK, now=now)
    return len(past)


def _remind(appointment: Appointment, remind_on: date, *, zone: ZoneInfo, now: datetime) -> bool:
    appointment.reminded_at = now
    appointment.save(update_fields=["reminded_at"])
    if slots.local_day(appointment.confirmed_at or now, zone) >= remind_on:
        return False
    say("reminder", appointment, now=now)
    return True


def _free(rows: AppointmentQuerySet) -> list[Appointment]:
    """At most so many rows that nobody works on, locked with their places."""
    return list(
        rows.select_related("place", "household")
        .select_for_update(of=("place", "self"), no_key=True, skip_locked=True)
        .order_by("pk")[:AT_MOST]
    )


def _reminder_on(office_code: str, on: date) -> date | None:
    first = on - dates.LOOKS_BACK
    return dates.reminder_on(on, offices.working_days(office_code, first, on - timedelta(days=1)))

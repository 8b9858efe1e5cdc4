"""The day at the office: a family arrives, is called, is heard, or does not come.

Every act locks the appointment first and asks the table of states, so of two officers who
press at once one is told what the other did. Two families are never called to one desk: the
database refuses the second.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.appointments import queries
from safe_mobility.appointments.models import Appointment, VisitPeriod
from safe_mobility.appointments.rules import queue, slots, states
from safe_mobility.appointments.rules.states import AppointmentState, EndedBy
from safe_mobility.appointments.services.claiming import guarded
from safe_mobility.appointments.services.telling import mark, say
from safe_mobility.offices.models import Desk
from safe_mobility.offices.rules import Mode
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

DOORS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")
DESKS = ("INTERVIEWER", "SUPERVISOR")

_S = AppointmentState
_K = VisitPeriod.Kind


class OtherDay(Refusal):
    """The appointment is on another day; which one is in the facts."""

    code = "appointments.other_day"


class AlreadyCalled(Refusal):
    """Another desk called this family; which one and when is in the facts."""

    code = "appointments.already_called"


@transaction.atomic
def arrive(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family is here. Pressing again changes nothing.

    Also received is a family whose hour the office took back and that came all the same.
    """
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    if appointment.state in {_S.ARRIVED, _S.CALLED, _S.PARKED, _S.IN_INTERVIEW}:
        return
    _check_today(appointment, now=now)
    _become(appointment, _S.ARRIVED, now=now, period=_K.WAITING, arrived_at=now, answer_by=None)
    mark("appointment.arrived", appointment, actor=actor, now=now)


@transaction.atomic
def call(
    *,
    appointment_id: UUID,
    desk_id: int,
    actor: Asker,
    now: datetime,
    otherwise: queue.Otherwise | None = None,
) -> None:
    """Call the family to this desk. By phone or video the call itself is the arrival.

    `otherwise` says why, where the officer chose another family than the suggested one.

    Raises `AlreadyCalled` when another desk was faster, `DeskBusy` when a family is already
    called here or sits here.
    """
    appointment = _at_office(appointment_id, actor=actor, roles=DESKS)
    desk = _desk(desk_id, appointment)
    if appointment.state in states.AT_A_DESK:
        raise AlreadyCalled(desk=_name_of(appointment), at=appointment.called_at)
    if appointment.state == _S.CONFIRMED and appointment.place.mode != Mode.IN_PERSON:
        arrive(appointment_id=appointment_id, actor=actor, now=now)
        appointment.refresh_from_db(fields=["state", "arrived_at"])
    with guarded():
        _become(
            appointment,
            _S.CALLED,
            now=now,
            period=_K.CALLED,
            desk=desk,
            called_at=now,
            called_by=actor.ref,
            calls=appointment.calls + 1,
        )
    why = {"otherwise": otherwise.value} if otherwise else {}
    mark("appointment.called", appointment, actor=actor, now=now, desk=desk.pk, **why)
    tell_next_but_two(appointment.place.office_code, appointment.place.mode, now=now)


@transaction.atomic
def unanswered(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """Nobody came to the desk. After the third call the family has left."""
    appointment = _at_office(appointment_id, actor=actor, roles=DESKS)
    _check_state(appointment, {_S.CALLED}, wanted=_S.ARRIVED)
    mark("appointment.unanswered", appointment, actor=actor, now=now, calls=appointment.calls)
    if queue.after_unanswered(appointment.calls) is _S.LEFT:
        _end(appointment, _S.LEFT, by=EndedBy.OFFICE, message="left", actor=actor, now=now)
    else:
        _become(appointment, _S.ARRIVED, now=now, period=_K.WAITING, desk=None)


@transaction.atomic
def park(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family is here but cannot be seen just now: a copy shop, a child to feed."""
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    _become(appointment, _S.PARKED, now=now, period=_K.ON_HOLD, desk=None)
    mark("appointment.parked", appointment, actor=actor, now=now)


@transaction.atomic
def unpark(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family is ready again and stands where it stood: its arrival still counts."""
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    _check_state(appointment, {_S.PARKED}, wanted=_S.ARRIVED)
    _become(appointment, _S.ARRIVED, now=now, period=_K.WAITING)
    mark("appointment.unparked", appointment, actor=actor, now=now)


@transaction.atomic
def redirect(*, appointment_id: UUID, desk_id: int, actor: Asker, now: datetime) -> None:
    """Send a called family, or one already sitting, on to another desk."""
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    desk = _desk(desk_id, appointment)
    _check_state(appointment, states.AT_A_DESK, wanted=_S.CALLED)
    appointment.desk = desk
    with guarded():
        appointment.save(update_fields=["desk"])
    _log(appointment, VisitPeriod.Kind(_running(appointment)), now=now)
    mark("appointment.redirected", appointment, actor=actor, now=now, desk=desk.pk)


@transaction.atomic
def start_interview(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family sits at the desk that called it. Pressing again changes nothing."""
    appointment = _at_office(appointment_id, actor=actor, roles=DESKS)
    if appointment.state == _S.IN_INTERVIEW:
        return
    _become(appointment, _S.IN_INTERVIEW, now=now, period=_K.INTERVIEW)
    mark("appointment.interview_started", appointment, actor=actor, now=now)


@transaction.atomic
def finish(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family has been heard. What becomes of its application is decided by `cases`."""
    appointment = _at_office(appointment_id, actor=actor, roles=DESKS)
    _become(appointment, _S.DONE, now=now, period=None, ended_at=now)
    mark("appointment.done", appointment, actor=actor, now=now)


@transaction.atomic
def leave(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family said that it has to go. Its application waits again."""
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    _end(appointment, _S.LEFT, by=EndedBy.HOUSEHOLD, message="left", actor=actor, now=now)


@transaction.atomic
def mark_absent(*, appointment_id: UUID, actor: Asker, now: datetime) -> None:
    """The family did not come. Never before half an hour has passed, never after it arrived."""
    appointment = _at_office(appointment_id, actor=actor, roles=DOORS)
    _check_state(appointment, {_S.CONFIRMED}, wanted=_S.ABSENT)
    queue.check_absent(appointment.place.starts_at, now=now)
    _end(appointment, _S.ABSENT, by=EndedBy.OFFICE, message="missed", actor=actor, now=now)


def tell_next_but_two(office_code: str, mode: str, *, now: datetime) -> None:
    """Send "two turns are left" to the family that has exactly two before it, once a day."""
    order = queries.waiting_order(office_code=office_code, mode=mode, now=now)
    third = queue.next_but_two(order)
    if third is not None:
        appointment = Appointment.objects.select_related("household", "place").get(
            pk=third.appointment
        )
        say("you_are_next", appointment, now=now)


def end_for_good(
    appointment: Appointment, state: AppointmentState, *, message: str, actor: Asker, now: datetime
) -> None:
    """End a visit at the close of the day, as the clock does it."""
    _end(appointment, state, by=EndedBy.CLOCK, message=message, actor=actor, now=now)


def _at_office(appointment_id: UUID, *, actor: Asker, roles: Collection[str]) -> Appointment:
    """The appointment with its place, locked, for staff of the office that sees the family."""
    if actor.kind is not AskerKind.STAFF or not actor.has_role(*roles):
        raise NotVisible
    appointment = (
        Appointment.objects.locked()
        .select_related("household")
        .filter(pk=appointment_id, place__office_code__in=actor.offices)
        .first()
    )
    if appointment is None:
        raise NotVisible
    return appointment


def _desk(desk_id: int, appointment: Appointment) -> Desk:
    desk = Desk.objects.filter(pk=desk_id, office_code=appointment.place.office_code).first()
    if desk is None:
        raise NotVisible
    return desk


def _name_of(appointment: Appointment) -> str:
    return appointment.desk.name if appointment.desk else ""


def _check_today(appointment: Appointment, *, now: datetime) -> None:
    place = appointment.place
    if slots.local_day(now, place.slot.zone) != place.local_on:
        raise OtherDay(on=place.local_on, at=place.local_time, office=place.office_code)


def _check_state(
    appointment: Appointment, expected: Collection[AppointmentState], *, wanted: AppointmentState
) -> None:
    if appointment.state not in expected:
        raise states.CannotBecome(state=appointment.state, wanted=wanted)


def _become(
    appointment: Appointment,
    state: AppointmentState,
    *,
    now: datetime,
    period: VisitPeriod.Kind | None,
    **also: object,
) -> None:
    states.check_becomes(AppointmentState(appointment.state), state)
    appointment.become(state, **also)
    _log(appointment, period, now=now)


def _end(
    appointment: Appointment,
    state: AppointmentState,
    *,
    by: EndedBy,
    message: str,
    actor: Asker,
    now: datetime,
) -> None:
    """End the visit without an interview: the application waits, and the family is told."""
    _become(appointment, state, now=now, period=None, ended_at=now, ended_by=by)
    people_acts.advance(
        household_id=appointment.household_id,
        to=State.WAITING,
        actor=actor,
        now=now,
        reason=state.value,
    )
    mark(f"appointment.{state.value.lower()}", appointment, actor=actor, now=now)
    say(message, appointment, now=now)


def _running(appointment: Appointment) -> str:
    return _K.INTERVIEW if appointment.state == _S.IN_INTERVIEW else _K.CALLED


def _log(appointment: Appointment, kind: VisitPeriod.Kind | None, *, now: datetime) -> None:
    """Close the running period of the visit and begin the next, if there is one."""
    VisitPeriod.objects.filter(appointment=appointment, until_at=None).update(until_at=now)
    if kind is not None:
        VisitPeriod.objects.create(
            appointment=appointment, kind=kind, from_at=now, desk=appointment.desk
        )

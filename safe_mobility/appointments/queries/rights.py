"""Whether this household may book this slot today, whoever presses for it.

Each no has its own sentence, because a family that reads "not possible" learns nothing: the
application was not sent, the programme has stopped, the office is shut that day, booking
there is closed or goes by personal invitation.
"""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from safe_mobility.appointments.models import Appointment
from safe_mobility.appointments.rules import slots
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.offices import queries as offices
from safe_mobility.people import queries as people
from safe_mobility.people.models import Application, Household
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.directory import BookingRule
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

BOOKS_FROM = frozenset({State.SENT, State.IN_REVIEW, State.WAITING, State.INVITED, State.BOOKED})


_NEWEST = AskedOften(
    lambda household: Application.objects.filter(household=household).order_by("-opened_at")[:1],
    household=UUID,
)


class NotSentYet(Refusal):
    """The application is a draft; nobody has looked at it or could."""

    code = "appointments.not_sent_yet"


class NotNow(Refusal):
    """The application is in a state in which an interview is not what comes next."""

    code = "appointments.not_now"


class ProgrammeStopped(Refusal):
    code = "appointments.programme_stopped"


class OfficeUnknown(Refusal):
    """There is no such office on that day, or it does not see families in this way."""

    code = "appointments.office_unknown"


class OfficeShut(Refusal):
    """The office has closed that day meanwhile."""

    code = "appointments.office_shut"


class BookingClosed(Refusal):
    code = "appointments.booking_closed"


class InvitationNeeded(Refusal):
    code = "appointments.invitation_needed"


def check_may_book(
    household: Household, application: Application, slot: Slot, *, changes: bool, now: datetime
) -> None:
    """Refuse with the first reason that stands in the way.

    A household that `changes` a live appointment has its right at that office already: there
    it needs no new invitation, and may choose again where booking has closed to others. At
    another office it asks like anybody, or an open office would be the back door of one that
    invites.
    """
    today = slots.local_day(now, slot.zone)
    _check_application(application, today=today)
    office = programme.office(slot.office_code, on=slot.on)
    if office is None or slot.mode.value not in office.modalities:
        raise OfficeUnknown(office=slot.office_code, mode=slot.mode.value)
    if offices.is_closed(slot.office_code, slot.on):
        raise OfficeShut(office=slot.office_code, on=slot.on)
    if not (changes and _has_appointment_at(household, slot.office_code)):
        _check_booking_rule(household.pk, slot.office_code, today=today, now=now)


def _has_appointment_at(household: Household, office_code: str) -> bool:
    live = Appointment.objects.live().filter(household=household)
    return live.filter(place__office_code=office_code).exists()


def obstacle(*, asker: Asker, zone: ZoneInfo, now: datetime) -> Refusal | None:
    """What keeps the household from booking anywhere, so that a page can say it at once."""
    if asker.kind is not AskerKind.HOUSEHOLD:
        return NotVisible()
    newest = _NEWEST(household=UUID(asker.id))
    if not newest:
        return NotVisible()
    try:
        _check_application(newest[0], today=slots.local_day(now, zone))
    except Refusal as refusal:
        return refusal
    return None


def obstacle_at(*, asker: Asker, office_code: str, zone: ZoneInfo, now: datetime) -> Refusal | None:
    """What keeps the household from booking at this office: closed, or no invitation."""
    if asker.kind is not AskerKind.HOUSEHOLD:
        return NotVisible()
    try:
        _check_booking_rule(UUID(asker.id), office_code, today=slots.local_day(now, zone), now=now)
    except Refusal as refusal:
        return refusal
    return None


def _check_application(application: Application, *, today: date) -> None:
    if application.state == State.DRAFT:
        raise NotSentYet
    if application.state not in BOOKS_FROM:
        raise NotNow(state=application.state)
    programme_now = programme.programme_state(on=today)
    if application.suspended_on is not None or programme_now.suspended:
        raise ProgrammeStopped(news_on=programme_now.next_news_on)


def _check_booking_rule(
    household_id: UUID, office_code: str, *, today: date, now: datetime
) -> None:
    rule = programme.booking_rule(office_code, on=today)
    if rule is BookingRule.CLOSED:
        raise BookingClosed(office=office_code)
    if rule is BookingRule.INVITATION and not people.may_book(
        household_id=household_id, office_code=office_code, now=now
    ):
        raise InvitationNeeded(office=office_code)

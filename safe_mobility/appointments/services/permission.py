"""Whether this household may book this slot today, whoever presses for it.

Each no has its own sentence, because a family that reads "not possible" learns nothing: the
application was not sent, the programme has stopped, the office is shut that day, booking
there is closed or goes by personal invitation.
"""

from datetime import datetime
from uuid import UUID

from safe_mobility.appointments.rules import slots
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.offices import queries as offices
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Application, Household
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

BOOKS_FROM = frozenset({State.SENT, State.IN_REVIEW, State.WAITING, State.INVITED, State.BOOKED})
BOOKS_FOR_OTHERS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")


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


def is_family(actor: Asker) -> bool:
    return actor.kind is AskerKind.HOUSEHOLD


def held_household(*, household_id: UUID, actor: Asker) -> tuple[Household, Application]:
    """The household with its newest application, read and locked in one statement.

    Two acts of one household come one after the other. Raises `NotVisible` for a stranger.
    """
    application = (
        Application.objects.filter(household=household_id)
        .select_related("household")
        .select_for_update(of=("household",), no_key=True)
        .order_by("-opened_at")
        .first()
    )
    if application is None or not _acts_for(actor, application.household):
        raise NotVisible
    return application.household, application


def check_may_book(
    household: Household, application: Application, slot: Slot, *, changes: bool, now: datetime
) -> None:
    """Refuse with the first reason that stands in the way.

    A household that `changes` a live appointment has its right already: it needs no new
    invitation, and may choose again where booking has closed to others.
    """
    today = slots.local_day(now, slot.zone)
    _check_application(application)
    if application.suspended_on is not None or programme.programme_state(on=today).suspended:
        raise ProgrammeStopped(reference=household.reference)
    office = programme.office(slot.office_code, on=slot.on)
    if office is None or slot.mode.value not in office.modalities:
        raise OfficeUnknown(office=slot.office_code, mode=slot.mode.value)
    if offices.is_closed(slot.office_code, slot.on):
        raise OfficeShut(office=slot.office_code, on=slot.on)
    if not changes:
        _check_booking_rule(household, slot, now=now)


def use_right_to_book(household: Household, slot: Slot, *, actor: Asker, now: datetime) -> None:
    """Use up the personal invitation where booking goes by invitation. It counts once."""
    rule = programme.booking_rule(slot.office_code, on=slots.local_day(now, slot.zone))
    if rule == "INVITATION":
        people_acts.use_invitation(
            household_id=household.pk, office_code=slot.office_code, actor=actor, now=now
        )


def _acts_for(actor: Asker, household: Household) -> bool:
    if is_family(actor):
        return actor.id == str(household.pk)
    if actor.kind is AskerKind.STAFF:
        return household.office_code in actor.offices and actor.has_role(*BOOKS_FOR_OTHERS)
    return actor.kind is AskerKind.JOB


def _check_application(application: Application) -> None:
    if application.state == State.DRAFT:
        raise NotSentYet
    if application.state not in BOOKS_FROM:
        raise NotNow(state=application.state)


def _check_booking_rule(household: Household, slot: Slot, *, now: datetime) -> None:
    rule = programme.booking_rule(slot.office_code, on=slots.local_day(now, slot.zone))
    if rule == "CLOSED":
        raise BookingClosed(office=slot.office_code)
    if rule == "INVITATION" and not people.may_book(
        household_id=household.pk, office_code=slot.office_code, now=now
    ):
        raise InvitationNeeded(office=slot.office_code)

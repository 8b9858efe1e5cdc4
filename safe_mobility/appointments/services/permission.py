"""Who acts for a household, and the one thing that a booking uses up: an invitation."""

from datetime import datetime
from uuid import UUID

from safe_mobility.appointments.rules import slots
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.people import services as people_acts
from safe_mobility.people.models import Application, Household
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.directory import BookingRule
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

BOOKS_FOR_OTHERS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")

_NEWEST_HELD = AskedOften(
    lambda household: (
        Application.objects.filter(household=household)
        .select_related("household")
        .select_for_update(of=("household", "self"), no_key=True)
        .order_by("-opened_at")[:1]
    ),
    household=UUID,
)


def is_family(actor: Asker) -> bool:
    return actor.kind is AskerKind.HOUSEHOLD


def held_household(*, household_id: UUID, actor: Asker) -> tuple[Household, Application]:
    """The household with its newest application, read and locked in one statement.

    Two acts of one household come one after the other. Raises `NotVisible` for a stranger.
    """
    for application in _NEWEST_HELD(household=household_id):
        if _acts_for(actor, application.household):
            return application.household, application
    raise NotVisible


def use_right_to_book(household: Household, slot: Slot, *, actor: Asker, now: datetime) -> None:
    """Use up the personal invitation where booking goes by invitation. It counts once."""
    rule = programme.booking_rule(slot.office_code, on=slots.local_day(now, slot.zone))
    if rule is BookingRule.INVITATION:
        people_acts.use_invitation(
            household_id=household.pk, office_code=slot.office_code, actor=actor, now=now
        )


def _acts_for(actor: Asker, household: Household) -> bool:
    if is_family(actor):
        return actor.id == str(household.pk)
    if actor.kind is AskerKind.STAFF:
        return household.office_code in actor.offices and actor.has_role(*BOOKS_FOR_OTHERS)
    return actor.kind is AskerKind.JOB

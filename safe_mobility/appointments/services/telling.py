"""The mark and the words that belong to an act on an appointment."""

from datetime import datetime
from typing import Any

from safe_mobility.appointments.models import Appointment
from safe_mobility.notifications.services import queue
from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Household
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.recipient import Recipient, RecipientKind


def mark(act: str, appointment: Appointment, *, actor: Asker, now: datetime, **facts: Any) -> None:
    """One line of the trail, readable for the supervisor of the office that sees the family."""
    trail.record(
        act,
        actor=actor,
        about=appointment.household.reference,
        now=now,
        office=appointment.place.office_code,
        appointment=str(appointment.pk),
        place=appointment.place_id,
        **facts,
    )


def say(
    kind: str, appointment: Appointment, *, now: datetime, occasion: str = "", **facts: Any
) -> None:
    """Queue one message to the family about this appointment; a repeat is silently nothing."""
    queue(
        kind,
        about=str(appointment.pk),
        to=recipient(appointment.household),
        now=now,
        occasion=occasion,
        starts_at=appointment.place.starts_at.isoformat(),
        office=appointment.place.office_code,
        mode=appointment.place.mode,
        **facts,
    )


def recipient(household: Household) -> Recipient:
    return Recipient(
        kind=RecipientKind.HOUSEHOLD, id=str(household.pk), language=household.language
    )

"""The appointments of one household, past and to come, as its case shows them."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from safe_mobility.appointments.models import Appointment
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker

SHOWN = ("CONFIRMED", "ARRIVED", "CALLED", "PARKED", "IN_INTERVIEW", "DONE", "ABSENT", "LEFT")
LIVE = ("CONFIRMED", "ARRIVED", "CALLED", "PARKED", "IN_INTERVIEW")


@dataclass(frozen=True, slots=True)
class VisitLine:
    id: UUID
    state: str
    office_code: str
    mode: str
    on: date
    at: time

    @property
    def live(self) -> bool:
        return self.state in LIVE


def visits_of(*, asker: Asker, household_id: UUID) -> list[VisitLine]:
    """The newest first; what was only held, moved or cancelled is left out."""
    rows = (
        Appointment.objects.filter(
            household=household_id, household__in=scope.visible_to(asker), state__in=SHOWN
        )
        .select_related("place")
        .order_by("-place__starts_at")
    )
    return [
        VisitLine(
            id=row.pk,
            state=row.state,
            office_code=row.place.office_code,
            mode=row.place.mode,
            on=row.place.local_on,
            at=row.place.local_time,
        )
        for row in rows
    ]

"""Publishing a day: its places are computed from hours, confirmed desks and confirmed people.

Nobody types how many there are. Publishing again adds what has become possible since and
changes nothing that stands, so pressing twice, or two supervisors at once, does no harm.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from safe_mobility.appointments import queries
from safe_mobility.appointments.models import Place
from safe_mobility.appointments.rules.slots import PlannedPlace, instant
from safe_mobility.appointments.rules.states import PlaceState
from safe_mobility.appointments.services.claiming import guarded
from safe_mobility.offices.services import check_supervises
from safe_mobility.oversight.services import trail
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker


@dataclass(frozen=True, slots=True)
class Published:
    opened: int
    drafted: int
    """Planned, but desk or interviewer is not confirmed: nobody can book these."""


@transaction.atomic
def publish_day(*, office_code: str, on: date, actor: Asker, now: datetime) -> Published:
    """Make the day's places that its hours, desks and people allow and that are missing.

    A place that exists is left alone, but an open one without interpreter gains one that was
    confirmed since. What overlaps a place of the same person or desk elsewhere is not made.
    """
    check_supervises(actor, office_code)
    planned = [
        (starts_at, place)
        for place in queries.planned_day(office_code=office_code, on=on)
        if (starts_at := instant(on, place.at, programme.zone(office_code))) > now
    ]
    # Drafts are a plan and nobody's: they are made anew each time.
    Place.objects.filter(office_code=office_code, local_on=on, state=PlaceState.DRAFT).delete()
    _add_interpreters(office_code, on, planned)
    before = _count(office_code, on)
    rows = [_row(office_code, on, starts_at, place) for starts_at, place in planned]
    Place.objects.bulk_create(rows, ignore_conflicts=True)
    after = _count(office_code, on)
    result = Published(*(after[state] - before[state] for state in _COUNTED))
    trail.record(
        "places.published",
        actor=actor,
        about=f"office:{office_code}",
        now=now,
        office=office_code,
        on=on.isoformat(),
        opened=result.opened,
        drafted=result.drafted,
    )
    return result


_COUNTED = (PlaceState.OPEN, PlaceState.DRAFT)


def _count(office_code: str, on: date) -> dict[PlaceState, int]:
    rows = Place.objects.filter(office_code=office_code, local_on=on)
    return {state: rows.filter(state=state).count() for state in _COUNTED}


def _row(office_code: str, on: date, starts_at: datetime, planned: PlannedPlace) -> Place:
    return Place(
        office_code=office_code,
        mode=planned.mode,
        local_on=on,
        local_time=planned.at,
        zone=str(programme.zone(office_code)),
        minutes=planned.minutes,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=planned.minutes),
        desk_id=planned.desk,
        desk_confirmed=planned.desk_confirmed,
        staff_day_id=planned.interviewer.staff_day,
        staff_day_confirmed=planned.interviewer.confirmed,
        interviewer_id=planned.interviewer.person,
        interpreter_id=planned.interpreter.person if planned.interpreter else None,
        languages=sorted(planned.languages),
        state=PlaceState.OPEN if planned.confirmed else PlaceState.DRAFT,
    )


def _add_interpreters(
    office_code: str, on: date, planned: list[tuple[datetime, PlannedPlace]]
) -> None:
    by_key = {(place.interviewer.staff_day, starts_at): place for starts_at, place in planned}
    free = Place.objects.select_for_update(no_key=True).filter(
        office_code=office_code, local_on=on, state=PlaceState.OPEN, interpreter=None
    )
    for row in free.order_by("pk"):
        place = by_key.get((row.staff_day_id, row.starts_at))
        if place is not None and place.interpreter is not None:
            row.interpreter_id = place.interpreter.person
            row.languages = sorted(place.languages)
            with guarded():
                row.save(update_fields=["interpreter", "languages"])

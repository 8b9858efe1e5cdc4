"""Opening a case: who may, and the mark that every read leaves.

The mark is written before anything is read and stands on its own, so that no error after it can
take it back.
"""

from datetime import date, datetime

from django.http import HttpRequest

from safe_mobility.doors.common.asking import asker
from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.people.queries import days
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.shared.references import parse_reference
from safe_mobility.shared.refusal import NotVisible

READERS = ("RECEPTION", "INTERVIEWER", "INTERPRETER", "SUPERVISOR")
"""Who sees that a case exists and where it stands."""
HEARERS = ("INTERVIEWER", "SUPERVISOR")
"""Who writes interviews and decides."""


def open_case(request: HttpRequest, reference: str, *, part: str, now: datetime) -> HouseholdSeen:
    """The household, if it is in reach; outside of it there is nothing (`NotVisible`: 404)."""
    who = asker(request)
    number = parse_reference(reference)
    if number is None:
        raise NotVisible(reference="")
    seen = people.household(asker=who, reference=number)
    trail.record(
        "case.read", actor=who, about=seen.reference, now=now, office=seen.office_code, part=part
    )
    return seen


def today_of(seen: HouseholdSeen, *, now: datetime) -> date:
    return days.local_day(office_code=seen.office_code, now=now)

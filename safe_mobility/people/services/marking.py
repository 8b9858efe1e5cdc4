"""The line of the trail that an act on a household leaves, readable for its office."""

from datetime import datetime
from typing import Any

from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Household
from safe_mobility.shared.asker import Asker


def mark(act: str, household: Household, *, actor: Asker, now: datetime, **facts: Any) -> None:
    """`facts` are references, codes and dates; the trail holds no personal value."""
    trail.record(
        act,
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        **facts,
    )

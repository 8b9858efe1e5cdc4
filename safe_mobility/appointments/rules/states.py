"""What an appointment and a place can become. Nothing else may write their state.

An appointment is HELD while the household makes up its mind; it is live from CONFIRMED until
somebody sat down with the family or it ended otherwise. A place is TAKEN exactly while a held
or live appointment stands on it; one that is given up rests before it opens again.
"""

from collections.abc import Mapping
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class AppointmentState(StrEnum):
    HELD = "HELD"
    CONFIRMED = "CONFIRMED"
    ARRIVED = "ARRIVED"
    CALLED = "CALLED"
    PARKED = "PARKED"
    IN_INTERVIEW = "IN_INTERVIEW"
    DONE = "DONE"
    LAPSED = "LAPSED"
    MOVED = "MOVED"
    CANCELLED = "CANCELLED"
    ABSENT = "ABSENT"
    LEFT = "LEFT"


class PlaceState(StrEnum):
    DRAFT = "DRAFT"
    OPEN = "OPEN"
    TAKEN = "TAKEN"
    RESTING = "RESTING"
    WITHDRAWN = "WITHDRAWN"


class EndedBy(StrEnum):
    """Who ended an appointment before its interview."""

    HOUSEHOLD = "HOUSEHOLD"
    OFFICE = "OFFICE"
    CLOCK = "CLOCK"


class CannotBecome(Refusal):
    """The appointment is in a state from which this act does not follow.

    Usually somebody else was faster: the page is simply out of date.
    """

    code = "appointments.cannot_become"


_A = AppointmentState
_P = PlaceState

APPOINTMENT_BECOMES: Mapping[AppointmentState, frozenset[AppointmentState]] = {
    _A.HELD: frozenset({_A.CONFIRMED, _A.LAPSED}),
    _A.CONFIRMED: frozenset({_A.MOVED, _A.CANCELLED, _A.ARRIVED, _A.ABSENT}),
    _A.ARRIVED: frozenset({_A.CALLED, _A.PARKED, _A.LEFT}),
    _A.CALLED: frozenset({_A.IN_INTERVIEW, _A.ARRIVED, _A.PARKED, _A.LEFT}),
    _A.PARKED: frozenset({_A.ARRIVED}),
    _A.IN_INTERVIEW: frozenset({_A.DONE}),
    _A.DONE: frozenset(),
    _A.LAPSED: frozenset(),
    _A.MOVED: frozenset(),
    _A.CANCELLED: frozenset(),
    _A.ABSENT: frozenset(),
    _A.LEFT: frozenset(),
}

PLACE_BECOMES: Mapping[PlaceState, frozenset[PlaceState]] = {
    _P.DRAFT: frozenset({_P.OPEN, _P.WITHDRAWN}),
    _P.OPEN: frozenset({_P.TAKEN, _P.WITHDRAWN}),
    _P.TAKEN: frozenset({_P.RESTING, _P.WITHDRAWN}),
    # A place whose rest is over may be taken before a timer wrote that it is open again.
    _P.RESTING: frozenset({_P.OPEN, _P.TAKEN, _P.WITHDRAWN}),
    _P.WITHDRAWN: frozenset(),
}

LIVE = frozenset({_A.CONFIRMED, _A.ARRIVED, _A.CALLED, _A.PARKED, _A.IN_INTERVIEW})
AT_A_DESK = frozenset({_A.CALLED, _A.IN_INTERVIEW})
OCCUPIES = frozenset({_P.OPEN, _P.TAKEN, _P.RESTING})
"""A place in one of these keeps its interviewer, desk and interpreter busy for its span."""


def check_becomes(old: AppointmentState, new: AppointmentState) -> None:
    """Refuse a step that is not in the table."""
    if new not in APPOINTMENT_BECOMES[old]:
        raise CannotBecome(state=old, wanted=new)

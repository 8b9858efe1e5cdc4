"""Who is called next, and why. An officer may choose otherwise; the machine only suggests.

The order: whoever has waited far too long, then families with specific needs, then those
whose language only this desk speaks now, then by booked hour, and last those who came before
their hour. Within each, first the earlier booked hour, then the earlier arrival.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from safe_mobility.appointments.rules.states import AppointmentState
from safe_mobility.shared.refusal import Refusal

FAR_TOO_LONG = timedelta(minutes=60)
ABSENT_AFTER = timedelta(minutes=30)
MOST_CALLS = 3
NEXT_BUT_TWO = 2


class Reason(IntEnum):
    """Why this family is next. The smaller, the more pressing."""

    WAITED_FAR_TOO_LONG = 1
    SPECIFIC_NEEDS = 2
    INTERPRETER_IS_HERE = 3
    BOOKED_HOUR = 4
    CAME_EARLY = 5


class Otherwise(StrEnum):
    """Why an officer called another family than the suggested one. Stands in the trail."""

    CANNOT_WAIT = "CANNOT_WAIT"
    KNOWN_HERE = "KNOWN_HERE"
    LANGUAGE = "LANGUAGE"
    NOT_IN_THE_ROOM = "NOT_IN_THE_ROOM"
    ASKED_BY_SUPERVISOR = "ASKED_BY_SUPERVISOR"


class NotAbsentYet(Refusal):
    code = "appointments.not_absent_yet"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the order looks at, for one family that has arrived and is not parked."""

    appointment: str
    starts_at: datetime
    arrived_at: datetime
    has_needs: bool = False
    interpreter_language: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    waiting: Waiting
    reason: Reason


def reason_to_call(waiting: Waiting, *, now: datetime, spoken: frozenset[str]) -> Reason:
    """Why this family might be next at a desk where `spoken` is understood just now."""
    due_since = max(waiting.starts_at, waiting.arrived_at)
    if now - due_since >= FAR_TOO_LONG:
        return Reason.WAITED_FAR_TOO_LONG
    if waiting.has_needs:
        return Reason.SPECIFIC_NEEDS
    if waiting.starts_at > now:
        return Reason.CAME_EARLY
    if waiting.interpreter_language and waiting.interpreter_language in spoken:
        return Reason.INTERPRETER_IS_HERE
    return Reason.BOOKED_HOUR


def order_to_call(
    waiting: Iterable[Waiting], *, now: datetime, spoken: frozenset[str] | None = None
) -> list[Next]:
    """The families in the order in which this desk would call them.

    With `spoken`, those whom nobody at the desk would understand are left out; without it
    the whole waiting room is put in order.
    """
    ranked = [
        Next(one, reason_to_call(one, now=now, spoken=spoken or frozenset()))
        for one in waiting
        if spoken is None or not one.interpreter_language or one.interpreter_language in spoken
    ]
    return sorted(
        ranked,
        key=lambda next_: (
            next_.reason,
            next_.waiting.starts_at,
            next_.waiting.arrived_at,
            next_.waiting.appointment,
        ),
    )


def next_but_two(order: Sequence[Next]) -> Waiting | None:
    """The family with exactly two before it: time to come back into the room."""
    return order[NEXT_BUT_TWO].waiting if len(order) > NEXT_BUT_TWO else None


def after_unanswered(calls: int) -> AppointmentState:
    """What becomes of a family that did not answer its `calls`-th call."""
    return AppointmentState.LEFT if calls >= MOST_CALLS else AppointmentState.ARRIVED


def check_absent(starts_at: datetime, *, now: datetime) -> None:
    """Refuse to call a family absent before half an hour has passed."""
    if now < starts_at + ABSENT_AFTER:
        raise NotAbsentYet(absent_from=starts_at + ABSENT_AFTER)

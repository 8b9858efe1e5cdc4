"""Days that count: when a family is reminded, and until when it may answer a closed day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from safe_mobility.appointments.rules.slots import instant

REMINDED_BEFORE = 2
"""Working days before the appointment."""
REMINDED_FROM = time(8)
ANSWER_WITHIN = 5
"""Working days to answer when the office closed the day that was booked."""
ANSWER_AT_MOST = timedelta(days=14)
LOOKS_BACK = timedelta(days=21)
"""Far enough for two working days before any date, whatever the holidays."""

T = TypeVar("T")


def reminder_on(on: date, working_days: Iterable[date]) -> date | None:
    """The second working day before `on`; None where the list does not reach so far back."""
    before = sorted((day for day in working_days if day < on), reverse=True)
    return before[REMINDED_BEFORE - 1] if len(before) >= REMINDED_BEFORE else None


def answer_by(now: datetime, working_days: Iterable[date], zone: ZoneInfo) -> datetime:
    """Until when a family may choose another time: the end of the fifth working day after today.

    Where the office hardly opens, two weeks are enough: an answer needs a phone, no office.
    """
    today = now.astimezone(zone).date()
    latest = today + ANSWER_AT_MOST
    after = sorted(day for day in working_days if today < day <= latest)
    last = after[ANSWER_WITHIN - 1] if len(after) >= ANSWER_WITHIN else latest
    return instant(last + timedelta(days=1), time.min, zone)


def nearest(wanted: datetime, offered: Sequence[tuple[datetime, T]], *, most: int) -> list[T]:
    """The offers nearest in time to what was booked; of two equally near the later one first,
    because a family that has planned a journey can come later more easily than earlier."""
    ranked = sorted(
        offered, key=lambda offer: (abs(offer[0] - wanted), offer[0] < wanted, offer[0])
    )
    return [one for _, one in ranked[:most]]

"""The kinds of message there are: how urgent each is, how long it is worth sending.

A code is worthless after ten minutes and "you are next" after half an hour; a reminder that
arrives after the hour does harm. Everything else is true until it is read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """`urgency` orders the queue (a code never waits behind a thousand bulk messages).

    `worth` is how long after its hour it still makes sense; `until_start` ends it when the
    appointment begins. `secret` texts hold a code and are never kept. `unverified` goes
    only to a contact that is still to be checked; all others only to checked ones.
    """

    name: str
    urgency: int = 5
    worth: timedelta | None = None
    until_start: bool = False
    secret: bool = False
    unverified: bool = False


_ALL = (
    Kind("code", urgency=0, worth=timedelta(minutes=10), secret=True),
    Kind("contact_check", urgency=0, worth=timedelta(minutes=10), secret=True, unverified=True),
    Kind("you_are_next", urgency=1, worth=timedelta(minutes=30)),
    Kind("wish_received", urgency=2, worth=timedelta(hours=12)),
    Kind("booked", urgency=3, until_start=True),
    Kind("changed", urgency=3, until_start=True),
    Kind("cancelled", urgency=3),
    Kind("closed_day", urgency=3),
    Kind("reminder", urgency=4, until_start=True),
    Kind("invited", urgency=4),
    Kind("missed"),
    Kind("left"),
    Kind("outcome"),
    Kind("referral_sent"),
    Kind("registered"),
    Kind("withdrawn"),
    Kind("reopened"),
    Kind("duplicate_found"),
    Kind("work_offer", urgency=4),
    Kind("work_news"),
    Kind("work_renew", urgency=8),
    Kind("no_change_news", urgency=8),
    Kind("suspended", urgency=8),
    Kind("rules_changed", urgency=8),
    Kind("day_ahead", urgency=6),
    Kind("trace_question", urgency=8),
    Kind("trace_found", urgency=6),
)
KINDS = {kind.name: kind for kind in _ALL}


def default_expiry(kind: Kind, *, due_at: datetime, facts: dict[str, Any]) -> datetime | None:
    """When sending stops making sense, unless the caller said so itself."""
    if kind.worth is not None:
        return due_at + kind.worth
    if kind.until_start and facts.get("starts_at"):
        return max(due_at, datetime.fromisoformat(facts["starts_at"]))
    return None

"""When to try again, and when a person must look.

Nine attempts over about two days: mobile networks here fail for minutes, gateways for
hours. A refusal for good (a number that does not exist) is not tried again at all.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

_PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (20, 60, 5 * 60, 15 * 60, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
)
ATTEMPTS = len(_PAUSES) + 1
SPREAD = 0.2


class Answer(StrEnum):
    """What the outside said to one attempt."""

    TAKEN = "TAKEN"
    REFUSED = "REFUSED"
    """For good: this address or text will never pass."""
    BUSY = "BUSY"
    """Not now; nothing was sent."""
    SILENT = "SILENT"
    """We spoke and heard nothing: it may have been sent."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Try again after `wait`."""

    wait: timedelta


def pause(*, attempts: int, chance: float) -> Pause | None:
    """How long to wait after the attempt number `attempts`; None: no more.

    `chance` (0 to 1) spreads the tries, so that a gateway that comes back is not met by
    everything that waited for it in the same second.
    """
    if attempts < 1:
        raise ValueError("attempts are counted from one")
    if attempts > len(_PAUSES):
        return None
    return Pause(_PAUSES[attempts - 1] * (1 + SPREAD * chance))

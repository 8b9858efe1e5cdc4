"""The PIN of a household and the one-time code: what they look like and how often one may err.

Both are six digits and would fall to patience alone, so the number of wrong tries is limited per
household number, existing or not: a stranger learns neither the PIN nor whether the number is
real. Each lock is longer than the one before; the one-time code has tries of its own, so a
stranger who knows a number cannot keep its family out.
"""

import itertools
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from safe_mobility.shared.refusal import Refusal

DIGITS = 6
TRIES = 5
LOCKS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)

CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 4
CODES_PER_HOUR = 4


class WrongPin(Refusal):
    """The number and the PIN do not go together; says nothing about which of the two."""

    code = "people.wrong_pin"


class PinLocked(Refusal):
    code = "people.pin_locked"


class WrongCode(Refusal):
    code = "people.wrong_code"


class WeakPin(Refusal):
    """A PIN somebody would guess first: one digit only, a straight line, or not six digits."""

    code = "people.weak_pin"


@dataclass(frozen=True, slots=True)
class Tries:
    """What is remembered about wrong tries at one number."""

    wrong: int = 0
    locks: int = 0
    locked_until: datetime | None = None

    def locked(self, *, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until


def after_wrong(tries: Tries, *, now: datetime) -> Tries:
    wrong = tries.wrong + 1
    if wrong < TRIES:
        return Tries(wrong=wrong, locks=tries.locks)
    length = LOCKS[min(tries.locks, len(LOCKS) - 1)]
    return Tries(wrong=0, locks=tries.locks + 1, locked_until=now + length)


def new_pin(rng: random.Random) -> str:
    """Six digits, never one that a stranger would try first."""
    while True:
        pin = "".join(str(rng.randrange(10)) for _ in range(DIGITS))
        if not guessable(pin):
            return pin


def parse_digits(text: str) -> str | None:
    """The six digits in what somebody typed, with spaces or a dash between them, or nothing."""
    digits = "".join(sign for sign in text if sign not in " -\u00a0\u2009\u202f.")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits


def check_new_pin(text: str) -> str:
    digits = parse_digits(text)
    if digits is None or guessable(digits):
        raise WeakPin
    return digits


def guessable(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    return len(steps) == 1 or pin[:3] == pin[3:] or pin[:2] * 3 == pin


def code_from(secret: bytes) -> str:
    """Six digits out of a derived secret: the same each time, so the code need not be stored."""
    return f"{int.from_bytes(secret[:8], 'big') % 10**DIGITS:0{DIGITS}d}"

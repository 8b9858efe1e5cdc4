"""Reports: somebody asked for money, pretended to be us, or treated a person badly.

A report stands for itself. It is not tied to a household, never touches an application, and
can be made without a name; the receipt code is the only way back to whoever wrote it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from safe_mobility.shared.references import new_reference, parse_reference
from safe_mobility.shared.refusal import Refusal

RECEIPT_LENGTH = 14
"""Thirteen random signs (63 bits) and the check sign."""
LONGEST = 2000
ANSWER_WITHIN = timedelta(days=30)


class Kind(StrEnum):
    MONEY = "MONEY"
    PRETENDED = "PRETENDED"
    STAFF = "STAFF"
    OTHER = "OTHER"

    @property
    def is_complaint(self) -> bool:
        """About us, not about somebody outside: read only by those who watch over us."""
        return self is Kind.STAFF


class State(StrEnum):
    RECEIVED = "RECEIVED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    OPEN = "OPEN"
    ASKED = "ASKED"
    FORWARDED = "FORWARDED"
    CLOSED = "CLOSED"


class Body(StrEnum):
    """To whom a report can be handed on."""

    PROSECUTOR = "PROSECUTOR"
    HUMAN_RIGHTS = "HUMAN_RIGHTS"
    CONSUMER = "CONSUMER"
    AGENCY = "AGENCY"


NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACKNOWLEDGED}),
    State.ACKNOWLEDGED: frozenset({State.OPEN}),
    # Back to ACKNOWLEDGED: taken away from somebody whom it may be about.
    State.OPEN: frozenset({State.ASKED, State.FORWARDED, State.CLOSED, State.ACKNOWLEDGED}),
    State.ASKED: frozenset({State.OPEN, State.FORWARDED, State.CLOSED, State.ACKNOWLEDGED}),
    # Whoever reported may add something later; then somebody looks again.
    State.FORWARDED: frozenset({State.CLOSED, State.OPEN}),
    State.CLOSED: frozenset({State.OPEN}),
}
_ACKNOWLEDGE_WITHIN = {
    Kind.MONEY: timedelta(days=2),
    Kind.PRETENDED: timedelta(days=2),
    Kind.STAFF: timedelta(days=3),
    Kind.OTHER: timedelta(days=5),
}


class NothingSaid(Refusal):
    """Every field was left empty."""

    code = "feedback.nothing_said"


class WrongStep(Refusal):
    """The report has moved on meanwhile; facts: `old`, `new`."""

    code = "feedback.wrong_step"


class NotTaken(Refusal):
    """Only the person who took a report answers it; facts: `state`."""

    code = "feedback.not_taken"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reports, in their own words. Every part may be missing, not all of them."""

    who: str = ""
    what: str = ""
    amount: str = ""
    how: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        if not any((self.who, self.what, self.amount, self.how, self.place)):
            raise NothingSaid


def check_step(old: State, new: State) -> None:
    if new not in NEXT[old]:
        raise WrongStep(old=str(old), new=str(new))


def acknowledge_by(kind: Kind, *, received_at: datetime) -> datetime:
    """By when a person has read it."""
    return received_at + _ACKNOWLEDGE_WITHIN[kind]


def answer_by(*, received_at: datetime) -> date:
    """By when whoever reported finds an answer behind their receipt."""
    return (received_at + ANSWER_WITHIN).date()


def new_receipt(*, pick: Callable[[str], str]) -> str:
    return new_reference(pick=pick, length=RECEIPT_LENGTH)


def parse_receipt(text: str) -> str | None:
    """The code that somebody typed, or None where its check sign shows a slip of the pen."""
    return parse_reference(text, length=RECEIPT_LENGTH)


def picker(seed: bytes) -> Callable[[str], str]:
    """Chooses signs by the bytes of `seed`, so that one press gives one receipt.

    Bytes that would favour the first signs of the alphabet are passed over.
    """
    remaining = iter(seed)

    def pick(alphabet: str) -> str:
        fair = 256 - 256 % len(alphabet)
        for byte in remaining:
            if byte < fair:
                return alphabet[byte % len(alphabet)]
        raise ValueError("the seed is too short")

    return pick

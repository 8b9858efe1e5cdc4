"""Reports: somebody asked for money, pretended to be us, or treated a person badly.

A report stands for itself. It is not tied to a household, never touches an application, and
can be made without a name; the receipt code is the only way back to whoever wrote it.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

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
    employer: str = ""

    def __post_init__(self) -> None:
        parts = (self.who, self.what, self.amount, self.how, self.place, self.employer)
        if not any(parts):
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


class TraceKind(StrEnum):
    """What two reports may have in common."""

    PHONE = "PHONE"
    PAGE = "PAGE"
    PERSON = "PERSON"
    EMPLOYER = "EMPLOYER"


_DIGITS = re.compile(r"\d(?:[ .()-]{0,2}\d){7,18}")
_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+(?:com|org|net|info|gt|site|online|xyz|me|app)"
    r"(?:/[^\s,;)]*)?)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:^|\s)@([a-z0-9_.]{4,30})", re.IGNORECASE)
_TITLE_WORDS = (
    "lic licenciado licenciada licda ing ingeniero don dona senor senora sr sra mr mrs ms"
    " tel telefono phone cel celular numero whatsapp el la un una de del inc llc corp company sa"
)
_TITLES = frozenset(_TITLE_WORDS.split())
SAME_PHONE = 8
"""A number is known by its last signs, with or without the country's."""
MOST_OF_A_NAME = 6


def traces(told: Told) -> frozenset[tuple[TraceKind, str]]:
    """What a report says that another may say too, in one way of writing.

    A single word for a person ("a lawyer") leads nowhere, nor does a long story.
    """
    words = f"{told.who} {told.what} {told.how}"
    found = {
        (TraceKind.PHONE, re.sub(r"\D", "", digits)[-SAME_PHONE:])
        for digits in _DIGITS.findall(words)
    }
    found |= {(TraceKind.PAGE, page.casefold().rstrip("/.")) for page in _PAGE.findall(words)}
    found |= {(TraceKind.PAGE, handle.casefold()) for handle in _HANDLE.findall(words)}
    if len(name := _name(told.who)) in range(2, MOST_OF_A_NAME + 1):
        found.add((TraceKind.PERSON, " ".join(name)))
    if len(name := _name(told.employer)) in range(1, MOST_OF_A_NAME + 1):
        found.add((TraceKind.EMPLOYER, " ".join(name)))
    return frozenset(found)


def _name(text: str) -> list[str]:
    """The words of a name in order of the alphabet, without accents and titles."""
    apart = unicodedata.normalize("NFKD", _PAGE.sub(" ", _DIGITS.sub(" ", text))).casefold()
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return sorted(set(re.findall(r"[a-z]{2,}", plain)) - _TITLES)


R = TypeVar("R", bound=Hashable)


def clusters(shared: Mapping[R, Iterable[Hashable]]) -> list[frozenset[R]]:
    """Which reports hang together through what they share, directly or over others."""
    group: dict[R, set[R]] = {report: {report} for report in shared}
    first: dict[Hashable, R] = {}
    for report, marks in shared.items():
        for mark in marks:
            other = first.setdefault(mark, report)
            if group[other] is not group[report]:
                joined = group[other] | group[report]
                for one in joined:
                    group[one] = joined
    whole = {id(reports): frozenset(reports) for reports in group.values() if len(reports) > 1}
    return list(whole.values())

"""What an answer can be, and what every dated entry carries.

A missing answer is `UNKNOWN`, never "no". "I don't know", "I prefer not to say" and "not
asked" are one value for the rules; only the explanation tells them apart.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias


class Unknown(enum.Enum):
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

Value: TypeAlias = bool | str | date | tuple[str, ...] | Unknown
"""Yes or no, a code, a day, a list of codes, or UNKNOWN."""

Truth: TypeAlias = bool | None
"""Kleene's three values: True, False, and None for unknown."""

OPEN_WORDS: Final = frozenset({"unknown", "unsure"})
"""A list that holds one of these is open: what it names counts, what it lacks is unknown."""

NONE_WORD: Final = "none"
"""The code that says "none of these" in a list."""


class QuestionType(enum.StrEnum):
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI = "multi"
    COUNTRY = "country"
    COUNTRIES = "countries"
    DATE = "date"
    MUNICIPALITY = "municipality"
    NOTHING = "none"
    """Asked of nobody: only "unknown" is a possible answer."""

    @property
    def is_list(self) -> bool:
        return self in (QuestionType.MULTI, QuestionType.COUNTRIES)

    @property
    def is_code(self) -> bool:
        return self in (QuestionType.CHOICE, QuestionType.COUNTRY, QuestionType.MUNICIPALITY)


class Confidence(enum.StrEnum):
    SOURCED = "sourced"
    CONFLICTING = "conflicting"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class InForce:
    """When an entry holds, who says so, and how sure we are.

    `until_on` is the last day in force; None is open-ended. `announced_on` is the day on which
    a beginning was known, `until_announced_on` the day on which an end was known: nobody is
    told of a change that was not yet public on the date they ask about.
    """

    from_on: date | None
    until_on: date | None
    source: tuple[str, ...]
    confidence: Confidence
    announced_on: date | None = None
    until_announced_on: date | None = None

    def on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )

    def end_known_on(self, day: date) -> date | None:
        """The last day, if that was public by this day: nobody is told of an end to come."""
        known = self.until_announced_on or self.until_on
        return self.until_on if known is not None and known <= day else None

    def was_announced(self, day: date) -> bool:
        """Whether the beginning was public by this day."""
        return self.known_from is None or self.known_from <= day

    @property
    def known_from(self) -> date | None:
        return self.announced_on or self.from_on

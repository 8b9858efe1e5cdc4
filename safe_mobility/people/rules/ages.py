"""Birth dates as people give them, and what follows from an age.

A date that does not exist, lies in the future or more than 120 years back is no blame but a slip:
the refusal says which of the three it was.
"""

from datetime import date

from safe_mobility.shared.refusal import Refusal

OF_AGE = 18
OLDEST = 120

BANDS = ((0, 4), (5, 11), (12, 17), (18, 24), (25, 39), (40, 59), (60, OLDEST))


class NoSuchDate(Refusal):
    code = "people.no_such_date"


class BornInFuture(Refusal):
    code = "people.born_in_future"


class BornLongAgo(Refusal):
    code = "people.born_long_ago"


class UnderAge(Refusal):
    """Under 18 and alone: not a dead end but the way to child protection."""

    code = "people.under_age"


def birth_date(*, day: str, month: str, year: str, today: date) -> date:
    parts = [part.strip() for part in (year, month, day)]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise NoSuchDate
    try:
        born_on = date(*(int(part) for part in parts))
    except ValueError:
        raise NoSuchDate from None
    check_born_on(born_on, today=today)
    return born_on


def check_born_on(born_on: date, *, today: date) -> None:
    if born_on > today:
        raise BornInFuture
    if age_on(born_on, today=today) > OLDEST:
        raise BornLongAgo


def age_on(born_on: date, *, today: date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March of a common year."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def check_of_age(born_on: date, *, today: date) -> None:
    if age_on(born_on, today=today) < OF_AGE:
        raise UnderAge


def band(birth_year: int, *, year: int) -> str:
    """The coarse age that survives erasure, so that a rebuild of the figures gives the same."""
    age = max(0, min(OLDEST, year - birth_year))
    first, last = next((a, b) for a, b in BANDS if a <= age <= b)
    return f"{first}+" if last == OLDEST else f"{first}-{last}"

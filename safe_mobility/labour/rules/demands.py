"""What an employer asks for: places, days, skills. What a demand may not ask for has no field.

There is no field for sex, age, family, looks or where somebody comes from: a demand may lawfully
not distinguish by them, so it cannot be written down here, and the matching could not use it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from safe_mobility.labour.rules import occupations
from safe_mobility.labour.rules.candidates import Avoids, Destination
from safe_mobility.shared.refusal import Refusal

MOST_PLACES = 2000
LONGEST_SEASON = timedelta(days=3 * 365)
LATEST_START = timedelta(days=730)
LONGEST_NAME = 120
LIST_PER_PLACE = Decimal("1.5")
"""How many people are proposed for one place: an employer chooses only where there is a choice,
and nobody is called to an interview for a place they can hardly get."""
HIGHEST_WAGE = Decimal(200)
MOST_HOURS = Decimal(80)
MOST_MONTHS_WANTED = 120


class DemandState(StrEnum):
    OPEN = "OPEN"
    FILLED = "FILLED"
    WITHDRAWN = "WITHDRAWN"
    INELIGIBLE = "INELIGIBLE"
    SUSPENDED = "SUSPENDED"


MOVES: Mapping[DemandState, frozenset[DemandState]] = {
    DemandState.OPEN: frozenset(
        {
            DemandState.FILLED,
            DemandState.WITHDRAWN,
            DemandState.INELIGIBLE,
            DemandState.SUSPENDED,
        }
    ),
    DemandState.SUSPENDED: frozenset({DemandState.OPEN, DemandState.WITHDRAWN}),
    DemandState.FILLED: frozenset({DemandState.OPEN}),
    DemandState.WITHDRAWN: frozenset(),
    DemandState.INELIGIBLE: frozenset(),
}


class DemandMove(Refusal):
    code = "labour.demand_move"


class DemandWrong(Refusal):
    """What was asked for cannot be kept so. `problems` names each field and what is wrong."""

    code = "labour.demand_wrong"


class Problem(StrEnum):
    EMPTY = "EMPTY"
    UNKNOWN = "UNKNOWN"
    NO_NUMBER = "NO_NUMBER"
    TOO_SMALL = "TOO_SMALL"
    TOO_LARGE = "TOO_LARGE"
    NO_DAY = "NO_DAY"
    PAST = "PAST"
    TOO_FAR = "TOO_FAR"
    REVERSED = "REVERSED"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand as written. `asks` are the kinds of work that it involves."""

    employer: str
    occupation: str
    country: Destination
    place: str
    places: int
    from_on: date
    until_on: date
    languages: frozenset[str] = frozenset()
    months_wanted: int = 0
    asks: frozenset[Avoids] = frozenset()
    interview_on: date | None = None
    interview_seats: int | None = None
    certified_case: str = ""
    wage_hour: Decimal | None = None
    hours_week: Decimal | None = None
    housing_free: bool | None = None
    transport_paid: bool | None = None
    wants: frozenset[str] = field(default_factory=frozenset)


def check_demand(asked: Asked, *, today: date) -> Asked:
    """The demand, or `DemandWrong` with every problem at once."""
    problems = {name: str(problem) for name, problem in _problems(asked, today=today)}
    if problems:
        raise DemandWrong(problems=problems)
    return asked


def check_move(now_in: DemandState, to: DemandState) -> None:
    if to not in MOVES[now_in]:
        raise DemandMove(now_in=str(now_in), to=str(to))


def list_length(places: int) -> int:
    """How many people a list for these places may hold: three for two."""
    return -(-places * 3 // 2)


def months(from_on: date, until_on: date) -> int:
    """The season in begun months: nobody is away for half of one."""
    days = (until_on - from_on).days + 1
    return max(1, -(-days * 12 // 365))


def _problems(asked: Asked, *, today: date) -> list[tuple[str, Problem]]:
    found: list[tuple[str, Problem]] = []
    for name in ("employer", "place"):
        text = str(getattr(asked, name))
        if not text.strip():
            found.append((name, Problem.EMPTY))
        elif len(text) > LONGEST_NAME:
            found.append((name, Problem.TOO_LONG))
    if asked.occupation not in occupations.OCCUPATIONS:
        found.append(("occupation", Problem.UNKNOWN))
    found += _of_numbers(asked)
    found += _of_days(asked, today=today)
    return found


def _of_numbers(asked: Asked) -> list[tuple[str, Problem]]:
    spans: tuple[tuple[str, int | Decimal | None, int | Decimal, int | Decimal], ...] = (
        ("places", asked.places, 1, MOST_PLACES),
        ("months_wanted", asked.months_wanted, 0, MOST_MONTHS_WANTED),
        ("interview_seats", asked.interview_seats, 1, MOST_PLACES),
        ("wage_hour", asked.wage_hour, Decimal("0.01"), HIGHEST_WAGE),
        ("hours_week", asked.hours_week, Decimal(1), MOST_HOURS),
    )
    found = []
    for name, value, least, most in spans:
        if value is not None and value < least:
            found.append((name, Problem.TOO_SMALL))
        elif value is not None and value > most:
            found.append((name, Problem.TOO_LARGE))
    return found


def _of_days(asked: Asked, *, today: date) -> list[tuple[str, Problem]]:
    found = []
    if asked.until_on < asked.from_on:
        found.append(("until_on", Problem.REVERSED))
    elif asked.until_on - asked.from_on > LONGEST_SEASON:
        found.append(("until_on", Problem.TOO_LONG))
    if asked.from_on < today:
        found.append(("from_on", Problem.PAST))
    elif asked.from_on > today + LATEST_START:
        found.append(("from_on", Problem.TOO_FAR))
    if asked.interview_on is not None:
        if asked.interview_on < today:
            found.append(("interview_on", Problem.PAST))
        elif asked.interview_on > asked.from_on:
            found.append(("interview_on", Problem.REVERSED))
    return found

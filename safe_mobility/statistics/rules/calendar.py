"""When figures go out, and into which spans of time they are cut. One calendar for everything.

A release counts up to the last day of a month and goes out twelve days later, at the earliest.
A month has four spans: days 1 to 7, 8 to 14, 15 to 21 and the rest. Spans lie inside months and
months between releases, so no two published spans of time ever overlap in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

OUT_AFTER = timedelta(days=12)
STARTS = (1, 8, 15, 22)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Seven days, or what is left of the month; the first one may begin later."""

    first: date
    last: date

    @property
    def code(self) -> str:
        return self.first.isoformat()

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


def month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def is_cut_off(day: date) -> bool:
    return day == month_end(day)


def newest_cut_off(today: date) -> date:
    """The cut-off day whose figures may be out on that day."""
    return (today - OUT_AFTER + DAY).replace(day=1) - DAY


def next_release(today: date) -> date:
    """The day on which the next figures are due."""
    return month_end(newest_cut_off(today) + DAY) + OUT_AFTER


def spans(first_on: date, cut_off: date) -> Iterator[Span]:
    """Every span from the programme's first day to the cut-off day."""
    day = first_on
    while day <= cut_off:
        later = [start for start in STARTS if start > day.day]
        last = day.replace(day=later[0]) - DAY if later else month_end(day)
        yield Span(day, min(last, cut_off))
        day = last + DAY


def months(first_on: date, cut_off: date) -> list[str]:
    return sorted({span.month for span in spans(first_on, cut_off)})

"""The forecast held against what happened: every third month since 2013, every line.

In each of these months the forecast is made with what was known then, for petitions at several
distances behind the line, and compared with the month in which their turn came. A wait that had
not ended when the history ends is not left out: a range whose upper end had passed is a miss;
where that end had not come yet nobody can say, and such cases are counted apart. A second figure
uses these too, each for as long as it was seen (Kaplan and Meier).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safe_mobility.reunification.rules.history import YEAR, History
from safe_mobility.reunification.rules.line import (
    LONGEST_FIGURE,
    Past,
    PastWaits,
    past_waits,
)

FIRST_MONTH = 36
EVERY = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """One forecast of the past and what came of it."""

    category: str
    area: str
    month: int
    distance: float
    low: float
    median: float
    high: float
    naive: float
    """The distance divided by last year's pace; infinite where the line did not advance."""
    lasted: float
    ended: bool
    seen_for: int
    """Months from the forecast to the end of the history."""

    @property
    def is_range(self) -> bool:
        return self.high <= LONGEST_FIGURE

    @property
    def is_decided(self) -> bool:
        """Whether anybody can say by now that the range was right or wrong.

        Chosen by the range and not by what came of it: cases that ended soon would otherwise
        be over-counted.
        """
        return self.is_range and self.high <= self.seen_for

    @property
    def was_inside(self) -> bool:
        return self.ended and self.low <= self.lasted <= self.high


def tried(
    history: History, *, first: int = FIRST_MONTH, every: int = EVERY, wider: bool = True
) -> Iterator[Tried]:
    """Every forecast of the past. `wider` off is the control: ranges as if years were plenty."""
    waits = past_waits(history)
    for month in range(first, len(history.months) - 1, every):
        past = Past(waits, month=month, wider=wider)
        for at in np.flatnonzero(waits.began == month):
            yield _one(history, waits, past, int(at), month)


def _one(history: History, waits: PastWaits, past: Past, at: int, month: int) -> Tried:
    row, distance = int(waits.row[at]), float(waits.distance[at])
    low, median, high = past.range_of(history, row=row, distance=distance)
    moved = history.position[row, month] - history.position[row, month - YEAR]
    category, area = history.own[row]
    return Tried(
        category=category,
        area=area,
        month=month,
        distance=distance,
        low=low,
        median=median,
        high=high,
        naive=float(distance / moved * YEAR) if moved > 0 else math.inf,
        lasted=float(waits.lasted[at]),
        ended=bool(waits.ended[at]),
        seen_for=len(history.months) - 1 - month,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What a set of forecasts came to. Shares are of the decided cases."""

    cases: int
    ranges: int
    decided: int
    cover: float
    too_soon: float
    too_late: float
    with_open_cases: float
    """The share inside when ranges that cannot be judged yet count for as long as seen."""
    ended: int
    median_error: float
    """Months, over the waits that ended; a forecast without a figure is the largest error."""
    naive_error: float
    no_naive: float


def held(cases: list[Tried]) -> Held:
    decided = [each for each in cases if each.is_decided]
    over = [each for each in cases if each.ended]
    return Held(
        cases=len(cases),
        ranges=sum(each.is_range for each in cases),
        decided=len(decided),
        cover=_share([each.was_inside for each in decided]),
        too_soon=_share([each.lasted < each.low for each in decided]),
        too_late=_share([each.lasted > each.high or not each.ended for each in decided]),
        with_open_cases=_with_open(cases),
        ended=len(over),
        median_error=_median([abs(each.lasted - each.median) for each in over]),
        naive_error=_median([abs(each.lasted - each.naive) for each in over]),
        no_naive=_share([math.isinf(each.naive) for each in over]),
    )


def _with_open(cases: list[Tried]) -> float:
    ranges = [each for each in cases if each.is_range]
    return _gone(ranges, "high", after=True) - _gone(ranges, "low", after=False)


def _gone(cases: list[Tried], end: str, *, after: bool) -> float:
    """The share of waits that were over by this end of their range, open ones counted too."""
    if not cases:
        return math.nan
    ratio = np.array([math.log(each.lasted / getattr(each, end)) for each in cases])
    ended = np.array([each.ended for each in cases])
    order = np.lexsort((~ended, ratio))
    values, ended = ratio[order], ended[order]
    there = np.arange(len(values), 0, -1)
    gone = 1 - np.cumprod(np.where(ended, 1 - 1 / there, 1.0))
    place = int(np.searchsorted(values, 0.0, side="right" if after else "left")) - 1
    return float(gone[place]) if place >= 0 else 0.0


def _share(facts: list[bool]) -> float:
    return sum(facts) / len(facts) if facts else math.nan


def _median(values: list[float]) -> float:
    return float(np.median(values)) if values else math.nan

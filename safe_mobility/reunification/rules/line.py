"""A place in line: whether it is a petition's turn, and how long still, as a range.

Nobody knows how fast a line will move: Congress, the number of older petitions and the pace of
the offices decide. What can be known is how wrong a plain reckoning was before. So a wait is
reckoned as the distance divided by the line's usual pace, plus as long again as the line has
stood still; and then the same reckoning is done for every past month and every line, and held
against what came of it. How many times longer or shorter the waits were than reckoned, in cases
like this one, gives the range: 80 of 100 inside it, 10 shorter, 10 longer.

Past waits that had not ended count for as long as they had lasted (Kaplan and Meier), or the
long ones would be left out. Fourteen years hold few waits that do not overlap, so the range is
made wider, as Student did for few measurements. Where the past does not reach, no figure is
given. Nothing after the month that is asked about is used: the back-test is this very function.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from safe_mobility.programmes.rules.cutoffs import CURRENT, UNAVAILABLE, Cutoff
from safe_mobility.reunification.rules.history import History, Numbers, month_number

LONGEST_FIGURE = 120
"""Months. A longer wait than ten years was hardly ever seen to its end, so none is named."""
DISTANCES = (3, 6, 12, 18, 24, 36, 48, 60, 84, 108, 132, 156)
"""Months behind the line at which past waits are looked at."""
LEAST_PAST = 12
"""A pace needs a year of movements."""
ALIKE = 0.5
"""Past cases count by how near their reckoned wait was, on a scale of logarithms."""
FEWEST_ALIKE = 20.0
LOW, HIGH = 0.1, 0.9
ONE_WAIT = 24
"""Months. Of waits as they are asked about, so many do not overlap in a history."""
STUDENT = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356)
"""The 90 % point of Student's t, from one degree of freedom on."""
NORMAL = 1.2816
STEP = 3.0
"""Months of distance between two looks; between them the figures are joined by lines."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One chart's word on one petition. `is_current` is None where the chart says nothing."""

    chart: str
    cutoff: Cutoff | None
    is_current: bool | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Months from the bulletin's month. None is no figure: the past does not reach so far."""

    low: float | None
    median: float | None
    high: float | None

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None


def standing(chart: str, cutoff: Cutoff | None, priority_on: date) -> Standing:
    """A date is current when it is earlier than the cut-off; on the day itself it is not."""
    if cutoff is None:
        return Standing(chart, None, None)
    if isinstance(cutoff, date):
        return Standing(chart, cutoff, priority_on < cutoff)
    return Standing(chart, cutoff, {CURRENT: True, UNAVAILABLE: False}[cutoff])


@dataclass(frozen=True, slots=True)
class PastWaits:
    """Every past month, line and distance: what was reckoned then, and how long it took."""

    began: Numbers
    """The index of the month."""
    reckoned: Numbers
    lasted: Numbers
    """Until it was the petition's turn, or until the end of the history."""
    ended: np.ndarray[tuple[int], np.dtype[np.bool_]]
    row: np.ndarray[tuple[int], np.dtype[np.int_]]
    distance: Numbers


def past_waits(history: History, *, distances: Sequence[float] = DISTANCES) -> PastWaits:
    """What became of petitions so far behind each line in each month."""
    found: list[tuple[float, ...]] = []
    far = np.array(distances, dtype=float)
    last = len(history.months) - 1
    for row in range(len(history.own)):
        for month in range(LEAST_PAST, last):
            if not np.isfinite(history.reached[row, month]):
                continue
            filed = history.position[row, month] + far
            filed = filed[filed <= history.clock[month]]
            ahead = np.maximum.accumulate(history.reached[row, month + 1 :])
            turn = np.searchsorted(ahead, filed, side="right")
            for distance, wait in zip(far, turn, strict=False):
                ended = wait < len(ahead)
                lasted = wait + 1 if ended else last - month
                reckon = reckoned(history, row=row, month=month, distance=distance)
                found.append((month, reckon, lasted, ended, row, distance))
    columns = np.array(found, dtype=float).reshape(-1, 6).T
    return PastWaits(
        began=columns[0],
        reckoned=columns[1],
        lasted=columns[2],
        ended=columns[3] > 0,
        row=columns[4].astype(int),
        distance=columns[5],
    )


def reckoned(history: History, *, row: int, month: int, distance: float) -> float:
    """Months: the distance at the usual pace, and as long again as the line has stood still."""
    pace, still = history.pace[row, month], history.still[row, month]
    return max(1.0, float(distance / pace + still))


def forecast(
    history: History, waits: PastWaits, *, category: str, area: str, priority_on: date, at: date
) -> Forecast | None:
    """How long still, seen from a month's bulletin; None where the history knows no such line.

    Whoever filed later waits longer, so no figure is smaller than that of an earlier date.
    """
    month, row = history.at(at), history.row.get((category, area))
    if month is None or row is None or month < 2 * LEAST_PAST:
        return None
    if not np.isfinite(history.reached[row, month]):
        return None
    distance = max(0.0, month_number(priority_on) - history.position[row, month])
    past = Past(waits, month=month)
    whole = int(distance // STEP)
    low, median, high = _grown(past, history, row, steps=whole + 1)
    share = distance / STEP - whole
    return Forecast(
        _figure(_between(low[whole], low[whole + 1], share), at_least=True),
        _figure(_between(median[whole], median[whole + 1], share)),
        _figure(_between(high[whole], high[whole + 1], share)),
    )


def _grown(past: Past, history: History, row: int, *, steps: int) -> Numbers:
    """Low, median and high at each step of distance, none smaller than at a shorter one."""
    looks = [past.range_of(history, row=row, distance=n * STEP) for n in range(steps + 1)]
    return np.maximum.accumulate(np.array(looks), axis=0).T


def _between(one: float, other: float, share: float) -> float:
    return one + share * (other - one) if math.isfinite(other) else other


class Past:
    """What was known in one month of the waits before it, in order of how wrong they were."""

    def __init__(self, waits: PastWaits, *, month: int, wider: bool = True) -> None:
        known = np.flatnonzero(waits.began < month)
        age = month - waits.began[known]
        lasted = np.minimum(waits.lasted[known], age)
        ended = waits.ended[known] & (waits.lasted[known] <= age)
        ratio = np.log(lasted / waits.reckoned[known])
        order = np.lexsort((~ended, ratio))
        self.month = month
        self.wider = widening(month) if wider else 1.0
        self.ratio, self.ended = ratio[order], ended[order]
        self.reckoned = np.log(waits.reckoned[known])[order]

    def range_of(
        self, history: History, *, row: int, distance: float
    ) -> tuple[float, float, float]:
        """Low, median and high in months; 0 and infinity where the past says nothing."""
        reckon = reckoned(history, row=row, month=self.month, distance=distance)
        weight = np.exp(-0.5 * ((self.reckoned - math.log(reckon)) / ALIKE) ** 2)
        if float(weight.sum()) < FEWEST_ALIKE:
            return 0.0, math.inf, math.inf
        low, middle, high = kaplan_meier(self.ratio, self.ended, weight, (LOW, 0.5, HIGH))
        if math.isinf(middle):
            return (0.0 if math.isinf(low) else reckon * math.exp(low)), math.inf, math.inf
        return (
            reckon * math.exp(middle - self.wider * (middle - low)),
            reckon * math.exp(middle),
            reckon * math.exp(middle + self.wider * (high - middle)),
        )


def kaplan_meier(
    values: Numbers,
    ended: np.ndarray[tuple[int], np.dtype[np.bool_]],
    weight: Numbers,
    levels: Sequence[float],
) -> tuple[float, ...]:
    """Where the share that ended reaches each level; infinite where it never does.

    Values are in order, ended ones first among equals; one that had not ended counts as
    longer than its value.
    """
    still_there = np.cumsum(weight[::-1])[::-1]
    leaving = np.where(ended, 1 - weight / np.maximum(still_there, 1e-300), 1.0)
    gone = 1 - np.cumprod(leaving)
    places = np.searchsorted(gone, levels)
    return tuple(float(values[n]) if n < len(values) else math.inf for n in places)


def widening(months: float) -> float:
    """How many times wider a range from so short a history has to be than a long one's."""
    waits = min(max(months / ONE_WAIT, 2.0), float(len(STUDENT)))
    below = int(waits)
    above = min(below + 1, len(STUDENT))
    share = waits - below
    return (1 - share) * _student(below) + share * _student(above)


def _student(waits: int) -> float:
    return STUDENT[waits - 2] * math.sqrt(1 + 1 / waits) / NORMAL


def _figure(months: float, *, at_least: bool = False) -> float | None:
    """No figure beyond what the past was seen to carry; a lower bound stops there."""
    if months > LONGEST_FIGURE:
        return float(LONGEST_FIGURE) if at_least and math.isfinite(months) else None
    return months or None

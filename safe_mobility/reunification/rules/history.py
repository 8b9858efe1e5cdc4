"""How the lines of the family categories moved, month by month, as numbers to reckon with.

Days are counted in months of 30.44 days. A line that is current stands at the bulletin's own
month, for everybody who filed until then has their turn; where it is unavailable it stands
where it stood, and nobody has a turn. Lines that are the same in all but a few months (China's
and most others' are) count once, or the same month would be taken for several witnesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CURRENT, Cutoff, Cutoffs

Numbers = NDArray[np.float64]

DAYS_A_MONTH = 30.4375
LONGEST_GAP = 3
"""So many months in a row may be missing; the line is taken to stand still in them."""
SAME_IN = 0.75
KNOWN_IN = 0.9
SHORTEST = 36
"""Fewer months than these are no history."""
YEAR = 12
HALF_LIFE = 60
"""A movement of five years ago counts half of last month's when the pace is taken."""
BORROWED = 12
"""All lines' mean pace counts as much as a year of the line's own."""
SLOWEST = 0.15
"""Months of advance a month. Below this a distance divided by the pace means nothing."""

Line = tuple[str, str]
"""A category and an area."""


@dataclass(frozen=True, slots=True)
class History:
    """The longest unbroken run of months that ends with the newest."""

    months: tuple[date, ...]
    row: Mapping[Line, int]
    """Where each line's numbers stand. Lines that are alike share a row."""
    own: tuple[Line, ...]
    """One line for each row."""
    clock: Numbers
    """Each month's own place on the scale of positions."""
    reached: Numbers
    """By row and month: whoever filed before this has their turn. Infinite when current."""
    position: Numbers
    """By row and month: the same, with a finite number for current and unavailable."""
    pace: Numbers
    """By row and month: months of advance a month, from what was known then."""
    still: Numbers
    """By row and month: for how many months the line has not been further than it is."""

    def at(self, month: date) -> int | None:
        """The index of a month; None where it is not in the run."""
        if not self.months or not self.months[0] <= month <= self.months[-1]:
            return None
        return _months_between(self.months[0], month)


def history_of(cutoffs: Cutoffs, *, chart: str) -> History | None:
    """None where fewer than three years of months stand in one run."""
    months = _unbroken([each.month for each in cutoffs.bulletins if chart in each.cells])
    if len(months) < SHORTEST:
        return None
    lines: dict[Line, Numbers] = {}
    for area in cutoffs.areas(chart):
        for category in CATEGORIES:
            found = _carried(dict(cutoffs.series(chart, category, area)), months)
            if found is not None:
                lines[category, area] = found
    row, own = _distinct(lines)
    clock = np.array([month_number(month) for month in months])
    reached = np.array([lines[line] for line in own])
    position = _finite(reached, clock)
    return History(
        months=months,
        row=row,
        own=own,
        clock=clock,
        reached=reached,
        position=position,
        pace=_paces(position),
        still=_stills(position),
    )


def month_number(day: date) -> float:
    return day.toordinal() / DAYS_A_MONTH


def _months_between(first: date, later: date) -> int:
    return (later.year - first.year) * YEAR + later.month - first.month


def _unbroken(known: list[date]) -> tuple[date, ...]:
    """Every month from the start of the last run to the newest, whether known or carried."""
    if not known:
        return ()
    start = known[0]
    for before, after in pairwise(known):
        if _months_between(before, after) > LONGEST_GAP + 1:
            start = after
    count = _months_between(start, known[-1]) + 1
    return tuple(
        date(start.year + (start.month - 1 + n) // YEAR, (start.month - 1 + n) % YEAR + 1, 1)
        for n in range(count)
    )


def _carried(series: Mapping[date, Cutoff], months: tuple[date, ...]) -> Numbers | None:
    """The line's cut-off in each month; a missing month repeats the one before."""
    if len(series.keys() & set(months)) < KNOWN_IN * len(months) or months[0] not in series:
        return None
    found: list[float] = []
    for month in months:
        cutoff = series.get(month)
        if cutoff is None:
            found.append(found[-1])
        elif isinstance(cutoff, date):
            found.append(month_number(cutoff))
        else:
            found.append(np.inf if cutoff == CURRENT else -np.inf)
    return np.array(found)


def _distinct(lines: Mapping[Line, Numbers]) -> tuple[dict[Line, int], tuple[Line, ...]]:
    row: dict[Line, int] = {}
    own: list[Line] = []
    for line, numbers in lines.items():
        alike = next(
            (n for n, other in enumerate(own) if _alike(numbers, lines[other], line, other)), None
        )
        if alike is None:
            alike = len(own)
            own.append(line)
        row[line] = alike
    return row, tuple(own)


def _alike(one: Numbers, other: Numbers, line: Line, against: Line) -> bool:
    return line[0] == against[0] and float(np.mean(one == other)) > SAME_IN


def _finite(reached: Numbers, clock: Numbers) -> Numbers:
    position = np.where(np.isposinf(reached), clock, reached)
    for month in range(1, position.shape[1]):
        nobody = np.isneginf(position[:, month])
        position[nobody, month] = position[nobody, month - 1]
    known: Numbers = np.where(np.isneginf(position), clock[0], position)
    return known


def _paces(position: Numbers) -> Numbers:
    """A mean of the movements so far, newer ones counting more, drawn towards all lines' mean."""
    lines, months = position.shape
    pace = np.full((lines, months), np.nan)
    fading = 0.5 ** (1 / HALF_LIFE)
    moved, weight = np.zeros(lines), 0.0
    for month in range(1, months):
        moved = moved * fading + position[:, month] - position[:, month - 1]
        weight = weight * fading + 1
        all_lines = float(np.mean(moved)) / weight
        pace[:, month] = (moved + BORROWED * all_lines) / (weight + BORROWED)
    found: Numbers = np.maximum(pace, SLOWEST)
    return found


def _stills(position: Numbers) -> Numbers:
    still = np.zeros_like(position)
    for line, places in enumerate(position):
        for month in range(1, len(places)):
            behind = np.flatnonzero(places[:month] < places[month])
            still[line, month] = month - 1 - behind[-1] if behind.size else month
    return still

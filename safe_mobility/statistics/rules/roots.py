"""Conditions of life by municipality, and what comes first under which weights.

Indicators with units of their own are made comparable by the share of municipalities that are
better off (0 to 1); a theme is the mean of its indicators. How much each theme weighs is nobody's
fact, so no single order is given: each municipality gets the span of its places over all
weightings in which every weight is one step lower, the same or one step higher.

Who lives somewhere is no condition of life: shares of peoples are never weighed. Neither is who
was deported or asked for asylum, for that is what might follow and not a cause.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np
from numpy.typing import NDArray

LEAST, MOST, USUAL = 0, 5, 3
FIRST_SHARE = 5
"""A fifth of all: so many come "first", and so many "last"."""

Matrix = NDArray[np.float64]


class Theme(StrEnum):
    POVERTY = "POVERTY"
    FOOD = "FOOD"
    VIOLENCE = "VIOLENCE"
    WATER = "WATER"
    DISASTERS = "DISASTERS"
    SCHOOL = "SCHOOL"
    SERVICES = "SERVICES"


class Measure(StrEnum):
    SHARE = "SHARE"
    PER_100K = "PER_100K"
    INDEX = "INDEX"
    US_DOLLARS = "US_DOLLARS"
    QUETZALES = "QUETZALES"
    NUMBER = "NUMBER"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `worse` is 1 where more of it is worse, -1 where less of it is."""

    code: str
    theme: Theme
    worse: int
    measure: Measure


def _all(theme: Theme, *each: tuple[str, int, Measure]) -> tuple[Indicator, ...]:
    return tuple(Indicator(code, theme, worse, measure) for code, worse, measure in each)


INDICATORS: tuple[Indicator, ...] = (
    *_all(
        Theme.POVERTY,
        ("Pobreza", 1, Measure.SHARE),
        ("PIB", -1, Measure.US_DOLLARS),
        ("Gini", 1, Measure.INDEX),
        ("Desemp", 1, Measure.SHARE),
        ("Trabinfant", 1, Measure.SHARE),
        ("Dependencia", 1, Measure.INDEX),
        ("Dormitoria", 1, Measure.NUMBER),
    ),
    *_all(Theme.FOOD, ("InsegAlim", 1, Measure.INDEX)),
    *_all(
        Theme.VIOLENCE,
        ("Delitos", 1, Measure.PER_100K),
        ("ViolenciaMujer", 1, Measure.PER_100K),
        ("IntraFamViolencia", 1, Measure.PER_100K),
    ),
    *_all(Theme.WATER, ("CubiertaAgua", -1, Measure.SHARE), ("AccElectr", -1, Measure.SHARE)),
    *_all(Theme.DISASTERS, ("DesastresNat", 1, Measure.INDEX)),
    *_all(
        Theme.SCHOOL,
        ("Analfabetas", 1, Measure.SHARE),
        ("EducBasic", -1, Measure.SHARE),
        ("EducUniv", -1, Measure.SHARE),
        ("Alumnos", 1, Measure.NUMBER),
        ("Graduand", -1, Measure.SHARE),
        ("EducGastos", -1, Measure.QUETZALES),
    ),
    *_all(
        Theme.SERVICES,
        ("SaludGastos", -1, Measure.QUETZALES),
        ("InversPubl", -1, Measure.QUETZALES),
        ("ServPub", -1, Measure.INDEX),
        ("GestAdmin", -1, Measure.INDEX),
        ("GestFin", -1, Measure.INDEX),
        ("ParticipComm", -1, Measure.INDEX),
    ),
)
THEMES = tuple(Theme)
Weights = Mapping[Theme, int]
EQUAL: Weights = dict.fromkeys(THEMES, USUAL)


class NothingWeighs(ValueError):
    """Every weight is zero: then nothing comes first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one municipality stands: the span of its places, 1 being the greatest need."""

    code: str
    first: int
    last: int
    step: int
    """4 always in the first fifth, 3 sometimes, 1 sometimes in the last, 0 always, 2 neither."""


@dataclass(frozen=True, slots=True)
class Table:
    """All municipalities: how each stands in each theme (0 to 1, 1 the worst off)."""

    codes: tuple[str, ...]
    themes: Matrix
    values: Mapping[str, Mapping[str, float]]
    shares: Mapping[str, Mapping[str, float]]
    """Indicator to municipality: the share of municipalities that are better off."""


def lay_out(values: Mapping[str, Mapping[str, float]]) -> Table:
    """From what stands for each municipality, by indicator. What is not known is left out."""
    codes = tuple(sorted(values))
    columns: dict[Theme, list[Matrix]] = {theme: [] for theme in THEMES}
    shares: dict[str, dict[str, float]] = {}
    for indicator in INDICATORS:
        known = np.array([values[code].get(indicator.code, np.nan) for code in codes])
        if np.isnan(known).all():
            continue
        worse = better_off(known * indicator.worse)
        columns[indicator.theme].append(worse)
        shares[indicator.code] = {
            code: float(share)
            for code, share in zip(codes, worse, strict=True)
            if not np.isnan(share)
        }
    themes = [_mean(found, len(codes)) for found in columns.values()]
    return Table(codes, np.column_stack(themes), values, shares)


def _mean(found: Sequence[Matrix], count: int) -> Matrix:
    """The mean of what is known; the middle where nothing is."""
    if not found:
        return np.full(count, 0.5)
    stacked = np.vstack(found)
    known = (~np.isnan(stacked)).sum(axis=0)
    return np.where(known > 0, np.nansum(stacked, axis=0) / np.maximum(known, 1), 0.5)


def better_off(values: Matrix) -> Matrix:
    """For each value the share of the others below it; equal values share their places."""
    known = values[~np.isnan(values)]
    below = np.searchsorted(np.sort(known), values, side="left")
    upto = np.searchsorted(np.sort(known), values, side="right")
    share = (below + upto - 1) / 2 / max(1, len(known) - 1)
    return np.where(np.isnan(values), np.nan, np.clip(share, 0, 1))


def weightings(weights: Weights) -> Matrix:
    """Every weighting in which each weight is a step lower, the same, or a step higher."""
    if not any(weights.values()):
        raise NothingWeighs
    around = [
        sorted({max(LEAST, weights[theme] - 1), weights[theme], min(MOST, weights[theme] + 1)})
        for theme in THEMES
    ]
    rows = np.array([row for row in product(*around) if any(row)], dtype=float)
    return np.unique(rows / rows.sum(axis=1, keepdims=True), axis=0)


def standings(table: Table, weights: Weights) -> tuple[Standing, ...]:
    """Every municipality with the span of its places, the greatest need first."""
    scores = weightings(weights) @ table.themes.T
    # Equal scores keep the order of codes, so that the same question has the same answer.
    order = np.argsort(-np.round(scores, 9), axis=1, kind="stable")
    places = np.empty_like(order)
    rows = np.arange(len(order))[:, None]
    places[rows, order] = np.arange(1, len(table.codes) + 1)
    first, last = places.min(axis=0), places.max(axis=0)
    fifth = max(1, len(table.codes) // FIRST_SHARE)
    found = [
        Standing(code, int(low), int(high), _step(int(low), int(high), fifth, len(table.codes)))
        for code, low, high in zip(table.codes, first, last, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (each.first + each.last, each.code)))


def _step(first: int, last: int, fifth: int, count: int) -> int:
    if last <= fifth:
        return 4
    if first <= fifth:
        return 3
    if first > count - fifth:
        return 0
    return 1 if last > count - fifth else 2


def in_theme(table: Table, code: str) -> Sequence[tuple[Theme, float]]:
    """How one municipality stands in each theme."""
    at = table.codes.index(code)
    return [(theme, float(table.themes[at, place])) for place, theme in enumerate(THEMES)]

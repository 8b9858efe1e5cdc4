"""A petition's place in line, from the bulletins that are known. Public data: no asker.

What the forecast is reckoned from is made once for each version of the rules and kept.
"""

from dataclasses import dataclass
from datetime import date

from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Bulletin, Cutoff, Cutoffs
from safe_mobility.reunification.rules import history as histories
from safe_mobility.reunification.rules import line
from safe_mobility.reunification.rules.history import History
from safe_mobility.reunification.rules.line import Forecast, PastWaits, Standing

ALL_OTHER = "all_other"
_OWN_AREA = {"MX": "mexico", "CN": "china", "IN": "india", "PH": "philippines"}
OLD_AFTER_MONTHS = 2


@dataclass(frozen=True, slots=True)
class PlaceInLine:
    """What the list of one month says of a petition, and how long still."""

    category: str
    area: str
    priority_on: date
    month: date
    """The month of the list that was used."""
    is_old: bool
    """A newer list must exist that is not known here."""
    final: Standing
    filing: Standing
    forecast: Forecast | None
    """None when it is the petition's turn, or nothing can be said."""


@dataclass(frozen=True, slots=True)
class _Kept:
    version: str
    history: History | None
    waits: PastWaits | None


_kept: list[_Kept] = []


def area_of_country(country: str) -> str:
    """The column of a country of birth, by its ISO code: most have none of their own."""
    return _OWN_AREA.get(country, ALL_OTHER)


def month_in_force(on: date) -> date | None:
    """The month of the list that holds on a day, or the newest that is known before it."""
    bulletin = programmes.cutoffs().known_on(on)
    return bulletin.month if bulletin else None


def place(*, category: str, area: str, priority_on: date, on: date) -> PlaceInLine | None:
    """Where a petition stands on a day; None where no list is known for it."""
    if category not in CATEGORIES:
        raise ValueError(f"no family category: {category}")
    bulletin = programmes.cutoffs().known_on(on)
    if bulletin is None:
        return None
    final, filing = (
        line.standing(chart, _cutoff(bulletin, chart, category, area), priority_on)
        for chart in CHARTS
    )
    waits_still = final.is_current is False
    return PlaceInLine(
        category=category,
        area=area,
        priority_on=priority_on,
        month=bulletin.month,
        is_old=(on.year - bulletin.month.year) * 12 + on.month - bulletin.month.month
        >= OLD_AFTER_MONTHS,
        final=final,
        filing=filing,
        forecast=_forecast(category, area, priority_on, bulletin.month) if waits_still else None,
    )


def _cutoff(bulletin: Bulletin, chart: str, category: str, area: str) -> Cutoff | None:
    """An area without a column of its own is among all others."""
    found = bulletin.cutoff(chart, category, area)
    return found if found is not None else bulletin.cutoff(chart, category, ALL_OTHER)


def _forecast(category: str, area: str, priority_on: date, month: date) -> Forecast | None:
    kept = _reckoned_from()
    if kept.history is None or kept.waits is None:
        return None
    own = area if (category, area) in kept.history.row else ALL_OTHER
    return line.forecast(
        kept.history, kept.waits, category=category, area=own, priority_on=priority_on, at=month
    )


def _reckoned_from() -> _Kept:
    version = programmes.rule_set().version
    if not _kept or _kept[0].version != version:
        _kept[:] = [_made(version, programmes.cutoffs())]
    return _kept[0]


def _made(version: str, cutoffs: Cutoffs) -> _Kept:
    found = histories.history_of(cutoffs, chart=CHARTS[0])
    return _Kept(version, found, line.past_waits(found) if found else None)

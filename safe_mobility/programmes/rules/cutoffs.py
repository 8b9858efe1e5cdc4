"""The visa bulletins as a dated table: how far each family category's line has come.

One entry is one month's bulletin, whole. A cut-off is a day, `C` (current: nobody waits) or
`U` (unavailable: nobody's turn). Pages, verdicts and the forecast all read this one table.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from safe_mobility.programmes.rules.entries import Entry

BULLETIN = "bulletin"
"""The kind of an entry that is one month's bulletin."""
CHARTS = ("final_action", "filing")
CATEGORIES = ("F1", "F2A", "F2B", "F3", "F4")
CURRENT, UNAVAILABLE = "C", "U"

Cutoff = date | str
Cells = Mapping[str, Mapping[str, Sequence[str]]]
"""By chart and area the five printed cut-offs, in the order of `CATEGORIES`."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    month: date
    """Its first day."""
    cells: Cells
    source: tuple[str, ...] = ()

    def cutoff(self, chart: str, category: str, area: str) -> Cutoff | None:
        """One cell; None where the month has no such chart or area."""
        printed = self.cells.get(chart, {}).get(area)
        return meaning(printed[CATEGORIES.index(category)]) if printed else None


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Every month that is known, oldest first."""

    bulletins: tuple[Bulletin, ...] = ()
    by_month: Mapping[date, Bulletin] = field(default_factory=dict)

    @property
    def newest(self) -> Bulletin | None:
        return self.bulletins[-1] if self.bulletins else None

    def known_on(self, day: date) -> Bulletin | None:
        """The bulletin in force on a day, or the newest before it."""
        past = [each for each in self.bulletins if each.month <= day]
        return past[-1] if past else None

    def areas(self, chart: str) -> tuple[str, ...]:
        """Those the chart names in its newest month; all other countries first."""
        with_chart = [each.cells[chart] for each in self.bulletins if chart in each.cells]
        named = sorted(with_chart[-1]) if with_chart else []
        return tuple(sorted(named, key=lambda area: area != "all_other"))

    def series(self, chart: str, category: str, area: str) -> tuple[tuple[date, Cutoff], ...]:
        """The line of one category, month by month; a month that is not known is left out."""
        return tuple(
            (each.month, found)
            for each in self.bulletins
            if (found := each.cutoff(chart, category, area)) is not None
        )


def meaning(printed: str) -> Cutoff:
    return printed if printed in (CURRENT, UNAVAILABLE) else date.fromisoformat(printed)


def month_code(month: date) -> str:
    return f"{month:%Y-%m}"


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def entry_of(month: date, cells: Cells, *, source: Sequence[str], file: str) -> Entry:
    """One month as an entry of the programme, in force in that month."""
    plain = {
        chart: {area: list(row) for area, row in areas.items()} for chart, areas in cells.items()
    }
    return Entry(
        kind=BULLETIN,
        code=month_code(month),
        body={"cells": plain},
        from_on=month,
        until_on=last_day(month),
        source=tuple(source),
        file=file,
    )


def in_order(cells: Cells) -> Cells:
    """The same with charts and areas as they are read: a row of the database keeps no order."""
    return {
        chart: {
            area: cells[chart][area]
            for area in sorted(cells[chart], key=lambda each: (each != "all_other", each))
        }
        for chart in CHARTS
        if chart in cells
    }


def of_entries(entries: Iterable[Entry]) -> Cutoffs:
    bulletins = [
        Bulletin(entry.from_on, in_order(entry.body["cells"]), entry.source)
        for entry in entries
        if entry.from_on is not None
    ]
    ordered = tuple(sorted(bulletins, key=lambda each: each.month))
    return Cutoffs(ordered, {each.month: each for each in ordered})

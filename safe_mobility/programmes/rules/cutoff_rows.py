"""The bulletins' cut-offs as rows of a table, so that a criterion can compare with them."""

from __future__ import annotations

from datetime import date, timedelta

from safe_mobility.programmes.rules.cutoffs import (
    CATEGORIES,
    CURRENT,
    Bulletin,
    Cutoff,
    Cutoffs,
    last_day,
)
from safe_mobility.programmes.rules.ruleset import TableRow
from safe_mobility.programmes.rules.values import Confidence, InForce


def table_rows(cutoffs: Cutoffs, *, chart: str, area: str) -> tuple[TableRow, ...]:
    """The same as rows of a table by category: months with one value in a row are one row.

    A current line is a day that everybody is before, an unavailable one a day that nobody is.
    """
    found: list[TableRow] = []
    for category in CATEGORIES:
        rows: list[TableRow] = []
        for bulletin in cutoffs.bulletins:
            cutoff = bulletin.cutoff(chart, category, area)
            if cutoff is not None:
                _append(rows, category, _as_day(cutoff), bulletin)
        found += rows
    return tuple(found)


def _as_day(cutoff: Cutoff) -> date:
    if isinstance(cutoff, date):
        return cutoff
    return date.max if cutoff == CURRENT else date.min


def _append(rows: list[TableRow], category: str, value: date, bulletin: Bulletin) -> None:
    until, source = last_day(bulletin.month), bulletin.source
    if rows and rows[-1].value == value and rows[-1].period.source == source:
        before = rows[-1].period
        if before.until_on is not None and before.until_on + timedelta(days=1) == bulletin.month:
            rows[-1] = TableRow(category, value, _in_force(before.from_on, until, source))
            return
    rows.append(TableRow(category, value, _in_force(bulletin.month, until, source)))


def _in_force(from_on: date | None, until_on: date, source: tuple[str, ...]) -> InForce:
    return InForce(from_on, until_on, source, Confidence.SOURCED)

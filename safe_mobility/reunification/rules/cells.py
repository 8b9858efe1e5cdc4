"""A month's rows as the programme keeps them, and what one reading changes against another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Cells, Cutoff, meaning
from safe_mobility.reunification.rules.bulletin import CutoffRow


def cells_of(rows: Iterable[CutoffRow]) -> Cells:
    """By chart and area the five cut-offs as printed. The reader left no cell out."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        areas = found.setdefault(row.chart.value, {})
        line = areas.setdefault(row.area, [""] * len(CATEGORIES))
        line[CATEGORIES.index(row.category)] = row.printed
    return found


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that two readings print differently; None where one of them has no such area."""

    chart: str
    category: str
    area: str
    before: Cutoff | None
    after: Cutoff | None


ODD_ADVANCE = 2 * 365
"""Days in one month. Longer steps have happened, but a slip of the pen looks like one."""


def is_odd(change: CellChange) -> bool:
    """Whether a person should look twice: a column that went, a step back, a very long step."""
    if change.after is None:
        return True
    if isinstance(change.before, date) and isinstance(change.after, date):
        return not 0 <= (change.after - change.before).days <= ODD_ADVANCE
    return False


def changes(before: Cells, after: Cells) -> Iterator[CellChange]:
    """Cell by cell, in the order of charts, areas and categories."""
    for chart in CHARTS:
        old, new = before.get(chart, {}), after.get(chart, {})
        for area in sorted(old.keys() | new.keys(), key=lambda each: (each != "all_other", each)):
            for n, category in enumerate(CATEGORIES):
                was = meaning(old[area][n]) if area in old else None
                now = meaning(new[area][n]) if area in new else None
                if was != now:
                    yield CellChange(chart, category, area, was, now)

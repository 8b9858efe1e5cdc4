"""The year's picture: places certified by work, state and month.

All of it is public data and the same for everybody. Places are summed over orders as a whole:
members of a joint application are contained in them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from safe_mobility.labour.models import JobOrder
from safe_mobility.labour.rules.work_groups import Group, group_of

VISAS = ("H-2A", "H-2B")


@dataclass(frozen=True, slots=True)
class YearSeen:
    """A fiscal year of one kind of visa of which orders are known."""

    visa: str
    year: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Places certified in one fiscal year for one visa. `asked` counts those refused, too, where
    the files that were read hold refused orders (`refused`); an extract holds none."""

    visa: str
    year: int
    orders: int
    refused: int
    asked: int
    certified: int
    by_group: tuple[tuple[Group, int], ...]
    by_state: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[int, int], ...]
    """Places by the month in which the work begins, January first; 0 where it is not said."""

    @property
    def not_granted(self) -> int:
        """Workers that employers asked for and were not granted."""
        return max(0, self.asked - self.certified)


def years() -> list[YearSeen]:
    """The years of which orders are known, the latest first."""
    rows = (
        _whole()
        .exclude(fiscal_year=None)
        .exclude(visa="")
        .values_list("visa", "fiscal_year")
        .distinct()
    )
    return [YearSeen(visa, year) for visa, year in sorted(rows, key=lambda row: (-row[1], row[0]))]


def picture(*, visa: str, year: int) -> Picture:
    rows = _whole().filter(visa=visa, fiscal_year=year)
    granted = rows.filter(is_certified=True)
    totals = granted.aggregate(certified=Sum("certified"))
    groups: Counter[Group] = Counter()
    for code, places in granted.values_list("occupation").annotate(Sum("certified")):
        groups[group_of(code)] += places or 0
    months = granted.values_list(ExtractMonth("begins_on")).annotate(Sum("certified"))
    states = granted.values_list("state").annotate(Sum("certified"))
    return Picture(
        visa=visa,
        year=year,
        orders=granted.count(),
        refused=rows.filter(is_certified=False).count(),
        asked=rows.aggregate(asked=Sum("asked"))["asked"] or 0,
        certified=totals["certified"] or 0,
        by_group=tuple(groups.most_common()),
        by_state=_largest((state, places or 0) for state, places in states),
        by_month=tuple(sorted((month or 0, places or 0) for month, places in months)),
    )


def places_table() -> Iterable[tuple[int, str, str, str, str, int]]:
    """Certified places by year, visa, occupation code, state and first month of work."""
    rows = (
        _whole()
        .filter(is_certified=True)
        .exclude(fiscal_year=None)
        .annotate(month=ExtractMonth("begins_on"))
        .values_list("fiscal_year", "visa", "occupation", "state", "month")
        .annotate(Sum("certified"))
        .order_by("fiscal_year", "visa", "occupation", "state", "month")
    )
    for year, visa, occupation, state, month, places in rows:
        yield year or 0, visa, occupation, state, f"{month:02}" if month else "", places or 0


def _whole() -> QuerySet[JobOrder]:
    return JobOrder.objects.filter(part="")


def _largest(rows: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))

"""Totals that the publishers themselves gave, against which a file is added up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from safe_mobility.statistics.rules.cells import fiscal_year_of
from safe_mobility.statistics.rules.series import SERIES, Point, Span

PUBLISHED: Mapping[tuple[str, str], float] = {
    ("refugee-admissions", "FY2016"): 84_994,
    ("refugee-admissions", "FY2024"): 100_034,
    ("refugee-admissions", "FY2025 to December"): 27_308,
    ("refugee-admissions-by-region", "FY2016"): 84_994,
    ("refugee-admissions-by-region", "FY2024"): 100_034,
    ("refugee-admissions-by-region", "FY2025"): 27_308,
    ("census-departments", "GT"): 14_901_286,
}
"""State Department, Refugee Processing Center (the last as of 31 December 2024); INE 2018."""
NOT_ADDED = "the publisher says that its months are not to be added up to its yearly totals"
NOTES: Mapping[str, str] = {"temporary-visas": NOT_ADDED, "immigrant-visas": NOT_ADDED}
FIRST_QUARTER = frozenset({10, 11, 12})


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a file over one span, beside what was published for it, where that is known."""

    series: str
    over: str
    found: float
    published: float | None = None
    months: int = 0
    """How many months of a fiscal year the file holds; 0 where that is not the question."""

    @property
    def agrees(self) -> bool | None:
        return None if self.published is None else self.found == self.published


def totals(points: Iterable[Point]) -> Iterator[Total]:
    """The sums of what may be added up: fiscal years of months, years, and the census."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for each in points:
        span = SERIES[each.series].span
        if each.series == "census-departments" and each.detail == "POPULATION":
            sums[each.series, each.place[:2]] += each.value
        elif not SERIES[each.series].adds_up or each.on is None:
            continue
        elif span is Span.MONTH:
            year = each.series, f"FY{fiscal_year_of(each.on)}"
            sums[year] += each.value
            months[year].add(each.on.month)
        else:
            sums[each.series, _named(span, each.on)] += each.value
    for (series, over), found in sorted(sums.items()):
        held = months.get((series, over), set())
        yield _compared(series, over, found, held)


def _compared(series: str, over: str, found: float, held: set[int]) -> Total:
    if held and held == FIRST_QUARTER:
        over = f"{over} to December"
    elif held and len(held) < 12:
        return Total(series, over, found, None, len(held))
    return Total(series, over, found, PUBLISHED.get((series, over)), len(held))


def _named(span: Span, on: date) -> str:
    return f"FY{fiscal_year_of(on)}" if span is Span.FISCAL_YEAR else str(on.year)

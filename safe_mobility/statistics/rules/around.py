"""Before and after a day, in the same months of two years, so that seasons do not decide.

The months that are compared are those after the month of that day, at most twelve and only as
far as something was published; beside them the same months a year before. A month for which
the publisher says nothing is not zero, and ends the comparison.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OPENED_ON = date(2023, 6, 12)
"""The day on which the first offices opened their form: 12 June 2023."""
MOST_MONTHS = 11
"""The month of that day belongs to neither side, so that a year leaves eleven."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "IMMEDIATE": ("IR", "CR", "IW", "IB", "IH"),
    "BY_TURN": ("F1", "F2", "F3", "F4", "FX", "C2", "CX", "B2", "BX"),
    "WORK": ("E1", "E2", "E3", "E4", "E5", "EW", "I5", "R5", "T5", "C5", "SD", "SE", "SR", "SU"),
}
OTHER_VISAS = "OTHER"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same months before and after a day, each with its first and last month and its sum."""

    before_first: date
    before_last: date
    before: float
    after_first: date
    after_last: date
    after: float
    months: int

    @property
    def change(self) -> float | None:
        """By what share it is more; None where nothing was counted before."""
        return None if not self.before else self.after / self.before - 1


def compare(
    values: Mapping[date, float], *, published: Iterable[date], on: date = OPENED_ON
) -> Comparison | None:
    """None where the publisher covers no month after that day, or not the year before it."""
    covered = frozenset(published)
    after: list[date] = []
    month = next_month(on.replace(day=1))
    while len(after) < MOST_MONTHS and month in covered:
        after.append(month)
        month = next_month(month)
    before = [each.replace(year=each.year - 1) for each in after]
    if not after or not all(each in covered for each in before):
        return None
    return Comparison(
        before_first=before[0],
        before_last=before[-1],
        before=sum(values.get(each, 0) for each in before),
        after_first=after[0],
        after_last=after[-1],
        after=sum(values.get(each, 0) for each in after),
        months=len(after),
    )


def next_month(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from the first to the last."""
    found = []
    month = first.replace(day=1)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def laid_out(
    values: Mapping[date, float], *, months: Sequence[date], published: Iterable[date]
) -> list[float | None]:
    """A value for each month: zero where the publisher counted none, none where it says nothing."""
    covered = frozenset(published)
    return [values.get(month, 0.0) if month in covered else None for month in months]


def place_of(day: date, months: Sequence[date]) -> float | None:
    """Where on the axis of months a day lies; None where it is not among them."""
    month = day.replace(day=1)
    if month not in months:
        return None
    return months.index(month) + (day.day - 1) / 31


def visa_group(visa: str) -> str:
    """The group of a class of immigrant visa: immediate family, by turn, work, or other."""
    for group, beginnings in GROUPS.items():
        if visa.startswith(beginnings):
            return group
    return OTHER_VISAS

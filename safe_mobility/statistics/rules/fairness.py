"""Whether a group is treated otherwise than the rest, and not just by chance.

A share of few people moves by itself. So each difference carries an interval (Newcombe's, made of
two Wilson intervals), wide enough that over all groups looked at together a false alarm comes at
most once in twenty times (Bonferroni). What remains is told as a question to look into: the
interval says that something differs, not why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

FALSE_ALARMS = 0.05
LEAST_GROUP = 20
"""A group, and the rest beside it, below which no share is compared."""
LEAST_GAP = 0.05
"""A difference smaller than five in a hundred is told to nobody, however sure it is."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of how many: a group, and the rest of the same office."""

    name: tuple[str, ...]
    reached: int
    of: int
    rest_reached: int
    rest_of: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A group whose share differs, with the interval of the difference."""

    name: tuple[str, ...]
    share: float
    rest_share: float
    low: float
    high: float
    of: int


def wilson(reached: int, of: int, *, z: float) -> tuple[float, float]:
    """The interval in which a share may lie, also for none and for all."""
    share = reached / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(group: Group, *, z: float) -> tuple[float, float]:
    """The interval in which the difference of two shares may lie (Newcombe 1998, method 10)."""
    share, rest = group.reached / group.of, group.rest_reached / group.rest_of
    low, high = wilson(group.reached, group.of, z=z)
    rest_low, rest_high = wilson(group.rest_reached, group.rest_of, z=z)
    gap = share - rest
    return (
        gap - sqrt((share - low) ** 2 + (rest_high - rest) ** 2),
        gap + sqrt((high - share) ** 2 + (rest - rest_low) ** 2),
    )


def compared(groups: Iterable[Group]) -> list[Group]:
    """The groups that are large enough to be compared with their rest."""
    return [group for group in groups if min(group.of, group.rest_of) >= LEAST_GROUP]


def alarms(groups: Iterable[Group], *, false_alarms: float = FALSE_ALARMS) -> list[Alarm]:
    """Groups that differ from their rest, the widest gap first."""
    large = compared(groups)
    if not large:
        return []
    z = NormalDist().inv_cdf(1 - false_alarms / (2 * len(large)))
    found = []
    for group in large:
        low, high = difference(group, z=z)
        share, rest = group.reached / group.of, group.rest_reached / group.rest_of
        if (low > 0 or high < 0) and abs(share - rest) >= LEAST_GAP:
            found.append(Alarm(group.name, share, rest, low, high, group.of))
    return sorted(found, key=lambda alarm: -abs(alarm.share - alarm.rest_share))


def expected(per_week: Iterable[int]) -> tuple[float, float, float]:
    """What next week may bring, from the last ones: the mean, and a range for nine in ten weeks.

    Weeks differ by more than chance (a feast, a rumour), so the range takes the larger of the
    spread of counts and the spread that was seen.
    """
    weeks = list(per_week)
    if not weeks:
        return 0.0, 0.0, 0.0
    mean = sum(weeks) / len(weeks)
    seen = sum((week - mean) ** 2 for week in weeks) / max(1, len(weeks) - 1)
    spread = NormalDist().inv_cdf(0.95) * sqrt(max(mean, seen))
    return mean, max(0.0, mean - spread), mean + spread

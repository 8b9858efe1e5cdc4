from safe_mobility.statistics.models.facts import CountedHousehold, Counting, DailyFact
from safe_mobility.statistics.models.releases import Release, ReleasedCell
from safe_mobility.statistics.models.series import Edition, Figure

__all__ = [
    "CountedHousehold",
    "Counting",
    "DailyFact",
    "Edition",
    "Figure",
    "Release",
    "ReleasedCell",
]

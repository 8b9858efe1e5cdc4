from safe_mobility.statistics.models.commitments import Commitment, Evidence, Judgement
from safe_mobility.statistics.models.facts import CountedHousehold, Counting, DailyFact
from safe_mobility.statistics.models.releases import Release, ReleasedCell
from safe_mobility.statistics.models.series import Edition, Figure

__all__ = [
    "Commitment",
    "CountedHousehold",
    "Counting",
    "DailyFact",
    "Edition",
    "Evidence",
    "Figure",
    "Judgement",
    "Release",
    "ReleasedCell",
]

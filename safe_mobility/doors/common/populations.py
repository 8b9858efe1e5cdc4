"""How many people live where, for rates. From a census, with its name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from safe_mobility.doors.common.maps import SHAPES


@dataclass(frozen=True, slots=True)
class Population:
    people: Mapping[str, int]
    source: str


@lru_cache(maxsize=8)
def of_large_areas(country: str) -> Population:
    """By department; empty where no census is at hand, and then there are no rates."""
    path = SHAPES / f"{country.lower()}_people.json"
    if not path.exists():
        return Population({}, "")
    read = json.loads(path.read_text(encoding="utf-8"))
    return Population(read["people"], read["source"])

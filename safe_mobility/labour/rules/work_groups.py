"""Occupations in a dozen groups, by how their code begins."""

from enum import StrEnum


class Group(StrEnum):
    FARM = "FARM"
    FOREST = "FOREST"
    SEAFOOD = "SEAFOOD"
    GARDENS = "GARDENS"
    CLEANING = "CLEANING"
    KITCHEN = "KITCHEN"
    FAIRS = "FAIRS"
    CONSTRUCTION = "CONSTRUCTION"
    FACTORY = "FACTORY"
    TRANSPORT = "TRANSPORT"
    OTHER = "OTHER"
    NOT_SAID = "NOT_SAID"


_BEGINNINGS = {
    "45-4": Group.FOREST,
    "45-3": Group.SEAFOOD,
    "51-3022": Group.SEAFOOD,
    "45-": Group.FARM,
    "37-3": Group.GARDENS,
    "37-": Group.CLEANING,
    "35-": Group.KITCHEN,
    "39-3": Group.FAIRS,
    "47-": Group.CONSTRUCTION,
    "51-": Group.FACTORY,
    "53-": Group.TRANSPORT,
}


def group_of(code: str) -> Group:
    if not code:
        return Group.NOT_SAID
    found = (group for start, group in _BEGINNINGS.items() if code.startswith(start))
    return next(found, Group.OTHER)

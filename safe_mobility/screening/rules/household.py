"""Who asks together, and what their records say. No names: the rules need none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from safe_mobility.programmes.rules.values import Value


@dataclass(frozen=True, slots=True)
class Member:
    """One person. `role` is what they are to the applicant; None means not known."""

    id: str
    role: str = "applicant"
    born_on: date | None = None
    sex: str | None = None
    marital: str | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody outside the household, such as a brother abroad, with answers of their own."""

    id: str
    answers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Household:
    members: tuple[Member, ...]
    relatives: tuple[Relative, ...] = ()

    def __post_init__(self) -> None:
        ids = [member.id for member in self.members]
        if not ids:
            raise ValueError("a household has at least one member")
        if len(set(ids)) != len(ids):
            raise ValueError("two members have one id")

    @property
    def applicant(self) -> int:
        """The place of the applicant among the members; the smallest id where nobody says so."""
        candidates = [n for n, member in enumerate(self.members) if member.role == "applicant"]
        places = candidates or range(len(self.members))
        return min(places, key=lambda n: self.members[n].id)


VISITOR = Household((Member("a"),))
"""Somebody who looks without a name: one applicant of whom nothing is on record."""

_MIRROR = {
    "spouse": "spouse",
    "partner": "partner",
    "child": "parent",
    "parent": "child",
    "sibling": "sibling",
    "grandchild": "grandparent",
    "grandparent": "grandchild",
    "guardian": "other",
    "other": "other",
}


def relation(member: Member, to: Member) -> str:
    """What `member` is to `to`, where both are described by what they are to the applicant.

    Only what follows from the two roles is said; a relation that the roles do not give (an
    in-law, a cousin) is "other". A child of the applicant counts as a child of the
    applicant's spouse or partner too.
    """
    if member.id == to.id or to.role == "applicant":
        return member.role
    if member.role == "applicant":
        return _MIRROR.get(to.role, "other")
    return _BETWEEN.get((member.role, to.role), "other")


_BETWEEN = {
    ("child", "spouse"): "child",
    ("child", "partner"): "child",
    ("spouse", "child"): "parent",
    ("partner", "child"): "parent",
    ("child", "child"): "sibling",
    ("parent", "child"): "grandparent",
    ("child", "parent"): "grandchild",
    ("sibling", "sibling"): "sibling",
    ("sibling", "parent"): "child",
    ("parent", "sibling"): "parent",
    ("grandchild", "child"): "child",
    ("child", "grandchild"): "parent",
    ("guardian", "sibling"): "guardian",
}


def age_on(born_on: date, day: date) -> int:
    """Whole years. Somebody born on 29 February is a year older on 1 March in common years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))

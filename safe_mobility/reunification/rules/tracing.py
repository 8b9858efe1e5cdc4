"""Whether two descriptions may be one person, and why: points for and against, in words.

After Fellegi and Sunter (1969): each fact that agrees adds the logarithm of how much oftener it
agrees for one person than for two strangers, each that differs takes some away, and what is not
known adds nothing. The shares below are estimates for names and villages in Guatemala, not
measured ones; a person decides about every pair, and the page shows each point.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import product
from math import log2

from rapidfuzz.distance import JaroWinkler

from safe_mobility.people.rules.names import plain
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.sounds import same_sound, sounds, words

ALIKE = 0.92
"""Jaro and Winkler: a slip of a letter or two in a longer name."""
WORTH_A_LOOK = 8.0
"""About one chance in three where one person in a thousand pairs is the one: a person looks."""


class Fact(StrEnum):
    GIVEN_NAMES = "GIVEN_NAMES"
    SURNAMES = "SURNAMES"
    BIRTH = "BIRTH"
    PLACE = "PLACE"
    MOTHER = "MOTHER"
    FATHER = "FATHER"


class Agrees(StrEnum):
    SAME = "SAME"
    SOUND = "SOUND"
    NEAR = "NEAR"
    DIFFERS = "DIFFERS"


_SHARES: dict[Fact, dict[Agrees, tuple[float, float]]] = {
    Fact.GIVEN_NAMES: {
        Agrees.SAME: (0.60, 0.008),
        Agrees.SOUND: (0.22, 0.006),
        Agrees.NEAR: (0.12, 0.05),
        Agrees.DIFFERS: (0.06, 0.936),
    },
    Fact.SURNAMES: {
        Agrees.SAME: (0.58, 0.004),
        Agrees.SOUND: (0.24, 0.003),
        Agrees.NEAR: (0.13, 0.06),
        Agrees.DIFFERS: (0.05, 0.933),
    },
    Fact.BIRTH: {
        Agrees.SAME: (0.55, 0.0001),
        Agrees.SOUND: (0.20, 0.02),
        Agrees.NEAR: (0.18, 0.10),
        Agrees.DIFFERS: (0.07, 0.8799),
    },
    Fact.PLACE: {
        Agrees.SAME: (0.65, 0.02),
        Agrees.NEAR: (0.20, 0.08),
        Agrees.DIFFERS: (0.15, 0.90),
    },
    Fact.MOTHER: {
        Agrees.SAME: (0.60, 0.002),
        Agrees.SOUND: (0.20, 0.002),
        Agrees.NEAR: (0.12, 0.03),
        Agrees.DIFFERS: (0.08, 0.966),
    },
    Fact.FATHER: {
        Agrees.SAME: (0.58, 0.002),
        Agrees.SOUND: (0.20, 0.002),
        Agrees.NEAR: (0.12, 0.03),
        Agrees.DIFFERS: (0.10, 0.966),
    },
}
"""How often a fact agrees so far: for one person, and for two strangers who share a key."""

INVERSE: dict[Relation, Relation] = {
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
}


def inverse(relation: Relation) -> Relation:
    """What I am to somebody who is this to me."""
    return INVERSE.get(relation, relation)


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as told: sought by one family, or one of those who may be found. A birth is a
    day, or a year alone; a place is a department's code and the name of the town, `09:Tejutla`."""

    given_names: str = field(repr=False)
    surnames: str = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    birth_year: int | None = None
    place: str = ""
    mother: str = field(default="", repr=False)
    father: str = field(default="", repr=False)

    @property
    def year(self) -> int | None:
        return self.born_on.year if self.born_on is not None else self.birth_year


@dataclass(frozen=True, slots=True)
class Ground:
    fact: Fact
    agrees: Agrees

    @property
    def points(self) -> float:
        one, strangers = _SHARES[self.fact][self.agrees]
        return log2(one / strangers)


def blocking_keys(person: Described) -> frozenset[str]:
    """What two descriptions of one person share at least once. Hash them before they are kept.

    Two names by sound, in any order of surnames, or a name and the year: a mother's surname that
    was left out, or a second name that is used as the first, still finds its pair.
    """
    given = [sounds(word) for word in words(person.given_names)[:2]]
    last = [sounds(word) for word in words(person.surnames)[:2]]
    found = {f"gs|{a}|{b}" for a, b in _each(given, last)}
    if len(last) == 2:
        found |= {"ss|" + "|".join(sorted((a, b))) for a, b in product(last[0], last[1])}
    if person.year is not None and given:
        found |= {f"gy|{a}|{person.year}" for a in given[0]}
    return frozenset(found)


def _each(first: list[frozenset[str]], second: list[frozenset[str]]) -> Iterator[tuple[str, str]]:
    for some, others in product(first, second):
        yield from product(some, others)


def compare(sought: Described, found: Described) -> tuple[Ground, ...]:
    """Each fact that both tell, and how far it agrees."""
    judged = {
        Fact.GIVEN_NAMES: _names(sought.given_names, found.given_names),
        Fact.SURNAMES: _names(sought.surnames, found.surnames),
        Fact.BIRTH: _births(sought, found),
        Fact.PLACE: _places(sought.place, found.place),
        Fact.MOTHER: _names(sought.mother, found.mother),
        Fact.FATHER: _names(sought.father, found.father),
    }
    return tuple(Ground(fact, agrees) for fact, agrees in judged.items() if agrees is not None)


def score(grounds: tuple[Ground, ...]) -> float:
    return sum(ground.points for ground in grounds)


def _names(first: str, second: str) -> Agrees | None:
    """By the words they have in common; one that is left out says nothing against it."""
    one, other = set(words(first)), set(words(second))
    if not one or not other:
        return None
    if one <= other or other <= one:
        return Agrees.SAME
    if _heard_in(one, other) or _heard_in(other, one):
        return Agrees.SOUND
    near = JaroWinkler.similarity(plain(first), plain(second)) >= ALIKE
    some = any(same_sound(word, each) for word in one for each in other)
    return Agrees.NEAR if near or some else Agrees.DIFFERS


def _heard_in(few: set[str], many: set[str]) -> bool:
    return all(any(same_sound(word, each) for each in many) for word in few)


def _births(one: Described, other: Described) -> Agrees | None:
    """SAME: the day. SOUND: the year, or the day with day and month exchanged. NEAR: two years,
    since many do not know their own."""
    if one.year is None or other.year is None:
        return None
    if one.born_on is not None and other.born_on is not None:
        if one.born_on == other.born_on:
            return Agrees.SAME
        if _exchanged(one.born_on) == other.born_on:
            return Agrees.SOUND
    apart = abs(one.year - other.year)
    if apart == 0:
        return Agrees.SOUND
    return Agrees.NEAR if apart <= 2 else Agrees.DIFFERS


def _exchanged(day: date) -> date | None:
    try:
        return date(day.year, day.day, day.month)
    except ValueError:
        return None


def _places(one: str, other: str) -> Agrees | None:
    department, _, town = one.partition(":")
    their_department, _, their_town = other.partition(":")
    if not department or not their_department:
        return None
    if department != their_department:
        return Agrees.DIFFERS
    towns = _names(town, their_town)
    return Agrees.SAME if towns in {Agrees.SAME, Agrees.SOUND} else Agrees.NEAR


def names_of(name: str, *, among: str) -> bool:
    """Whether a name is among those whom somebody does not want to be found by."""
    theirs = [words(line) for line in among.splitlines()]
    mine = words(name)
    return any(
        named and all(any(same_sound(word, each) for each in mine) for word in named)
        for named in theirs
    )

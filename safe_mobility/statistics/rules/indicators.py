"""What an indicator is: plain words, whom it counts and which marks of the trail it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Both = Mapping[str, str]
TOTAL, BLOCK = "total", "block"
TRAITS = (
    *("office", "department", "language", "size", "channel"),
    *("needs", "cohort", "pathway", "reason"),
)
"""Cuts by something that a household has as a whole, in the order in which it is stored."""
OF_PERSONS = ("sex", "age", "nationality")
"""Cuts by something that each person has; an application stands where its applicant stands."""
PLACES = "places"
"""Office and department together. Never published: the attacker's guard needs it, because
whoever reads both tables knows which departments an office serves."""
CUTS = (*TRAITS, *OF_PERSONS)
WORDS = ("name", "definition", "numerator", "denominator", "population", "counted_on", "weakness")


@dataclass(frozen=True, slots=True)
class Counts:
    """Which marks are counted: the first of these acts, or a stay in one of these states."""

    acts: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    result: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    wait: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    version: int
    within: str
    counts: Counts
    words: Mapping[str, Both]
    cuts: tuple[str, ...]

    @property
    def is_stock(self) -> bool:
        """Counted at the end of a day, not summed over days."""
        return bool(self.counts.states)

    @property
    def is_wait(self) -> bool:
        return bool(self.counts.wait)

    def say(self, what: str, language: str) -> str:
        both = self.words[what]
        return both.get(language) or both["es"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators, and one hash of everything that decides a number."""

    indicators: tuple[Indicator, ...]
    version: str

    def __getitem__(self, code: str) -> Indicator:
        return next(each for each in self.indicators if each.code == code)

    def __contains__(self, code: object) -> bool:
        return any(each.code == code for each in self.indicators)

    @property
    def counted(self) -> tuple[Indicator, ...]:
        """Those that have facts of their own; a wait is read off two of them."""
        return tuple(each for each in self.indicators if not each.is_wait)


def faults(indicators: Iterable[Indicator]) -> list[str]:
    """What no reader of single entries can see: order, double codes, cuts that have no sense."""
    found, before = [], set[str]()
    for each in indicators:
        if each.code in before:
            found.append(f"{each.code} occurs twice")
        if each.within and each.within not in before:
            found.append(f"{each.code}: within names {each.within}, which does not stand before it")
        if unknown := set(each.cuts) - set(CUTS):
            found.append(f"{each.code}: unknown cuts {', '.join(sorted(unknown))}")
        if missing := set(each.counts.wait) - before:
            found.append(f"{each.code}: waits between unknown {', '.join(sorted(missing))}")
        before.add(each.code)
    return found

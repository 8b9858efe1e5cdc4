"""Whether a person and an offer go together, and how well: bounds first, then points.

A bound is a yes or no that no list may cross; each is named, so that a person who is not proposed
can be told which one it was. Points only order those within all bounds. Everything is worked out
for all people at once, in columns; one pair is the same reckoning for columns of length one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from safe_mobility.labour.rules import occupations
from safe_mobility.labour.rules.candidates import Avoids, Destination
from safe_mobility.labour.rules.demands import months

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

BASE = 300
"""What it counts that one more person is on a list: more than all other points of a pair
together, so nobody stays out because somebody else fits better somewhere."""
MOST_FIT = 100
MOST_EXPERIENCE = 40
PROOF_POINTS = 10
MOST_WAIT = 60
WAIT_DAYS = 360
EXPERIENCE_MONTHS = 60
RETURNING = 80
NEAR_ENOUGH = 60
"""The least nearness of occupations that is worth an interview: the same kind of work."""


class Bound(StrEnum):
    """Why a pair cannot be. `explaining.Limit` says what keeps a person off a list as such."""

    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"
    """The household's application is not open."""
    HIDDEN = "HIDDEN"
    """The person has not agreed that employers see the work, or stopped that consent."""
    UNTOLD = "UNTOLD"
    """Something that an employer needs is not told yet."""
    NEEDS_TALK = "NEEDS_TALK"
    UNDER_WAY = "UNDER_WAY"
    DESTINATION = "DESTINATION"
    OCCUPATION = "OCCUPATION"
    EXPERIENCE = "EXPERIENCE"
    LANGUAGE = "LANGUAGE"
    STARTS_EARLIER = "STARTS_EARLIER"
    LASTS_LONGER = "LASTS_LONGER"
    AVOIDS = "AVOIDS"


@dataclass(frozen=True, slots=True)
class Worker:
    """What the matching knows of a person. No name; `sex` and `municipality` serve the equal
    chance alone and no point rests on them."""

    key: str
    municipality: str
    sex: str
    work: tuple[tuple[str, int], ...]
    """Confirmed occupations, each with its months of experience."""
    proof: bool
    languages: frozenset[str]
    earliest_on: date
    longest_months: int
    destinations: frozenset[Destination]
    avoids: frozenset[Avoids]
    waiting_days: int
    blocked: Bound | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    key: str
    occupation: str
    country: Destination
    places: int
    length: int
    from_on: date
    until_on: date
    languages: frozenset[str] = frozenset()
    months_wanted: int = 0
    asks: frozenset[Avoids] = frozenset()
    interviews: str = ""
    """The interview day that several offers share; empty where it has none or its own."""
    wants: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Points:
    """Why a pair counts what it counts. `total` is what the model sees."""

    fit: int
    experience: int
    proof: int
    waiting: int
    returning: int

    @property
    def total(self) -> int:
        return BASE + self.fit + self.experience + self.proof + self.waiting + self.returning


@dataclass(frozen=True, slots=True)
class People:
    """Many workers as columns, in the order they were given."""

    workers: tuple[Worker, ...]
    occupations: tuple[str, ...]
    months: Ints
    """People by occupation: months of experience, or -1 where there is none."""
    free: Bools
    proof: Bools
    languages: Ints
    language_bits: dict[str, int]
    earliest: Ints
    longest: Ints
    destinations: Ints
    avoids: Ints
    waiting: Ints
    keys: dict[str, int]
    nearest: dict[str, tuple[Ints, Ints]] = field(default_factory=dict, repr=False)
    """What was reckoned for an occupation before: many offers are for the same."""


_DESTINATION: dict[str, int] = {each: 1 << at for at, each in enumerate(Destination)}
_AVOIDS: dict[str, int] = {each: 1 << at for at, each in enumerate(Avoids)}


def in_columns(workers: Sequence[Worker]) -> People:
    codes = sorted({code for each in workers for code, _ in each.work})
    at = {code: place for place, code in enumerate(codes)}
    tongues = sorted({tongue for each in workers for tongue in each.languages})
    bits = {tongue: 1 << place for place, tongue in enumerate(tongues)}
    worked = np.full((len(workers), len(codes)), -1, dtype=np.int64)
    for row, each in enumerate(workers):
        for code, spent in each.work:
            worked[row, at[code]] = max(worked[row, at[code]], spent)
    return People(
        workers=tuple(workers),
        occupations=tuple(codes),
        months=worked,
        free=np.array([each.blocked is None for each in workers], dtype=np.bool_),
        proof=np.array([each.proof for each in workers], dtype=np.bool_),
        languages=_bits([each.languages for each in workers], bits),
        language_bits=bits,
        earliest=np.array([each.earliest_on.toordinal() for each in workers], dtype=np.int64),
        longest=np.array([each.longest_months for each in workers], dtype=np.int64),
        destinations=_bits([each.destinations for each in workers], _DESTINATION),
        avoids=_bits([each.avoids for each in workers], _AVOIDS),
        waiting=np.array([each.waiting_days for each in workers], dtype=np.int64),
        keys={each.key: row for row, each in enumerate(workers)},
    )


def _bits(sets: Sequence[Iterable[str]], bits: Mapping[str, int]) -> Ints:
    return np.array([sum(bits.get(one, 0) for one in each) for each in sets], dtype=np.int64)


# --- the bounds ------------------------------------------------------------------------------


def _nearest(people: People, offer: Offer) -> tuple[Ints, Ints]:
    """For each person the nearness of their nearest work, and the months spent in it."""
    known = people.nearest.get(offer.occupation)
    if known is None:
        known = people.nearest[offer.occupation] = _reckoned(people, offer)
    return known


def _reckoned(people: People, offer: Offer) -> tuple[Ints, Ints]:
    near = np.array(
        [occupations.nearness(offer.occupation, code) for code in people.occupations],
        dtype=np.int64,
    )
    if not near.size:
        nothing = np.zeros(len(people.workers), dtype=np.int64)
        return nothing, nothing
    worked = people.months >= 0
    nearness = np.where(worked, near[None, :], 0)
    best = nearness.max(axis=1)
    at_best = (nearness == best[:, None]) & worked
    return best, np.where(at_best, people.months, 0).max(axis=1)


def _lacks_language(people: People, offer: Offer) -> Bools:
    known = people.language_bits
    if not offer.languages <= known.keys():
        return np.ones(len(people.workers), dtype=np.bool_)
    wanted = sum(known[one] for one in offer.languages)
    return np.asarray((people.languages & wanted) != wanted, dtype=np.bool_)


_CHECKS: tuple[tuple[Bound, Callable[[People, Offer], Bools]], ...] = (
    (Bound.DESTINATION, lambda p, o: (p.destinations & _DESTINATION[o.country]) == 0),
    (Bound.OCCUPATION, lambda p, o: _nearest(p, o)[0] < NEAR_ENOUGH),
    (Bound.EXPERIENCE, lambda p, o: _nearest(p, o)[1] < o.months_wanted),
    (Bound.LANGUAGE, _lacks_language),
    (Bound.STARTS_EARLIER, lambda p, o: p.earliest > o.from_on.toordinal()),
    (Bound.LASTS_LONGER, lambda p, o: p.longest < months(o.from_on, o.until_on)),
    (Bound.AVOIDS, lambda p, o: (p.avoids & sum(_AVOIDS[one] for one in o.asks)) != 0),
)


def fits(people: People, offer: Offer) -> Bools:
    """Who is within every bound of this offer."""
    free = people.free.copy()
    for _, crosses in _CHECKS:
        free &= ~crosses(people, offer)
    return free


def why_not(worker: Worker, offer: Offer) -> tuple[Bound, ...]:
    """Every bound that keeps this person from this offer; none where they go together."""
    alone = in_columns([worker])
    own = (worker.blocked,) if worker.blocked else ()
    return (*own, *(bound for bound, crosses in _CHECKS if crosses(alone, offer)[0]))


# --- the points ------------------------------------------------------------------------------


def points(people: People, offer: Offer) -> dict[str, Ints]:
    """The points of each person for this offer, part by part."""
    nearness, spent = _nearest(people, offer)
    wanted = np.zeros(len(people.workers), dtype=np.int64)
    wanted[[people.keys[key] for key in offer.wants if key in people.keys]] = RETURNING
    return {
        "fit": nearness * MOST_FIT // 100,
        "experience": np.minimum(spent, EXPERIENCE_MONTHS) * MOST_EXPERIENCE // EXPERIENCE_MONTHS,
        "proof": np.where(people.proof, PROOF_POINTS, 0),
        "waiting": np.clip(people.waiting, 0, WAIT_DAYS) * MOST_WAIT // WAIT_DAYS,
        "returning": wanted,
    }


def points_of(worker: Worker, offer: Offer) -> Points:
    parts = points(in_columns([worker]), offer)
    return Points(**{name: int(column[0]) for name, column in parts.items()})

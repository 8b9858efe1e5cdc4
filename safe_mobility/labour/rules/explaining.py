"""Why a person is on a list, and why another is not: read off the model, not typed.

What keeps a person from an offer is either a bound of the pair (`fitting.why_not`) or a limit of
the lists. For a limit, the exchange is worked out that would be needed to let the person in: who
would have to leave, and what the lists would lose. In the best lists no exchange gains anything;
`forced` solves the whole programme again with the person on the list and gives the exact loss.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from safe_mobility.labour.rules import solving
from safe_mobility.labour.rules.fitting import BASE
from safe_mobility.labour.rules.matching import KINDS, Matched
from safe_mobility.labour.rules.solving import Model


class Limit(StrEnum):
    """What, of the lists as a whole, kept somebody out who is within all bounds."""

    ELSEWHERE = "ELSEWHERE"
    """On another list, where the lists as a whole gain more."""
    LIST_FULL = "LIST_FULL"
    """Everybody on the list counts at least as much for it."""
    DAY_FULL = "DAY_FULL"
    """The seats of the interview day are taken, by people who count at least as much."""
    MUNICIPALITY = "MUNICIPALITY"
    """Whoever would have to leave keeps a municipality at its floor."""
    SEX = "SEX"
    """Whoever would have to leave keeps women or men at their floor."""
    NOT_WORTH = "NOT_WORTH"
    """There is room, yet letting the person in would cost more elsewhere."""


_OF_KIND = {"municipality": Limit.MUNICIPALITY, "sex": Limit.SEX}


@dataclass(frozen=True, slots=True)
class Trade:
    """The exchange that letting somebody in would need: `leaves` goes, the lists lose `loss`."""

    limit: Limit
    mine: int
    theirs: int = 0
    leaves: str = ""
    elsewhere: str = ""
    group: str = ""

    @property
    def loss(self) -> int:
        return self.theirs - self.mine


@dataclass(frozen=True, slots=True)
class Standing:
    """Why somebody is on a list: the points, and by how much before the next one outside."""

    offer: str
    worker: str
    rank: int
    parts: dict[str, int]
    next_worker: str
    ahead: int | None
    for_group: str = ""
    """The group whose floor this place keeps, where somebody outside counts more."""

    @property
    def total(self) -> int:
        return BASE + sum(self.parts.values())


Groups = tuple[str, str]
"""The municipality and the sex of a person, each empty where it is not known."""


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A place on a list and who has it, as far as an exchange depends on it."""

    points: int
    lot: int
    worker: str
    groups: Groups


def exchange(
    *,
    mine: int,
    comes: Groups,
    limit: Limit,
    taken: Iterable[Seat],
    at_floor: Collection[tuple[str, str]],
) -> Trade:
    """The cheapest exchange that lets somebody in, or the floor that forbids it.

    `taken` are the places any of which would have to be given up; `at_floor` the groups, by kind
    and name, that must not lose anybody.
    """
    places = sorted(taken)
    if not places:
        return Trade(limit, mine, mine)
    first = places[0]
    broken = floors_broken(first.groups, comes, at_floor)
    free = (each for each in places if not floors_broken(each.groups, comes, at_floor))
    possible = next(free, None)
    if broken and (first.points <= mine or possible is None):
        kind, name = broken[0]
        return Trade(_OF_KIND[kind], mine, first.points, first.worker, group=name)
    seat = possible or first
    return Trade(limit, mine, seat.points, seat.worker)


def floors_broken(
    leaves: Groups, comes: Groups, at_floor: Collection[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The groups that would be (further) below their floor after this exchange."""
    return [
        (kind, left)
        for kind, left, come in zip(KINDS, leaves, comes, strict=True)
        if left and left != come and (kind, left) in at_floor
    ]


class Explained:
    """The explanations of one set of lists."""

    def __init__(self, matched: Matched) -> None:
        self.matched = matched
        self._offer_at = {each.key: at for at, each in enumerate(matched.offers)}
        self._worker_at = {each.key: at for at, each in enumerate(matched.workers)}
        self._on = [np.flatnonzero(matched.solved.given == at) for at in range(len(matched.offers))]
        self._at_floor = frozenset(
            (group.kind, group.name) for group in matched.groups if group.placed <= group.floor
        )
        self._outside = matched.solved.given < 0
        self._used = np.bincount(
            matched.model.day_of[matched.solved.given[matched.solved.given >= 0]] + 1,
            minlength=len(matched.model.seats) + 1,
        )[1:]

    # who is on a list

    def standings(self) -> Iterator[Standing]:
        """Every proposal with its reasons, list by list."""
        for key, workers in self.matched.lists.items():
            offer = self._offer_at[key]
            waiting = self._waiting_for(offer)
            for rank, worker in enumerate(workers, start=1):
                yield self._standing(worker, offer, rank, waiting)

    def _standing(self, worker: str, offer: int, rank: int, waiting: list[int]) -> Standing:
        person = self._worker_at[worker]
        mine = self.matched.points(person, offer)
        allowed = next((each for each in waiting if not self._floors_broken(person, each)), None)
        first = waiting[0] if waiting else None
        kept_for = ""
        if first is not None and self.matched.points(first, offer) > mine:
            broken = self._floors_broken(person, first)
            kept_for = broken[0][1] if broken else ""
        return Standing(
            offer=self.matched.offers[offer].key,
            worker=worker,
            rank=rank,
            parts=self.matched.part(person, offer),
            next_worker="" if allowed is None else self.matched.workers[allowed].key,
            ahead=None if allowed is None else mine - self.matched.points(allowed, offer),
            for_group=kept_for,
        )

    def _waiting_for(self, offer: int) -> list[int]:
        """Those within all bounds of this offer who are on no list, who count most first."""
        pairs = np.flatnonzero(self.matched.model.offer == offer)
        people = self.matched.model.person[pairs]
        free = self._outside[people]
        pairs, people = pairs[free], people[free]
        order = np.lexsort((people, -self.matched.model.points[pairs]))
        return [int(people[at]) for at in order]

    # who is not

    def left_out(self, *, most: int) -> Iterator[tuple[str, str, Trade]]:
        """For each offer those within its bounds who are on no list, at most `most` an offer."""
        for at, offer in enumerate(self.matched.offers):
            for person in self._waiting_for(at)[:most]:
                yield offer.key, self.matched.workers[person].key, self.trade(person, at)

    def trade_of(self, worker: str, offer: str) -> Trade:
        """Why a person within all bounds of an offer is not on its list."""
        return self.trade(self._worker_at[worker], self._offer_at[offer])

    def trade(self, person: int, offer: int) -> Trade:
        mine = self.matched.points(person, offer)
        given = int(self.matched.solved.given[person])
        if given == offer:
            raise ValueError("this person is on the list")
        if given >= 0:
            theirs, there = self.matched.points(person, given), self.matched.offers[given].key
            return Trade(Limit.ELSEWHERE, mine, theirs, elsewhere=there)
        limit, taken = self._in_the_way(offer)
        if limit is None:
            return Trade(Limit.NOT_WORTH, mine, mine)
        return self._cheapest(person, offer, mine, limit, taken)

    def _in_the_way(self, offer: int) -> tuple[Limit | None, list[tuple[int, int]]]:
        """The limit that is reached, and the places (person, offer) any of which would have to
        be given up."""
        model = self.matched.model
        day = int(model.day_of[offer])
        if len(self._on[offer]) >= model.length[offer]:
            return Limit.LIST_FULL, [(int(each), offer) for each in self._on[offer]]
        if day >= 0 and self._used[day] >= model.seats[day]:
            lists = np.flatnonzero(model.day_of == day)
            return Limit.DAY_FULL, [(int(p), int(o)) for o in lists for p in self._on[o]]
        return None, []

    def _cheapest(
        self, person: int, offer: int, mine: int, limit: Limit, taken: list[tuple[int, int]]
    ) -> Trade:
        workers = self.matched.workers
        seats = (
            Seat(self.matched.points(who, where), who, workers[who].key, self._groups(who))
            for who, where in taken
        )
        return exchange(
            mine=mine,
            comes=self._groups(person),
            limit=limit,
            taken=seats,
            at_floor=self._at_floor,
        )

    def _groups(self, person: int) -> Groups:
        worker = self.matched.workers[person]
        return worker.municipality, worker.sex

    def _floors_broken(self, leaves: int, comes: int) -> list[tuple[str, str]]:
        return floors_broken(self._groups(leaves), self._groups(comes), self._at_floor)


@dataclass(frozen=True, slots=True)
class Forced:
    """The exact answer to "what if this person were on that list": the points lost, and who
    would come onto or go from a list."""

    loss: int
    come: tuple[str, ...]
    go: tuple[str, ...]


def forced(matched: Matched, *, worker: str, offer: str) -> Forced:
    """Solve the whole programme again with this pair in it. The pair is within all bounds."""
    person = next(at for at, each in enumerate(matched.workers) if each.key == worker)
    where = next(at for at, each in enumerate(matched.offers) if each.key == offer)
    model = matched.model
    keep = (model.person != person) | (model.offer == where)
    raised = model.points.copy()
    mark = 10 * solving.SHORT * max(1, model.people)
    raised[matched.at(person, where)] += mark
    again = solving.solve(_kept(replace(model, points=raised), keep))
    before, after = matched.solved.given >= 0, again.given >= 0
    return Forced(
        loss=matched.solved.value - (again.value - mark),
        come=tuple(sorted(matched.workers[at].key for at in np.flatnonzero(after & ~before))),
        go=tuple(sorted(matched.workers[at].key for at in np.flatnonzero(before & ~after))),
    )


def _kept(model: Model, keep: "np.typing.NDArray[np.bool_]") -> Model:
    return replace(
        model, person=model.person[keep], offer=model.offer[keep], points=model.points[keep]
    )

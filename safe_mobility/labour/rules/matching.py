"""Who is proposed for which offer, so that each list is fit, fair and can be explained.

First the best lists without any floor: how many people can be placed at all. From that number
each municipality, and women and men, get a floor: four fifths of their even share. Then the
lists are made again with the floors. What a floor costs in points is told, never hidden.

People and offers are put in order by a lot before anything else. The lot is drawn from a digest
of everything that goes in, so the order in which rows were read changes nothing, ties fall by
chance, and nobody can choose the chance.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from safe_mobility.labour.rules import fitting, solving
from safe_mobility.labour.rules.fitting import Offer, Worker
from safe_mobility.labour.rules.solving import Ints, Model, Solved

FAIR_SHARE = (4, 5)
"""The four-fifths rule: a group whose rate is below this share of the whole rate is not treated
alike until somebody shows why."""
PARTS = ("fit", "experience", "proof", "waiting", "returning")


@dataclass(frozen=True, slots=True)
class Group:
    """How one municipality, or women or men, came out. `rate` is of those who could be placed."""

    kind: str
    name: str
    people: int
    placed: int
    floor: int

    @property
    def short(self) -> int:
        return max(0, self.floor - self.placed)


@dataclass(frozen=True, slots=True)
class Matched:
    """The lists, and what is needed to explain every pair (`explaining`)."""

    workers: tuple[Worker, ...]
    offers: tuple[Offer, ...]
    model: Model
    solved: Solved
    parts: Mapping[str, Ints]
    free_value: int
    digest: str
    groups: tuple[Group, ...]
    keys: Ints = field(repr=False)
    """The pairs as numbers in rising order: list by list, person by person."""
    seats: Mapping[str, int] = field(repr=False, default_factory=dict)

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """For each offer its people, those who count most for it first."""
        found: dict[str, list[tuple[int, int]]] = {each.key: [] for each in self.offers}
        for person, offer in enumerate(self.solved.given):
            if offer >= 0:
                points = self.points(person, int(offer))
                found[self.offers[offer].key].append((-points, person))
        return {
            key: tuple(self.workers[person].key for _, person in sorted(each))
            for key, each in sorted(found.items())
        }

    @property
    def proposed(self) -> int:
        return int((self.solved.given >= 0).sum())

    @property
    def price_of_floors(self) -> int:
        """The points that the floors cost, beside the best lists without them."""
        missing = solving.SHORT * sum(each.short for each in self.groups)
        return self.free_value - (self.solved.value + missing)

    def at(self, person: int, offer: int) -> int:
        """Where a pair stands. Raises `LookupError` for one that crosses a bound."""
        wanted = offer * self.model.people + person
        at = int(np.searchsorted(self.keys, wanted))
        if at == len(self.keys) or self.keys[at] != wanted:
            raise LookupError("this pair is not within all bounds")
        return at

    def points(self, person: int, offer: int) -> int:
        return int(self.model.points[self.at(person, offer)])

    def part(self, person: int, offer: int) -> dict[str, int]:
        at = self.at(person, offer)
        return {name: int(self.parts[name][at]) for name in PARTS}


def match(
    workers: Sequence[Worker], offers: Sequence[Offer], *, seats: Mapping[str, int] | None = None
) -> Matched:
    """The lists for these offers. `seats` gives each shared interview day its seats.

    The same people and offers give the same lists, in whatever order they come.
    """
    seats = dict(seats or {})
    digest = digest_of(workers, offers, seats)
    workers = sorted(workers, key=lambda each: _lot(digest, each.key))
    offers = sorted(offers, key=lambda each: _lot(digest, each.key))
    free, parts = _model(workers, offers, seats)
    programme = solving.Programme(_with_floors(free, workers, placed=0))
    best = programme.run()
    model = _with_floors(free, workers, placed=int((best.given >= 0).sum()))
    programme.raise_floors(model.floors)
    solved = programme.run() if any(each.any() for each in model.floors) else best
    return Matched(
        workers=tuple(workers),
        offers=tuple(offers),
        model=model,
        solved=solved,
        parts=parts,
        free_value=best.value,
        digest=digest,
        groups=groups_of(model, solved.given, workers),
        keys=model.offer * model.people + model.person,
        seats=seats,
    )


def digest_of(workers: Sequence[Worker], offers: Sequence[Offer], seats: Mapping[str, int]) -> str:
    """A digest of everything that goes in, whatever its order."""
    told = [f"worker {_plain(each)}" for each in workers]
    told += [f"offer {_plain(each)}" for each in offers]
    told += [f"day {name} {many}" for name, many in seats.items()]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()


def _plain(each: Worker | Offer) -> str:
    values = (getattr(each, name) for name in each.__dataclass_fields__)
    return repr([sorted(one) if isinstance(one, frozenset) else one for one in values])


def _lot(digest: str, key: str) -> str:
    return hashlib.sha256(f"{digest} {key}".encode()).hexdigest()


def _model(
    workers: Sequence[Worker], offers: Sequence[Offer], seats: Mapping[str, int]
) -> tuple[Model, dict[str, Ints]]:
    people = fitting.in_columns(workers)
    days = sorted({each.interviews for each in offers if each.interviews in seats})
    day_at = {name: at for at, name in enumerate(days)}
    person, offer = [], []
    parts: dict[str, list[Ints]] = {name: [] for name in PARTS}
    for at, each in enumerate(offers):
        within = np.flatnonzero(fitting.fits(people, each))
        person.append(within)
        offer.append(np.full(len(within), at))
        for name, column in fitting.points(people, each).items():
            parts[name].append(column[within])
    columns = {name: _joined(found) for name, found in parts.items()}
    total = fitting.BASE + sum(columns.values(), start=np.zeros(1, dtype=np.int64))
    return (
        Model(
            people=len(workers),
            person=_joined(person),
            offer=_joined(offer),
            points=total if len(_joined(person)) else np.zeros(0, dtype=np.int64),
            length=np.array([each.length for each in offers], dtype=np.int64),
            day_of=np.array([day_at.get(each.interviews, -1) for each in offers], dtype=np.int64),
            seats=np.array([seats[name] for name in days], dtype=np.int64),
        ),
        columns,
    )


def _joined(found: Sequence[Ints]) -> Ints:
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


# --- equal chance ----------------------------------------------------------------------------


def _with_floors(model: Model, workers: Sequence[Worker], *, placed: int) -> Model:
    """The same model with a floor for each group of people who could be placed at all."""
    could = np.zeros(model.people, dtype=np.bool_)
    could[model.person] = True
    groups, floors = [], []
    for names in _names_of_groups(workers):
        known = sorted({name for name in names if name})
        at = {name: place for place, name in enumerate(known)}
        group = np.array([at.get(name, -1) for name in names], dtype=np.int64)
        sizes = np.bincount(group[could & (group >= 0)], minlength=len(known))
        groups.append(group)
        floors.append(floors_of(sizes.astype(np.int64), placed=placed, people=int(could.sum())))
    return Model(
        people=model.people,
        person=model.person,
        offer=model.offer,
        points=model.points,
        length=model.length,
        day_of=model.day_of,
        seats=model.seats,
        groups=tuple(groups),
        floors=tuple(floors),
    )


def floors_of(sizes: Ints, *, placed: int, people: int) -> Ints:
    """Four fifths of each group's even share of the places, in whole people, rounded up.

    A group whose share is less than one person has no floor: among three people, one place more
    or less is a third, and nobody should be placed for arithmetic's sake.
    """
    if not people:
        return np.zeros(len(sizes), dtype=np.int64)
    share, of = FAIR_SHARE
    wanted, whole = sizes * placed * share, people * of
    return np.asarray(np.where(wanted >= whole, -(-wanted // whole), 0), dtype=np.int64)


KINDS = ("municipality", "sex")


def _names_of_groups(workers: Sequence[Worker]) -> tuple[list[str], list[str]]:
    return [each.municipality for each in workers], [each.sex for each in workers]


def groups_of(model: Model, given: Ints, workers: Sequence[Worker]) -> tuple[Group, ...]:
    """How each group came out under these lists, whoever made them."""
    could = np.zeros(model.people, dtype=np.bool_)
    could[model.person] = True
    found = []
    placed = solving.placed_by_group(model, given)
    for kind, names, group, floor, has in zip(
        KINDS, _names_of_groups(workers), model.groups, model.floors, placed, strict=True
    ):
        known = sorted({name for name in names if name})
        sizes = np.bincount(group[could & (group >= 0)], minlength=len(known))
        found += [
            Group(kind, name, int(sizes[at]), int(has[at]), int(floor[at]))
            for at, name in enumerate(known)
            if sizes[at]
        ]
    return tuple(found)


def worst_rate(groups: Sequence[Group], *, kind: str, least: int = 1) -> float:
    """The lowest share of a group's people on a list, beside the share of all; 1.0 where alike.

    Groups of fewer than `least` people are left out: one person is placed or is not.
    """
    of_kind = [each for each in groups if each.kind == kind]
    everybody = sum(each.people for each in of_kind)
    placed = sum(each.placed for each in of_kind)
    counted = [each for each in of_kind if each.people >= least]
    if not counted or not placed:
        return 1.0
    return min(each.placed / each.people for each in counted) / (placed / everybody)

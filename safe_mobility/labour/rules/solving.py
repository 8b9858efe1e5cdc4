"""The integer programme: which person goes on which list, so that the points are the most.

    most   sum of points over chosen pairs  -  SHORT for each person missing from a floor
    where  each person is on at most one list
           each list holds at most its length, each interview day at most its seats
           each group (a municipality, women, men) has at least its floor, or is short of it

Arrays in, arrays out. The answer is proven: the linear relaxation is solved over all pairs (by
pricing, few of them are ever in memory of the solver), which bounds what any list could reach;
where its answer is not whole, the integer programme is solved and the distance told as the gap.
"""

from dataclasses import dataclass, field, replace

import highspy
import numpy as np
import numpy.typing as npt

from safe_mobility.shared import solver

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHORT = 2000
"""What it costs to leave a group one person below its floor: more than any pair counts, so a
floor is missed only where nobody of the group can be placed."""
FIRST_PER_PERSON = 12
FIRST_PER_LIST = 3
ADDED_PER_PERSON = 3
ADDED_PER_LIST = 12
SPREAD = 100
"""How many points of chance decide which pairs are looked at first. Without it everybody's best
pairs lead to the same few lists. It decides nothing else: the answer is proven over all pairs."""
NODES = 5_000
"""The most branches the integer programme looks at. A limit in seconds would give another list
on another machine."""
CLOSE = 1e-6
_DUAL, _PRIMAL = 1, 4
"""The solver's numbers for its two simplex methods: the primal one keeps what it has and looks
for better, the dual one mends what new limits broke."""


@dataclass(frozen=True, slots=True)
class Model:
    """`pairs` are those within all bounds. `day_of` gives each list its interview day or -1;
    `groups` give each person, for each kind of group, their group or -1."""

    people: int
    person: Ints
    offer: Ints
    points: Ints
    length: Ints
    day_of: Ints
    seats: Ints
    groups: tuple[Ints, ...] = ()
    floors: tuple[Ints, ...] = ()

    @property
    def offers(self) -> int:
        return len(self.length)


@dataclass(frozen=True, slots=True)
class Solved:
    """`given` names each person's list or -1. `bound` is what no list can exceed."""

    given: Ints
    value: int
    bound: float
    short: tuple[Ints, ...]
    whole: bool
    looked_at: Ints = field(repr=False, default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def gap(self) -> float:
        """How far the answer may be from the best one, as a share of the latter."""
        return max(0.0, self.bound - self.value) / max(abs(self.bound), 1.0)


def solve(model: Model) -> Solved:
    """The best lists. The same model always gives the same answer."""
    return Programme(model).run()


def _of_nobody(model: Model) -> Solved:
    short = tuple(np.maximum(floor, 0) for floor in model.floors)
    missing = -SHORT * sum(int(each.sum()) for each in short)
    nobody = np.full(model.people, -1, dtype=np.int64)
    return Solved(nobody, missing, float(missing), short, True)


class Programme:
    """One solver with its rows, to which pairs are added as they prove worth a look.

    The floors may be raised after a first answer: the second begins where that ended.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.solver = solver.quiet()
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.in_it = np.zeros(len(model.person), dtype=np.bool_)
        self.column_pair: list[int] = []
        self.floor_rows = [
            (kind, int(group))
            for kind, floor in enumerate(model.floors)
            for group in range(len(floor))
        ]
        self.row_of_pair = self._rows_of_pairs()
        self.chance = _chance(model.person, model.offer)
        self._add_rows()
        self._add_shortfalls()

    def raise_floors(self, floors: tuple[Ints, ...]) -> None:
        """Give each group its floor. What could be reached without them is known by then."""
        self.model = replace(self.model, floors=floors)
        m = self.model
        first = m.people + m.offers + len(m.seats)
        for row, (kind, group) in enumerate(self.floor_rows):
            floor = float(floors[kind][group])
            self.solver.changeRowBounds(first + row, floor, highspy.kHighsInf)
            self.solver.changeColBounds(row, 0.0, floor)
        # What was best is now short of some floors: go on from it, towards them.
        self.solver.setOptionValue("simplex_strategy", _DUAL)

    def run(self) -> Solved:
        if not len(self.model.person):
            return _of_nobody(self.model)
        if not self.in_it.any():
            self._add(self._promising())
        while True:
            self.solver.run()
            duals = np.asarray(self.solver.getSolution().row_dual, dtype=np.float64)
            added = self._priced_out(duals)
            if not len(added):
                break
            # What was found is still possible with more pairs: go on from there.
            self.solver.setOptionValue("simplex_strategy", _PRIMAL)
            self._add(added)
        bound = self.solver.getObjectiveValue()
        chosen, whole = self._chosen()
        if not whole:
            self._make_whole()
            chosen, _ = self._chosen()
        return self._told(chosen, bound=bound, whole=whole)

    # Rows are people, lists, interview days and floors, in this order.

    def _rows_of_pairs(self) -> Ints:
        """For each pair the rows it stands in; -1 where it stands in none of that kind."""
        m = self.model
        day = m.day_of[m.offer]
        first_day = m.people + m.offers
        columns = [m.person, m.people + m.offer, np.where(day >= 0, first_day + day, -1)]
        first_floor = first_day + len(m.seats)
        for kind, group_of in enumerate(m.groups):
            row_of_group = np.full(len(m.floors[kind]) + 1, -1, dtype=np.int64)
            for row, (one, group) in enumerate(self.floor_rows):
                if one == kind:
                    row_of_group[group] = first_floor + row
            columns.append(row_of_group[group_of[m.person]])
        return np.stack(columns, axis=1)

    def _add_rows(self) -> None:
        m = self.model
        free = highspy.kHighsInf
        upper = np.concatenate([np.ones(m.people), m.length, m.seats]).astype(np.float64)
        lower = np.full(len(upper), -free)
        floors = np.array([m.floors[kind][group] for kind, group in self.floor_rows], dtype=float)
        lower = np.concatenate([lower, floors])
        upper = np.concatenate([upper, np.full(len(floors), free)])
        nothing = np.zeros(0, dtype=np.int32)
        starts = np.zeros(len(upper), dtype=np.int32)
        self.solver.addRows(len(upper), lower, upper, 0, starts, nothing, np.zeros(0))

    def _add_shortfalls(self) -> None:
        m = self.model
        first = m.people + m.offers + len(m.seats)
        for row, (kind, group) in enumerate(self.floor_rows):
            most = float(m.floors[kind][group])
            self.solver.addCol(
                -float(SHORT), 0.0, most, 1, np.array([first + row], dtype=np.int32), np.ones(1)
            )
            self.column_pair.append(-1)

    # Columns are pairs, and before them one shortfall for each floor.

    def _promising(self) -> Ints:
        """The pairs to begin with: each person's best lists and each list's best people."""
        m = self.model
        spread = m.points * 1000 + self.chance * SPREAD
        by_person = _best_of_each(m.person, spread, np.full(m.people, FIRST_PER_PERSON))
        by_offer = _best_of_each(m.offer, spread, m.length * FIRST_PER_LIST)
        return np.flatnonzero(by_person | by_offer)

    def _priced_out(self, duals: Floats) -> Ints:
        """The pairs outside that would still gain something: the best of each person and list."""
        m, rows = self.model, self.row_of_pair
        price = np.where(rows >= 0, duals[rows], 0.0).sum(axis=1)
        gain = m.points - price
        gain[self.in_it] = 0.0
        worth = np.flatnonzero(gain > CLOSE)
        # In thousandths, so that equal gains are ordered by chance and not by place.
        by = (gain[worth] * 1000).astype(np.int64) * 1000 + self.chance[worth]
        of_person = _best_of_each(m.person[worth], by, np.full(m.people, ADDED_PER_PERSON))
        of_offer = _best_of_each(m.offer[worth], by, np.full(m.offers, ADDED_PER_LIST))
        return worth[of_person | of_offer]

    def _add(self, pairs: Ints) -> None:
        rows = self.row_of_pair[pairs]
        stands = rows >= 0
        starts = np.concatenate([[0], np.cumsum(stands.sum(axis=1))[:-1]]).astype(np.int32)
        entries = rows[stands].astype(np.int32)
        count = len(pairs)
        self.solver.addCols(
            count,
            self.model.points[pairs].astype(np.float64),
            np.zeros(count),
            np.ones(count),
            len(entries),
            starts,
            entries,
            np.ones(len(entries)),
        )
        self.in_it[pairs] = True
        self.column_pair += [int(pair) for pair in pairs]

    def _chosen(self) -> tuple[Ints, bool]:
        """The pairs that the answer takes, and whether it takes each wholly or not at all."""
        amount = np.asarray(self.solver.getSolution().col_value, dtype=np.float64)
        pair = np.asarray(self.column_pair, dtype=np.int64)
        amount, pair = amount[pair >= 0], pair[pair >= 0]
        whole = bool((np.minimum(amount, 1.0 - amount) < CLOSE).all())
        return pair[amount > 0.5], whole

    def _make_whole(self) -> None:
        count = len(self.column_pair)
        for column in range(count):
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self.solver.setOptionValue("mip_max_nodes", NODES)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.run()

    def _told(self, chosen: Ints, *, bound: float, whole: bool) -> Solved:
        m = self.model
        given = np.full(m.people, -1, dtype=np.int64)
        given[m.person[chosen]] = m.offer[chosen]
        short = shortfalls(m, given)
        value = int(m.points[chosen].sum()) - SHORT * sum(int(each.sum()) for each in short)
        return Solved(given, value, bound, short, whole, np.flatnonzero(self.in_it))


def shortfalls(model: Model, given: Ints) -> tuple[Ints, ...]:
    """How many people each group is below its floor, kind by kind."""
    return tuple(
        np.maximum(0, floor - placed)
        for floor, placed in zip(model.floors, placed_by_group(model, given), strict=True)
    )


def placed_by_group(model: Model, given: Ints) -> tuple[Ints, ...]:
    """How many people of each group are on a list."""
    on_a_list = given >= 0
    return tuple(
        np.bincount(group[on_a_list & (group >= 0)], minlength=len(floor)).astype(np.int64)
        for group, floor in zip(model.groups, model.floors, strict=True)
    )


def _chance(person: Ints, offer: Ints) -> Ints:
    """A number from 0 to 999 for each pair, as good as drawn and always the same."""
    mixed = person.astype(np.uint64) * np.uint64(2654435761) + offer.astype(np.uint64)
    for turn in (np.uint64(2246822519), np.uint64(3266489917)):
        mixed = (mixed ^ (mixed >> np.uint64(15))) * turn & np.uint64(0xFFFFFFFF)
    return ((mixed ^ (mixed >> np.uint64(13))) % np.uint64(1000)).astype(np.int64)


def _best_of_each(owner: Ints, points: Ints, how_many: Ints) -> npt.NDArray[np.bool_]:
    """Marks for each owner its pairs with the most points."""
    order = np.lexsort((np.arange(len(owner)), -points, owner))
    first = np.searchsorted(owner[order], np.arange(len(how_many)))
    rank = np.empty(len(owner), dtype=np.int64)
    rank[order] = np.arange(len(owner)) - first[owner[order]]
    return rank < how_many[owner]

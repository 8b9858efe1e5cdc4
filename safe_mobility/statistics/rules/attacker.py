"""The attacker: how closely can somebody who reads everything pin down what is not shown?

A linear programme knows every shown number of every release as an equation, and as inequalities
what anybody may assume (see `tables`). For each place that is not shown it asks for the least
and the greatest number that fit. What lies between is the room that the place keeps. A release
in which a place keeps less than ten does not go out.

The programme assumes only what is true of the counts at hand: an assumption that fails for some
number would mislead a real attacker and is left out, so that the truth always fits.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from safe_mobility.shared import solver
from safe_mobility.statistics.rules.tables import LEAST, Cell, Numbers, Tables, Unit

TOLERANCE = 1e-6
FAR = 1_000.0
Target = tuple[Cell, Unit]
Line = tuple[list[int], list[float], float, float]
"""Columns, their weights, and between what their sum lies."""


class CannotSolve(Exception):
    """The solver found no answer where the truth is one: nothing may be released on its word."""


@dataclass
class Room:
    """For each place the widest span that was seen to fit, from the truth outwards."""

    low: dict[Target, float] = field(default_factory=dict)
    high: dict[Target, float] = field(default_factory=dict)

    def span(self, target: Target) -> float:
        return self.high[target] - self.low[target]

    def is_wide(self, target: Target) -> bool:
        return self.span(target) >= LEAST - TOLERANCE


def attack(tables: Tables, *, room: Room | None = None, exactly: bool = False) -> Room:
    """The room of every place that is not shown.

    A span of ten is enough to know, so the search for one place ends there; `exactly` goes on
    to the true bounds. `room` may hold what an earlier attack saw while less was hidden: hiding
    more takes no answer away.
    """
    found = room or Room()
    problem = _Problem(tables)
    targets = [(cell, unit) for cell in hidden(tables) for unit in Unit]
    if not targets:
        return found
    vectors = np.array([problem.vector(cell, unit) for cell, unit in targets])
    problem.note(problem.truth, targets, vectors, found)
    for place, target in enumerate(targets):
        for sign in (-1.0, 1.0):
            if exactly or not found.is_wide(target):
                solution = problem.extreme(vectors[place], sign)
                problem.note(solution, targets, vectors, found)
    return found


def narrow(tables: Tables, room: Room) -> list[Target]:
    """The places that keep too little room."""
    every = ((cell, unit) for cell in hidden(tables) for unit in Unit)
    return [target for target in every if not room.is_wide(target)]


def hidden(tables: Tables) -> list[Cell]:
    return [cell for cell in tables.cells() if cell not in tables.shown]


class _Problem:
    """What is known, as the solver takes it. One column for each atom, unit and row of a table."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._blocks = {key: place for place, key in enumerate(tables.levels)}
        self.truth = np.concatenate(
            [tables.levels[key].reshape(-1) for key in self._blocks]
        ).astype(float)
        self._low = np.zeros(self.truth.size)
        # Somewhere far above the truth the search must end.
        self._high = np.full(self.truth.size, 10 * self.truth.sum() + FAR)
        self._lines: list[Line] = []
        self._learn_shown()
        for more, less in self._assumptions():
            self._assume(more, less)
        self._solver = self._loaded()

    def column(self, release: int, code: str, unit: Unit, atom: int) -> int:
        width = self._tables.atoms
        return (self._blocks[(release, code)] * len(Unit) + unit) * width + atom

    def vector(self, cell: Cell, unit: Unit) -> Numbers:
        made = np.zeros(self.truth.size)
        made[self._columns(cell, unit)] = 1.0
        return made

    def _columns(self, cell: Cell, unit: Unit) -> list[int]:
        atoms = self._tables.margins[cell.margin]
        return [self.column(cell.release, cell.code, unit, atom) for atom in atoms]

    def _learn_shown(self) -> None:
        for cell in sorted(self._tables.shown):
            for unit in Unit:
                columns = self._columns(cell, unit)
                value = float(self.truth[columns].sum())
                if len(columns) == 1:
                    self._low[columns[0]] = self._high[columns[0]] = value
                else:
                    self._lines.append((columns, [1.0] * len(columns), value, value))

    def _assumptions(self) -> Iterator[tuple[list[int], list[int]]]:
        """Pairs of sums of columns of which the first is at least the second."""
        tables = self._tables
        within = {row.code: row.within for row in tables.rows}
        grows = {row.code for row in tables.rows if row.grows}
        for release, code in self._blocks:
            for atom in range(tables.atoms):
                people, applications = (self.column(release, code, unit, atom) for unit in Unit)
                yield [people], [applications]
                for unit in Unit:
                    here = self.column(release, code, unit, atom)
                    if (release, within[code]) in self._blocks:
                        first = 0 if tables.in_order else atom
                        yield (
                            [
                                self.column(release, within[code], unit, a)
                                for a in range(first, atom + 1)
                            ],
                            [self.column(release, code, unit, a) for a in range(first, atom + 1)],
                        )
                    if code in grows and (release - 1, code) in self._blocks:
                        yield [here], [self.column(release - 1, code, unit, atom)]

    def _assume(self, more: list[int], less: list[int]) -> None:
        if self.truth[more].sum() < self.truth[less].sum():
            return
        if len(more) == len(less) == 1:
            (above,), (below,) = more, less
            if self._low[above] == self._high[above]:
                self._high[below] = min(self._high[below], self._high[above])
                return
            if self._low[below] == self._high[below]:
                self._low[above] = max(self._low[above], self._low[below])
                return
        weights = [1.0] * len(more) + [-1.0] * len(less)
        self._lines.append((more + less, weights, 0.0, highspy.kHighsInf))

    def _loaded(self) -> highspy.Highs:
        """The solver with the columns that are still open; what is known is put into the lines."""
        solving = solver.quiet()
        # Each question begins where the last one ended, which presolving would forget.
        solving.setOptionValue("presolve", "off")
        self._open = np.flatnonzero(self._low < self._high)
        place = {int(column): number for number, column in enumerate(self._open)}
        lines = list(self._open_lines(place))
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = self._open.size, len(lines)
        problem.col_cost_ = np.zeros(self._open.size)
        problem.col_lower_, problem.col_upper_ = self._low[self._open], self._high[self._open]
        problem.row_lower_ = np.array([line[2] for line in lines])
        problem.row_upper_ = np.array([line[3] for line in lines])
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        sizes = [len(line[0]) for line in lines]
        problem.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        problem.a_matrix_.index_ = np.array([i for line in lines for i in line[0]], np.int32)
        problem.a_matrix_.value_ = np.array([v for line in lines for v in line[1]])
        solving.passModel(problem)
        return solving

    def _open_lines(self, place: Mapping[int, int]) -> Iterator[Line]:
        for columns, weights, low, high in self._lines:
            pairs = list(zip(columns, weights, strict=True))
            known = sum(
                weight * self._low[column] for column, weight in pairs if column not in place
            )
            left = [(place[column], weight) for column, weight in pairs if column in place]
            if left:
                yield [at for at, _ in left], [w for _, w in left], low - known, high - known

    def extreme(self, vector: Numbers, sign: float) -> Numbers:
        """A state of the world that fits and in which this sum is greatest (-1) or least (1)."""
        columns = np.arange(self._open.size, dtype=np.int32)
        self._solver.changeColsCost(columns.size, columns, vector[self._open] * sign)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise CannotSolve(str(status))
        solution = self._low.copy()
        solution[self._open] = self._solver.getSolution().col_value
        return solution

    def note(
        self, solution: Numbers, targets: Iterable[Target], vectors: Numbers, room: Room
    ) -> None:
        """Every answer says something about every place, not only about the one asked for."""
        for target, value in zip(targets, vectors @ solution, strict=True):
            room.low[target] = min(room.low.get(target, value), value)
            room.high[target] = max(room.high.get(target, value), value)


def summary(rooms: Mapping[str, Room]) -> dict[str, float]:
    """The smallest room that any place kept, for the record of a release."""
    spans = [room.span(target) for room in rooms.values() for target in room.low]
    return {"places": len(spans), "least_span": min(spans, default=0.0)}

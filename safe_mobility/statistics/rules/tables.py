"""What a reader of all releases knows: the published numbers and what they are sums of.

`Tables` holds the truth together with what is shown of it. The hiding decides what to show; the
attacker looks only at what is shown and at what everybody may assume: no count is negative, a
count that only grows never shrinks, whoever was interviewed was registered before, and a family
has at least one person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

LEAST = 10
"""Fewer people or applications than this are a small cell; a hidden one keeps this much room."""
TOTAL = ("total", "")

Margin = tuple[str, str]
"""A cut and one of its values, as ("office", "QTZ"); `TOTAL` is all."""
Numbers = NDArray[np.float64]


class Unit(IntEnum):
    PEOPLE = 0
    APPLICATIONS = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as the tables need it."""

    code: str
    within: str = ""
    grows: bool = True
    """False for a stock: its level may go down again."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One published place: in which release, of which indicator, under which margin."""

    release: int
    code: str
    margin: Margin


@dataclass(frozen=True)
class Tables:
    """One group of cuts over the same atoms, over all releases up to the newest."""

    rows: tuple[Row, ...]
    margins: Mapping[Margin, tuple[int, ...]]
    """Which atoms a margin is the sum of."""
    levels: Mapping[tuple[int, str], Numbers]
    """By release and indicator: two rows of numbers, people and applications of each atom."""
    shown: frozenset[Cell] = frozenset()
    rows_then: Mapping[int, frozenset[Margin]] = field(default_factory=dict)
    """By earlier release, the margins that it had; a month that had not come yet was no cell."""
    in_order: bool = False
    """The atoms are spans of time: who was interviewed up to a day was registered up to it."""
    cuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By indicator, the cuts that are published; without an entry, all of them."""

    @property
    def atoms(self) -> int:
        return int(next(iter(self.levels.values())).shape[1])

    @property
    def newest(self) -> int:
        return max(release for release, _code in self.levels)

    def cells(self, *, release: int | None = None) -> Iterator[Cell]:
        """Every place that a release has a number or a sign for."""
        for at, code in self.levels:
            if release is not None and at != release:
                continue
            for margin in self.margins:
                if margin != TOTAL and at in self.rows_then and margin not in self.rows_then[at]:
                    continue
                if margin == TOTAL or code not in self.cuts or margin[0] in self.cuts[code]:
                    yield Cell(at, code, margin)

    def value(self, cell: Cell) -> tuple[int, int]:
        """The true people and applications."""
        sums = self.levels[(cell.release, cell.code)][:, list(self.margins[cell.margin])].sum(
            axis=1
        )
        return int(sums[0]), int(sums[1])

    def before(self, cell: Cell) -> Cell | None:
        """The newest earlier release in which the same place was shown."""
        for release in range(cell.release - 1, -1, -1):
            earlier = replace(cell, release=release)
            if earlier in self.shown:
                return earlier
        return None

    def showing(self, shown: frozenset[Cell]) -> "Tables":
        return replace(self, shown=shown)

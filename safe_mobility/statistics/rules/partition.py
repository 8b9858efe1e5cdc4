"""The one partition of everything that is published: which rows each table has, in any release.

The rows are fixed by the programme, never by the data: a row that appears only when somebody is
in it would tell that somebody is. What fits no row is counted in the last one, whose words say so;
a row of its own would nearly always be too small to show, and cost its neighbour's number too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safe_mobility.statistics.rules.indicators import PLACES
from safe_mobility.statistics.rules.tables import TOTAL, Margin

OTHER = "OTHER"
ONE_WAY = (
    *("sex", "age", "nationality", "language", "size"),
    *("channel", "needs", "cohort", "pathway", "reason"),
)
"""Each of these is a group of its own; office and department are one group together."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The values of each cut, in the order in which tables show them."""

    values: Mapping[str, tuple[str, ...]]
    served: tuple[tuple[str, str], ...]
    """Which office may serve which department: pairs that anybody can look up."""

    def place(self, cut: str, value: str) -> str:
        """The row of a value as it was counted. What has no row of its own is in the last one."""
        if cut == PLACES:
            office, _slash, department = value.partition("/")
            return f"{self.place('office', office)}/{self.place('department', department)}"
        return value if value in self.values[cut] else self.values[cut][-1]

    def atoms(self, cut: str, counted: Iterable[str]) -> list[str]:
        """What the tables of a group are sums of: its rows, or for places every possible pair."""
        if cut != PLACES:
            return list(self.values[cut])
        pairs = {self.place(PLACES, f"{office}/{department}") for office, department in self.served}
        pairs |= {self.place(PLACES, value) for value in counted}
        offices, departments = self.values["office"], self.values["department"]
        served = {pair.partition("/")[2] for pair in pairs}
        serving = {pair.partition("/")[0] for pair in pairs}
        pairs |= {f"{offices[-1]}/{each}" for each in departments if each not in served}
        pairs |= {f"{each}/{departments[-1]}" for each in offices if each not in serving}
        return sorted(pairs)

    def margins(self, cut: str, atoms: list[str]) -> dict[Margin, tuple[int, ...]]:
        """Every published row of a group, and the atoms that it is the sum of."""
        found: dict[Margin, tuple[int, ...]] = {TOTAL: tuple(range(len(atoms)))}
        if cut != PLACES:
            return found | {(cut, atom): (place,) for place, atom in enumerate(atoms)}
        for cut_of, at in (("office", 0), ("department", 1)):
            for value in self.values[cut_of]:
                found[(cut_of, value)] = tuple(
                    place for place, atom in enumerate(atoms) if atom.split("/")[at] == value
                )
        return found

"""Which numbers of a release are not shown: the small ones, and enough others.

A place is small where it holds fewer than ten people or fewer than ten applications, or where so
few were added since it was last shown that the difference of two releases would show them. In
each table enough others are hidden that the sum of the hidden says nothing about one of them.
Where a number is hidden, so is every number of those who went on from there: how many of a
department came to their interview would be a floor under how many were invited to it.
Then the attacker tries; as long as it finds a place with too little room, the smallest shown
number beside that place is hidden too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from safe_mobility.statistics.rules import attacker
from safe_mobility.statistics.rules.attacker import Room
from safe_mobility.statistics.rules.tables import LEAST, TOTAL, Cell, Margin, Row, Tables


class NotSafe(Exception):
    """Everything that may be hidden is hidden, and still a place keeps too little room."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.codes = frozenset(cell.code for cell in cells)
        super().__init__(", ".join(sorted(self.codes)))


Fixed = Callable[[Cell], bool | None]


def _free(_cell: Cell) -> bool | None:
    return None


def decide(tables: Tables, *, fixed: Fixed = _free) -> tuple[frozenset[Cell], Room]:
    """What of the newest release is shown, and the room that the attacker left.

    `tables` shows what the earlier releases showed. `fixed` says of a place that it is shown or
    hidden in any case, because other tables decide; None leaves it free.
    """
    plan = _Plan(tables, fixed)
    plan.hide_small()
    plan.hide_beside()
    room = Room()
    while True:
        room = attacker.attack(plan.tables, room=room)
        narrow = [t for t in attacker.narrow(plan.tables, room) if not plan.is_closed(t[0])]
        if not narrow:
            return plan.shown_now, _without_closed(room, plan)
        plan.widen({target[0] for target in narrow})


def _without_closed(room: Room, plan: "_Plan") -> Room:
    """The room of the places that this release answers for."""
    ours = [target for target in room.low if not plan.is_closed(target[0])]
    return Room({t: room.low[t] for t in ours}, {t: room.high[t] for t in ours})


def only_small(tables: Tables, *, fixed: Fixed = _free) -> frozenset[Cell]:
    """The plain rule alone: only the small ones hidden. The control: this can be undone."""
    plan = _Plan(tables, fixed)
    return frozenset(cell for cell in plan.shown_now if not is_small(tables, cell))


def is_small(tables: Tables, cell: Cell) -> bool:
    """Whether a place, or what was added to it since it was last shown, is too small."""
    value = tables.value(cell)
    if min(value) < LEAST:
        return True
    earlier = tables.before(cell)
    if earlier is None or not _grows(tables, cell.code):
        return False
    return any(now - then < LEAST for now, then in zip(value, tables.value(earlier), strict=True))


def _grows(tables: Tables, code: str) -> bool:
    return next(row.grows for row in tables.rows if row.code == code)


def _followers(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """For each indicator those that count only whom it has counted before."""
    within = {row.code: row.within for row in rows}
    found: dict[str, set[str]] = {code: set() for code in within}
    for code, above in within.items():
        while above in within:
            found[above].add(code)
            above = within[above]
    return {code: frozenset(codes) for code, codes in found.items()}


def _twins(margins: Mapping[Margin, tuple[int, ...]]) -> dict[Margin, list[Margin]]:
    """Places that are sums of the same: an office that serves one department alone."""
    return {
        margin: [other for other, same in margins.items() if same == atoms and other != margin]
        for margin, atoms in margins.items()
    }


def _parts(margins: Mapping[Margin, tuple[int, ...]]) -> dict[Margin, list[Margin]]:
    """For a place the places of another cut that together are the whole of it."""
    found: dict[Margin, list[Margin]] = {}
    for whole, atoms in margins.items():
        for cut in {margin[0] for margin in margins} - {whole[0], TOTAL[0]}:
            inside = [m for m, a in margins.items() if m[0] == cut and a and set(a) <= set(atoms)]
            if whole != TOTAL and sum(len(margins[m]) for m in inside) == len(atoms) > 0:
                found[whole] = inside
    return found


class _Plan:
    def __init__(self, tables: Tables, fixed: Fixed) -> None:
        self._tables, self._fixed = tables, fixed
        self._past = tables.shown
        self._cells = list(tables.cells(release=tables.newest))
        self._after = _followers(tables.rows)
        self._twins = _twins(tables.margins)
        self._parts = _parts(tables.margins)
        self.shown_now = frozenset(self._cells)
        self._hide(cell for cell in self._cells if fixed(cell) is False)

    @property
    def tables(self) -> Tables:
        return self._tables.showing(self._past | self.shown_now)

    def _hide(self, cells: Iterable[Cell]) -> bool:
        every = {
            replace(cell, code=code)
            for cell in cells
            if self._fixed(cell) is not True
            for code in (cell.code, *(self._after[cell.code] if cell.margin != TOTAL else ()))
        }
        every |= {replace(c, margin=twin) for c in every for twin in self._twins[c.margin]}
        gone = {cell for cell in every & self.shown_now if self._fixed(cell) is not True}
        self.shown_now -= gone
        return bool(gone)

    def hide_small(self) -> None:
        self._hide(cell for cell in self._cells if is_small(self._tables, cell))
        self._hide_without_total()

    def _hide_without_total(self) -> None:
        """A total that is not shown must not be the sum of a table that is."""
        without = {
            cell.code for cell in self._cells if cell.margin == TOTAL and cell not in self.shown_now
        }
        self._hide(cell for cell in self._cells if cell.code in without)

    def hide_beside(self) -> None:
        """In each table at least two, and at least ten people and applications together."""
        for cells in self._lines().values():
            for cell in self._smallest_first(cells):
                hidden = [each for each in cells if each not in self.shown_now]
                sums = [sum(added) for added in zip(*map(self._added, hidden), strict=True)]
                if not hidden or (len(hidden) > 1 and min(sums) >= LEAST):
                    break
                self._hide([cell])

    def widen(self, narrow: set[Cell]) -> None:
        """Hide the smallest shown number beside each place that keeps too little room."""
        changed = False
        for code, margin in sorted({(cell.code, cell.margin) for cell in narrow}):
            beside = (self._smallest_first(line) for line in self._beside(code, margin))
            changed |= self._hide(next((line[:1] for line in beside if line), []))
        if not changed:
            codes = {cell.code for cell in narrow}
            changed = self._hide(cell for cell in self._cells if cell.code in codes)
        if not changed:
            smallest = self._smallest_first(cell for cell in self._cells if cell.margin != TOTAL)
            changed = any(self._hide([cell]) for cell in smallest[:1])
        if not changed:
            raise NotSafe(narrow)
        self._hide_without_total()

    def _beside(self, code: str, margin: Margin) -> Iterator[list[Cell]]:
        """The cells that tell most of a place first: its own part of the table, then the table."""
        now = self._tables.newest
        for whole, parts in self._parts.items():
            if margin in parts or margin == whole:
                yield [Cell(now, code, part) for part in parts]
        yield self._lines().get((code, margin[0]), [])

    def is_closed(self, cell: Cell) -> bool:
        """Whether nobody new can come into this place, and it was shown before.

        Of those who registered in June no more will ever be registered. If 40 were and 38 of
        them were screened, it is known since then that at most two can still be; no later
        release gives that away, and none can take it back.
        """
        above = next(row.within for row in self._tables.rows if row.code == cell.code)
        earlier = self._tables.before(cell)
        if earlier is None or not above:
            return False
        now = replace(cell, code=above)
        if now not in self._cells or self._fixed(now) is not True or cell.margin == TOTAL:
            return self.is_closed(now) if now in self._cells else False
        return self._tables.value(now) == self._tables.value(replace(earlier, code=above))

    def _lines(self) -> dict[tuple[str, ...], list[Cell]]:
        """Cells that add up to something: each table, and each part of it under a larger place."""
        lines: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
        for cell in self._cells:
            if cell.margin != TOTAL:
                lines[(cell.code, cell.margin[0])].append(cell)
            for part in self._parts.get(cell.margin, ()):
                lines[(cell.code, *cell.margin)].append(replace(cell, margin=part))
        return lines

    def _smallest_first(self, cells: Iterable[Cell]) -> list[Cell]:
        free = [c for c in cells if c in self.shown_now and self._fixed(c) is not True]
        return sorted(free, key=lambda cell: (min(self._added(cell)), cell))

    def _added(self, cell: Cell) -> tuple[int, int]:
        """What came since the place was last shown: that is what its neighbours would tell."""
        now, earlier = self._tables.value(cell), self._tables.before(cell)
        then = (0, 0) if earlier is None else self._tables.value(earlier)
        return now[0] - then[0], now[1] - then[1]

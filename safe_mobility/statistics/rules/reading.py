"""From the lines of a table to its figures; what was refused, and why, stands in the report.

Two lines that say different things of the same matter are both refused: which of them is right
is not ours to say. A column that nobody knows and that sets such lines apart ends the reading.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from safe_mobility.statistics.rules.cells import CellRefused, LineRefused, NotShown
from safe_mobility.statistics.rules.kinds import Context, Layout, Told
from safe_mobility.statistics.rules.published import Total, totals
from safe_mobility.statistics.rules.series import Point

LOOKED_AT = 50
"""Lines on which it is judged whether the headings belong to what stands below them."""
FEW_LINES = 8
NAMED_REFUSALS = 20
MOST_LINES = 2_000_000

Numbered = tuple[int, list[str]]
Key = tuple[str, ...]


@dataclass(slots=True)
class Report:
    """What became of one file. `stopped` says why it was not read to its end."""

    name: str
    kind: str = ""
    headings_on: int = 1
    read: int = 0
    taken: int = 0
    not_shown: int = 0
    first_not_shown: int = 0
    windows_cells: int = 0
    stopped: str = ""
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refused: Counter[str] = field(default_factory=Counter)
    named: list[tuple[int, str]] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)
    first_doubt: dict[str, int] = field(default_factory=dict)
    as_written: Counter[str] = field(default_factory=Counter)
    always_empty: tuple[str, ...] = ()
    totals: list[Total] = field(default_factory=list)

    def refuse(self, line: int, reason: str) -> None:
        self.refused[_general(reason)] += 1
        if len(self.named) < NAMED_REFUSALS:
            self.named.append((line, reason))

    def tell(self, line: int, told: Told) -> None:
        for doubt in told.doubts:
            self.doubts[doubt] += 1
            self.first_doubt.setdefault(doubt, line)
        self.as_written.update(told.kept_as_written)


class Stopped(Exception):
    """Why a file is not read any further."""


@dataclass(slots=True)
class _Taken:
    line: int
    points: tuple[Point, ...]
    unknown: tuple[str, ...]


def read(lines: Iterable[Numbered], layout: Layout, known: Context, report: Report) -> list[Point]:
    """The figures of a table, added up by what a series keeps. Nothing of a stopped file."""
    report.kind = layout.kind.code
    report.unknown, report.missing = layout.unknown, layout.missing
    numbered = iter(lines)
    try:
        first = list(islice(numbered, LOOKED_AT))
        if why := misfit(first, layout, known):
            raise Stopped(why)
        taken = _take(chain(first, numbered), layout, known, report)
    except Stopped as stopped:
        report.stopped = str(stopped)
        return []
    return _summed(taken, report)


def misfit(first: Sequence[Numbered], layout: Layout, known: Context) -> str:
    """Why the headings do not belong to the lines below them; empty where they do."""
    tried, reasons = refusals(first, layout, known)
    wrong = sum(reasons.values())
    # In a very short file a few wrong lines say nothing of its headings: they are named instead.
    if wrong * 2 <= tried or (tried < FEW_LINES and wrong < tried):
        return ""
    reason, often = reasons.most_common(1)[0]
    return (
        f"the headings do not fit the lines below: {wrong} of the first {tried} cannot be read "
        f"({often} x {reason})"
    )


def refusals(first: Sequence[Numbered], layout: Layout, known: Context) -> tuple[int, Counter[str]]:
    """How many lines were tried under these headings, and why cells of them cannot be read."""
    reasons: Counter[str] = Counter()
    tried = 0
    for _line, cells in first:
        if not any(cell.strip() for cell in cells):
            continue
        tried += 1
        try:
            _points_of(cells, layout, known, Told())
        except (LineRefused, NotShown):
            continue
        except CellRefused as refused:
            reasons[str(refused)] += 1
    return tried, reasons


def _take(
    lines: Iterable[Numbered], layout: Layout, known: Context, report: Report
) -> dict[Key, _Taken | None]:
    taken: dict[Key, _Taken | None] = {}
    empty = {
        name: at
        for name, at in layout.place.items()
        if layout.kind.like and name not in layout.kind.says
    }
    apart = [layout.place[each] for each in layout.kind.tells_apart() if each in layout.place]
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if report.read >= MOST_LINES:
            raise Stopped(f"more than {MOST_LINES:,} lines")
        report.read += 1
        told = Told()
        try:
            points = tuple(_points_of(cells, layout, known, told))
        except NotShown:
            report.not_shown += 1
            report.first_not_shown = report.first_not_shown or line
            continue
        except CellRefused as refused:
            report.refuse(line, str(refused))
            continue
        key = tuple(cells[at].strip() for at in apart)
        unknown = tuple(cells[at].strip() for at in layout.unknown_at)
        if key in taken:
            _meets(taken, key, _Taken(line, points, unknown), layout, report)
            continue
        taken[key] = _Taken(line, points, unknown)
        report.tell(line, told)
        for name in [each for each, at in empty.items() if cells[at].strip()]:
            del empty[name]
    report.always_empty = tuple(empty)
    return taken


def _points_of(cells: Sequence[str], layout: Layout, known: Context, told: Told) -> Iterable[Point]:
    if len(cells) != layout.width and any(each.strip() for each in cells[layout.width :]):
        raise CellRefused(f"{len(cells)} cells under {layout.width} headings")
    if len(cells) < layout.width:
        raise CellRefused(f"{len(cells)} cells under {layout.width} headings")
    row = {name: cells[at] for name, at in layout.place.items()}
    return list(layout.kind.points(row, known, told))


def _meets(
    taken: dict[Key, _Taken | None],
    key: Key,
    new: _Taken,
    layout: Layout,
    report: Report,
) -> None:
    """A line about what another line was about."""
    old = taken[key]
    if old is None:
        report.refuse(new.line, "says otherwise than lines before it of the same matter")
    elif old.points == new.points and old.unknown == new.unknown:
        report.refuse(new.line, f"says again what line {old.line} says")
    elif old.unknown != new.unknown:
        columns = ", ".join(
            name
            for name, one, other in zip(layout.unknown, old.unknown, new.unknown, strict=True)
            if one != other
        )
        raise Stopped(
            f"lines {old.line} and {new.line} differ only in columns that are not understood "
            f"({columns}): whether their figures are parts of one is not known"
        )
    else:
        report.refuse(old.line, f"says otherwise than line {new.line} of the same matter")
        report.refuse(new.line, f"says otherwise than line {old.line} of the same matter")
        taken[key] = None


def _summed(taken: dict[Key, _Taken | None], report: Report) -> list[Point]:
    sums: dict[tuple[str, date | None, str, str, str], float] = defaultdict(float)
    for each in taken.values():
        if each is None:
            continue
        report.taken += 1
        for point in each.points:
            sums[point.key] += point.value
    points = [Point(*key, value) for key, value in sums.items()]
    report.totals = list(totals(points))
    return points


def _general(reason: str) -> str:
    """The reason without what is different in each line."""
    out, quoted = [], False
    for sign in reason:
        if sign == "'":
            if not quoted:
                out.append("…")
            quoted = not quoted
        elif not quoted and not sign.isdigit():
            out.append(sign)
    return "".join(out)

"""What of a release is shown: every group of tables with all earlier releases in view.

A total is shown or hidden everywhere alike; where a group cannot be made safe with a total
shown, that total is hidden too and everything is decided again.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Sum

from safe_mobility.statistics import defining
from safe_mobility.statistics.models import DailyFact, Release
from safe_mobility.statistics.rules import calendar, hiding
from safe_mobility.statistics.rules.attacker import Room
from safe_mobility.statistics.rules.indicators import BLOCK, PLACES, Catalogue
from safe_mobility.statistics.rules.partition import ONE_WAY, Partition
from safe_mobility.statistics.rules.tables import LEAST, TOTAL, Cell, Margin, Row, Tables
from safe_mobility.statistics.services import partitioning

TIME, UP_TO = "time", "up to"
Truth = dict[str, dict[str, dict[str, list[int]]]]
"""By group, indicator and atom: people and applications."""


@dataclass(frozen=True)
class Work:
    """Everything that the groups share."""

    known: Catalogue
    partition: Partition
    spans: tuple[calendar.Span, ...]
    truth: Truth
    earlier: tuple[Release, ...]
    shown_before: Mapping[tuple[int, str, str], frozenset[str]]
    """By earlier release, indicator and cut: the values that were shown."""
    rows_then: Mapping[int, frozenset[Margin]]

    @property
    def now(self) -> int:
        return len(self.earlier)


# What is there --------------------------------------------------------------------------------


def prepare(first_on: date, cut_off: date) -> Work:
    known = defining.catalogue()
    partition = partitioning.partition(first_on=first_on, cut_off=cut_off)
    spans = tuple(calendar.spans(first_on, cut_off))
    # Figures that were counted by other definitions are no history of these.
    earlier = tuple(
        Release.objects.exclude(published_at=None)
        .filter(definitions=known.version)
        .order_by("cut_off")
    )
    shown: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    rows: dict[int, set[Margin]] = defaultdict(set)
    for number, release in enumerate(earlier):
        for code, cut, value, people in release.cells.values_list(
            "indicator", "cut", "value", "people"
        ):
            rows[number].add((cut, value))
            if people is not None:
                shown[(number, code, cut)].add(value)
    return Work(
        known=known,
        partition=partition,
        spans=spans,
        truth=_truth(partition, spans, cut_off),
        earlier=earlier,
        shown_before={key: frozenset(values) for key, values in shown.items()},
        rows_then={number: frozenset(margins) for number, margins in rows.items()},
    )


def _truth(partition: Partition, spans: tuple[calendar.Span, ...], cut_off: date) -> Truth:
    truth: Truth = {}

    def add(group: str, code: str, atom: str, people: int, applications: int) -> None:
        pair = truth.setdefault(group, {}).setdefault(code, {}).setdefault(atom, [0, 0])
        pair[0] += people
        pair[1] += applications

    facts = DailyFact.objects.filter(on__lte=cut_off)
    sums = facts.values_list("indicator", "cut", "value").annotate(
        Sum("people"), Sum("applications")
    )
    for code, cut, value, people, applications in sums.order_by():
        if cut in (*ONE_WAY, PLACES):
            add(cut, code, partition.place(cut, value), people, applications)
    for code, on, people, applications in facts.filter(cut="total").values_list(
        "indicator", "on", "people", "applications"
    ):
        # What an older clock wrote before the first day stands in the first span.
        at = max((span for span in spans if span.first <= on), default=spans[0], key=_first)
        add(TIME, code, at.code, people, applications)
    return truth


def _first(span: calendar.Span) -> date:
    return span.first


# What is shown --------------------------------------------------------------------------------


def decide(work: Work) -> tuple[dict[str, frozenset[Cell]], dict[str, Room]]:
    """What each group shows in this release, and the room that is left in it."""
    silent: set[str] = set()
    while True:
        totals = {
            row.code: row.code not in silent and _total_is_large(work, row) for row in rows_of(work)
        }
        shown: dict[str, frozenset[Cell]] = {}
        rooms: dict[str, Room] = {}
        for group in (TIME, PLACES, *ONE_WAY):
            try:
                shown[group], rooms[group] = _decide_group(work, group, totals, shown)
            except hiding.NotSafe as problem:
                if problem.codes <= silent:
                    raise
                silent |= problem.codes
                break
        else:
            return shown, rooms


def rows_of(work: Work) -> list[Row]:
    return [
        Row(each.code, within=each.within, grows=not each.is_stock) for each in work.known.counted
    ]


def _total_is_large(work: Work, row: Row) -> bool:
    value = _level(work.truth, row.code)
    if min(value) < LEAST:
        return False
    for number in range(work.now - 1, -1, -1):
        if work.shown_before.get((number, row.code, "total")):
            then = _level(work.earlier[number].truth, row.code)
            added = [now - old for now, old in zip(value, then, strict=True)]
            return not row.grows or min(added) >= LEAST
    return True


def _level(truth: Truth, code: str) -> list[int]:
    pairs = list(truth.get(TIME, {}).get(code, {}).values())
    return [sum(pair[unit] for pair in pairs) for unit in (0, 1)]


def _decide_group(
    work: Work, group: str, totals: Mapping[str, bool], shown: Mapping[str, frozenset[Cell]]
) -> tuple[frozenset[Cell], Room]:
    if group == TIME:
        return hiding.decide(time_tables(work), fixed=_fixed_in_time(work, totals))
    months = _known_months(work, totals, shown[TIME])

    def fixed(cell: Cell) -> bool | None:
        if cell.margin == TOTAL:
            return totals[cell.code]
        if cell.code == "registered" and cell.margin[0] == "cohort":
            # A month of registration is the sum of its spans, wherever one reads it.
            return cell.margin[1] in months
        return None

    return hiding.decide(tables_of(work, group), fixed=fixed)


def tables_of(work: Work, group: str) -> Tables:
    rows = [row for row in rows_of(work) if _cuts(work, row.code, group)]
    truths = [*(release.truth for release in work.earlier), work.truth]
    counted = {atom for truth in truths for code in truth.get(group, {}).values() for atom in code}
    atoms = work.partition.atoms(group, counted)
    levels = {
        (number, row.code): _numbers(truth.get(group, {}).get(row.code, {}), atoms)
        for number, truth in enumerate(truths)
        for row in rows
    }
    margins = work.partition.margins(group, atoms)
    past = {
        Cell(number, code, (cut, value))
        for (number, code, cut), values in work.shown_before.items()
        for value in values
        if (cut, value) in margins and (number, code) in levels
    }
    cuts = {row.code: _cuts(work, row.code, group) for row in rows}
    return Tables(
        tuple(rows), margins, levels, frozenset(past), rows_then=work.rows_then, cuts=cuts
    )


def _cuts(work: Work, code: str, group: str) -> tuple[str, ...]:
    wanted = ("office", "department") if group == PLACES else (group,)
    return tuple(cut for cut in work.known[code].cuts if cut in wanted)


def _numbers(pairs: Mapping[str, list[int]], atoms: list[str]) -> np.ndarray[Any, Any]:
    return np.array([pairs.get(atom, [0, 0]) for atom in atoms], float).T


def time_tables(work: Work) -> Tables:
    """One table of spans for each indicator that grows, with the totals of earlier releases."""
    rows = [row for row in rows_of(work) if row.grows]
    atoms = [span.code for span in work.spans]
    levels = {
        (0, row.code): _numbers(work.truth.get(TIME, {}).get(row.code, {}), atoms) for row in rows
    }
    margins = {TOTAL: tuple(range(len(atoms)))}
    margins |= {(BLOCK, atom): (place,) for place, atom in enumerate(atoms)}
    for release in work.earlier:
        until = [place for place, span in enumerate(work.spans) if span.last <= release.cut_off]
        margins[(UP_TO, release.cut_off.isoformat())] = tuple(until)
    return Tables(tuple(rows), margins, levels, in_order=True)


def _fixed_in_time(work: Work, totals: Mapping[str, bool]) -> hiding.Fixed:
    """Spans that were published stay as they were published."""
    number = {release.cut_off.isoformat(): place for place, release in enumerate(work.earlier)}
    old = work.earlier[-1].cut_off.isoformat() if work.earlier else ""

    def fixed(cell: Cell) -> bool | None:
        cut, value = cell.margin
        if cell.margin == TOTAL:
            return totals[cell.code]
        if cut == UP_TO:
            return bool(work.shown_before.get((number[value], cell.code, "total")))
        if old and value <= old:
            return value in work.shown_before.get((work.now - 1, cell.code, BLOCK), frozenset())
        return None

    return fixed


def _known_months(work: Work, totals: Mapping[str, bool], shown: frozenset[Cell]) -> set[str]:
    """Months whose registrations anybody can add up from spans and totals.

    A month with hidden spans is known all the same where it is the only such month between two
    totals that are shown.
    """
    code = "registered"
    here = {cell.margin[1] for cell in shown if cell.code == code}
    hidden = {span.month for span in work.spans if span.code not in here}
    ends = [
        f"{release.cut_off:%Y-%m}"
        for number, release in enumerate(work.earlier)
        if work.shown_before.get((number, code, "total"))
    ]
    if totals[code]:
        ends.append(work.spans[-1].month)
    known = {span.month for span in work.spans} - hidden
    after = ""
    for end in ends:
        between = {month for month in hidden if after < month <= end}
        known |= between if len(between) == 1 else set()
        after = end
    return known

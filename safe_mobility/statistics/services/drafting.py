"""Drafting a release: count, decide what is shown, write it down for two people to look at."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from safe_mobility.shared.refusal import Refusal
from safe_mobility.statistics.models import Release, ReleasedCell
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.attacker import Room
from safe_mobility.statistics.rules.indicators import BLOCK, PLACES, TRAITS, Catalogue
from safe_mobility.statistics.rules.partition import ONE_WAY
from safe_mobility.statistics.rules.tables import LEAST, TOTAL, Cell, Tables
from safe_mobility.statistics.services import counting, deciding, partitioning
from safe_mobility.statistics.services.deciding import TIME, UP_TO, Work


class NotACutOff(Refusal):
    """Figures go out up to the last day of a month, and of no day that is still to come."""

    code = "statistics.not_a_cut_off"


class OutAlready(Refusal):
    """Figures up to this day, or a later one, are out and stay as they are."""

    code = "statistics.out_already"


@transaction.atomic
def draft(*, cut_off: date, now: datetime) -> UUID:
    """Count, decide what is shown and keep it as a draft; an older draft of the day is replaced.

    Raises `NotACutOff`, `OutAlready`, or `hiding.NotSafe` where no release would be safe.
    """
    first_on = partitioning.first_day()
    if not calendar.is_cut_off(cut_off) or not first_on <= cut_off < counting.day_of(now):
        raise NotACutOff(cut_off=cut_off.isoformat())
    if Release.objects.filter(cut_off__gte=cut_off).exclude(published_at=None).exists():
        raise OutAlready(cut_off=cut_off.isoformat())
    Release.objects.filter(published_at=None).delete()
    counting.count(now=now)
    work = deciding.prepare(first_on, cut_off)
    shown, rooms = deciding.decide(work)
    release = Release.objects.create(
        cut_off=cut_off,
        first_on=first_on,
        definitions=work.known.version,
        restates=_restated(work.known),
        truth=work.truth,
        made_at=now,
    )
    cells = list(_cells(work, shown, release, _waits(work, cut_off)))
    ReleasedCell.objects.bulk_create(cells, batch_size=2000)
    release.checked = _checked(work, cells, rooms)
    release.save(update_fields=["checked"])
    return release.pk


def draft_due(*, now: datetime) -> int:
    """Draft the newest figures once their day has come; whether they go out is for two people."""
    today = counting.day_of(now)
    cut_off = calendar.newest_cut_off(today)
    if cut_off < partitioning.first_day():
        return 0
    if Release.objects.filter(cut_off__gte=cut_off).exists():
        return 0
    draft(cut_off=cut_off, now=now)
    return 1


# What is kept ---------------------------------------------------------------------------------


def _cells(
    work: Work,
    shown: Mapping[str, frozenset[Cell]],
    release: Release,
    waits: Mapping[tuple[str, str], tuple[int, int]],
) -> Iterator[ReleasedCell]:
    for group, tables in _every_table(work):
        for cell in tables.cells(release=tables.newest):
            if cell.margin[0] == UP_TO or (cell.margin == TOTAL and group != TIME):
                continue
            yield _cell(release, cell, tables, cell in shown[group])
    yield from _stocks(work, shown, release)
    yield from _waited(work, shown, release, waits)


def _every_table(work: Work) -> Iterator[tuple[str, Tables]]:
    yield TIME, deciding.time_tables(work)
    for group in (PLACES, *ONE_WAY):
        yield group, deciding.tables_of(work, group)


def _cell(release: Release, cell: Cell, tables: Tables, is_shown: bool) -> ReleasedCell:
    people, applications = tables.value(cell) if is_shown else (None, None)
    cut, value = cell.margin
    return ReleasedCell(
        release=release,
        indicator=cell.code,
        cut=cut,
        value=value,
        people=people,
        applications=applications,
    )


def _stocks(
    work: Work, shown: Mapping[str, frozenset[Cell]], release: Release
) -> Iterator[ReleasedCell]:
    """How many there were at the end of each span: levels, which no sum ties together."""
    for row in deciding.rows_of(work):
        if row.grows:
            continue
        people = applications = 0
        total = Cell(work.now, row.code, TOTAL) in shown[PLACES]
        for span in work.spans:
            added = work.truth.get(TIME, {}).get(row.code, {}).get(span.code, [0, 0])
            people, applications = people + added[0], applications + added[1]
            large = min(people, applications) >= LEAST
            yield ReleasedCell(
                release=release,
                indicator=row.code,
                cut=BLOCK,
                value=span.code,
                people=people if large else None,
                applications=applications if large else None,
            )
        yield ReleasedCell(
            release=release,
            indicator=row.code,
            cut="total",
            people=people if total else None,
            applications=applications if total else None,
        )


def _waited(
    work: Work,
    shown: Mapping[str, frozenset[Cell]],
    release: Release,
    waits: Mapping[tuple[str, str], tuple[int, int]],
) -> Iterator[ReleasedCell]:
    """A wait stands where the number of those who waited is shown, and nowhere else."""
    for each in work.known.indicators:
        if not each.is_wait:
            continue
        _since, until = each.counts.wait
        for group, tables in _every_table(work):
            if group == TIME:
                tables = replace(tables, cuts={row.code: () for row in tables.rows})
            for cell in tables.cells(release=tables.newest):
                wanted = cell.margin[0] in each.cuts or (cell.margin == TOTAL and group == TIME)
                if cell.code != until or not wanted:
                    continue
                made = _cell(
                    release,
                    replace(cell, code=each.code),
                    _as(tables, each.code, until),
                    cell in shown[group],
                )
                if made.people is not None and cell.margin in waits:
                    made.median_days, made.p90_days = waits[cell.margin]
                yield made


def _as(tables: Tables, code: str, until: str) -> Tables:
    """The same numbers under another name."""
    at = tables.newest
    return replace(tables, levels={**tables.levels, (at, code): tables.levels[(at, until)]})


WAITS = """
SELECT {value} AS value,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
  FROM (SELECT traits, days[array_position(indicators, %(until)s)]
                     - days[array_position(indicators, %(since)s)] AS days
          FROM statistics_countedhousehold
         WHERE days[array_position(indicators, %(until)s)] <= %(cut_off)s) AS waited
 GROUP BY 1
"""


def _waits(work: Work, cut_off: date) -> dict[tuple[str, str], tuple[int, int]]:
    """The median and the ninth tenth of every wait, by margin."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for each in work.known.indicators:
        if not each.is_wait:
            continue
        since, until = each.counts.wait
        for cut in ("total", *each.cuts):
            value = "''" if cut == "total" else f"traits[{TRAITS.index(cut) + 1}]"
            with connection.cursor() as cursor:
                cursor.execute(
                    WAITS.replace("{value}", value),
                    {"since": since, "until": until, "cut_off": cut_off},
                )
                for at, median, p90 in cursor.fetchall():
                    found[(cut, at)] = (int(median), int(p90))
    return found


def _checked(work: Work, cells: list[ReleasedCell], rooms: Mapping[str, Room]) -> dict[str, Any]:
    """What the console shows of the check: how much is hidden, and how little room is left."""
    spans = [room.span(target) for room in rooms.values() for target in room.low]
    return {
        "cells": len(cells),
        "hidden": sum(cell.people is None for cell in cells),
        "attacked": len(spans),
        "least_span": round(min(spans, default=0.0), 3),
        "releases_before": work.now,
    }


def _restated(known: Catalogue) -> list[str]:
    before = Release.objects.exclude(published_at=None).order_by("-cut_off").first()
    if before is None or before.definitions == known.version:
        return []
    return [each.code for each in known.indicators]

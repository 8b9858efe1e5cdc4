"""What is published: releases, their tables, and one figure between two cut-off days.

Only published cells are read here, so nothing can be asked that was not decided when a release
was made. Everybody may ask.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from safe_mobility.shared.asker import Asker
from safe_mobility.statistics import signing
from safe_mobility.statistics.models import Release
from safe_mobility.statistics.queries.lines import lines_of
from safe_mobility.statistics.rules import calendar, package
from safe_mobility.statistics.rules.indicators import BLOCK, TOTAL
from safe_mobility.statistics.rules.package import Line


@dataclass(frozen=True, slots=True)
class ReleaseSeen:
    """A release that is out."""

    id: UUID
    cut_off: date
    first_on: date
    published_at: datetime
    definitions: str
    restates: tuple[str, ...]
    signature: str


@dataclass(frozen=True)
class Published:
    """One release with all its cells, kept in memory: it never changes."""

    release: ReleaseSeen
    manifest: str
    lines: tuple[Line, ...]
    by_table: Mapping[tuple[str, str], Mapping[str, Line]]

    def line(self, code: str, cut: str = TOTAL, value: str = "") -> Line | None:
        return self.by_table.get((code, cut), {}).get(value)

    def table(self, code: str, cut: str) -> tuple[Line, ...]:
        return tuple(self.by_table.get((code, cut), {}).values())

    def text(self) -> str:
        """`figures.csv` as it was signed."""
        described: dict[str, Any] = json.loads(self.manifest)
        versions = {each["code"]: each["version"] for each in described["indicators"]}
        return package.table(self.lines, versions=versions)


def releases(*, asker: Asker) -> list[ReleaseSeen]:
    """Every release that is out, newest first."""
    rows = (
        Release.objects.exclude(published_at=None).order_by("-cut_off").defer("truth", "manifest")
    )
    return [_seen(row) for row in rows]


def newest(*, asker: Asker) -> Published | None:
    """The newest release: one short question, and its cells from memory."""
    found = (
        Release.objects.exclude(published_at=None)
        .order_by("-cut_off")
        .values_list("pk", "signature")
        .first()
    )
    return None if found is None else _published(*found)


def published(*, cut_off: date, asker: Asker) -> Published | None:
    found = (
        Release.objects.filter(cut_off=cut_off)
        .exclude(published_at=None)
        .values_list("pk", "signature")
        .first()
    )
    return None if found is None else _published(*found)


def last_shown(code: str, cut: str, value: str, *, asker: Asker) -> tuple[date, Line] | None:
    """The newest release in which a place was shown, where the newest of all does not show it."""
    for release in releases(asker=asker):
        held = published(cut_off=release.cut_off, asker=asker)
        line = held.line(code, cut, value) if held else None
        if line is not None and line.is_shown:
            return release.cut_off, line
    return None


def is_authentic(release: Published) -> bool:
    """Whether the signature fits: a copy of our database could be checked the same way."""
    return signing.is_signed(release.manifest, release.release.signature)


def public_key() -> str:
    return signing.public_pem()


@lru_cache(maxsize=24)
def _published(pk: UUID, _signature: str) -> Published:
    row = Release.objects.defer("truth").get(pk=pk)
    lines = tuple(lines_of(row))
    tables: dict[tuple[str, str], dict[str, Line]] = {}
    for line in lines:
        tables.setdefault((line.indicator, line.cut), {})[line.value] = line
    return Published(_seen(row), row.manifest, lines, tables)


def _seen(row: Release) -> ReleaseSeen:
    if row.published_at is None:
        raise ValueError("a draft is not for everybody")
    return ReleaseSeen(
        id=row.pk,
        cut_off=row.cut_off,
        first_on=row.first_on,
        published_at=row.published_at,
        definitions=row.definitions,
        restates=tuple(row.restates),
        signature=row.signature,
    )


# One figure, as a program asks for it ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrong:
    """A question that cannot be answered: which field, and what is wrong with it."""

    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Span:
    """One row of an answer: a part of a breakdown between two days."""

    value: str
    from_on: date
    until_on: date
    people: int | None
    applications: int | None
    median_days: int | None = None
    p90_days: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    release: ReleaseSeen
    rows: tuple[Span, ...]


def figure(
    *,
    code: str,
    by: str,
    from_on: date | None,
    until_on: date | None,
    is_stock: bool,
    asker: Asker,
) -> Figure | Wrong:
    """One indicator by one breakdown, up to a cut-off day and, where asked, since another one.

    What lies between two releases is the difference of what they show; a place that one of them
    does not show is not shown.
    """
    every = releases(asker=asker)
    if not every:
        return Wrong("code", "nothing_published")
    days = {release.cut_off for release in every}
    at = until_on or max(days)
    if by == BLOCK:
        return _spans(code, from_on, until_on, asker=asker)
    if at not in days:
        return Wrong("until", "not_a_cut_off")
    base = published(cut_off=at, asker=asker)
    assert base is not None  # noqa: S101 - it is one of the days
    if from_on is None or from_on <= base.release.first_on:
        rows = [_whole(line, base.release) for line in base.table(code, by)]
        return Figure(base.release, tuple(rows))
    if is_stock:
        return Wrong("from", "stock_has_no_from")
    before = from_on.fromordinal(from_on.toordinal() - 1)
    if before not in days:
        return Wrong("from", "not_after_a_cut_off")
    earlier = published(cut_off=before, asker=asker)
    assert earlier is not None  # noqa: S101 - it is one of the days
    if earlier.release.definitions != base.release.definitions:
        return Wrong("from", "counted_by_other_definitions")
    rows = [
        _between(line, earlier.line(code, by, line.value), from_on, at)
        for line in base.table(code, by)
    ]
    return Figure(base.release, tuple(rows))


def _whole(line: Line, release: ReleaseSeen) -> Span:
    return Span(
        line.value,
        release.first_on,
        release.cut_off,
        line.people,
        line.applications,
        line.median_days,
        line.p90_days,
    )


def _between(line: Line, earlier: Line | None, from_on: date, at: date) -> Span:
    if earlier is None or None in (
        *(line.people, line.applications),
        *(earlier.people, earlier.applications),
    ):
        return Span(line.value, from_on, at, None, None)
    return Span(
        line.value,
        from_on,
        at,
        (line.people or 0) - (earlier.people or 0),
        (line.applications or 0) - (earlier.applications or 0),
    )


def _spans(
    code: str, from_on: date | None, until_on: date | None, *, asker: Asker
) -> Figure | Wrong:
    """The spans of seven days that lie wholly between the two days."""
    base = newest(asker=asker)
    assert base is not None  # noqa: S101 - the caller saw that there is one
    ends = _ends(base)
    rows = [
        Span(
            line.value,
            date.fromisoformat(line.value),
            ends[line.value],
            line.people,
            line.applications,
        )
        for line in base.table(code, BLOCK)
    ]
    wanted = [
        row
        for row in sorted(rows, key=lambda each: each.from_on)
        if (from_on is None or row.from_on >= from_on)
        and (until_on is None or row.until_on <= until_on)
    ]
    return Figure(base.release, tuple(wanted))


def _ends(base: Published) -> dict[str, date]:
    return {
        span.code: span.last for span in calendar.spans(base.release.first_on, base.release.cut_off)
    }

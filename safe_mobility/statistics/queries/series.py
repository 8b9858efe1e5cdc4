"""Reads of the series that others publish. All of it is public: nothing asks who wants to know.

Only editions in force are read here; who brought a file, and what waits for a second yes, is
for supervisors (`editions`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics.models import Edition, Figure
from safe_mobility.statistics.rules.series import SERIES, EditionState, Series

Key = tuple[str, str, str]
"""Series, the other place, the detail."""


@dataclass(frozen=True, slots=True)
class SeriesSeen:
    """A series as the catalogue names it."""

    series: Series
    first_on: date | None
    last_on: date | None
    figures: int
    loaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class FigureSeen:
    series: str
    span: str
    on: date | None
    place: str
    other: str
    detail: str
    value: float
    unit: str
    edition: UUID
    ended_by: UUID | None


@dataclass(frozen=True, slots=True)
class EditionSeen:
    id: UUID
    kind: str
    file_name: str
    source: str
    licence: str
    as_of_on: date | None
    figures: int
    report: tuple[str, ...]
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_at: datetime | None
    fingerprint: str


def catalogue() -> list[SeriesSeen]:
    """Every series for which something stands, by code."""
    rows = (
        Figure.objects.filter(ended_by=None)
        .values("series")
        .annotate(
            first=Min("on"), last=Max("on"), figures=Count("id"), at=Max("edition__decided_at")
        )
    )
    found = {row["series"]: row for row in rows}
    return [
        SeriesSeen(
            series=series,
            first_on=found[code]["first"],
            last_on=found[code]["last"],
            figures=found[code]["figures"],
            loaded_at=found[code]["at"],
        )
        for code, series in sorted(SERIES.items())
        if code in found
    ]


def figures(
    *,
    series: str,
    place: str = "",
    first: date | None = None,
    last: date | None = None,
    after: int = 0,
    count: int = 1000,
    ended: bool = False,
) -> list[tuple[int, FigureSeen]]:
    """Figures that stand, in a fixed order, each with the number under which it can be gone on.

    With `ended` also those that a later edition ended, each with that edition.
    """
    wanted = _wanted(series, place, first, last) & Q(id__gt=after)
    if not ended:
        wanted &= Q(ended_by=None)
    rows = Figure.objects.filter(wanted).order_by("id")[:count]
    return [(row.pk, _seen(row)) for row in rows]


def _wanted(series: str, place: str, first: date | None, last: date | None) -> Q:
    wanted = Q(series=series)
    if place:
        wanted &= Q(place=place)
    if first:
        wanted &= Q(on__gte=first)
    if last:
        wanted &= Q(on__lte=last)
    return wanted


def by_time(*, place: str, series: Sequence[str]) -> Mapping[Key, Mapping[date, float]]:
    """What stands for one nationality, by series, other place and detail, over time."""
    found: dict[Key, dict[date, float]] = defaultdict(dict)
    rows = Figure.objects.filter(
        series__in=series, place=place, ended_by=None, on__isnull=False
    ).values_list("series", "other", "detail", "on", "value")
    for code, other, detail, on, value in rows:
        if on is not None:
            found[code, other, detail][on] = value
    return found


def covered(*, series: Sequence[str]) -> Mapping[str, frozenset[date]]:
    """The times of which each series says anything at all, for whatever place."""
    found: dict[str, set[date]] = defaultdict(set)
    rows = (
        Figure.objects.filter(series__in=series, ended_by=None, on__isnull=False)
        .order_by()
        .values_list("series", "on")
        .distinct()
    )
    for code, on in rows:
        if on is not None:
            found[code].add(on)
    return {code: frozenset(days) for code, days in found.items()}


def by_place(*, series: str) -> Mapping[str, Mapping[str, float]]:
    """What stands for each place of a series without dates, by detail."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    rows = Figure.objects.filter(series=series, ended_by=None).values_list(
        "place", "detail", "value"
    )
    for place, detail, value in rows:
        found[place][detail] = value
    return found


def newest(*, kinds: Sequence[str]) -> Mapping[str, EditionSeen]:
    """The edition of each kind that was put in force last."""
    rows = Edition.objects.filter(kind__in=kinds, state=EditionState.IN_FORCE)
    return {row.kind: _edition(row) for row in rows.order_by("decided_at").defer("packed")}


def editions(*, asker: Asker, most: int = 60) -> list[EditionSeen]:
    """What was brought, newest first; those that wait for a second yes before all others."""
    _only_supervisors(asker)
    rows = list(Edition.objects.order_by("-proposed_at", "kind").defer("packed")[:most])
    rows.sort(key=lambda row: row.state != EditionState.PROPOSED)
    return [_edition(row) for row in rows]


def edition(*, asker: Asker, edition_id: UUID) -> EditionSeen:
    _only_supervisors(asker)
    row = Edition.objects.filter(pk=edition_id).defer("packed").first()
    if row is None:
        raise NotVisible(edition=str(edition_id))
    return _edition(row)


def _seen(row: Figure) -> FigureSeen:
    return FigureSeen(
        series=row.series,
        span=row.span,
        on=row.on,
        place=row.place,
        other=row.other,
        detail=row.detail,
        value=row.value,
        unit=row.unit,
        edition=row.edition_id,
        ended_by=row.ended_by_id,
    )


def _edition(row: Edition) -> EditionSeen:
    return EditionSeen(
        id=row.pk,
        kind=row.kind,
        file_name=row.file_name,
        source=row.source,
        licence=row.licence,
        as_of_on=row.as_of_on,
        figures=row.rows,
        report=tuple(row.report.splitlines()),
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
        fingerprint=row.fingerprint,
    )


def _only_supervisors(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR"):
        raise NotVisible

"""Series that others publish, as they stand: a catalogue, and their figures as JSON or CSV."""

import csv
import io
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from safe_mobility.doors.api.v1.asking import Fault, day
from safe_mobility.doors.api.v1.replying import Faults, faults, public, table
from safe_mobility.doors.api.v1.telling import iso
from safe_mobility.statistics.queries import series as queries
from safe_mobility.statistics.queries.series import FigureSeen
from safe_mobility.statistics.rules.packing import written
from safe_mobility.statistics.rules.published import NOTES
from safe_mobility.statistics.rules.series import SERIES, Series

MOST_ROWS = 10_000
Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z][a-z\-]*$")]
Place = Annotated[str, StringConstraints(max_length=20, pattern=r"^[A-Za-z0-9\-]*$")]
Day = Annotated[str, StringConstraints(max_length=10, pattern=r"^(\d{4}-\d{2}(-\d{2})?)?$")]
COLUMNS = (
    *("series", "span", "on", "place", "other", "detail", "value", "unit"),
    *("source", "licence", "edition", "ended_by"),
)

router = Router()


class SeriesOut(Schema):
    """One series: what it counts, over which span, from whom, under which licence."""

    code: str
    unit: str
    span: str
    adds_up: bool
    source: str
    licence: str
    url: str
    note: str
    first: str | None
    last: str | None
    figures: int
    loaded_at: str | None


class FigureOut(Schema):
    on: str | None
    place: str
    other: str
    detail: str
    value: float
    edition: str
    ended_by: str | None


class FiguresOut(Schema):
    """Figures of one series; `next` goes on where this page ends, as `after`."""

    series: str
    unit: str
    span: str
    adds_up: bool
    source: str
    licence: str
    url: str
    note: str
    figures: list[FigureOut]
    next: int | None


class Asked(Schema):
    place: Place = Field("", description="nationality (ISO 3166-1), or a municipality")
    first: Day = Field("", alias="from", description="2023-06 or 2023-06-12")
    until: Day = Field("", description="2024-05 or 2024-05-31, itself included")
    format: Literal["json", "csv"] = "json"
    limit: int = Field(1000, ge=1, le=MOST_ROWS)
    after: int = Field(0, ge=0, le=2**62)
    superseded: bool = Field(False, description="also what later editions said otherwise")


@router.get("/series", response=list[SeriesOut], summary="Series that others publish")
def series_list(request: HttpRequest) -> HttpResponse:
    return public(
        [
            {
                "code": each.series.code,
                **_head(each.series),
                "first": iso(each.first_on),
                "last": iso(each.last_on),
                "figures": each.figures,
                "loaded_at": each.loaded_at.isoformat() if each.loaded_at else None,
            }
            for each in queries.catalogue()
        ]
    )


@router.get(
    "/series/{code}",
    response={200: FiguresOut, 404: Faults, 422: Faults},
    summary="Figures of a series as they stand: JSON by pages, CSV whole",
)
def series_figures(request: HttpRequest, code: Path[Code], asked: Query[Asked]) -> HttpResponse:
    series = SERIES.get(code)
    if series is None:
        return faults([Fault("code", "no_such_series")], status=404)
    first, until = _day(asked.first), _day(asked.until, end=True)
    if wrong := _wrong(asked, first, until):
        return faults(wrong)
    if asked.format == "csv":
        return _as_table(series, asked, first, until)
    rows = queries.figures(
        series=code,
        place=asked.place,
        first=first,
        last=until,
        after=asked.after,
        count=asked.limit + 1,
        ended=asked.superseded,
    )
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    return public(
        {
            "series": code,
            **_head(series),
            "figures": [_figure(seen) for _number, seen in rows],
            "next": rows[-1][0] if more else None,
        }
    )


def _wrong(asked: Asked, first: date | None, until: date | None) -> list[Fault]:
    wrong = []
    if asked.first and first is None:
        wrong.append(Fault("from", "not_a_day"))
    if asked.until and until is None:
        wrong.append(Fault("until", "not_a_day"))
    if first and until and until < first:
        wrong.append(Fault("until", "before_from"))
    return wrong


def _as_table(series: Series, asked: Asked, first: date | None, until: date | None) -> HttpResponse:
    """The whole of what was asked, or a refusal: half a table would be taken for all of it."""
    rows = queries.figures(
        series=series.code,
        place=asked.place,
        first=first,
        last=until,
        count=MOST_ROWS + 1,
        ended=asked.superseded,
    )
    if len(rows) > MOST_ROWS:
        return faults([Fault("format", f"more_than_{MOST_ROWS}_rows_name_a_place_or_days")])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for seen in sorted((seen for _number, seen in rows), key=_order):
        writer.writerow(
            (
                *(seen.series, seen.span, iso(seen.on) or "", seen.place, seen.other, seen.detail),
                *(written(seen.value), seen.unit),
                *(series.publisher.source, series.publisher.licence),
                *(seen.edition, seen.ended_by or ""),
            )
        )
    return table(out.getvalue(), name="-".join(filter(None, (series.code, asked.place))))


def _head(series: Series) -> dict[str, Any]:
    return {
        "unit": series.unit,
        "span": series.span,
        "adds_up": series.adds_up,
        "source": series.publisher.source,
        "licence": series.publisher.licence,
        "url": series.publisher.url,
        "note": NOTES.get(series.code, ""),
    }


def _figure(seen: FigureSeen) -> dict[str, Any]:
    value = int(seen.value) if seen.value == int(seen.value) else seen.value
    return {
        "on": iso(seen.on),
        "place": seen.place,
        "other": seen.other,
        "detail": seen.detail,
        "value": value,
        "edition": str(seen.edition),
        "ended_by": str(seen.ended_by) if seen.ended_by else None,
    }


def _order(seen: FigureSeen) -> tuple[str, ...]:
    return (iso(seen.on) or "", seen.place, seen.other, seen.detail)


def _day(text: str, *, end: bool = False) -> date | None:
    """A month stands for its first day, or as the end of a span for its last."""
    if len(text) != len("2023-06"):
        return day(text) if text else None
    first = day(f"{text}-01")
    if first is None or not end:
        return first
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - date.resolution

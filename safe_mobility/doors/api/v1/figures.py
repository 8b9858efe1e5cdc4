"""The programme's own figures, as they were released: a catalogue, and one figure by one cut.

Nothing is counted when it is asked for. An answer is made of cells that a release published, so
no question, however clever, tells more than all releases together, which were attacked as one.
"""

import csv
import io
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from safe_mobility.doors.api.v1.asking import Fault, day
from safe_mobility.doors.api.v1.replying import Faults, faults, public, table
from safe_mobility.shared.asker import ANYONE
from safe_mobility.statistics import defining
from safe_mobility.statistics.queries import figures as queries
from safe_mobility.statistics.queries.figures import Figure, ReleaseSeen, Span, Wrong
from safe_mobility.statistics.rules.indicators import BLOCK, TOTAL, WORDS, Indicator
from safe_mobility.statistics.rules.package import LICENCE, NOT_SHOWN

Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z][a-z_]*$")]
Cut = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z_,]*$")]
Day = Annotated[str, StringConstraints(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
MOST_DAYS = 366 * 30
COLUMNS = (
    *("indicator", "version", "by", "value", "from", "until", "people", "applications"),
    *("median_days", "p90_days", "shown", "released", "licence"),
)

router = Router()


class Both(Schema):
    es: str
    en: str


class IndicatorOut(Schema):
    """One indicator: what it means, whom it counts, and how it may be broken down."""

    code: str
    version: int
    kind: str
    within: str | None
    by: list[str]
    name: Both
    definition: Both
    numerator: Both
    denominator: Both
    population: Both
    counted_on: Both
    weakness: Both


class CatalogueOut(Schema):
    indicators: list[IndicatorOut]
    releases: list[str]
    definitions: str
    not_shown: str
    licence: str


class RowOut(Schema):
    """One part. Where `shown` is false every number is null, and null is no zero."""

    value: str
    from_: str = Field(alias="from")
    until: str
    people: int | None
    applications: int | None
    median_days: int | None
    p90_days: int | None
    shown: bool


class FigureOut(Schema):
    indicator: str
    version: int
    definition: Both
    by: str
    released: str
    cut_off: str
    licence: str
    signature: str
    rows: list[RowOut]


class Asked(Schema):
    by: Cut = Field(TOTAL, description="one breakdown of the indicator, total, or block: weeks")
    first: Day = Field("", alias="from", description="the day after a cut-off day, or empty")
    until: Day = Field("", description="a cut-off day, itself included; empty: the newest")
    format: Literal["json", "csv"] | None = None


@router.get("/figures", response=CatalogueOut, summary="Indicators, their meaning, and releases")
def catalogue(request: HttpRequest) -> HttpResponse:
    known = defining.catalogue()
    return public(
        {
            "indicators": [_indicator(each) for each in known.indicators],
            "releases": [each.cut_off.isoformat() for each in queries.releases(asker=ANYONE)],
            "definitions": known.version,
            "not_shown": NOT_SHOWN,
            "licence": LICENCE["name"],
        }
    )


@router.get(
    "/figures/{code}",
    response={200: FigureOut, 404: Faults, 422: Faults},
    summary="One indicator by one breakdown, as it was released: JSON or CSV",
    by_alias=True,
)
def figure(request: HttpRequest, code: Path[Code], asked: Query[Asked]) -> HttpResponse:
    known = defining.catalogue()
    if code not in known:
        return faults([Fault("code", "no_such_indicator")], status=404)
    indicator = known[code]
    if wrong := _wrong(indicator, asked):
        return faults(wrong)
    found = queries.figure(
        code=code,
        by=asked.by or TOTAL,
        from_on=day(asked.first) if asked.first else None,
        until_on=day(asked.until) if asked.until else None,
        is_stock=indicator.is_stock or indicator.is_wait,
        asker=ANYONE,
    )
    if isinstance(found, Wrong):
        status = 404 if found.problem == "nothing_published" else 422
        return faults([Fault(found.field, found.problem)], status=status)
    if asked.format == "csv" or (asked.format is None and _wants_csv(request)):
        return _as_table(indicator, asked, found)
    return public(_said(indicator, asked, found))


def _wants_csv(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "text/csv" in accepted and "application/json" not in accepted


def _wrong(indicator: Indicator, asked: Asked) -> list[Fault]:
    found = []
    cut = asked.by or TOTAL
    if "," in cut:
        # Two cuts crossed are another partition: its cells would be too small, or undo others.
        found.append(Fault("by", "crossed_breakdowns_are_not_published"))
    elif cut not in (TOTAL, *indicator.cuts) and not (cut == BLOCK and not indicator.is_wait):
        found.append(Fault("by", "no_such_breakdown"))
    first = day(asked.first) if asked.first else None
    until = day(asked.until) if asked.until else None
    for name, text, value in (("from", asked.first, first), ("until", asked.until, until)):
        if text and value is None:
            found.append(Fault(name, "not_a_day"))
    if first and until and first > until:
        found.append(Fault("from", "after_until"))
    elif first and until and (until - first).days > MOST_DAYS:
        found.append(Fault("until", "too_many_rows"))
    return found


def _indicator(each: Indicator) -> dict[str, Any]:
    kind = "stock" if each.is_stock else "wait" if each.is_wait else "flow"
    blocks = [] if each.is_wait else [BLOCK]
    return {
        "code": each.code,
        "version": each.version,
        "kind": kind,
        "within": each.within or None,
        "by": [TOTAL, *blocks, *each.cuts],
        **{name: dict(each.words[name]) for name in WORDS},
    }


def _said(indicator: Indicator, asked: Asked, found: Figure) -> dict[str, Any]:
    return {
        "indicator": indicator.code,
        "version": indicator.version,
        "definition": dict(indicator.words["definition"]),
        "by": asked.by or TOTAL,
        "released": _released(found.release),
        "cut_off": found.release.cut_off.isoformat(),
        "licence": LICENCE["name"],
        "signature": found.release.signature,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Span) -> dict[str, Any]:
    return {
        "value": row.value,
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat(),
        "people": row.people,
        "applications": row.applications,
        "median_days": row.median_days,
        "p90_days": row.p90_days,
        "shown": row.people is not None,
    }


def _as_table(indicator: Indicator, asked: Asked, found: Figure) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        said = _row(row)
        numbers = [said[name] for name in ("people", "applications", "median_days", "p90_days")]
        writer.writerow(
            [
                *(indicator.code, indicator.version, asked.by or TOTAL, row.value),
                *(said["from"], said["until"]),
                *("" if number is None else number for number in numbers),
                "true" if said["shown"] else "false",
                _released(found.release),
                LICENCE["name"],
            ]
        )
    return table(out.getvalue(), name=f"{indicator.code}-{asked.by or TOTAL}")


def _released(release: ReleaseSeen) -> str:
    return release.published_at.date().isoformat()

"""The cut-off dates of the visa bulletins, month by month, as JSON."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from safe_mobility.doors.api.v1.asking import Fault
from safe_mobility.doors.api.v1.replying import Faults, faults, public
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Cutoffs, month_code

Area = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]*$")]
Month = Annotated[str, StringConstraints(max_length=7, pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]

router = Router()


class CutoffOut(Schema):
    """One cell. `cutoff` is an ISO date, C (current: nobody waits) or U (unavailable)."""

    month: str
    chart: str
    category: str
    area: str
    cutoff: str


class CutoffsOut(Schema):
    """Whoever filed before the cut-off has their turn. Areas are the columns of the bulletins;
    all_other is every country without a column of its own."""

    source: str
    licence: str
    newest: str | None
    cutoffs: list[CutoffOut]


class Asked(Schema):
    category: Literal["", "F1", "F2A", "F2B", "F3", "F4"] = Field("", description="all without it")
    area: Area = Field("", description="all_other, mexico, china, india, philippines ...")
    chart: Literal["", "final_action", "filing"] = Field("", description="both without it")
    first: Month = Field("", alias="from", description="2023-06")
    until: Month = Field("", description="2023-12, itself included")


@router.get(
    "/cutoffs",
    response={200: CutoffsOut, 422: Faults},
    summary="Visa bulletins: how far each family category's line had come, month by month",
)
def cutoffs_list(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    known = programmes.cutoffs()
    areas = {area for each in known.bulletins for chart in each.cells.values() for area in chart}
    if asked.area and asked.area not in areas:
        return faults([Fault("area", "no_such_area")])
    if asked.first and asked.until and asked.until < asked.first:
        return faults([Fault("until", "before_from")])
    return public(
        {
            "source": "US Department of State, Visa Bulletin",
            "licence": "work of the US government",
            "newest": month_code(known.newest.month) if known.newest else None,
            "cutoffs": list(_cells(known, asked)),
        }
    )


def _cells(known: Cutoffs, asked: Asked) -> Iterator[dict[str, Any]]:
    for bulletin in known.bulletins:
        month = month_code(bulletin.month)
        if month < asked.first or (asked.until and month > asked.until):
            continue
        for chart in [asked.chart] if asked.chart else CHARTS:
            for area, cells in bulletin.cells.get(chart, {}).items():
                if asked.area in ("", area):
                    yield from _row(month, chart, area, asked.category, cells)


def _row(
    month: str, chart: str, area: str, category: str, cells: Sequence[str]
) -> Iterator[dict[str, Any]]:
    for name, cutoff in zip(CATEGORIES, cells, strict=True):
        if category in ("", name):
            yield {
                "month": month,
                "chart": chart,
                "category": name,
                "area": area,
                "cutoff": cutoff,
            }

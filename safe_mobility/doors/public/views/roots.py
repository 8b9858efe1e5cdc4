"""Why people leave, place by place: what comes first under which weights, and one place's profile.

It helps to look for where a project could help. Nothing here says who may come from where.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import charts, dates, maps
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.charts import Bar
from safe_mobility.doors.common.maps import Area
from safe_mobility.doors.public.forms.roots import WeightsForm, weights_in
from safe_mobility.doors.public.root_words import INDICATORS as NAMES
from safe_mobility.doors.public.root_words import THEMES as THEME_NAMES
from safe_mobility.doors.public.root_words import written
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.directory import Municipality
from safe_mobility.shared.asker import ANYONE as ANYBODY
from safe_mobility.statistics.queries import figures
from safe_mobility.statistics.queries import roots as queries
from safe_mobility.statistics.rules import roots
from safe_mobility.statistics.rules.roots import EQUAL, Standing, Table
from safe_mobility.statistics.rules.series import A2SIT

COUNTRY = "GT"


@dataclass(frozen=True, slots=True)
class Placed:
    """One municipality with the span of its places in words."""

    code: str
    name: str
    department: str
    first: int
    last: int
    step: int
    words: str

    @property
    def places(self) -> str:
        """The span in figures alone, where three hundred stand together."""
        return f"{self.first}–{self.last}" if self.first < self.last else str(self.first)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one municipality beside the middle one of all."""

    name: str
    here: str
    middle: str
    worse_off: str


@access(ANYONE)
@require_safe
def root_causes(request: HttpRequest) -> HttpResponse:
    """The map and the list under the weights in the address; equal weights without any."""
    form = WeightsForm(weights_in(request.GET) if request.GET else None)
    weights = form.weights if form.is_valid() else EQUAL
    try:
        placed = _placed(queries.standings(weights=weights))
    except queries.NoIndicators:
        raise Http404 from None
    if request.GET.get("format") == "csv" and not form.errors:
        return _as_table(placed)
    drawn = maps.shapes(COUNTRY, large=False)
    context = {
        "form": form,
        "moved": form.is_bound and not form.errors and weights != EQUAL,
        "map": _map(placed),
        "key": maps.key([_step_words(step) for step in range(5)]),
        "always": [each for each in placed if each.step == 4],
        "placed": placed,
        "all": len(placed),
        "fifth": len(placed) // roots.FIRST_SHARE,
        "publisher": A2SIT,
        "map_source": drawn.source if drawn else "",
        "address": request.GET.urlencode(),
    }
    return render(request, "public/figures/roots.html", context, status=422 if form.errors else 200)


@access(ANYONE)
@require_safe
def municipality(request: HttpRequest, municipality: str) -> HttpResponse:
    """One municipality: each theme, each indicator beside the middle of all, its span of places."""
    try:
        table = queries.table()
        found = queries.standings(weights=EQUAL)
    except queries.NoIndicators:
        raise Http404 from None
    here = next((each for each in _placed(found) if each.code == municipality), None)
    if here is None:
        raise Http404
    themes = roots.in_theme(table, municipality)
    context = {
        "here": here,
        "all": len(found),
        "chart": _bars(here, themes),
        "applicants": _applicants(here),
        "themes": [
            (THEME_NAMES[theme], f"{share:.0%}".replace("%", " %"), _lines(table, here.code, theme))
            for theme, share in themes
        ],
        "publisher": A2SIT,
    }
    return render(request, "public/figures/municipality.html", context)


def _applicants(here: Placed) -> str:
    """How many people of its department registered, as the newest release shows it or does not.

    Nothing finer than a department is published, and so nothing finer is said here.
    """
    held = figures.newest(asker=ANYBODY)
    if held is None:
        return _("No figures of the programme have been published yet.")
    line = held.line("registered", "department", here.code[:2])
    named = {"place": here.department, "day": dates.plain_date(held.release.cut_off)}
    if line is None or line.people is None:
        return _("%(place)s, until %(day)s: not shown.") % named
    return _("%(place)s, until %(day)s: %(n)s people registered.") % {
        **named,
        "n": charts.thousands(line.people),
    }


def _placed(found: Sequence[Standing]) -> list[Placed]:
    known: dict[str, Municipality] = {each.code: each for each in programmes.municipalities()}
    return [
        Placed(
            code=each.code,
            name=known[each.code].name,
            department=known[each.code].department_name,
            first=each.first,
            last=each.last,
            step=each.step,
            words=_span(each),
        )
        for each in found
        if each.code in known
    ]


def _span(standing: Standing) -> str:
    if standing.first == standing.last:
        return _("place %(n)s") % {"n": standing.first}
    return _("between place %(first)s and %(last)s") % {
        "first": standing.first,
        "last": standing.last,
    }


def _step_words(step: int) -> str:
    return (
        _("always in the last fifth"),
        _("in the last fifth under some weights"),
        _("in the middle"),
        _("in the first fifth under some weights"),
        _("always in the first fifth"),
    )[step]


def _map(placed: Sequence[Placed]) -> SafeString:
    areas = [Area(each.code, f"{each.name}, {each.places}", each.step) for each in placed]
    count = sum(each.step == 4 for each in placed)
    title = _("Map of the municipalities: %(n)s are in the first fifth under all weights.") % {
        "n": count
    }
    return maps.choropleth(COUNTRY, areas, title=title, large=False)


def _bars(here: Placed, themes: Sequence[tuple[roots.Theme, float]]) -> SafeString:
    rows = [
        Bar(str(THEME_NAMES[theme]), share, f"{share:.0%}".replace("%", " %"))
        for theme, share in themes
    ]
    title = _("%(name)s: by theme, the share of municipalities that are better off.") % {
        "name": here.name
    }
    return charts.bars(rows, title=title, most=1)


def _lines(table: Table, code: str, theme: roots.Theme) -> list[Line]:
    lines = []
    for indicator in roots.INDICATORS:
        value = table.values[code].get(indicator.code)
        share = table.shares.get(indicator.code, {}).get(code)
        if indicator.theme is not theme or value is None or share is None:
            continue
        known = [
            found[indicator.code] for found in table.values.values() if indicator.code in found
        ]
        lines.append(
            Line(
                name=str(NAMES[indicator.code]),
                here=written(value, indicator.measure),
                middle=written(median(known), indicator.measure),
                worse_off=f"{share:.0%}".replace("%", " %"),
            )
        )
    return lines


def _as_table(placed: Sequence[Placed]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("municipality", "name", "department", "first_place", "last_place", "step"))
    writer.writerows(
        (each.code, each.name, each.department, each.first, each.last, each.step) for each in placed
    )
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="root-causes.csv"'
    return response

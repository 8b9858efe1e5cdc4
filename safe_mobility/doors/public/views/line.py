"""“My sister filed a petition”: whose turn it is, and how long still, for anybody who asks.

What is typed comes in the body of a form, is answered on the spot and kept nowhere: no row, no
cookie, no address that a browser would remember.
"""

import csv
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import line_chart, line_words
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.answer_words import country_names
from safe_mobility.doors.public.forms.line import PlaceForm
from safe_mobility.doors.public.programme import today
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Cutoff, Cutoffs
from safe_mobility.reunification.queries import line
from safe_mobility.reunification.queries.line import PlaceInLine

COLUMNS = ("bulletin_month", "chart", "category", "area", "cutoff")


@access(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """The question, and after it the answer on the same address."""
    category = request.GET.get("category", "")
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial={"category": category} if category in CATEGORIES else None,
        countries=country_names(get_language() or "es"),
        latest=today,
    )
    if form.is_bound and form.is_valid():
        return _answered(request, form)
    return render(request, "public/line/ask.html", {"form": form})


@access(ANYONE)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every cut-off that is known, a line each, as the bulletins print them."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visa-bulletins.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(COLUMNS)
    for bulletin in programmes.cutoffs().bulletins:
        month = f"{bulletin.month:%Y-%m}"
        for chart in CHARTS:
            for area, cells in bulletin.cells.get(chart, {}).items():
                writer.writerows(
                    (month, chart, category, area, printed)
                    for category, printed in zip(CATEGORIES, cells, strict=True)
                )
    patch_cache_control(response, public=True, max_age=300)
    return response


def _answered(request: HttpRequest, form: PlaceForm) -> HttpResponse:
    category = form.cleaned_data["category"]
    if category == line_words.NO_LINE:
        return render(request, "public/line/no_line.html", {"form": form})
    if category == line_words.UNKNOWN:
        return render(request, "public/line/who_asked.html", {"form": form})
    found = line.place(
        category=category,
        area=line.area_of_country(form.cleaned_data["country"]),
        priority_on=form.cleaned_data["priority_on"],
        on=today(),
    )
    context = {"form": form, "place": found, "seen": _seen(found) if found else None}
    return render(request, "public/line/place.html", context)


@dataclass(frozen=True, slots=True)
class MonthSeen:
    month: date
    cutoff: str


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A place in line in words and as a picture."""

    category: str
    area: str
    list_of: str
    waiting: str
    half: str
    final: str
    filing: str
    moved: str
    chart: SafeString
    months: tuple[MonthSeen, ...]


def _seen(found: PlaceInLine) -> PlaceSeen:
    language = get_language() or "es"
    series = _until(programmes.cutoffs(), found)
    moved = _moved(series, language)
    return PlaceSeen(
        category=line_words.category_name(found.category),
        area=line_words.area_name(found.area),
        list_of=line_words.month_name(found.month, language=language),
        waiting=line_words.waiting(found.forecast),
        half=line_words.half_of_them(found.forecast),
        final=line_words.cutoff_words(found.final.cutoff),
        filing=line_words.cutoff_words(found.filing.cutoff),
        moved=moved,
        chart=line_chart.moving(
            series, title=moved, yours=found.priority_on, yours_words=_("your date")
        ),
        months=tuple(
            MonthSeen(month, line_words.cutoff_words(cutoff)) for month, cutoff in reversed(series)
        ),
    )


def _until(cutoffs: Cutoffs, found: PlaceInLine) -> tuple[tuple[date, Cutoff], ...]:
    """The line of final action dates up to the list that was used."""
    chart = found.final.chart
    area = found.area if found.area in cutoffs.areas(chart) else line.ALL_OTHER
    series = cutoffs.series(chart, found.category, area)
    return tuple((month, cutoff) for month, cutoff in series if month <= found.month)


def _moved(series: tuple[tuple[date, Cutoff], ...], language: str) -> str:
    """One sentence on what the picture shows."""
    days = [(month, cutoff) for month, cutoff in series if isinstance(cutoff, date)]
    if len(days) < 2:
        return ""
    steps = [(two - one).days for (_a, one), (_b, two) in pairwise(days)]
    words = _(
        "From %(first)s to %(last)s the date of this line went from %(from)s to %(to)s. In "
        "%(still)s of %(months)s months it did not move, and %(back)s times it went back."
    )
    return words % {
        "first": line_words.month_name(days[0][0], language=language),
        "last": line_words.month_name(days[-1][0], language=language),
        "from": line_words.cutoff_words(days[0][1]),
        "to": line_words.cutoff_words(days[-1][1]),
        "still": sum(step == 0 for step in steps),
        "months": len(steps),
        "back": sum(step < 0 for step in steps),
    }

"""Temporary work: is this job real? Nothing that is typed here is kept, and no name is asked."""

import csv
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.charts import thousands
from safe_mobility.doors.common.dates import day_of
from safe_mobility.doors.public import job_words, work_charts
from safe_mobility.doors.public.forms.work import JobForm
from safe_mobility.labour import queries as labour
from safe_mobility.labour.queries import Checked
from safe_mobility.oversight.services import limits

# A flood costs computing; a village behind one address is no flood.
CHECKS_PER_HOUR = 20_000
HOUR = timedelta(hours=1)
# Kept for the report that may follow; the page has them in the form below anyway.
HANDED_ON = ("employer", "recruiter", "place", "work")


@access(ANYONE)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    return render(request, "public/labour/work.html")


@access(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The orders and recruiters nearest to what somebody was told, field by field."""
    form = JobForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.take("job check", key="all", limit=CHECKS_PER_HOUR, per=HOUR)
        checked = labour.check_advert(
            advert=form.advert, text=form.cleaned_data["text"], today=day_of(clock.now())
        )
        return render(request, "public/labour/answer.html", {**_answer(checked), "form": form})
    return render(request, "public/labour/check.html", {"form": form})


@access(ANYONE)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Places certified in one year, and visas issued by month."""
    known = labour.years()
    wanted = (request.GET.get("visa", ""), request.GET.get("year", ""))
    at = next((one for one in known if (one.visa, str(one.year)) == wanted), None)
    at = at or (known[0] if known else None)
    context: dict[str, Any] = {"choices": [], "charts": []}
    if at is not None:
        picture = labour.picture(visa=at.visa, year=at.year)
        context = {
            "choices": [{"visa": one.visa, "year": one.year, "here": one == at} for one in known],
            "picture": picture,
            "certified": thousands(picture.certified),
            "orders": thousands(picture.orders),
            "not_granted": thousands(picture.not_granted),
            "charts": work_charts.charts_of(picture) if picture.certified else [],
        }
    if (visas := work_charts.visas(until=day_of(clock.now()))) is not None:
        context["charts"] = [*context["charts"], visas]
    return render(request, "public/labour/figures.html", context)


@access(ANYONE)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every certified place that is known, summed by year, visa, work, state and first month."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="certified-places.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(("fiscal_year", "visa", "occupation", "state", "begins_in", "places"))
    writer.writerows(labour.places_table())
    patch_cache_control(response, public=True, max_age=300)
    return response


def _answer(checked: Checked) -> dict[str, Any]:
    said = checked.advert
    return {
        "checked": checked,
        "headline": job_words.headline(checked.verdict),
        "meaning": job_words.meaning(checked.verdict),
        "near": [job_words.shown(near, said, today=day_of(clock.now())) for near in checked.near],
        "read": job_words.read_words(checked),
        "orders": thousands(checked.covers.orders),
        "abroad": bool(said.says_where.countries) and not said.says_where.states,
        "handed_on": {name: getattr(said, name) for name in HANDED_ON},
    }

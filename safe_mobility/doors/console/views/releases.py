"""Figures in the console: let them out with two yeses; and what a supervisor sees of an office."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safe_mobility.doors.common import clock, dates, figure_words, maps
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import case_labels
from safe_mobility.programmes import partners
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.statistics import defining
from safe_mobility.statistics.queries import dashboard, drafts
from safe_mobility.statistics.queries.dashboard import Treatment
from safe_mobility.statistics.rules.fairness import Alarm
from safe_mobility.statistics.services import releasing

RELEASERS = {"SUPERVISOR", "AUDITOR"}
SUPERVISOR = {"SUPERVISOR"}
ENOUGH_FOR_A_MAP = 4
"""Municipalities with families of the office, from which on a map shows more than a table."""
VISITS = ("CONFIRMED", "ARRIVED", "CALLED", "PARKED", "IN_INTERVIEW", "DONE", "ABSENT", "LEFT")


@access(STAFF, roles=RELEASERS)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The draft that waits, with its check and its totals, and what is out."""
    return _page(request)


@access(STAFF, roles=RELEASERS)
@require_POST
def agree(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """One of the two yeses; the second lets the figures out."""
    try:
        with once(request, asker(request)) as act:
            act(
                releasing.approve,
                keep=str,
                release_id=release_id,
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, refused=words_for(refusal), status=409)
    return redirect("console:releases")


def _page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who = asker(request)
    language = get_language() or "es"
    known = defining.catalogue()
    seen = [
        {
            "seen": each,
            "mine": each.first_by == who.ref,
            "share": round(100 * each.hidden / each.cells) if each.cells else 0,
            "totals": [
                (
                    known[code].say("name", language),
                    figure_words.number(people),
                    figure_words.number(applications),
                )
                for code, people, applications in each.totals
                if code in known
            ],
        }
        for each in drafts.drafts(asker=who)
    ]
    context = {"releases": seen, "refused": refused}
    return render(request, "console/figures/releases.html", context, status=status)


@access(STAFF, roles=SUPERVISOR)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One office: today, the weeks ahead, what was forgotten, and whether all are treated alike."""
    who, now = asker(request), clock.now()
    on = dates.day_of(now)
    load = dashboard.load(asker=who, on=on)
    ahead = dashboard.ahead(asker=who, on=on)
    context = {
        "on": on,
        "load": load,
        "visits": [(_visit(state), load.visits.get(state, 0)) for state in VISITS],
        "ahead": ahead,
        "weeks": [
            {"week": week, "short": week.free < ahead.expected, "tight": week.free < ahead.high}
            for week in ahead.weeks
        ],
        "silent": [
            (each, case_labels.STATES.get(each.state, each.state), (now - each.since).days)
            for each in dashboard.silent(asker=who, now=now)
        ],
        "overdue": [
            (partners.partner_name(each.recipient, language=get_language() or "es"), each)
            for each in dashboard.overdue(asker=who, on=on)
        ],
        "treatment": [_treated(each) for each in dashboard.treatment(asker=who)],
        "towns": _towns(dashboard.by_municipality(asker=who)),
    }
    return render(request, "console/figures/overview.html", context)


def _visit(state: str) -> str:
    return {
        "CONFIRMED": _("Still to come"),
        "ARRIVED": _("Wait at the office"),
        "CALLED": _("Called"),
        "PARKED": _("On hold"),
        "IN_INTERVIEW": _("In interview"),
        "DONE": _("Done"),
        "ABSENT": _("Absent"),
        "LEFT": _("Left"),
    }[state]


def _treated(each: Treatment) -> dict[str, Any]:
    language = get_language() or "es"
    known = defining.catalogue()
    return {
        "step": known[each.step].say("name", language),
        "of": known[each.of].say("name", language),
        "groups": each.groups,
        "alarms": [_alarmed(alarm) for alarm in each.alarms],
    }


def _alarmed(alarm: Alarm) -> dict[str, Any]:
    name = _("This office, beside all others")
    if alarm.name:
        language, sex = alarm.name
        who = {"F": _("women"), "M": _("men")}.get(sex, _("another answer"))
        name = f"{figure_words.value_name('language', language)}, {who}"
    return {
        "name": name,
        "share": round(100 * alarm.share),
        "rest": round(100 * alarm.rest_share),
        "low": round(100 * alarm.low),
        "high": round(100 * alarm.high),
        "of": alarm.of,
    }


def _towns(counted: dict[str, int]) -> dict[str, Any]:
    """The municipalities: for the office alone, which sees its families in any case.

    A map of one or two coloured spots says less than the table, so it is drawn from a few on.
    """
    borders = maps.steps_of(counted.values())
    names = {town.code: town for town in programmes.municipalities()}
    areas = [
        maps.Area(code, f"{names[code].name}: {count}", maps.step_of(count, borders))
        for code, count in counted.items()
        if code in names
    ]
    rows = sorted(
        (-count, names[code].name, names[code].department_name)
        for code, count in counted.items()
        if code in names
    )
    told: dict[str, Any] = {"rows": [(name, place, -count) for count, name, place in rows]}
    drawn = maps.shapes(settings.HOME_COUNTRY, large=False)
    if drawn is None or len(areas) < ENOUGH_FOR_A_MAP:
        return told
    title = _("Map: families of this office by municipality. The table has every number.")
    return told | {
        "map": maps.choropleth(settings.HOME_COUNTRY, areas, title=title, large=False, near=True),
        "key": maps.key(maps.step_words(borders)),
        "source": drawn.source,
    }

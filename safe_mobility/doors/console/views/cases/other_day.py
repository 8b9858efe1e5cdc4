"""The same family under the rules of another day beside today's: what differs, and why."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import DayField, Form
from safe_mobility.doors.console import case_labels as labels
from safe_mobility.doors.console.views.cases.opening import HEARERS, open_case, today_of
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules import changes
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.rules.comparing import Cause, CauseKind, Compared, compared

LAST = date(2099, 12, 31)
MOST_DAYS = 12
_TAGS = {"OPEN": "ok", "PERSON": "care", "NOT_TODAY": ""}
_VERDICTS = {**labels.VERDICTS, "NOT_TODAY": _("Not open")}
"""Of two days none is "today" in its own words."""
_CAUSES: dict[CauseKind, str | Promise] = {
    CauseKind.BEGAN: _("A rule began:"),
    CauseKind.ENDED: _("A rule ended:"),
    CauseKind.VALUE_CHANGED: _("A list or date of the rule changed:"),
    CauseKind.TIME_PASSED: _("The rule is the same; time passed for the family:"),
}


class AnotherDay(Form):
    on = DayField(label=_("The rules of which day?"), latest=lambda: LAST)


@access(STAFF, roles=HEARERS)
@require_safe
def other_day(request: HttpRequest, reference: str) -> HttpResponse:
    """Without a day the page offers the days on which a rule of this country changed."""
    now = clock.now()
    seen = open_case(request, reference, part="rules", now=now)
    today = today_of(seen, now=now)
    form = AnotherDay(request.GET if "on_day" in request.GET else None)
    context: dict[str, Any] = {
        "household": seen,
        "form": form,
        "today": today,
        "days": _days_of_change(seen, today),
        "public_url": settings.PUBLIC_URL,
    }
    judged = screenings.latest(asker=asker(request), household_id=seen.id) is not None
    context["never_judged"] = not judged
    if judged and form.is_bound and form.is_valid():
        context |= _beside_today(request, seen, form.cleaned_data["on"], today)
    return render(request, "console/cases/other_day.html", context)


def _beside_today(
    request: HttpRequest, seen: HouseholdSeen, other: date, today: date
) -> dict[str, Any]:
    first, last = sorted((other, today))
    results = screenings.household_results(
        asker=asker(request), household_id=seen.id, days=(first, last)
    )
    rows = compared(programme.rule_set(), *results)
    return {
        "other": other,
        "first": first,
        "last": last,
        "changed": [_row(each) for each in rows if each.differs],
        "same": [_row(each) for each in rows if not each.differs],
    }


def _row(each: Compared) -> dict[str, Any]:
    return {
        "name": programme.text_of(f"pathway.{each.last.code}.name", _language()),
        "first": (_VERDICTS[each.first.verdict], _TAGS[each.first.verdict]),
        "last": (_VERDICTS[each.last.verdict], _TAGS[each.last.verdict]),
        "causes": [_cause(cause) for cause in each.causes],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "what": _CAUSES[cause.kind],
        "on": cause.on,
        "sentence": programme.text_of(cause.reason.sentence, _language()),
        "inferred": cause.reason.rule.date_inferred,
        "sources": [(code, programme.source(code) is not None) for code in cause.reason.source],
    }


def _days_of_change(seen: HouseholdSeen, today: date) -> list[date]:
    """The newest days on which a rule for this family changed, and what is announced."""
    rule_set = programme.rule_set()
    here = rule_set.programmes.get(seen.country)
    groups = {*here.office_groups, *here.pathways} if here is not None else set()
    known = {
        each.on
        for each in changes.changes(rule_set)
        if each.group in groups and each.on != today and each.was_announced(today)
    }
    return sorted(known, reverse=True)[:MOST_DAYS]


def _language() -> str:
    return get_language() or "es"

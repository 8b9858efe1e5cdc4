"""Who comes on a day, at which desk: planned by a supervisor, then confirmed.

Families are booked on confirmed shifts only. Taking one back lets its families choose again.
"""

from datetime import date, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.appointments import services as appointments
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.accounts import PlanDay, WhichDay
from safe_mobility.offices import queries as offices
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff
from safe_mobility.staff.services import days

SUPERVISOR = {"SUPERVISOR"}


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """The plan of one day, with a form for one more person."""
    on = _day(request)
    form = _form(request, on)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            with once(request, asker(request)) as act:
                act(
                    days.plan_day,
                    user_id=asked["person"],
                    office_code=places.office_of(asker(request)),
                    on=on,
                    role=asked["role"],
                    starts=asked["starts"],
                    ends=asked["ends"],
                    languages=asked["languages"],
                    desk_id=asked["desk"],
                    actor=asker(request),
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect(f"{reverse('console:shifts')}?on={on}")
    return _page(request, on, form=form)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def change_shift(request: HttpRequest, day_id: int, name: str) -> HttpResponse:
    """`confirm` a shift, take it `back`, or `drop` it from the plan."""
    on = _day(request)
    services: dict[str, tuple[Any, str]] = {
        "confirm": (days.confirm_day, "day_id"),
        "back": (appointments.stand_down, "staff_day_id"),
        "drop": (days.drop_day, "day_id"),
    }
    service, key = services[name]
    try:
        with once(request, asker(request)) as act:
            arguments: dict[str, Any] = {key: day_id}
            act(service, actor=asker(request), now=clock.now(), **arguments)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, on, form=_form(request, on, bound=False), refused=words_for(refusal))
    return redirect(f"{reverse('console:shifts')}?on={on}")


def _page(request: HttpRequest, on: date, *, form: PlanDay, refused: str = "") -> HttpResponse:
    who = asker(request)
    code = places.office_of(who)
    context = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "past": on < places.today(code),
        "spans": offices.open_spans(code, on),
        "plan": staff.staff_day(asker=who, office_code=code, on=on),
        "form": form,
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "console/accounts/shifts.html", context, status=status)


def _form(request: HttpRequest, on: date, *, bound: bool = True) -> PlanDay:
    who = asker(request)
    code = places.office_of(who)
    spans = offices.open_spans(code, on)
    starts, ends = (spans[0].opens, spans[-1].closes) if spans else (time(8), time(16))
    return PlanDay(
        (request.POST or None) if bound else None,
        people=staff.planable(asker=who, office_code=code, on=on),
        desks=offices.desks(asker=who, office_code=code, on=on),
        languages=[(each.code, places.language_name(each.code)) for each in programmes.languages()],
        initial={
            "starts": starts.strftime("%H:%M"),
            "ends": ends.strftime("%H:%M"),
            "languages": ["es"],
        },
    )


def _day(request: HttpRequest) -> date:
    return WhichDay.read(request.GET, today=places.today(places.office_of(asker(request))))

"""What an office can do: its days, its desks, its hours. Places are computed, never typed.

A supervisor sees what a day holds, opens its places, takes free ones back, and closes a day
whose booked families are listed first.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.appointments import queries as appointments
from safe_mobility.appointments import services as appointment_acts
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.capacity import (
    WEEKDAYS,
    AddDesk,
    AddPeriod,
    CloseDay,
    read_day,
)
from safe_mobility.notifications import queries as notifications
from safe_mobility.offices import queries as offices
from safe_mobility.offices import services as office_acts
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.refusal import NotVisible, Refusal

SUPERVISOR = {"SUPERVISOR"}
AHEAD = timedelta(days=13)
FOLDER = "console/capacity"


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD"])
def day(request: HttpRequest) -> HttpResponse:
    """One day: when it opens, what it holds, what publishing would add."""
    return _day_page(request)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    return _do(
        request,
        appointment_acts.publish_day,
        {"office_code": _office(request), "on": _on(request)},
    )


@access(STAFF, roles=SUPERVISOR)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the free places of one start back. What a family took meanwhile stays."""
    ids = [int(text) for text in request.POST.getlist("place") if text.isdecimal()][:100]
    return _do(
        request,
        appointment_acts.withdraw_places,
        {"office_code": _office(request), "place_ids": ids},
    )


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Who is booked, where they could go, what they will read; then the press."""
    who, code, on = asker(request), _office(request), _on(request)
    form = CloseDay(request.POST or None)
    if form.is_valid():
        try:
            with once(request, who) as act:
                act(
                    appointment_acts.close_day,
                    office_code=code,
                    on=on,
                    reason=form.cleaned_data["reason"],
                    actor=who,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect(_address("console:capacity", on))
    booked = appointments.booked_on(asker=who, office_code=code, on=on, now=clock.now())
    facts = {
        "on": on,
        "form": form,
        "booked": booked,
        "messages": _messages(request, on, booked[0].at) if booked else (),
        "over": on < places.today(code),
    }
    return render(request, f"{FOLDER}/close.html", facts)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    return _do(request, office_acts.reopen, {"office_code": _office(request), "on": _on(request)})


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def desks(request: HttpRequest) -> HttpResponse:
    """The desks, lines and screens of the office, and one more."""
    form = AddDesk(request.POST or None)
    if form.is_valid():
        code = _office(request)
        added = {**form.cleaned_data, "office_code": code, "from_on": places.today(code)}
        if _added(request, form, office_acts.add_desk, added):
            return redirect("console:desks")
    return _desks_page(request, form)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def change_desk(request: HttpRequest, desk_id: int, name: str) -> HttpResponse:
    """`confirm` that a desk works, or take that `back`: its families then choose again."""
    service: Any = {
        "confirm": office_acts.confirm_desk,
        "back": appointment_acts.stand_desk_down,
    }[name]
    try:
        with once(request, asker(request)) as act:
            act(service, desk_id=desk_id, actor=asker(request), now=clock.now())
    except NotVisible:
        raise
    except Refusal as refusal:
        return _desks_page(request, AddDesk(), refused=words_for(refusal))
    return redirect("console:desks")


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Weekly hours with their dates, holidays, closed days; and one more opening."""
    form = AddPeriod(request.POST or None, initial={"from_on": places.today(_office(request))})
    if form.is_valid():
        added = {**form.cleaned_data, "office_code": _office(request)}
        if _added(request, form, office_acts.add_period, added):
            return redirect("console:hours")
    return _hours_page(request, form)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def end_hours(request: HttpRequest, period_id: int) -> HttpResponse:
    """Let an opening hold until today and no longer."""
    today = places.today(_office(request))
    try:
        with once(request, asker(request)) as act:
            act(
                office_acts.end_period,
                period_id=period_id,
                last_on=today,
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _hours_page(request, AddPeriod(), refused=words_for(refusal))
    return redirect("console:hours")


def _office(request: HttpRequest) -> str:
    return places.office_of(asker(request))


def _on(request: HttpRequest) -> date:
    return read_day(request.GET.get("on", ""), otherwise=places.today(_office(request)))


def _address(name: str, on: date) -> str:
    return f"{reverse(name)}?on={on.isoformat()}"


def _do(request: HttpRequest, service: Any, arguments: Mapping[str, Any]) -> HttpResponse:
    """One act on a day, then back to that day."""
    try:
        with once(request, asker(request)) as act:
            act(service, actor=asker(request), now=clock.now(), **arguments)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _day_page(request, refused=words_for(refusal))
    return redirect(_address("console:capacity", _on(request)))


def _added(request: HttpRequest, form: Any, service: Any, arguments: Mapping[str, Any]) -> bool:
    """Whether it was added; a refusal stands in the form, which keeps what was written."""
    try:
        with once(request, asker(request)) as act:
            act(service, actor=asker(request), now=clock.now(), **arguments)
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
        return False
    return True


def _day_page(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    who, code, on = asker(request), _office(request), _on(request)
    language = get_language() or "es"
    counts = appointments.slot_counts(asker=who, office_code=code, on=on)
    closure = offices.closures(office_code=code, first=on, last=on)
    facts = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "over": on < places.today(code),
        "spans": offices.open_spans(code, on),
        "holiday": programme.holidays(code, on, on, language).get(on, ""),
        "closure": closure[0] if closure else None,
        "plan": appointments.day_plan(asker=who, office_code=code, on=on),
        "rows": counts,
        "free": sum(row.open + row.resting for row in counts),
        "taken": sum(row.taken for row in counts),
        "draft": sum(row.draft for row in counts),
        "ahead": _ahead(request),
        "refused": refused,
    }
    return render(request, f"{FOLDER}/day.html", facts, status=409 if refused else 200)


def _ahead(request: HttpRequest) -> list[dict[str, Any]]:
    """The working days of the next two weeks with what they hold."""
    code = _office(request)
    first = places.today(code)
    last = first + AHEAD
    counts = appointments.day_counts(asker=asker(request), office_code=code, first=first, last=last)
    closed = {each.on for each in offices.closures(office_code=code, first=first, last=last)}
    days = sorted({*offices.working_days(code, first, last), *counts, *closed})
    return [{"on": day, "count": counts.get(day), "closed": day in closed} for day in days]


def _messages(request: HttpRequest, on: date, at: Any) -> list[dict[str, str]]:
    """What the families will read, before it is sent, in each language."""
    code = _office(request)
    answer_by = appointment_acts.answer_by(code, now=clock.now(), closing=on)
    told = {
        "office": code,
        "starts_at": appointments.moment(office_code=code, on=on, at=at).isoformat(),
        "answer_by": places.local(code, answer_by).date().isoformat(),
    }
    return [
        {
            "code": language,
            "name": name,
            "text": notifications.render("closed_day", language=language, facts=told).sms,
        }
        for language, name in settings.LANGUAGES
    ]


def _desks_page(request: HttpRequest, form: AddDesk, *, refused: str = "") -> HttpResponse:
    found = offices.desks(asker=asker(request), office_code=_office(request))
    facts = {"form": form, "desks": found, "refused": refused}
    return render(request, f"{FOLDER}/desks.html", facts, status=409 if refused else 200)


def _hours_page(request: HttpRequest, form: AddPeriod, *, refused: str = "") -> HttpResponse:
    code = _office(request)
    today = places.today(code)
    until = today + timedelta(days=120)
    found = offices.opening_periods(office_code=code)
    facts = {
        "form": form,
        "today": today,
        "weekdays": [
            (name, [period for period in found if period.weekday == number])
            for number, name in WEEKDAYS
        ],
        "holidays": sorted(programme.holidays(code, today, until, get_language() or "es").items()),
        "closures": offices.closures(office_code=code, first=today, last=until),
        "refused": refused,
    }
    return render(request, f"{FOLDER}/hours.html", facts, status=409 if refused else 200)

"""Choosing a time, confirming it within ten minutes, and asking for another date.

Every page says what is kept. A time that is gone meanwhile is simply no longer there; a family
that may not book reads why before it has chosen anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from safe_mobility.appointments import queries as appointments
from safe_mobility.appointments import services as appointment_acts
from safe_mobility.appointments.queries import AppointmentSeen, Choice, SlotSeen
from safe_mobility.appointments.rules.slots import local_day
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import free_times
from safe_mobility.doors.public.forms.appointments import (
    ChooseTime,
    read_way,
    slot_value,
    way_value,
)
from safe_mobility.offices.rules import Mode
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.refusal import Refusal

DAYS_A_PAGE = 5
LOOKS_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Way:
    """An office and a way of being seen, as a choice on the page."""

    value: str
    office: str
    mode: Mode
    first_on: date


@dataclass(frozen=True, slots=True)
class Time:
    value: str
    at: time


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """The first days that have a free time, as drawn where nothing is chosen yet, and the day
    that comes after them."""

    days: Sequence[Day]
    drawn: SafeString
    later_on: date | None


def family_of(request: HttpRequest) -> HouseholdSeen:
    who = asker(request)
    return people.household_by_id(asker=who, household_id=UUID(who.id))


def show(
    request: HttpRequest, name: str, facts: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of this area; each knows the way back to the household's own page."""
    application = f"/{get_language()}/solicitud/estado"
    context = {"application": application, **(facts or {})}
    return render(request, f"public/appointments/{name}.html", context, status=status)


def office_name(office_code: str) -> str:
    return programme.place_name(office_code, get_language() or "es")


@access(HOUSEHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """First the office and the way, then the day and the time."""
    now = clock.now()
    if request.method == "POST":
        return _hold(request, now=now)
    family = family_of(request)
    zone = programme.zone(family.office_code)
    if refusal := appointments.obstacle(asker=family.asker, zone=zone, now=now):
        return _cannot(request, refusal)
    mine = appointments.mine(asker=family.asker)
    ways = _ways(family, mine, now=now)
    if mine is None and "todas" not in request.GET and _waits_for_invitation(family, now=now):
        facts = {"office": office_name(family.office_code), "elsewhere": bool(ways)}
        return show(request, "by_invitation", facts)
    if not ways:
        return _no_way(request, family, mine, now=now)
    chosen = read_way(request.GET.get("donde", ""))
    if len(ways) == 1:
        chosen = read_way(ways[0].value)
    if chosen is None or way_value(*chosen) not in {way.value for way in ways}:
        held = appointments.held(asker=family.asker, now=now)
        return show(request, "way", {"ways": ways, "mine": mine, "held": held})
    return _times(request, family, chosen, ChooseTime(), mine=mine, one_way=len(ways) == 1, now=now)


def _hold(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """The press itself reads no more than the act does; a refusal comes with fresh times."""
    who, form = asker(request), ChooseTime(request.POST)
    if form.is_valid():
        try:
            with once(request, who) as act:
                act(
                    appointment_acts.hold,
                    household_id=UUID(who.id),
                    slot=form.cleaned_data["slot"],
                    actor=who,
                    now=now,
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:appointment_held")
    way = read_way(request.POST.get("donde", ""))
    if way is None:
        return redirect("public:appointment")
    family, mine = family_of(request), appointments.mine(asker=who)
    return _times(request, family, way, form, mine=mine, one_way=False, now=now)


def _times(
    request: HttpRequest,
    family: HouseholdSeen,
    way: tuple[str, Mode],
    form: ChooseTime,
    *,
    mine: AppointmentSeen | None,
    one_way: bool,
    now: datetime,
) -> HttpResponse:
    office_code, mode = way
    today = local_day(now, programme.zone(office_code))
    first = max(today, _day_asked(request) or today)
    if form.is_bound:  # a press was refused: the list is read anew
        free = _free(family, way, first=first, last=today + LOOKS_AHEAD, now=now)
    else:
        free = free_times.shared(
            (way, first, family.interpreter_language, get_language()),
            lambda: _free(family, way, first=first, last=today + LOOKS_AHEAD, now=now),
        )
    address = {"donde": way_value(office_code, mode)}
    later_on = free.later_on
    facts = {
        "form": form,
        "way": Way(way_value(office_code, mode), office_name(office_code), mode, first),
        "one_way": one_way,
        "back": f"/{get_language()}/solicitud/estado" if one_way else reverse("public:appointment"),
        "days": free.days,
        "drawn": "" if form.is_bound else free.drawn,
        "chosen": request.POST.get("hora", ""),
        "later": f"?{urlencode(address | {'desde': later_on.isoformat()})}" if later_on else "",
        "earlier": f"?{urlencode(address)}" if first > today else "",
        "mine": mine,
        "spoken": _interpreter(family),
    }
    return show(request, "times", facts)


def _free(
    family: HouseholdSeen, way: tuple[str, Mode], *, first: date, last: date, now: datetime
) -> Free:
    """The times of the first days, for every family of this interpreter's language."""
    office_code, mode = way
    slots = appointments.open_slots(
        asker=family.asker,
        office_code=office_code,
        mode=mode,
        first=first,
        last=last,
        now=now,
        language=family.interpreter_language,
        days=DAYS_A_PAGE + 1,
    )
    days = days_of(slots)
    shown, later = days[:DAYS_A_PAGE], days[DAYS_A_PAGE:]
    drawn = render_to_string("public/appointments/parts/days.html", {"days": shown, "chosen": ""})
    return Free(shown, drawn, later[0].on if later else None)


@access(HOUSEHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """The time kept for ten minutes, and the press that makes it an appointment."""
    who, now = asker(request), clock.now()
    refused = ""
    if request.method == "POST":
        try:
            with once(request, who) as act:
                act(appointment_acts.confirm, household_id=UUID(who.id), actor=who, now=now)
        except Refusal as refusal:
            refused = words_for(refusal)
        else:
            return redirect("public:appointment_slip")
    kept = appointments.held(asker=who, now=now)
    mine = appointments.mine(asker=who)
    if kept is None and not refused:
        return redirect("public:appointment_slip" if mine else "public:appointment")
    facts = {"held": kept, "mine": mine, "refused": refused}
    if kept is not None:
        facts |= {"office": office_name(kept.office_code), "again": _again(kept)}
    return show(request, "held", facts)


@access(HOUSEHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """None of the times fits: the wish goes to the office's list."""
    family = family_of(request)
    if request.method == "POST":
        with once(request, family.asker) as act:
            act(
                people_acts.record_wish,
                household_id=family.id,
                wish="TIME",
                actor=family.asker,
                now=clock.now(),
            )
        return redirect("public:appointment_wished")
    return show(request, "wish", {"mine": appointments.mine(asker=family.asker)})


@access(HOUSEHOLD)
@require_GET
def wished(request: HttpRequest) -> HttpResponse:
    return show(request, "wished")


def _ways(family: HouseholdSeen, mine: AppointmentSeen | None, *, now: datetime) -> list[Way]:
    """Where this family may choose a time at this moment; its own office comes first."""
    language = family.interpreter_language
    found = free_times.shared(
        ("ways", language),
        lambda: appointments.choices(asker=family.asker, now=now, language=language),
    )
    # Where it has an appointment it may choose again, whatever holds for others there.
    elsewhere = {choice.office_code for choice in found} - {mine.office_code if mine else ""}
    closed = {code for code in sorted(elsewhere) if _obstacle_at(family, code, now)}
    open_to_it = [choice for choice in found if choice.office_code not in closed]

    def order(choice: Choice) -> tuple[bool, str]:
        return choice.office_code != family.office_code, office_name(choice.office_code)

    return [
        Way(
            way_value(choice.office_code, choice.mode),
            office_name(choice.office_code),
            choice.mode,
            choice.first_on,
        )
        for choice in sorted(open_to_it, key=order)
    ]


def _obstacle_at(family: HouseholdSeen, office_code: str, now: datetime) -> Refusal | None:
    zone = programme.zone(office_code)
    return appointments.obstacle_at(asker=family.asker, office_code=office_code, zone=zone, now=now)


def _waits_for_invitation(family: HouseholdSeen, *, now: datetime) -> bool:
    """Whether the family's own office invites, and has not invited this family yet."""
    if not family.office_code:
        return False
    refusal = _obstacle_at(family, family.office_code, now)
    return refusal is not None and refusal.code == "appointments.invitation_needed"


def _no_way(
    request: HttpRequest, family: HouseholdSeen, mine: AppointmentSeen | None, *, now: datetime
) -> HttpResponse:
    """Nothing to choose from: booking is closed, or no time is free."""
    refusal = None
    if mine is None and family.office_code:
        refusal = _obstacle_at(family, family.office_code, now)
    if refusal is not None:
        return _cannot(request, refusal)
    facts = {"mine": mine, "spoken": _interpreter(family)}
    return show(request, "none_free", facts)


def _cannot(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    facts = {"sentence": words_for(refusal), "code": refusal.code}
    return show(request, "cannot", facts)


def _interpreter(family: HouseholdSeen) -> str:
    """The language that somebody has to speak at the appointment, by its own name."""
    names = {each.code: each.own_name for each in programme.languages()}
    return names.get(family.interpreter_language, "")


def _day_asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("desde", ""))
    except ValueError:
        return None


def _again(kept: AppointmentSeen) -> str:
    """Back to the times of the same office and way."""
    asked = urlencode({"donde": way_value(kept.office_code, kept.mode)})
    return f"{reverse('public:appointment')}?{asked}"


def days_of(slots: Sequence[SlotSeen]) -> list[Day]:
    """The times by day, in the order of the clock."""
    in_order = sorted(slots, key=lambda one: one.starts_at)
    return [
        Day(on, tuple(Time(slot_value(one.slot), one.slot.at) for one in found))
        for on, found in groupby(in_order, key=lambda one: one.slot.on)
    ]

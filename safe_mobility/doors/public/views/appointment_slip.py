"""The slip that a family brings, what can still be done with it, and what its code tells."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from safe_mobility.appointments import queries as appointments
from safe_mobility.appointments import services as appointment_acts
from safe_mobility.appointments.queries import AppointmentSeen
from safe_mobility.appointments.rules.states import AppointmentState
from safe_mobility.doors.common import clock, ical, qr
from safe_mobility.doors.common.access import ANYONE, HOUSEHOLD, access
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public.forms.appointments import ChooseTime, way_value
from safe_mobility.doors.public.views.appointments import (
    days_of,
    family_of,
    office_name,
    show,
)
from safe_mobility.offices.rules import Mode
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.programmes import queries as programme
from safe_mobility.shared import references
from safe_mobility.shared.refusal import Refusal


@access(HOUSEHOLD)
@require_GET
def slip(request: HttpRequest) -> HttpResponse:
    """The appointment as it is shown at the door."""
    family, now = family_of(request), clock.now()
    mine = appointments.mine(asker=family.asker)
    if mine is None:
        return redirect("public:appointment")
    if mine.hour_is_lost:
        return _choose_again(request, family, mine, ChooseTime(), now=now)
    facts = {
        "mine": mine,
        "office": office_name(mine.office_code),
        "address": _address(mine),
        "qr": qr.qr_svg(_check_address(request, mine), label=_("QR code of your appointment")),
        "can_change": mine.state is AppointmentState.CONFIRMED and now < mine.starts_at,
    }
    return show(request, "slip", facts)


@access(HOUSEHOLD)
@require_http_methods(["POST"])
def choose_again(request: HttpRequest) -> HttpResponse:
    """One press for one of the times that were offered after a closed day."""
    family, now = family_of(request), clock.now()
    mine = appointments.mine(asker=family.asker)
    form = ChooseTime(request.POST)
    if form.is_valid():
        try:
            with once(request, family.asker) as act:
                act(
                    appointment_acts.choose_again,
                    household_id=family.id,
                    slot=form.cleaned_data["slot"],
                    actor=family.asker,
                    now=now,
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:appointment_slip")
    if mine is None or not mine.hour_is_lost:
        return redirect("public:appointment_slip")
    return _choose_again(request, family, mine, form, now=now)


@access(HOUSEHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest) -> HttpResponse:
    """The second of two presses; the first was the link on the slip."""
    family, now = family_of(request), clock.now()
    refused = ""
    if request.method == "POST":
        try:
            with once(request, family.asker) as act:
                act(appointment_acts.cancel, household_id=family.id, actor=family.asker, now=now)
        except Refusal as refusal:
            refused = words_for(refusal)
        else:
            return redirect("public:appointment_cancelled")
    mine = appointments.mine(asker=family.asker)
    if mine is None:
        return redirect("public:appointment")
    facts = {"mine": mine, "office": office_name(mine.office_code), "refused": refused}
    return show(request, "cancel", facts)


@access(HOUSEHOLD)
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    return show(request, "cancelled")


@access(HOUSEHOLD)
@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The appointment for the phone's own calendar. It names no pathway and no person."""
    family = family_of(request)
    mine = appointments.mine(asker=family.asker)
    if mine is None:
        return redirect("public:appointment")
    office = office_name(mine.office_code)
    file = ical.event(
        uid=f"{mine.code}@{request.get_host()}",
        starts_at=mine.starts_at,
        ends_at=mine.ends_at,
        stamped_at=clock.now(),
        summary=_("Appointment, Safe Mobility"),
        place=_address(mine) or office,
        description=_("Come even if a paper is missing. It is free."),
        reminder=_("Your appointment is tomorrow."),
    )
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cita.ics"'
    return response


@access(ANYONE)
@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What a slip's QR says to whoever scans it: valid, for which day, for how many people.

    It names nobody, and whoever made a code up learns nothing from the answer.
    """
    now = clock.now()
    read = references.parse_reference(code, length=references.CODE_LENGTH)
    seen = appointments.by_code(code=read, now=now) if read else None
    status = 200 if seen else 404
    return show(request, "check", {"seen": seen}, status=status)


def _choose_again(
    request: HttpRequest,
    family: HouseholdSeen,
    mine: AppointmentSeen,
    form: ChooseTime,
    *,
    now: datetime,
) -> HttpResponse:
    offered = appointments.alternatives(asker=family.asker, appointment_id=mine.id, now=now, most=6)
    facts = {
        "mine": mine,
        "office": office_name(mine.office_code),
        "way": way_value(mine.office_code, mine.mode),
        "days": days_of(offered),
        "form": form,
    }
    return show(request, "again", facts)


def _address(mine: AppointmentSeen) -> str:
    """Where to go; known on a training site only, where it is made up."""
    office = programme.office(mine.office_code, on=mine.local_on)
    if office is None or office.address is None or mine.mode is not Mode.IN_PERSON:
        return ""
    return office.address.get(get_language() or "es") or office.address["es"]


def _check_address(request: HttpRequest, mine: AppointmentSeen) -> str:
    """In capitals, which a QR keeps in little more than half the room."""
    return request.build_absolute_uri(f"/V/{mine.code}").upper()

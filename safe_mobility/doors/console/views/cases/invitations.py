"""Inviting waiting families to choose a time, where booking goes by invitation."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries import waiting
from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.cases.invite import InviteForm
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.references import parse_reference
from safe_mobility.shared.refusal import NotVisible, Refusal

INVITERS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")
USUAL = timedelta(days=7)
LAST_HOUR = time(17, 0)


@access(STAFF, roles=INVITERS)
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Who waits, longest first; and who was invited and has not answered yet."""
    who, now = asker(request), clock.now()
    today = dates.day_of(now)
    form = InviteForm(request.POST or None, initial={"day": today + USUAL}, today=today)
    if form.is_bound and form.is_valid():
        try:
            _invite(request, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("console:invitations")
    office = next(iter(sorted(who.offices)), "")
    asked = parse_reference(request.GET.get("numero", "")) or ""
    return render(
        request,
        "console/cases/invitations.html",
        {
            "form": form,
            "office": office,
            "by_invitation": programme.booking_rule(office, on=today) == "INVITATION",
            "waiting": waiting.waiting(asker=who, now=now),
            "invited": waiting.invited(asker=who, now=now),
            "asked": asked,
        },
    )


def _invite(request: HttpRequest, said: dict[str, Any]) -> None:
    who = asker(request)
    reference = parse_reference(said["number"])
    if reference is None:
        raise NotVisible(reference="")
    seen = people.household(asker=who, reference=reference)
    zone = programme.zone(seen.office_code)
    until = datetime.combine(said["day"], LAST_HOUR, zone).astimezone(UTC)
    with once(request, who) as press:
        press(
            people_acts.invite,
            keep=str,
            household_id=seen.id,
            office_code=seen.office_code,
            expires_at=until,
            actor=who,
            now=clock.now(),
        )

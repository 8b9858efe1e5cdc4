"""What we hold about a family: see it, take it along, stop a permission, close the application."""

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.appointments import services as appointment_acts
from safe_mobility.doors.common import clock, export
from safe_mobility.doors.common.access import HOUSEHOLD, VISITOR, access
from safe_mobility.doors.common.asking import visitor
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.receivers import receiver_name
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people import own_paper
from safe_mobility.doors.public.forms.people.asking import At
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal


@access(VISITOR)
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What do you want to do with your data? Without signing in: what we keep and for how long."""
    who = session.signed_in(visitor(request))
    if who is None:
        return render(request, "public/people/data_anyone.html")
    household = people.household_by_id(asker=who, household_id=UUID(who.id))
    seen = people.application(asker=who, household_id=household.id)
    given = people.consents(asker=who, household_id=household.id)
    context = {
        "live": seen.live,
        "draft": seen.state is State.DRAFT,
        "shares": [
            replace(each, recipient=receiver_name(each.recipient))
            for each in given
            if each.stopped_at is None and _can_stop(each.kind)
        ],
        "may_share": not any(
            each.kind == ConsentKind.SHARE_GT_GOVERNMENT.value and each.stopped_at is None
            for each in given
        )
        and seen.state is not State.DRAFT,
        "disclosures": [
            replace(each, recipient=receiver_name(each.recipient))
            for each in people.disclosures(asker=who, household_id=household.id)
        ],
    }
    return render(request, "public/people/data.html", context)


@access(HOUSEHOLD)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything we hold, as one file that another programme can read."""
    household = session.household_in_session(request)
    held = export.everything(asker=household.asker, household_id=household.id, now=clock.now())
    response = HttpResponse(
        json.dumps(held, ensure_ascii=False, indent=2, default=str),
        content_type="application/json; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="movilidad-segura.json"'
    return response


@access(HOUSEHOLD)
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    household = session.household_in_session(request)
    at = At(household=household, asker=household.asker, now=clock.now())
    return render(request, "public/people/printed.html", {"sections": own_paper.sections(at)})


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The later, separate question about the government of one's own country."""
    household = session.household_in_session(request)
    if request.method == "POST" and request.POST.get("agree") == "yes":
        with once(request, household.asker) as act:
            act(
                people_acts.give_consent,
                household_id=household.id,
                kind=ConsentKind.SHARE_GT_GOVERNMENT,
                actor=household.asker,
                now=clock.now(),
                language=get_language() or "es",
            )
    if request.method == "POST":
        return redirect("public:own_data")
    return render(request, "public/people/share.html")


@access(HOUSEHOLD)
@require_POST
def stop_consent(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    wanted = request.POST.get("consent", "")
    for each in people.consents(asker=household.asker, household_id=household.id):
        if str(each.id) != wanted or not _can_stop(each.kind):
            continue
        with once(request, household.asker) as act:
            act(
                people_acts.stop_consent,
                household_id=household.id,
                consent_id=each.id,
                actor=household.asker,
                now=clock.now(),
            )
    return redirect("public:own_data")


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close the application: what is lost, what stays, until when it can be opened again."""
    household = session.household_in_session(request)
    seen = people.application(asker=household.asker, household_id=household.id)
    refused = ""
    if request.method == "POST":
        try:
            with once(request, household.asker) as act:
                act(
                    _close,
                    household_id=household.id,
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            refused = words_for(refusal)
        else:
            if seen.state is State.DRAFT:
                return redirect("public:draft_erased")
            return redirect("public:status")
    context = {
        "draft": seen.state is State.DRAFT,
        "booked": seen.state is State.BOOKED,
        "live": seen.live,
        "refused": refused,
    }
    return render(request, "public/people/close.html", context)


@access(VISITOR)
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "public/people/erased.html")


def _close(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Give the appointment back, if there is one, then close."""
    appointment_acts.cancel_if_any(household_id=household_id, actor=actor, now=now)
    people_acts.withdraw(household_id=household_id, actor=actor, now=now)


def _can_stop(kind: str) -> bool:
    """The general yes ends with the application, not before it."""
    return kind != ConsentKind.PROCESSING.value

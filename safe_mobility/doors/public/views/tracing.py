"""Looking for family. Whatever becomes of a likely pair, these pages show and read the same until
both sides have agreed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.doors.common import clock
from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.tracing_forms import AnswerForm, SeekForm
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.reunification.queries import tracing as queries
from safe_mobility.reunification.services import tracing as acts
from safe_mobility.shared.refusal import Refusal


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def look_for_family(request: HttpRequest) -> HttpResponse:
    """What it is and the yes to it; afterwards the own search and the month's question."""
    household = session.household_in_session(request)
    seen = queries.tracing(asker=household.asker, household_id=household.id)
    form = AnswerForm(request.POST or None, seen=seen)
    if form.is_valid():
        try:
            with once(request, household.asker) as act:
                act(
                    acts.join,
                    household_id=household.id,
                    told=form.told(),
                    language=get_language() or "es",
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
        else:
            return redirect("public:look_for_family")
    context = {
        "form": form,
        "seen": seen,
        "sought": [(each, words.relation(each.relation)) for each in (seen.sought if seen else ())],
    }
    return render(request, "public/tracing/search.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def look_for(request: HttpRequest) -> HttpResponse:
    """Somebody whom the family looks for."""
    household = session.household_in_session(request)
    form = SeekForm(request.POST or None)
    if form.is_valid():
        try:
            with once(request, household.asker) as act:
                act(
                    acts.seek,
                    household_id=household.id,
                    told=form.told(),
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
        else:
            return redirect("public:look_for_family")
    context = {"form": form, "back": reverse("public:look_for_family"), "removable": ""}
    return render(request, "public/relatives/step.html", context)


@access(HOUSEHOLD)
@require_POST
def stop_looking(request: HttpRequest, number: int) -> HttpResponse:
    household = session.household_in_session(request)
    with once(request, household.asker) as act:
        act(
            acts.stop_seeking,
            household_id=household.id,
            number=number,
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:look_for_family")


@access(HOUSEHOLD)
@require_POST
def leave_tracing(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    with once(request, household.asker) as act:
        act(acts.leave, household_id=household.id, actor=household.asker, now=clock.now())
    return redirect("public:look_for_family")

"""What an employer sees: its own offers, who is on the lists by code, and the names agreed to.

An employer writes down whom it chooses, and the office records it. Nothing here is about anybody
who has not agreed to it, and nothing at all about another employer's offers.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.access import PARTNER, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.common.work_forms import absence_told, length_told
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.work import DemandForm
from safe_mobility.doors.console.views.labour.offers import entered, facts_of
from safe_mobility.labour.queries import employers, lists
from safe_mobility.labour.rules import occupations
from safe_mobility.labour.rules.stages import EmployerSaid
from safe_mobility.labour.services import choosing
from safe_mobility.shared.refusal import NotVisible, Refusal


@access(PARTNER)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """The employer's own offers, the open ones first."""
    who = asker(request)
    found = [*lists.demands(asker=who), *lists.demands(asker=who, closed=True)]
    context = {"rows": [facts_of(each) for each in found]}
    return render(request, "console/labour/employer.html", context)


@access(PARTNER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an offer down for one's own agency."""
    form = DemandForm(request.POST or None)
    demand_id = entered(request, form)
    if demand_id:
        return redirect("console:offer", demand_id)
    context = {"form": form, "back": reverse("console:offers")}
    return render(request, "console/labour/new.html", context)


@access(PARTNER)
@require_safe
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer with its people: the work always, the name where the person agreed."""
    return _offer_page(request, offer_id)


@access(PARTNER)
@require_POST
def say(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The employer wants this person, or does not. The office records it and tells the person."""
    said = request.POST.get("said", "")
    if said not in set(EmployerSaid):
        raise NotVisible(demand=str(offer_id))
    try:
        with once(request, asker(request)) as act:
            act(
                choosing.employer_says,
                demand_id=offer_id,
                code=request.POST.get("person", ""),
                said=EmployerSaid(said),
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _offer_page(request, offer_id, wrong=words_for(refusal))
    return redirect("console:offer", offer_id)


def _offer_page(request: HttpRequest, offer_id: UUID, *, wrong: str = "") -> HttpResponse:
    who = asker(request)
    seen = lists.demand(asker=who, demand_id=offer_id)
    found = employers.employer_list(asker=who, demand_id=offer_id, now=clock.now())
    context = facts_of(seen) | {
        "wrong": wrong,
        "people": [_said(each) for each in found],
        "back": reverse("console:offers"),
    }
    return render(request, "console/labour/offer.html", context, status=409 if wrong else 200)


def _said(each: employers.OnList) -> dict[str, Any]:
    language = get_language() or "es"
    return {
        "seen": each,
        "stage": work_words.STAGES[each.stage],
        "said": work_words.EMPLOYER_SAID[each.said] if each.said else "",
        "work": [
            (occupations.called(code, language), length_told(months)) for code, months in each.work
        ],
        "languages_told": [places.language_name(code) for code in each.languages],
        "absence": absence_told(each.longest_months) if each.longest_months else "",
    }

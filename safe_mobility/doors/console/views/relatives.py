"""Family abroad at the office: the days that run out, a family's relatives, and writing them down
with the person present."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.cases.services import assisted as assisted_acts
from safe_mobility.cases.services.assisted import Speaker
from safe_mobility.doors.common import clock, relatives_page
from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.relatives_forms import (
    PetitionForm,
    RelativeForm,
    StatusForm,
    WhereForm,
    WhoForm,
)
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.cases.assisted import BackForm
from safe_mobility.doors.console.views.cases.opening import open_case, today_of
from safe_mobility.people import queries as people
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.reunification.queries import clocks as clock_queries
from safe_mobility.reunification.queries.relatives import (
    PetitionSeen,
    RelativeSeen,
    TieSeen,
    relative,
    relatives,
)
from safe_mobility.reunification.services import petitions
from safe_mobility.reunification.services import relatives as acts
from safe_mobility.shared.refusal import Refusal

HELPERS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")
AHEAD = timedelta(days=730)
Deeds = list[tuple[Callable[..., Any], dict[str, Any]]]


@access(STAFF, roles=HELPERS)
@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """What runs out within two years, for the families of this office."""
    who, day = asker(request), clock.now().date()
    found = clock_queries.running_out(asker=who, until=day + AHEAD)
    context = {
        "decides": who.has_role("SUPERVISOR"),
        "lines": [
            {
                "line": line,
                "title": words.act_title(line.act),
                "relation": words.relation(line.relation),
                "owner": words.owner(line.owner, to_staff=True),
                "near": not line.done and line.month <= day + timedelta(days=60),
            }
            for line in found
        ],
    }
    return render(request, "console/relatives/clocks.html", context)


@access(STAFF, roles=HELPERS)
@require_safe
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody abroad of one family, each pair with what it amounts to."""
    seen, on = _open(request, reference)
    found = relatives(asker=asker(request), household_id=seen.id, on=on, purpose="case")
    context = {
        "household": seen,
        "relatives": [relatives_page.said(each, to_staff=True) for each in found],
    }
    return render(request, "console/relatives/case.html", context)


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    seen, _on = _open(request, reference)
    members = people.members(asker=asker(request), household_id=seen.id, purpose="relatives")
    form = WhoForm(request.POST or None, members=members, seen=None)
    return _written(
        request, seen, form, lambda: [(acts.name_relative, _who_facts(form))], part="relative"
    )


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str, number: int, part: str) -> HttpResponse:
    """One page about a relative, read back aloud before it is kept."""
    seen, on = _open(request, reference)
    known = _relative(request, seen, number, on)
    form = _form(request, seen, known, part)

    def deeds() -> Deeds:
        facts: dict[str, Any] = {"number": number}
        if isinstance(form, WhoForm):
            facts |= _who_facts(form)
        elif isinstance(form, StatusForm):
            facts |= {"change": form.change(), "said": form.said()}
        elif isinstance(form, WhereForm):
            facts |= {"change": form.change()}
        return [(acts.change_relative, facts)]

    return _written(request, seen, form, deeds, part="relative")


def _form(
    request: HttpRequest, seen: HouseholdSeen, known: RelativeSeen, part: str
) -> WhoForm | WhereForm | StatusForm:
    match part:
        case "who":
            who = asker(request)
            members = people.members(asker=who, household_id=seen.id, purpose="relatives")
            return WhoForm(request.POST or None, members=members, seen=known)
        case "where":
            return WhereForm(request.POST or None, seen=known)
        case "status":
            return StatusForm(request.POST or None, seen=known)
    raise Http404


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def petition(
    request: HttpRequest, reference: str, number: int, member: int, kind: str = ""
) -> HttpResponse:
    """What was filed for one person; without a kind, a new one."""
    seen, on = _open(request, reference)
    tie = _tie(_relative(request, seen, number, on), member)
    found = _petition(tie, kind)
    form = PetitionForm(request.POST or None, name=tie.member.given_names, seen=found)
    act = petitions.change_petition if found is not None else petitions.add_petition

    def deeds() -> Deeds:
        return [(act, {"number": number, "member": member, "told": form.told()})]

    return _written(request, seen, form, deeds, part="petition")


def _petition(tie: TieSeen, kind: str) -> PetitionSeen | None:
    found = next((p for p in tie.petitions if p.kind.value.lower() == kind), None)
    if kind and found is None:
        raise Http404
    return found


def _who_facts(form: WhoForm) -> dict[str, Any]:
    return {"change": form.change(), "ties": form.ties()}


def _written(
    request: HttpRequest,
    seen: HouseholdSeen,
    form: RelativeForm,
    deeds: Callable[[], Deeds],
    *,
    part: str,
) -> HttpResponse:
    """Keep what the person said once it was read back; the trail says who spoke."""
    back = BackForm(request.POST or None, initial={"speaker": Speaker.SELF.value})
    if form.is_bound and all([form.is_valid(), back.is_valid()]):
        try:
            with once(request, asker(request)) as press:
                press(
                    assisted_acts.write_down,
                    household_id=seen.id,
                    part=part,
                    speaker=Speaker(back.cleaned_data["speaker"]),
                    read_back=bool(back.cleaned_data["read_back"]),
                    acts=deeds(),
                    actor=asker(request),
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
        else:
            return redirect("console:relatives", reference=seen.reference)
    context = {
        "household": seen,
        "form": form,
        "back_form": back,
        "title": form.title(),
        "back_url": reverse("console:relatives", args=[seen.reference]),
        "back_words": _("Family abroad"),
    }
    return render(request, "console/relatives/part.html", context)


def _open(request: HttpRequest, reference: str) -> tuple[HouseholdSeen, date]:
    now = clock.now()
    seen = open_case(request, reference, part="relatives", now=now)
    return seen, today_of(seen, now=now)


def _relative(request: HttpRequest, seen: HouseholdSeen, number: int, on: date) -> RelativeSeen:
    return relative(asker=asker(request), household_id=seen.id, number=number, on=on)


def _tie(seen: RelativeSeen, member: int) -> TieSeen:
    found = next((tie for tie in seen.ties if tie.member.number == member), None)
    if found is None:
        raise Http404
    return found

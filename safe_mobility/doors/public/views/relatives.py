"""Family abroad: who it is, what that makes possible, and what to do today.

What a family writes here stays with the family and its office. Nothing is sent to the relative;
the leaflet and the letter are printed or copied by the family itself.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock, relatives_page
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.relatives_forms import (
    PetitionForm,
    RelativeForm,
    StatusForm,
    WhereForm,
    WhoForm,
)
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.views.people.registration import today
from safe_mobility.people import queries as people
from safe_mobility.people.queries import HouseholdSeen, MemberSeen
from safe_mobility.reunification.queries.relatives import (
    PetitionSeen,
    RelativeSeen,
    TieSeen,
    relative,
    relatives,
)
from safe_mobility.reunification.rules.kin import PetitionKind
from safe_mobility.reunification.services import clocks, petitions
from safe_mobility.reunification.services import relatives as acts
from safe_mobility.shared.refusal import Refusal

STEPS = ("lugar", "papeles")


@access(HOUSEHOLD)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody abroad, each with the category and the nearest day."""
    household = session.household_in_session(request)
    found = relatives(asker=household.asker, household_id=household.id, on=today())
    alone = len(_members(household)) == 1
    context = {"relatives": [relatives_page.said(each, alone=alone) for each in found]}
    return render(request, "public/relatives/list.html", context)


@access(HOUSEHOLD)
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One relative: category, what to do today, what changes it, the petition."""
    household = session.household_in_session(request)
    seen = _relative(household, number)
    alone = len(_members(household)) == 1
    context = {"relative": relatives_page.said(seen, alone=alone), "on": today()}
    return render(request, "public/relatives/one.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    form = WhoForm(request.POST or None, members=_members(household), seen=None)
    if form.is_valid():
        try:
            with once(request, household.asker) as act:
                number = act(
                    acts.name_relative,
                    keep=str,
                    household_id=household.id,
                    change=form.change(),
                    ties=form.ties(),
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
        else:
            return redirect("public:relative_step", number=int(number), step="lugar")
    return _page(request, form, back=reverse("public:relatives"))


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest, number: int) -> HttpResponse:
    """Mend the name, or what the relative is to each person."""
    household = session.household_in_session(request)
    seen = _relative(household, number)
    form = WhoForm(request.POST or None, members=_members(household), seen=seen)
    if form.is_valid():
        facts = {"change": form.change(), "ties": form.ties()}
        if _kept(request, household, form, acts.change_relative, number=number, **facts):
            return redirect("public:relative", number=number)
    return _page(request, form, back=reverse("public:relative", args=[number]))


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Where the relative lives, or what the relative is there."""
    household = session.household_in_session(request)
    seen = _relative(household, number)
    if step not in STEPS:
        raise Http404
    form = (WhereForm if step == "lugar" else StatusForm)(request.POST or None, seen=seen)
    if form.is_valid():
        facts: dict[str, Any] = {"change": form.change()}
        if isinstance(form, StatusForm):
            facts["said"] = form.said()
        if _kept(request, household, form, acts.change_relative, number=number, **facts):
            return redirect(_after(seen, step))
    return _page(request, form, back=reverse("public:relative", args=[number]))


def _after(seen: RelativeSeen, step: str) -> str:
    """Whoever is being added is asked on; whoever is mended comes back to the page."""
    if step == "lugar" and not seen.country:
        return reverse("public:relative_step", args=[seen.number, "papeles"])
    return reverse("public:relative", args=[seen.number])


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def new_petition(request: HttpRequest, number: int, member: int) -> HttpResponse:
    household = session.household_in_session(request)
    seen = _relative(household, number)
    tie = _tie(seen, member)
    return _petition(request, household, seen, tie, None)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def petition(request: HttpRequest, number: int, member: int, kind: str) -> HttpResponse:
    household = session.household_in_session(request)
    seen = _relative(household, number)
    tie = _tie(seen, member)
    found = next((p for p in tie.petitions if p.kind.value.lower() == kind), None)
    if found is None:
        raise Http404
    return _petition(request, household, seen, tie, found)


def _petition(
    request: HttpRequest,
    household: HouseholdSeen,
    seen: RelativeSeen,
    tie: TieSeen,
    found: PetitionSeen | None,
) -> HttpResponse:
    form = PetitionForm(request.POST or None, name=tie.member.given_names, seen=found)
    if form.is_valid():
        act = petitions.add_petition if found is None else petitions.change_petition
        facts = {"number": seen.number, "member": tie.member.number, "told": form.told()}
        if _kept(request, household, form, act, **facts):
            return redirect("public:relative", number=seen.number)
    removable = (
        reverse("public:remove_petition", args=[seen.number, tie.member.number, found.kind.lower()])
        if found is not None
        else ""
    )
    back = reverse("public:relative", args=[seen.number])
    return _page(request, form, back=back, removable=removable)


@access(HOUSEHOLD)
@require_POST
def remove_petition(request: HttpRequest, number: int, member: int, kind: str) -> HttpResponse:
    household = session.household_in_session(request)
    if kind.upper() not in list(PetitionKind):
        raise Http404
    with once(request, household.asker) as act:
        act(
            petitions.remove_petition,
            household_id=household.id,
            number=number,
            member=member,
            kind=PetitionKind(kind.upper()),
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:relative", number=number)


@access(HOUSEHOLD)
@require_POST
def done(request: HttpRequest, number: int, member: int) -> HttpResponse:
    """The family says that what had to be done before a day is done."""
    household = session.household_in_session(request)
    with once(request, household.asker) as act:
        act(
            clocks.say_done,
            household_id=household.id,
            number=number,
            member=member,
            act=request.POST.get("task", "")[:20],
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:relative", number=number)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a relative off the list, after being asked once."""
    household = session.household_in_session(request)
    if request.method == "POST":
        with once(request, household.asker) as act:
            act(
                acts.remove_relative,
                household_id=household.id,
                number=number,
                actor=household.asker,
                now=clock.now(),
            )
        return redirect("public:relatives")
    seen = _relative(household, number)
    return render(request, "public/relatives/remove.html", {"name": seen.name, "number": number})


def _kept(
    request: HttpRequest, household: HouseholdSeen, form: RelativeForm, service: Any, **facts: Any
) -> bool:
    """Do the act; where it is refused, the form says why and keeps what was written."""
    try:
        with once(request, household.asker) as act:
            act(
                service,
                household_id=household.id,
                actor=household.asker,
                now=clock.now(),
                **facts,
            )
    except Refusal as refusal:
        form.refuse(refusal, words_for(refusal))
        return False
    return True


def _page(
    request: HttpRequest, form: RelativeForm, *, back: str, removable: str = ""
) -> HttpResponse:
    context = {"form": form, "back": back, "removable": removable}
    return render(request, "public/relatives/step.html", context)


def _relative(household: HouseholdSeen, number: int) -> RelativeSeen:
    return relative(asker=household.asker, household_id=household.id, number=number, on=today())


def _tie(seen: RelativeSeen, member: int) -> TieSeen:
    found = next((tie for tie in seen.ties if tie.member.number == member), None)
    if found is None:
        raise Http404
    return found


def _members(household: HouseholdSeen) -> list[MemberSeen]:
    return people.members(asker=household.asker, household_id=household.id, purpose="relatives")

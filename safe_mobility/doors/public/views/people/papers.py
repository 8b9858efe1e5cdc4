"""Photos of papers: one at a time, never required to go on."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.doors.common import clock, people_words
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people.papers import PaperForm
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.shared.refusal import Refusal


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Do you have a photo of a paper?"""
    household = session.household_in_session(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _keep(request, household, form)
        except Refusal as refusal:
            form.add_error("photo", words_for(refusal))
        else:
            return redirect("public:papers")
    context = {
        "form": form,
        "papers": _kept(household),
        "files_url": settings.FILES_URL,
    }
    return render(request, "public/people/papers.html", context)


@access(HOUSEHOLD)
@require_POST
def remove_paper(request: HttpRequest, place: int) -> HttpResponse:
    household = session.household_in_session(request)
    kept = people.papers(asker=household.asker, household_id=household.id)
    if not 1 <= place <= len(kept) or str(kept[place - 1].id) != request.POST.get("paper"):
        raise Http404
    with once(request, household.asker) as act:
        act(
            people_acts.remove_paper,
            household_id=household.id,
            paper_id=UUID(request.POST["paper"]),
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:papers")


def _keep(request: HttpRequest, household: HouseholdSeen, form: PaperForm) -> None:
    photo = people_acts.reencode(form.cleaned_data["photo"])
    with once(request, household.asker) as act:
        act(
            people_acts.keep_paper,
            household_id=household.id,
            kind=PaperKind(form.cleaned_data["kind"]),
            photo=photo,
            actor=household.asker,
            now=clock.now(),
        )


def _kept(household: HouseholdSeen) -> list[dict[str, object]]:
    return [
        {
            "id": paper.id,
            "kind": people_words.paper_kind(PaperKind(paper.kind)),
            "kilobytes": max(1, paper.bytes // 1024),
            "received_at": paper.received_at,
            "token": people_acts.paper_pass(paper_id=paper.id, asker=household.asker),
        }
        for paper in people.papers(asker=household.asker, household_id=household.id)
    ]

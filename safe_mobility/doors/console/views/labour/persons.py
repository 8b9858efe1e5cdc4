"""People who want to work a season: by code for everybody, by name for their own office."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.cases.services.assisted import NotReadBack
from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.common.work_forms import (
    MoreForm,
    OccupationForm,
    WhenForm,
    WorkForm,
    absence_told,
    length_told,
    more_told,
    when_told,
)
from safe_mobility.doors.console import places
from safe_mobility.doors.console.views.labour.offers import OFFICERS
from safe_mobility.labour.queries import candidates, lists, ways
from safe_mobility.labour.queries.candidates import CandidateSeen
from safe_mobility.labour.rules import occupations
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import candidates as acts
from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.shared.refusal import Refusal

HELPERS = {"RECEPTION", "INTERVIEWER", "SUPERVISOR"}


@access(STAFF, roles=OFFICERS)
@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """The office's people by how long they wait. No name: whoever opens one leaves a mark."""
    who, language = asker(request), get_language() or "es"
    today = places.today(places.office_of(who))
    rows = [
        {
            "row": each,
            "work": [occupations.called(code, language) for code in each.occupations],
            "length": length_told(each.months) if each.occupations else "",
            "waits": (today - each.told_at.date()).days,
            "stage": work_words.STAGES[Stage(each.stage)] if each.stage else "",
            "blocked": work_words.BOUNDS[each.blocked] if each.blocked else "",
        }
        for each in candidates.rows(asker=who, today=today)
    ]
    return render(request, "console/labour/persons.html", {"rows": rows, "back": _home()})


@access(STAFF, roles=OFFICERS)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """One person of this office: what they told, why they are on no list, their ways."""
    who, now, wrong = asker(request), clock.now(), ""
    seen = candidates.candidate(asker=who, candidate_id=candidate_id)
    household = people.household_by_id(asker=who, household_id=seen.household_id)
    if request.method == "POST" and request.POST.get("act") == "talked":
        try:
            with once(request, who) as act:
                act(acts.note_talk, candidate_id=seen.id, actor=who, now=now)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("console:candidate", candidate_id)
    trail.record(
        "candidate.read",
        actor=who,
        about=household.reference,
        now=now,
        office=household.office_code,
        candidate=seen.code,
    )
    return render(
        request, "console/labour/person.html", _page(request, seen, household) | {"wrong": wrong}
    )


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def write_down(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What the person says at the desk: work, then the occupation, then when and what else.

    One page a step, the same questions as on a phone; the officer reads each back aloud.
    """
    who = asker(request)
    household = people.household(asker=who, reference=reference)
    told = candidates.of_person(asker=who, household_id=household.id, number=number)
    step = _step(request, told)
    form = _form(request, step, told)
    if form.is_valid() and request.POST.get("read_back") != "yes":
        form.add_error(None, words_for(NotReadBack(part="work")))
    elif form.is_valid():
        try:
            _keep(request, step, form, household, number, told)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect(_next(household.reference, number, step))
    context = {
        "form": form,
        "step": step,
        "household": household,
        "told": told,
        "number": number,
        "spells": _spells(told) if told else [],
        "back": reverse("console:case", args=[household.reference]),
    }
    return render(request, "console/labour/write_down.html", context)


def _page(request: HttpRequest, seen: CandidateSeen, household: HouseholdSeen) -> dict[str, Any]:
    who = asker(request)
    today = places.today(household.office_code)
    members = people.members(asker=who, household_id=household.id, purpose="temporary work")
    bounds, limit = lists.reasons_for(asker=who, candidate_id=seen.id, today=today)
    terms = seen.terms
    return {
        "seen": seen,
        "household": household,
        "name": next((each.name for each in members if each.number == seen.number), ""),
        "spells": _spells(seen),
        "absence": absence_told(terms.longest_months) if terms else "",
        "destinations": [work_words.DESTINATIONS[one] for one in sorted(terms.destinations)]
        if terms
        else [],
        "languages_told": [places.language_name(one) for one in sorted(terms.languages)]
        if terms
        else [],
        "avoided": [work_words.AVOIDS[one] for one in sorted(terms.avoids)] if terms else [],
        "past": [work_words.PAST_VISAS[one] for one in sorted(terms.past_visas)] if terms else [],
        "trouble": work_words.TROUBLES[terms.trouble] if terms else "",
        "expired": seen.expired(today=today),
        "bounds": [work_words.BOUNDS[bound] for bound in bounds],
        "limit": work_words.left_out_to_person(limit) if limit else "",
        "ways": [
            {"seen": each, "stage": work_words.STAGES[each.stage]}
            for each in ways.ways(asker=who, household_id=household.id)
            if each.candidate_id == seen.id
        ],
        "back": reverse("console:candidates"),
    }


def _spells(seen: CandidateSeen) -> list[dict[str, Any]]:
    language = get_language() or "es"
    return [
        {
            "id": each.id,
            "words": each.words,
            "occupation": occupations.called(each.occupation, language),
            "length": length_told(each.months),
            "proof": work_words.PROOFS[each.proof],
        }
        for each in seen.spells
    ]


# --- written down at the desk ----------------------------------------------------------------

WORK, OCCUPATION, WHEN, MORE, SHOW, DONE = "work", "occupation", "when", "more", "show", "done"


def _step(request: HttpRequest, told: CandidateSeen | None) -> str:
    """Which step the person is at; `?paso=` goes back to one."""
    wanted = request.GET.get("paso", "")
    if told is None or not told.spells or wanted == WORK:
        return WORK
    if wanted in {WHEN, MORE} and (wanted == WHEN or told.terms is not None):
        return wanted
    if any(not each.occupation for each in told.spells):
        return OCCUPATION
    if told.terms is None:
        return WHEN
    return SHOW if not told.shows_work else DONE


def _form(request: HttpRequest, step: str, told: CandidateSeen | None) -> Any:
    posted = request.POST or None
    terms = told.terms if told else None
    if step == WORK or told is None:
        return WorkForm(posted)
    if step == OCCUPATION:
        return OccupationForm(posted, words=_unnamed(told).words)
    if step == MORE and terms is not None:
        return MoreForm(posted, initial=more_told(terms))
    if step in {SHOW, DONE}:
        return _Yes(posted)
    today = places.today(places.office_of(asker(request)))
    return WhenForm(posted, initial=when_told(terms, today=today))


class _Yes(WorkForm):
    """Nothing to write: the person says yes to showing the work without the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.clear()


def _keep(
    request: HttpRequest,
    step: str,
    form: Any,
    household: HouseholdSeen,
    number: int,
    told: CandidateSeen | None,
) -> None:
    who = asker(request)
    given: dict[str, Any] = {"household_id": household.id, "actor": who, "now": clock.now()}
    with once(request, who) as act:
        if step == WORK:
            act(acts.add_work, number=number, spell=form.spell(), **given)
        elif told is None or step == DONE:
            raise Http404
        elif step == OCCUPATION:
            chosen, spell = form.cleaned_data["chosen"], _unnamed(told)
            act(acts.confirm_occupation, spell_id=spell.id, occupation=chosen, **given)
        elif step == SHOW:
            act(acts.show_work, language=household.language, **given)
        else:
            act(acts.save_terms, number=number, terms=form.terms(told.terms), **given)


def _unnamed(told: CandidateSeen) -> Any:
    return next((each for each in told.spells if not each.occupation), told.spells[-1])


def _next(reference: str, number: int, step: str) -> str:
    address = reverse("console:write_work_down", args=[reference, number])
    return f"{address}?paso={MORE}" if step == WHEN else address


def _home() -> str:
    return reverse("console:work")

"""Seasonal work on the family's own page: what each person told, and where it stands.

A person says what they have done, when they can go, and that employers may see it without the
name; later, for one offer, whether this employer may read the name. Each no is as short as each
yes and costs nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.fields import Form
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
    spoken,
    when_told,
)
from safe_mobility.doors.public import session
from safe_mobility.doors.public.programme import today
from safe_mobility.labour.queries import candidates, lists, ways
from safe_mobility.labour.queries.candidates import CandidateSeen
from safe_mobility.labour.queries.ways import WaySeen
from safe_mobility.labour.rules import contracts, occupations, stages
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import candidates as acts
from safe_mobility.labour.services import placements
from safe_mobility.people import queries as people
from safe_mobility.people.queries import HouseholdSeen, MemberSeen
from safe_mobility.shared.refusal import Refusal


@access(HOUSEHOLD)
@require_safe
def season(request: HttpRequest) -> HttpResponse:
    """Who of the family wants to work a season."""
    household = session.household_in_session(request)
    told = {
        each.number: each
        for each in candidates.of_household(asker=household.asker, household_id=household.id)
    }
    under_way = {each.number: each for each in _live(household)}
    rows = [
        {
            "member": member,
            "told": told.get(member.number),
            "stage": work_words.STAGES[under_way[member.number].stage]
            if member.number in under_way
            else "",
            "asked": member.number in under_way
            and under_way[member.number].stage is Stage.PROPOSED,
        }
        for member in _adults(household)
    ]
    return render(request, "public/season/season.html", {"rows": rows})


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: the offer and its question first, then what they told and what is missing."""
    household = session.household_in_session(request)
    member = _member(household, number)
    wrong = ""
    if request.method == "POST":
        try:
            _press(request, household, number)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("public:season_person", number)
    context = _page(household, member) | {"wrong": wrong}
    return render(request, "public/season/person.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, number: int) -> HttpResponse:
    """One kind of work, in the person's own words; next comes which occupation it is."""
    household = session.household_in_session(request)
    member = _member(household, number)
    form = WorkForm(request.POST or None)
    if form.is_valid():
        try:
            with once(request, household.asker) as act:
                spell_id = act(
                    acts.add_work,
                    keep=str,
                    household_id=household.id,
                    number=number,
                    spell=form.spell(),
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:season_occupation", number, spell_id)
    return _asked(request, "public/season/add.html", form, member)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def occupation(request: HttpRequest, number: int, spell_id: UUID) -> HttpResponse:
    """The occupation that orders are filed under: suggested by us, chosen by the person."""
    household = session.household_in_session(request)
    member = _member(household, number)
    told = _told(household, number)
    spell = next((each for each in told.spells if each.id == spell_id), None)
    if spell is None:
        raise Http404
    form = OccupationForm(
        request.POST or None, words=spell.words, initial={"occupation": spell.occupation}
    )
    if form.is_valid():
        try:
            with once(request, household.asker) as act:
                act(
                    acts.confirm_occupation,
                    household_id=household.id,
                    spell_id=spell_id,
                    occupation=form.cleaned_data["chosen"],
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:season_person" if told.terms else "public:season_when", number)
    return _asked(request, "public/season/occupation.html", form, member, spell=spell)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def when(request: HttpRequest, number: int) -> HttpResponse:
    """When, where to and for how long."""
    household = session.household_in_session(request)
    member, told = _member(household, number), _told(household, number)
    form = WhenForm(request.POST or None, initial=when_told(told.terms, today=today()))
    return _terms(request, household, member, form, "public/season/when.html")


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, number: int) -> HttpResponse:
    """What the office should know and no employer is told."""
    household = session.household_in_session(request)
    member, told = _member(household, number), _told(household, number)
    if told.terms is None:
        return redirect("public:season_when", number)
    form = MoreForm(request.POST or None, initial=more_told(told.terms))
    return _terms(request, household, member, form, "public/season/more.html")


def _terms(
    request: HttpRequest,
    household: HouseholdSeen,
    member: MemberSeen,
    form: WhenForm | MoreForm,
    template: str,
) -> HttpResponse:
    before = _told(household, member.number).terms
    if form.is_valid():
        terms = form.terms(before)  # type: ignore[arg-type]
        try:
            with once(request, household.asker) as act:
                act(
                    acts.save_terms,
                    household_id=household.id,
                    number=member.number,
                    terms=terms,
                    actor=household.asker,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            first = before is None
            return redirect(
                "public:season_more" if first else "public:season_person", member.number
            )
    return _asked(request, template, form, member)


def _press(request: HttpRequest, household: HouseholdSeen, number: int) -> None:
    """The page's buttons: each is one act of this person."""
    said = request.POST.get("act", "")
    mine: dict[str, Any] = {"actor": household.asker, "now": clock.now()}
    of_home = mine | {"household_id": household.id}
    language = get_language() or "es"
    offers: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "show": (acts.show_work, of_home | {"language": language}),
        "renew": (acts.renew, of_home | {"number": number}),
        "end": (acts.end, of_home | {"number": number}),
        "ministry": (placements.agree_to_ministry, of_home | {"language": language}),
    }
    for each in _live(household):
        if each.number == number:
            this = mine | {"placement_id": each.id}
            offers["yes"] = (placements.agree, this | {"language": language})
            offers["no"] = (placements.decline, this)
    if said.startswith("remove:"):
        spell = _spell_id(said.removeprefix("remove:"))
        offers[said] = (acts.remove_work, of_home | {"spell_id": spell})
    if said not in offers:
        raise Http404
    service, facts = offers[said]
    with once(request, household.asker) as act:
        act(service, **facts)


def _page(household: HouseholdSeen, member: MemberSeen) -> dict[str, Any]:
    told = candidates.of_person(
        asker=household.asker, household_id=household.id, number=member.number
    )
    mine = [
        each
        for each in ways.ways(asker=household.asker, household_id=household.id)
        if each.number == member.number
    ]
    live = next((each for each in mine if each.stage not in stages.ENDED), None)
    context: dict[str, Any] = {
        "member": member,
        "told": told,
        "way": _said(live) if live else None,
        "asks_ministry": live is not None and _asks_ministry(household, live),
        "earlier": [_said(each) for each in mine if each is not live][:3],
    }
    if told is not None:
        context |= _of_told(told, household, under_way=live is not None)
    return context


def _of_told(told: CandidateSeen, household: HouseholdSeen, *, under_way: bool) -> dict[str, Any]:
    language, day = get_language() or "es", today()
    bounds, limit = lists.reasons_for(asker=household.asker, candidate_id=told.id, today=day)
    reasons = [work_words.BOUNDS_TO_PERSON[bound] for bound in bounds]
    if limit:
        reasons.append(work_words.left_out_to_person(limit))
    names = dict(spoken())
    terms = told.terms
    return {
        "spells": [
            {
                "id": each.id,
                "words": each.words,
                "occupation": occupations.called(each.occupation, language),
                "length": length_told(each.months),
            }
            for each in told.spells
        ],
        "missing": told.missing,
        "expired": told.expired(today=day),
        "reasons": [] if under_way or told.missing else reasons,
        "absence": absence_told(terms.longest_months) if terms else "",
        "destinations": [work_words.DESTINATIONS[one] for one in sorted(terms.destinations)]
        if terms
        else [],
        "languages_told": [names.get(code, code) for code in sorted(terms.languages)]
        if terms
        else [],
        "avoided": [work_words.AVOIDS[one] for one in sorted(terms.avoids)] if terms else [],
    }


def _asks_ministry(household: HouseholdSeen, way: WaySeen) -> bool:
    """Whether the way is at the point where the Ministry could register the person, and the
    household has not agreed to it yet."""
    open_now = {each.task for each in ways.tasks(placement_id=way.id) if each.done_at is None}
    return stages.Task.MINTRAB in open_now and not _ministry_agreed(household)


def _ministry_agreed(household: HouseholdSeen) -> bool:
    given = people.consents(asker=household.asker, household_id=household.id)
    wanted = ("MINTRAB", "REGISTER_FOR_TEMPORARY_WORK")
    return any(
        each.stopped_at is None and (each.recipient, each.purpose) == wanted for each in given
    )


def _said(way: WaySeen) -> dict[str, Any]:
    """A way in the person's words: the sentence, the stations, what has to be done."""
    language = get_language() or "es"
    here = stages.WAY.index(way.stage) if way.stage in stages.WAY else -1
    return {
        "way": way,
        "asks": way.stage is Stage.PROPOSED,
        "may_decline": Stage.DECLINED in stages.MOVES[way.stage],
        "contract": _contract(way),
        "sentence": work_words.SENTENCES[way.stage],
        "name": work_words.STAGES[way.stage],
        "work": occupations.called(way.occupation, language),
        "country": work_words.country(way.country),
        "stations": list(enumerate(work_words.STAGES[stage] for stage in stages.WAY)),
        "here": here,
        "tasks": [
            {
                "words": work_words.FOR_WORKER[each.task],
                "name": work_words.TASKS[each.task],
                "done": each.done_at is not None,
                "due": each.due_on,
                "done_on": each.done_on,
                "valid_until": each.valid_until,
            }
            for each in ways.tasks(placement_id=way.id)
        ],
    }


def _contract(way: WaySeen) -> dict[str, Any] | None:
    """The contract as it was read with the person, and what it guarantees."""
    if way.contract is None:
        return None
    certified = ways.certified_terms(way)
    amount = contracts.guaranteed(contracts.from_plain(way.contract))
    return {
        "lines": work_words.contract_lines(ways.contract_lines(way, certified=certified)),
        "guaranteed": work_words.money(amount, way.country),
    }


def _live(household: HouseholdSeen) -> list[WaySeen]:
    return ways.ways(asker=household.asker, household_id=household.id, live=True)


def _adults(household: HouseholdSeen) -> list[MemberSeen]:
    day = today()
    return [
        each
        for each in people.members(asker=household.asker, household_id=household.id, purpose="work")
        if each.born_on is not None and _age(each, day.year, (day.month, day.day)) >= 18
    ]


def _age(member: MemberSeen, year: int, day: tuple[int, int]) -> int:
    born = member.born_on
    assert born is not None  # noqa: S101
    return year - born.year - ((born.month, born.day) > day)


def _member(household: HouseholdSeen, number: int) -> MemberSeen:
    found = next((each for each in _adults(household) if each.number == number), None)
    if found is None:
        raise Http404
    return found


def _told(household: HouseholdSeen, number: int) -> CandidateSeen:
    found = candidates.of_person(asker=household.asker, household_id=household.id, number=number)
    if found is None:
        raise Http404
    return found


def _spell_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _asked(
    request: HttpRequest, template: str, form: Form, member: MemberSeen, **more: Any
) -> HttpResponse:
    return render(request, template, {"form": form, "member": member, **more})

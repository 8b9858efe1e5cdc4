"""Offers of seasonal work: what is asked for, who is on a list and why, who confirms it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import Act, once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.work import DemandForm, FileForm
from safe_mobility.doors.console.views.labour.asking import asked_about
from safe_mobility.labour.queries import lists, ways
from safe_mobility.labour.queries.lists import DemandSeen, RunSeen
from safe_mobility.labour.rules import occupations, stages
from safe_mobility.labour.rules.candidates import Avoids
from safe_mobility.labour.rules.demands import MOVES, DemandState, DemandWrong
from safe_mobility.labour.rules.stages import Stage
from safe_mobility.labour.services import demands as acts
from safe_mobility.labour.services import listing
from safe_mobility.labour.services.demands import Imported
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff

OFFICERS = {"INTERVIEWER", "SUPERVISOR"}


@access(STAFF, roles=OFFICERS)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The open offers, the lists that wait, and what is overdue."""
    return _overview(request)


@access(STAFF, roles=OFFICERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an offer down for an employer."""
    form = DemandForm(request.POST or None)
    demand_id = entered(request, form)
    if demand_id:
        return redirect("console:demand", demand_id)
    return render(request, "console/labour/new.html", {"form": form, "back": _home()})


@access(STAFF, roles=OFFICERS)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Enter the good lines of a table; each other line says what is wrong with it."""
    form = FileForm(request.POST or None, request.FILES or None)
    done: Imported | None = None
    if form.is_valid():
        content = form.cleaned_data["table"].read()
        try:
            with once(request, asker(request)) as act:
                done = _read(act, content, asker(request))
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            if done is None:
                return redirect("console:work")
    context = {"form": form, "done": done, "refused": _refused(done), "back": _home()}
    return render(request, "console/labour/bring.html", context)


@access(STAFF, roles=OFFICERS)
@require_safe
def demand(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """One offer: what it asks for, the list with its reasons, those left out, and the ways."""
    return _demand_page(request, demand_id)


@access(STAFF, roles=OFFICERS)
@require_POST
def move(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """Close, withdraw, stop or open an offer; each way to it ends with its own word."""
    wanted = request.POST.get("to", "")
    if wanted not in set(DemandState):
        raise NotVisible(demand=str(demand_id))
    try:
        with once(request, asker(request)) as act:
            act(
                acts.move,
                demand_id=demand_id,
                to=DemandState(wanted),
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _demand_page(request, demand_id, wrong=words_for(refusal))
    return redirect("console:demand", demand_id)


@access(STAFF, roles=OFFICERS)
@require_POST
def make_lists(request: HttpRequest) -> HttpResponse:
    """Make lists for all open offers. Nobody is told before somebody else confirms them."""
    try:
        with once(request, asker(request)) as act:
            act(listing.propose, actor=asker(request), now=clock.now())
    except Refusal as refusal:
        return _overview(request, wrong=words_for(refusal))
    return redirect("console:work")


@access(STAFF, roles={"SUPERVISOR"})
@require_POST
def answer_lists(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Confirm lists as the second person, or set them aside."""
    service = {"confirm": listing.confirm, "drop": listing.drop}.get(request.POST.get("act", ""))
    if service is None:
        raise NotVisible(run=str(run_id))
    try:
        with once(request, asker(request)) as act:
            act(service, run_id=run_id, actor=asker(request), now=clock.now())
    except NotVisible:
        raise
    except Refusal as refusal:
        return _overview(request, wrong=words_for(refusal))
    return redirect("console:work")


def entered(request: HttpRequest, form: DemandForm) -> str:
    """The key of the offer that this form entered; empty where it still has to be mended."""
    if not form.is_valid():
        return ""
    try:
        with once(request, asker(request)) as act:
            return act(
                acts.enter, keep=str, asked=form.asked(), actor=asker(request), now=clock.now()
            )
    except DemandWrong as refusal:
        form.mark(refusal.facts["problems"])
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
    return ""


def facts_of(seen: DemandSeen) -> dict[str, Any]:
    """An offer in words."""
    language = get_language() or "es"
    return {
        "seen": seen,
        "work": occupations.called(seen.occupation, language),
        "country": work_words.country(seen.country),
        "state": work_words.DEMAND_STATES[DemandState(seen.state)],
        "languages_needed": [places.language_name(code) for code in seen.languages],
        "asks": [work_words.AVOIDS[one] for one in Avoids if one in seen.asks],
    }


def _overview(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    who, closed = asker(request), request.GET.get("cerradas") == "1"
    run = lists.newest_run(asker=who)
    today = places.today(places.office_of(who))
    late = [each for each in ways.open_tasks(asker=who) if each.late(today=today)]
    context = {
        "wrong": wrong,
        "rows": [facts_of(each) for each in lists.demands(asker=who, closed=closed)],
        "closed": closed,
        "run": _run(run, who) if run else None,
        "late": len(late),
        "answers": [
            {"seen": each, "said": work_words.EMPLOYER_SAID[each.said]}
            for each in ways.to_record(asker=who)
            if each.said
        ],
        "may_hand_in": who.has_role("SUPERVISOR"),
    }
    return render(request, "console/labour/work.html", context, status=409 if wrong else 200)


def _run(run: RunSeen, who: Asker) -> dict[str, Any]:
    names = staff.display_names([run.proposed_by, run.confirmed_by])
    groups = [_group(each) for each in run.groups if each["people"]]
    return {
        "seen": run,
        "by": names.get(run.proposed_by, ""),
        "second": names.get(run.confirmed_by, ""),
        "may_confirm": run.open and who.has_role("SUPERVISOR") and run.proposed_by != who.id,
        "may_drop": run.open and who.has_role("SUPERVISOR"),
        "groups": sorted(groups, key=lambda each: (each["rate"], each["name"])),
        "proven": run.gap == 0,
    }


def _group(each: Any) -> dict[str, Any]:
    name = each["name"]
    if each["kind"] == "municipality":
        name = programmes.place_name(name, "es")
    else:
        name = {"F": _("women"), "M": _("men"), "X": _("other sex")}.get(name, name)
    rate = each["placed"] / each["people"]
    return {**each, "name": name, "rate": rate, "percent": round(100 * rate)}


def _demand_page(request: HttpRequest, demand_id: UUID, *, wrong: str = "") -> HttpResponse:
    who = asker(request)
    seen = lists.demand(asker=who, demand_id=demand_id)
    today = places.today(places.office_of(who))
    run = lists.newest_run(asker=who)
    context = facts_of(seen) | {
        "wrong": wrong,
        "run": _run(run, who) if run else None,
        "on_list": _on_list(who, run, seen),
        "left_out": _left_out(who, run, seen),
        "asked": asked_about(request, seen, run, group_name=_place),
        "bounds": [
            (work_words.BOUNDS[bound], many)
            for bound, many in lists.kept_out(asker=who, seen=seen, today=today).most_common()
        ],
        "ways": [_way(each) for each in ways.ways(asker=who, demand_id=demand_id)],
        "stages": [
            (work_words.STAGES[stage], seen.stages[str(stage)])
            for stage in Stage
            if seen.stages.get(str(stage))
        ],
        "moves": [
            (to, work_words.DEMAND_STATES[to]) for to in DemandState if to in MOVES[_state(seen)]
        ],
        "back": _home(),
    }
    return render(request, "console/labour/demand.html", context, status=409 if wrong else 200)


def _on_list(who: Asker, run: RunSeen | None, seen: DemandSeen) -> list[dict[str, Any]]:
    if run is None:
        return []
    found = lists.proposals(asker=who, run_id=run.id, demand_id=seen.id)
    return [
        {
            "seen": each,
            "parts": work_words.parts(each.points),
            "why": work_words.standing(
                ahead=each.ahead, next_code=each.next_code, for_group=_place(each.for_group)
            ),
        }
        for each in found
    ]


def _left_out(who: Asker, run: RunSeen | None, seen: DemandSeen) -> list[dict[str, Any]]:
    if run is None:
        return []
    return [
        {
            "seen": each,
            "why": work_words.left_out(
                limit=each.limit,
                mine=each.mine,
                theirs=each.theirs,
                leaves=each.leaves,
                group=_place(each.group),
            ),
        }
        for each in lists.left_out(asker=who, run_id=run.id, demand_id=seen.id)
    ]


def _place(group: str) -> str:
    """A municipality by its name; women and men by the word."""
    if group in {"F", "M", "X"}:
        return {"F": _("women"), "M": _("men"), "X": _("other sex")}[group]
    return programmes.place_name(group, "es") if group else ""


def _way(seen: ways.WaySeen) -> dict[str, Any]:
    return {
        "seen": seen,
        "stage": work_words.STAGES[seen.stage],
        "over": seen.stage in stages.ENDED,
    }


def _state(seen: DemandSeen) -> DemandState:
    return DemandState(seen.state)


def _read(act: Act, content: bytes, who: Asker) -> Imported | None:
    """What came of the table; None where the same press read it before."""
    found: list[Imported] = []

    def keep(done: Imported) -> str:
        found.append(done)
        return ""

    act(acts.import_table, keep=keep, content=content, actor=who, now=clock.now())
    return found[0] if found else None


def _refused(done: Imported | None) -> list[tuple[int, list[tuple[Any, Any]]]]:
    """Each refused line with its columns and what is wrong with them."""
    if done is None:
        return []
    problems = {each.value: words for each, words in work_words.PROBLEMS.items()}
    return [
        (
            each.line,
            [
                (work_words.DEMAND_FIELDS.get(name, name), problems.get(problem, problem))
                for name, problem in each.problems.items()
            ],
        )
        for each in done.refused
    ]


def _home() -> str:
    return reverse("console:work")

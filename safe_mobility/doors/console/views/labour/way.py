"""One person's way with one offer: whose turn it is, until when, and what was agreed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from safe_mobility.doors.common import clock, work_words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.work import ContractForm, EndForm, TaskForm
from safe_mobility.doors.console.views.labour.offers import OFFICERS
from safe_mobility.labour.queries import ways
from safe_mobility.labour.queries.ways import TaskSeen, WaySeen
from safe_mobility.labour.rules import contracts, occupations, stages
from safe_mobility.labour.rules.contracts import Terms
from safe_mobility.labour.rules.stages import Stage, Task
from safe_mobility.labour.services import placements
from safe_mobility.people import queries as people
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff

_PLAIN_ACTS: dict[str, Callable[..., None]] = {
    "choose": placements.choose,
    "decline": placements.decline,
    "propose_hand_off": placements.propose_hand_off,
    "hand_off": placements.hand_off,
}


@access(STAFF, roles=OFFICERS)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What is to be done for the office's people, the longest overdue first."""
    who = asker(request)
    today = places.today(places.office_of(who))
    rows = [
        {
            "seen": each,
            "name": work_words.TASKS[each.task],
            "owner": work_words.OWNERS[each.owner],
            "late": each.late(today=today),
            "days": abs((today - each.due_on).days),
        }
        for each in ways.open_tasks(asker=who)
    ]
    return render(
        request, "console/labour/tasks.html", {"rows": rows, "back": reverse("console:work")}
    )


@access(STAFF, roles=OFFICERS)
@require_safe
def way(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The stage, the one act that comes next, the tasks and the contract."""
    return _page(request, placement_id)


@access(STAFF, roles=OFFICERS)
@require_POST
def act_on_way(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """An act without anything to write: choose, say yes or no for the person, hand off."""
    said = request.POST.get("act", "")
    if said in {"agree", "ministry"}:
        return _yes_of_person(request, placement_id, said)
    service = _PLAIN_ACTS.get(said)
    if service is None:
        raise NotVisible(placement=str(placement_id))
    return _press(request, placement_id, service)


@access(STAFF, roles=OFFICERS)
@require_POST
def end(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Record how the way ended, in one of the words that mean different things."""
    seen = ways.way(asker=asker(request), placement_id=placement_id)
    form = EndForm(request.POST, stage=seen.stage)
    if not form.is_valid():
        return _page(request, placement_id, ending=form)
    to = Stage(form.cleaned_data["to"])
    return _press(request, placement_id, placements.end, to=to)


@access(STAFF, roles=OFFICERS)
@require_POST
def finish(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """A task is done: its day, or the answers of mid-season."""
    wanted = request.POST.get("task", "")
    if wanted not in set(Task):
        raise NotVisible(placement=str(placement_id))
    form = TaskForm(request.POST, task=Task(wanted))
    if not form.is_valid():
        return _page(request, placement_id, tasks={form.task: form})
    return _press(
        request,
        placement_id,
        placements.finish_task,
        task=form.task,
        done_on=form.cleaned_data.get("done_on"),
        answers=form.answers(),
        said=form.said(),
    )


@access(STAFF, roles=OFFICERS)
@require_POST
def contract(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Keep the contract as it was read with the person."""
    form = ContractForm(request.POST)
    if not form.is_valid():
        return _page(request, placement_id, read=form)
    return _press(
        request, placement_id, placements.keep_contract, terms=contracts.plain(form.terms())
    )


def _yes_of_person(request: HttpRequest, placement_id: UUID, said: str) -> HttpResponse:
    """The person's own yes, said at the desk and recorded as such."""
    seen = ways.way(asker=asker(request), placement_id=placement_id)
    household = people.household_by_id(asker=asker(request), household_id=seen.household_id)
    if said == "agree":
        return _press(request, placement_id, placements.agree, language=household.language)
    return _press(
        request,
        placement_id,
        _agree_to_ministry,
        household_id=household.id,
        language=household.language,
    )


def _agree_to_ministry(*, placement_id: UUID, **facts: Any) -> None:
    placements.agree_to_ministry(**facts)


def _press(
    request: HttpRequest, placement_id: UUID, service: Callable[..., Any], **facts: Any
) -> HttpResponse:
    try:
        with once(request, asker(request)) as act:
            act(
                service,
                placement_id=placement_id,
                actor=asker(request),
                now=clock.now(),
                **facts,
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, placement_id, wrong=words_for(refusal))
    return redirect("console:way", placement_id)


def _page(
    request: HttpRequest,
    placement_id: UUID,
    *,
    wrong: str = "",
    ending: EndForm | None = None,
    tasks: dict[Task, TaskForm] | None = None,
    read: ContractForm | None = None,
) -> HttpResponse:
    who = asker(request)
    seen = ways.way(asker=who, placement_id=placement_id)
    certified = ways.certified_terms(seen)
    today = places.today(seen.office_code)
    members = people.members(asker=who, household_id=seen.household_id, purpose="temporary work")
    found = ways.tasks(placement_id=seen.id)
    context = {
        "wrong": wrong,
        "seen": seen,
        "name": next((each.name for each in members if each.number == seen.number), ""),
        "stage": work_words.STAGES[seen.stage],
        "sentence": work_words.SENTENCES[seen.stage],
        "over": seen.stage in stages.ENDED,
        "work": occupations.called(seen.occupation, get_language() or "es"),
        "country": work_words.country(seen.country),
        "asks": seen.stage is Stage.PROPOSED,
        "may_choose": seen.stage is Stage.AGREED,
        "said": work_words.EMPLOYER_SAID[seen.said] if seen.said else "",
        "may_decline": Stage.DECLINED in stages.MOVES[seen.stage],
        "tasks": [_task(each, who.ref, today, (tasks or {}).get(each.task)) for each in found],
        "ending": ending or EndForm(stage=seen.stage),
        "contract": read or ContractForm(initial=_first(certified)),
        "lines": work_words.contract_lines(ways.contract_lines(seen, certified=certified)),
        "guaranteed": work_words.money(contracts.guaranteed(certified), seen.country),
        "ministry_agreed": _ministry_agreed(request, seen),
        "back": reverse("console:demand", args=[seen.demand_id]),
    }
    return render(request, "console/labour/way.html", context, status=409 if wrong else 200)


def _task(seen: TaskSeen, me: str, today: Any, form: TaskForm | None) -> dict[str, Any]:
    done_by = seen.done_by.partition(":")[2]
    return {
        "seen": seen,
        "code": seen.task.value,
        "name": work_words.TASKS[seen.task],
        "owner": work_words.OWNERS[seen.owner],
        "late": seen.late(today=today),
        "done": seen.done_at is not None,
        "by": staff.display_name(done_by) if done_by else "",
        "ministry": seen.task is Task.MINTRAB,
        "contract": seen.task is Task.CONTRACT,
        "mine": seen.second == me,
        "form": form or TaskForm(task=seen.task, initial={"done_on": today}),
        "yes": [work_words.ANSWERS_YES[name] for name, yes in (seen.answers or {}).items() if yes],
    }


def _first(certified: Terms) -> dict[str, Any]:
    """The contract's form begins with the season; the pay is typed, so that it is read."""
    return {"from_on": certified.from_on, "until_on": certified.until_on}


def _ministry_agreed(request: HttpRequest, seen: WaySeen) -> bool:
    given = people.consents(asker=asker(request), household_id=seen.household_id)
    wanted = ("MINTRAB", "REGISTER_FOR_TEMPORARY_WORK")
    return any(
        each.stopped_at is None and (each.recipient, each.purpose) == wanted for each in given
    )

"""The rules in force, what changes next, and what new rules would change for stored families.

Judging stored families opens the answers of everybody: two supervisors agree to that run, and
two to the list that comes of it, before anybody is told.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.dates import day_of
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import case_labels as labels
from safe_mobility.oversight import queries as oversight
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules import changes
from safe_mobility.programmes.rules.ruleset import Phase
from safe_mobility.screening import rescreening
from safe_mobility.shared.refusal import NotVisible, Refusal

SUPERVISOR = {"SUPERVISOR"}
NEWEST = 8
JOBS: dict[str, str | Promise] = {
    "rescreen": _("Judge every stored family by the rules in force"),
    "what if": _("Count what a proposed rule would change"),
}


@access(STAFF, roles=SUPERVISOR)
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """The rules in force, what is announced, and the lists that were made, as counts."""
    return _page(request)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one run over the answers of everybody."""
    name = request.POST.get("job", "")
    if name not in JOBS:
        raise NotVisible(job=name[:40])
    return _act(request, rescreening.ask_to_open, job_name=name)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def let_open(request: HttpRequest, budget_id: UUID) -> HttpResponse:
    """The second yes to such a run."""
    return _act(request, rescreening.agree_to_open, budget_id=budget_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def agree(request: HttpRequest, rescreening_id: UUID) -> HttpResponse:
    """One of the two yeses to telling the families of a list."""
    return _act(request, rescreening.approve, rescreening_id=rescreening_id)


def _act(request: HttpRequest, act: Callable[..., object], **facts: Any) -> HttpResponse:
    who = asker(request)
    try:
        with once(request, who) as press:
            press(act, keep=str, actor=who, now=clock.now(), **facts)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, refused=words_for(refusal), status=409)
    return redirect("console:rules")


def _page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who, today = asker(request), day_of(clock.now())
    budgets = oversight.open_budgets(asker=who)
    asked = {each.job for each in budgets}
    context = {
        "refused": refused,
        "loaded": programmes.loaded(),
        "today": today,
        "rules": _rules_by_group(today),
        "coming": _coming(today),
        "past": _past(today),
        "public_url": settings.PUBLIC_URL,
        "budgets": [
            {"seen": each, "name": JOBS[each.job], "mine": each.asked_by == who.ref}
            for each in budgets
            if each.job in JOBS
        ],
        "may_ask": [(job, name) for job, name in JOBS.items() if job not in asked],
        "lists": [_list(each, who.ref) for each in rescreening.lists(asker=who)],
    }
    return render(request, "console/rules/changed.html", context, status=status)


def _list(seen: rescreening.ListSeen, me: str) -> dict[str, Any]:
    return {
        "seen": seen,
        "old": seen.rules_version != programmes.rule_set().version,
        "mine": seen.first_by == me,
        "moved": [
            {
                "name": _name(one.pathway),
                "moved": one,
                "before": labels.VERDICTS[one.before],
                "after": labels.VERDICTS[one.after],
            }
            for one in seen.moved
        ],
    }


# The rules themselves -------------------------------------------------------------------------


def _rules_by_group(today: date) -> list[dict[str, Any]]:
    """Each office and pathway: in which phase it is today, and how many rules judge it."""
    rule_set = programmes.rule_set()
    groups = sorted(rule_set.pathways.values(), key=lambda each: each.is_judged_alone)
    return [
        {
            "code": group.code,
            "name": _name(group.code),
            "is_pathway": group.is_judged_alone,
            "phases": [
                _phase(each, today)
                for each in rule_set.phases_of(group.code)
                if each.period.on(today)
            ],
            "dated": bool(rule_set.phases_of(group.code)),
            "rules": sum(each.judges for each in rule_set.criteria_of([group.code], on=today)),
        }
        for group in groups
    ]


def _phase(phase: Phase, today: date) -> dict[str, Any]:
    """What a phase says. An end that nobody had announced by then is not told."""
    period = phase.period
    names = dict(_countries(get_language() or "es"))
    return {
        "sentence": _text(phase.says) or _text(_usual(phase.owner, phase.phase)),
        "of": ", ".join(names.get(code, code) for code in phase.nationalities),
        "from_on": period.from_on,
        "until_on": period.end_known_on(today),
    }


def _countries(language: str) -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in programmes.countries(language)]


def _usual(owner: str, phase: str) -> str:
    kind = "pathway" if programmes.rule_set().pathways[owner].is_judged_alone else "office"
    return f"phase.{kind}.{phase}"


def _coming(today: date) -> list[dict[str, Any]]:
    """What is announced and has not come yet, the next first."""
    known = changes.changes(programmes.rule_set())
    later = [each for each in known if each.on > today and each.was_announced(today)]
    return [_change(each) for each in reversed(later)]


def _past(today: date) -> list[dict[str, Any]]:
    known = changes.changes(programmes.rule_set())
    return [_change(each) for each in known if each.on <= today][:NEWEST]


def _change(each: changes.Change) -> dict[str, Any]:
    return {
        "on": each.on,
        "name": _name(each.group),
        "begins": each.change == changes.BEGINS,
        "sentence": _text(each.text)
        or (_text(_usual(each.group, each.phase)) if each.phase else ""),
        "source": ", ".join(each.period.source),
    }


def _name(code: str) -> str:
    return _text(f"pathway.{code}.name")


def _text(key: str | None) -> str:
    return programmes.text_of(key, get_language() or "es") if key else ""

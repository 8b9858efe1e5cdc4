"""Reports by age: read, take, ask, hand on, close. No page here leads to a family's case.

Whoever a report may be about cannot open it; for them it is not there.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.reports import (
    ASK,
    FORWARD,
    RECEIVERS,
    AnswerForm,
    KeepFromForm,
)
from safe_mobility.feedback import queries as feedback
from safe_mobility.feedback import services as acts
from safe_mobility.feedback.queries import ReportSeen
from safe_mobility.feedback.rules import Body, Kind, State, TraceKind
from safe_mobility.oversight.services import trail
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff

READERS = {"SUPERVISOR", "AUDITOR"}
KINDS = {
    Kind.MONEY: _("Asked for money"),
    Kind.PRETENDED: _("Pretended to be us"),
    Kind.STAFF: _("About our people"),
    Kind.OTHER: _("Something else"),
}
SHARED = {
    TraceKind.PHONE: _("the same number"),
    TraceKind.PAGE: _("the same page"),
    TraceKind.PERSON: _("the same person"),
    TraceKind.EMPLOYER: _("the same employer"),
}
STATES = {
    State.RECEIVED: _("not read yet"),
    State.ACKNOWLEDGED: _("read"),
    State.OPEN: _("in work"),
    State.ASKED: _("asked, waits for an answer"),
    State.FORWARDED: _("handed on"),
    State.CLOSED: _("closed"),
}


@access(STAFF, roles=READERS)
@require_safe
def scams(request: HttpRequest) -> HttpResponse:
    return _list(request, complaints=False)


@access(STAFF, roles={"AUDITOR"})
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """About our own people: only whoever watches over us reads them."""
    return _list(request, complaints=True)


@access(STAFF, roles=READERS)
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Reports that share a number, a page, a person or an employer."""
    found = feedback.fraud_clusters(asker=asker(request), now=clock.now())
    context = {
        "clusters": [
            {
                "shared": [SHARED[kind] for kind in cluster.shared],
                "rows": [(row, KINDS[row.kind], STATES[row.state]) for row in cluster.reports],
                "places": [programmes.place_name(code, "es") for code in cluster.places],
                "first_at": cluster.first_at,
                "last_at": cluster.last_at,
            }
            for cluster in found
        ]
    }
    return render(request, "console/reports/clusters.html", context)


@access(STAFF, roles=READERS)
@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return _page(request, report_id)


@access(STAFF, roles=READERS)
@require_POST
def take(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return _press(request, report_id, acts.take)


@access(STAFF, roles=READERS)
@require_POST
def acknowledge(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return _press(request, report_id, acts.acknowledge)


@access(STAFF, roles=READERS)
@require_POST
def answer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """A question, a handing on, or the end: each with words for whoever reported."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, report_id, answer=form)
    given = form.cleaned_data
    if given["act"] == ASK:
        return _press(request, report_id, acts.ask, words=given["words"])
    if given["act"] == FORWARD:
        to = Body(given["to"])
        return _press(request, report_id, acts.forward, to=to, words=given["words"])
    return _press(request, report_id, acts.close, words=given["words"])


@access(STAFF, roles=READERS)
@require_POST
def keep_from(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = KeepFromForm(request.POST, people=_people(request))
    if not form.is_valid():
        return _page(request, report_id, kept=form)
    return _press(request, report_id, acts.keep_from, staff_id=form.cleaned_data["staff"])


def _list(request: HttpRequest, *, complaints: bool) -> HttpResponse:
    who, closed = asker(request), request.GET.get("cerradas") == "1"
    rows = feedback.reports(asker=who, complaints=complaints, closed=closed, now=clock.now())
    names = staff.display_names(row.taken_by for row in rows)
    context = {
        "rows": [
            (row, KINDS[row.kind], STATES[row.state], names.get(row.taken_by, "")) for row in rows
        ],
        "complaints": complaints,
        "closed": closed,
        "may_read_complaints": who.has_role("AUDITOR"),
    }
    return render(request, "console/reports/list.html", context)


def _press(request: HttpRequest, report_id: UUID, service: Any, **arguments: Any) -> HttpResponse:
    try:
        with once(request, asker(request)) as act:
            act(service, report_id=report_id, actor=asker(request), now=clock.now(), **arguments)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, report_id, refused=words_for(refusal))
    return redirect("console:report", report_id)


def _page(
    request: HttpRequest,
    report_id: UUID,
    *,
    answer: AnswerForm | None = None,
    kept: KeepFromForm | None = None,
    refused: str = "",
) -> HttpResponse:
    who = asker(request)
    seen = feedback.report(asker=who, report_id=report_id, now=clock.now())
    trail.record(
        "report.read", actor=who, about=f"report:{report_id}", now=clock.now(),
        office=seen.row.office_code,
    )  # fmt: skip
    context = {
        **_words(seen),
        "seen": seen,
        "answer": answer or AnswerForm(),
        "kept": kept or KeepFromForm(people=_people(request)),
        "refused": refused,
        "alike": _alike(request, report_id),
    }
    return render(request, "console/reports/report.html", context, status=409 if refused else 200)


def _alike(request: HttpRequest, report_id: UUID) -> list[Any]:
    """The other reports of its cluster."""
    cluster = feedback.cluster_of(asker=asker(request), report_id=report_id, now=clock.now())
    return [row for row in cluster.reports if row.id != report_id] if cluster else []


def _words(seen: ReportSeen) -> dict[str, Any]:
    row = seen.row
    taken_by = staff.display_names([row.taken_by]).get(row.taken_by, "")
    place = programmes.place_name(row.municipality, "es") if row.municipality else ""
    return {
        # Not `kind`: the parts of forms mean something else by it.
        "subject": KINDS[row.kind],
        "state": STATES[row.state],
        "taken_by": taken_by,
        "receiver": dict(RECEIVERS).get(seen.forwarded_to or "", ""),
        "told": [
            (name, words)
            for name, words in (
                (_("Who"), seen.told.who),
                (_("What"), seen.told.what),
                (_("How much"), seen.told.amount),
                (_("In which way"), seen.told.how),
                (_("Where"), place or seen.told.place),
                (_("For which employer"), seen.told.employer),
            )
            if words
        ],
    }


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    me = asker(request).id
    found = staff.watched(asker=asker(request))
    return [(str(pk), name) for pk, name in found if str(pk) != me]

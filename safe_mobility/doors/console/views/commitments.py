"""Joint commitments: somebody brings evidence, somebody else says how far it has come."""

from datetime import date
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.commitment_words import due_words, promised
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.figures import AddEvidence, JudgeCommitment
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.statistics.queries import commitments as queries
from safe_mobility.statistics.services import commitments as acts

WATCHERS = {"SUPERVISOR", "AUDITOR"}


@access(STAFF, roles=WATCHERS)
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    seen = queries.commitments()
    titles = {each.code: each.title for each in seen}
    rows = [promised(each, titles=titles, today=_today()) for each in seen]
    return render(request, "console/commitments/list.html", {"rows": rows})


@access(STAFF, roles=WATCHERS)
@require_safe
def commitment(request: HttpRequest, commitment: str) -> HttpResponse:
    return render(request, "console/commitments/one.html", _context(request, commitment))


@access(STAFF, roles=WATCHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, commitment: str) -> HttpResponse:
    """A document, a figure or a link with the day of which it speaks."""
    context = _context(request, commitment)
    form = AddEvidence(request.POST or None)
    if form.is_valid() and _done(
        request, form, acts.add_evidence, code=commitment, today=_today(), **form.cleaned_data
    ):
        return redirect("console:commitment", commitment)
    return render(request, "console/commitments/evidence.html", {**context, "form": form})


@access(STAFF, roles=WATCHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, commitment: str) -> HttpResponse:
    """How far it has come, on evidence that somebody else brought."""
    context = _context(request, commitment)
    who = asker(request)
    evidence = [
        (str(each.id), each.title, each.dated_on)
        for each in context["seen"].evidence
        if each.added_by != who.ref
    ]
    form = JudgeCommitment(request.POST or None, evidence=evidence)
    if form.is_valid():
        asked = form.cleaned_data
        chosen = UUID(asked["evidence"]) if asked["evidence"] else None
        if _done(
            request,
            form,
            acts.judge,
            code=commitment,
            step=asked["step"],
            why=asked["why"],
            evidence_id=chosen,
        ):
            return redirect("console:commitment", commitment)
    return render(request, "console/commitments/judge.html", {**context, "form": form})


def _done(request: HttpRequest, form: Form, service: Any, **arguments: Any) -> bool:
    """Press it once; a refusal stands above the form."""
    try:
        with once(request, asker(request)) as act:
            act(service, keep=str, actor=asker(request), now=clock.now(), **arguments)
    except NotVisible:
        raise
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
        return False
    return True


def _context(request: HttpRequest, code: str) -> dict[str, Any]:
    seen = queries.commitment(code=code)
    shown = promised(seen, titles={}, today=_today())
    return {
        "seen": seen,
        "shown": shown,
        "due": due_words(shown),
        "owner": asker(request).agency in seen.owner_codes,
    }


def _today() -> date:
    return dates.local(clock.now()).date()

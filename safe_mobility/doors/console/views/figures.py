"""Figures of other offices: a file is read and reported, and a second supervisor agrees."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.figures import BringFile
from safe_mobility.doors.console.series_labels import file_name
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.statistics.queries import series as queries
from safe_mobility.statistics.rules.series import EditionState
from safe_mobility.statistics.services import series as acts

SUPERVISOR = {"SUPERVISOR"}
STATES = {
    EditionState.PROPOSED: (_("waits for a second yes"), "care"),
    EditionState.IN_FORCE: (_("in force"), "ok"),
    EditionState.DROPPED: (_("dropped"), ""),
}


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: HttpRequest) -> HttpResponse:
    """What was brought, and a form to bring another file."""
    who = asker(request)
    form = BringFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            with once(request, who) as act:
                edition = act(
                    acts.propose,
                    keep=str,
                    raw=sent.read(),
                    file_name=sent.name or "",
                    kind=form.cleaned_data["kind"],
                    actor=who,
                    now=clock.now(),
                )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("table", words_for(refusal))
        else:
            return redirect("console:edition", edition)
    rows = [
        (each, file_name(each.kind), *STATES[EditionState(each.state)])
        for each in queries.editions(asker=who)
    ]
    return render(request, "console/figures/editions.html", {"form": form, "rows": rows})


@access(STAFF, roles=SUPERVISOR)
@require_safe
def edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    return _one(request, edition_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def approve(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The second yes: the figures stand on the public pages from now on."""
    return _decide(request, acts.approve, edition_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def drop(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    return _decide(request, acts.drop, edition_id)


def _decide(request: HttpRequest, act_of: object, edition_id: UUID) -> HttpResponse:
    try:
        with once(request, asker(request)) as act:
            act(
                act_of,  # type: ignore[arg-type]
                edition_id=edition_id,
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _one(request, edition_id, refused=words_for(refusal), status=409)
    return redirect("console:edition", edition_id)


def _one(
    request: HttpRequest, edition_id: UUID, *, refused: str = "", status: int = 200
) -> HttpResponse:
    who = asker(request)
    seen = queries.edition(asker=who, edition_id=edition_id)
    words, tag = STATES[EditionState(seen.state)]
    context = {
        "edition": seen,
        "subject": file_name(seen.kind),
        "state": words,
        "tag": tag,
        "report": "\n".join(seen.report),
        "waits": seen.state == EditionState.PROPOSED,
        "mine": seen.proposed_by == who.ref,
        "refused": refused,
    }
    return render(request, "console/figures/edition.html", context, status=status)

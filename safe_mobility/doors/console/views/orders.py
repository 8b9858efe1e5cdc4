"""Published job orders: hand in a new file of the Labor Department, and see how it was read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.forms.orders import HandIn
from safe_mobility.labour.queries import files as queries
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.services import handing_in
from safe_mobility.shared.refusal import NotVisible, Refusal

SUPERVISOR = {"SUPERVISOR"}
STATES = {
    "WAITING": (_("waits to be read"), "care"),
    "READ": (_("was read"), "ok"),
    "STOPPED": (_("could not be read"), "stop"),
}
KINDS = {
    FileKind.ORDERS: _("Job orders"),
    FileKind.CROPS: _("Crops and pay"),
    FileKind.HOUSING: _("Housing"),
    FileKind.RECRUITERS: _("Recruiters"),
    FileKind.PLACES: _("Places of work"),
}
MERGED = (
    ("new", _("New cases")),
    ("changed", _("Changed cases")),
    ("unchanged", _("Unchanged cases")),
    ("older", _("Known from a newer file")),
    ("repeated", _("Rows that repeat another")),
)


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """What was handed in, and a form for another file."""
    who = asker(request)
    form = HandIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            with once(request, who) as act:
                key = act(
                    handing_in.hand_in,
                    keep=str,
                    chunks=sent.chunks(),
                    name=sent.name or "",
                    actor=who,
                    now=clock.now(),
                )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("table", words_for(refusal))
        else:
            return redirect("console:job_file", key)
    rows = [
        (each, KINDS[each.kind] if each.kind else "", *STATES[each.state])
        for each in queries.files(asker=who)
    ]
    return render(request, "console/orders/files.html", {"form": form, "rows": rows})


@access(STAFF, roles=SUPERVISOR)
@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """How one file was read: rows taken and refused, columns not understood, cells told apart."""
    seen = queries.file(asker=asker(request), file_id=file_id)
    words, tag = STATES[seen.state]
    merged = seen.report.get("merged", {})
    context = {
        "seen": seen,
        "subject": KINDS[seen.kind] if seen.kind else seen.name,
        "state": words,
        "tag": tag,
        "report": seen.report,
        "merged": [(name, merged[key]) for key, name in MERGED if key in merged],
        "refused": sum(seen.report.get("refused", {}).values()),
    }
    return render(request, "console/orders/file.html", context)


@access(STAFF, roles={"RECEPTION", "INTERVIEWER", "SUPERVISOR"})
@require_safe
def recruiters(request: HttpRequest) -> HttpResponse:
    """Whom employers named as their recruiters abroad."""
    rows = queries.recruiters(asker=asker(request))
    return render(request, "console/orders/recruiters.html", {"rows": rows})

"""Who read and did what. A supervisor reads the lines of the office, an auditor all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.trail import FindMarks
from safe_mobility.doors.console.trail_lines import lines_of
from safe_mobility.oversight import queries as oversight
from safe_mobility.oversight.queries import MarkSeen
from safe_mobility.oversight.services import trail as marks
from safe_mobility.shared.references import parse_reference
from safe_mobility.staff import queries as staff

LINES = 50


@access(STAFF, roles={"SUPERVISOR", "AUDITOR"})
def trail(request: HttpRequest) -> HttpResponse:
    """The newest lines first. Looking for a person or a family leaves a line too."""
    who = asker(request)
    people = [(f"STAFF:{pk}", name) for pk, name in staff.watched(asker=who)]
    form = FindMarks(request.GET or None, people=people)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    about = _about(asked.get("about", ""))
    found = oversight.marks(
        asker=who,
        about=about,
        actor=asked.get("who", ""),
        act=asked.get("kind", ""),
        before=asked.get("before"),
        limit=LINES + 1,
    )
    if (about or asked.get("who")) and not asked.get("before"):
        _leave_mark(request, about=about, actor=asked.get("who", ""))
    context = {
        "form": form,
        "lines": lines_of(found[:LINES], asker=who),
        "older": _older(asked, found),
    }
    return render(request, "console/trail/trail.html", context)


def _about(typed: str) -> str:
    """A number in any spelling; anything else is looked for as it stands."""
    return parse_reference(typed) or typed


def _leave_mark(request: HttpRequest, *, about: str, actor: str) -> None:
    who = asker(request)
    marks.record(
        "trail.searched",
        actor=who,
        about=(about or actor)[:80],
        now=clock.now(),
        office=places.office_of(who),
    )


def _older(asked: dict[str, object], found: list[MarkSeen]) -> str:
    """The address of the lines before these; empty at the beginning of the trail."""
    if len(found) <= LINES:
        return ""
    kept: dict[str, Any] = {
        name: asked[name] for name in ("about", "who", "kind") if asked.get(name)
    }
    return "?" + urlencode({**kept, "before": found[LINES - 1].id})

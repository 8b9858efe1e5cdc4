"""Who read and did what. A supervisor reads the lines of the office, an auditor all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.console import places, trail_words
from safe_mobility.doors.console.forms.trail import FindMarks
from safe_mobility.oversight import queries as oversight
from safe_mobility.oversight.queries import MarkSeen
from safe_mobility.oversight.services import trail as marks
from safe_mobility.shared.references import parse_reference, spell_reference
from safe_mobility.staff import queries as staff

LINES = 50


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    act: str
    about: str
    office: str
    facts: str


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
    context = {"form": form, "lines": _lines(found[:LINES]), "older": _older(asked, found)}
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


def _lines(found: list[MarkSeen]) -> list[Line]:
    names = staff.display_names(
        part.partition(":")[2] for mark in found for part in (mark.actor, mark.about)
    )
    return [
        Line(
            at=timezone.localtime(mark.at),
            who=_who(mark.actor, names),
            act=trail_words.act_words(mark.act),
            about=_said_about(mark.about, names),
            office=places.name(mark.office),
            facts=trail_words.facts_words(mark.facts),
        )
        for mark in found
    ]


def _who(actor: str, names: dict[str, str]) -> str:
    kind, _colon, key = actor.partition(":")
    if kind in {"STAFF", "PARTNER"} and key in names:
        return names[key]
    words = str(trail_words.WHO.get(kind, kind))
    return f"{words} ({key})" if kind == "JOB" and key else words


def _said_about(about: str, names: dict[str, str]) -> str:
    if number := parse_reference(about):
        return spell_reference(number)
    kind, _colon, key = about.partition(":")
    if kind == "staff" and key in names:
        return names[key]
    return places.name(key) if kind == "office" else about


def _older(asked: dict[str, object], found: list[MarkSeen]) -> str:
    """The address of the lines before these; empty at the beginning of the trail."""
    if len(found) <= LINES:
        return ""
    kept: dict[str, Any] = {
        name: asked[name] for name in ("about", "who", "kind") if asked.get(name)
    }
    return "?" + urlencode({**kept, "before": found[LINES - 1].id})

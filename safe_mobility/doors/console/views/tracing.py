"""Likely pairs of families that look for each other. A supervisor decides; nobody is told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safe_mobility.doors.common import clock
from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.dates import plain_date
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.oversight.services import trail
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries import tracing as queries
from safe_mobility.reunification.queries.tracing import MatchSeen
from safe_mobility.reunification.rules.tracing import Agrees, Described, Fact, Ground
from safe_mobility.reunification.services import matching
from safe_mobility.shared.refusal import NotVisible, Refusal


@access(STAFF, roles={"SUPERVISOR"})
@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest) -> HttpResponse:
    """The likeliest first, side by side, each point said."""
    who, wrong = asker(request), ""
    if request.method == "POST":
        try:
            with once(request, who) as press:
                press(
                    matching.decide,
                    match_id=_key(request),
                    likely=request.POST.get("likely") == "yes",
                    actor=who,
                    now=clock.now(),
                )
        except NotVisible:
            raise
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("console:tracing")
    found = queries.matches(asker=who)
    if found:
        trail.record(
            "tracing.read",
            actor=who,
            about=f"office:{next(iter(who.offices), '')}",
            office=next(iter(who.offices), ""),
            now=clock.now(),
            pairs=len(found),
        )
    context = {"pairs": [_said(each) for each in found], "wrong": wrong}
    return render(request, "console/relatives/tracing.html", context)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("match", ""))
    except ValueError:
        raise NotVisible from None


def _said(seen: MatchSeen) -> dict[str, Any]:
    by_fact = {ground.fact: ground for ground in seen.grounds}
    return {
        "id": seen.id,
        "relation": words.relation(seen.relation),
        "points": round(seen.points, 1),
        "last_news": seen.last_news,
        "rows": [
            {
                "name": _FACTS[fact](),
                "sought": _value(seen.sought, fact),
                "found": _value(seen.found, fact),
                "agrees": _agrees(by_fact.get(fact)),
                "points": _points(by_fact.get(fact)),
            }
            for fact in Fact
        ],
    }


_FACTS = {
    Fact.GIVEN_NAMES: lambda: _("Given names"),
    Fact.SURNAMES: lambda: _("Surnames"),
    Fact.BIRTH: lambda: _("Born"),
    Fact.PLACE: lambda: _("Place of birth"),
    Fact.MOTHER: lambda: _("Mother"),
    Fact.FATHER: lambda: _("Father"),
}


def _value(who: Described, fact: Fact) -> str:
    match fact:
        case Fact.BIRTH:
            return plain_date(who.born_on) if who.born_on else str(who.birth_year or "")
        case Fact.PLACE:
            department, _sign, town = who.place.partition(":")
            place = programmes.place_name(department, "es") if department else ""
            return ", ".join(filter(None, (town, place)))
        case Fact.GIVEN_NAMES:
            return who.given_names
        case Fact.SURNAMES:
            return who.surnames
        case Fact.MOTHER:
            return who.mother
    return who.father


def _agrees(ground: Ground | None) -> str:
    if ground is None:
        return _("not told by both")
    return {
        Agrees.SAME: _("the same"),
        Agrees.SOUND: _("sounds the same, or nearly the same"),
        Agrees.NEAR: _("alike in part"),
        Agrees.DIFFERS: _("differs"),
    }[ground.agrees]


def _points(ground: Ground | None) -> str:
    return "" if ground is None else f"{ground.points:+.1f}"

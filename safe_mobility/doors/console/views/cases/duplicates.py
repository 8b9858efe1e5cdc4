"""Two files that may be one family, side by side. A person decides, never a rule."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries.duplicates import FileSeen, PairSeen, open_pairs
from safe_mobility.cases.services import duplicates
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.case_labels import STATES
from safe_mobility.doors.console.views.cases.opening import HEARERS
from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal

AT_ONCE = 10


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest) -> HttpResponse:
    who, wrong = asker(request), ""
    if request.method == "POST":
        try:
            _answer(request, who)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("console:duplicates")
    found = open_pairs(asker=who)
    return render(
        request,
        "console/cases/duplicates.html",
        {
            "pairs": [_pair(who, pair) for pair in found[:AT_ONCE]],
            "more": max(0, len(found) - AT_ONCE),
            "wrong": wrong,
        },
    )


def _answer(request: HttpRequest, who: Asker) -> None:
    pair_id, goes_on = _key(request, "pair"), request.POST.get("keep", "")
    with once(request, who) as press:
        if goes_on:
            press(
                duplicates.keep_one,
                pair_id=pair_id,
                goes_on=_key(request, "keep"),
                actor=who,
                now=clock.now(),
            )
        else:
            press(duplicates.different_people, pair_id=pair_id, actor=who, now=clock.now())


def _key(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotVisible from None


def _pair(who: Asker, pair: PairSeen) -> dict[str, Any]:
    return {
        "pair": pair,
        "files": [_file(who, each) for each in (pair.first, pair.second)],
    }


def _file(who: Asker, each: FileSeen) -> dict[str, Any]:
    """Names stand here, because nobody can compare two families without them; it is a read."""
    if not each.here:
        return {"file": each}
    seen = people.household_by_id(asker=who, household_id=each.household_id)
    trail.record(
        "case.read",
        actor=who,
        about=seen.reference,
        now=clock.now(),
        office=seen.office_code,
        part="duplicates",
    )
    application = people.application(asker=who, household_id=seen.id)
    return {
        "file": each,
        "state": STATES[application.state],
        "sent_at": application.sent_at,
        "members": people.members(asker=who, household_id=seen.id, purpose="duplicates"),
        "contacts": people.contacts(asker=who, household_id=seen.id, purpose="duplicates"),
    }

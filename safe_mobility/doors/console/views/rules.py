"""What new rules would change for the families that are stored, and the two yeses to tell them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.programmes import queries as programmes
from safe_mobility.screening import rescreening
from safe_mobility.shared.refusal import NotVisible, Refusal

SUPERVISOR = {"SUPERVISOR"}


@access(STAFF, roles=SUPERVISOR)
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """The lists that were made, as counts by pathway and direction."""
    return _page(request)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def agree(request: HttpRequest, rescreening_id: UUID) -> HttpResponse:
    """One of the two yeses."""
    try:
        with once(request, asker(request)) as act:
            act(
                rescreening.approve,
                keep=str,
                rescreening_id=rescreening_id,
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _page(request, refused=words_for(refusal), status=409)
    return redirect("console:rules")


def _page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who = asker(request)
    language = get_language() or "es"
    version = programmes.rule_set().version
    lists: list[dict[str, Any]] = [
        {
            "seen": each,
            "old": each.rules_version != version,
            "mine": each.first_by == who.ref,
            "moved": [
                (programmes.text_of(f"pathway.{one.pathway}.name", language), one)
                for one in each.moved
            ],
        }
        for each in rescreening.lists(asker=who)
    ]
    context = {"lists": lists, "refused": refused}
    return render(request, "console/rules/changed.html", context, status=status)

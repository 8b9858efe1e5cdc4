"""Why one person is or is not on an offer's list, in words, for whoever an officer asks about."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from safe_mobility.doors.common import work_words
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.console import places
from safe_mobility.labour.queries import reasons
from safe_mobility.labour.queries.lists import DemandSeen, RunSeen
from safe_mobility.labour.queries.reasons import Reason
from safe_mobility.labour.rules.explaining import Trade

LONGEST = 20


def asked_about(
    request: HttpRequest, seen: DemandSeen, run: RunSeen | None, *, group_name: Callable[[str], str]
) -> dict[str, Any]:
    """What was typed and the answer for each person it names; nothing where nothing was asked."""
    typed, who = request.GET.get("persona", "").strip()[:LONGEST], asker(request)
    today = places.today(places.office_of(who))
    found = (
        reasons.reasons(asker=who, seen=seen, run=run, person=typed, today=today) if typed else []
    )
    return {"typed": typed, "found": [_said(each, group_name) for each in found]}


def _said(each: Reason, group_name: Callable[[str], str]) -> dict[str, Any]:
    head, why = _words(each, group_name)
    return {
        "code": each.code,
        "id": each.candidate_id,
        "here": each.here,
        "head": head,
        "why": why,
    }


def _words(each: Reason, group_name: Callable[[str], str]) -> tuple[str, list[str]]:
    if each.stage is not None:
        return _("on the list of this offer"), [str(work_words.STAGES[each.stage])]
    if each.standing is not None:
        on = each.standing
        why = work_words.standing(
            ahead=on.ahead, next_code=on.next_code, for_group=group_name(on.for_group)
        )
        points = _("Place %(rank)s with %(total)s points") % {"rank": on.rank, "total": on.total}
        return _("on the list that waits"), [f"{points}: {work_words.parts(on.points)}", why]
    if each.bounds or each.held_back:
        own = [_("something that only their own office sees")] if each.held_back else []
        return _("does not fit"), [*own, *(str(work_words.BOUNDS[one]) for one in each.bounds)]
    return _("fits, but is not on the list"), [_fits(each, group_name)]


def _fits(each: Reason, group_name: Callable[[str], str]) -> str:
    if each.unmade:
        return _("No lists were made yet.")
    if each.later:
        return _("Told us after these lists were made. The next ones count them.")
    if each.trade is None:
        return _("There is room again: the next lists can take them.")
    return _exchange(each.trade, group_name)


def _exchange(trade: Trade, group_name: Callable[[str], str]) -> str:
    if not trade.leaves and trade.limit in {"LIST_FULL", "DAY_FULL"}:
        return work_words.full_before(trade.limit)
    return work_words.left_out(
        limit=trade.limit,
        mine=trade.mine,
        theirs=trade.theirs,
        leaves=trade.leaves,
        group=group_name(trade.group),
    )

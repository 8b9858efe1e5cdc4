"""Words for presses, limits and keys."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safe_mobility.doors.common.words import Words

OF_A_NETWORK = frozenset({"new answers", "registrations"})
"""Limits that whoever meets them cannot have reached alone (`doors.common.network`)."""


def _too_many(facts: Mapping[str, Any]) -> str:
    """In minutes, not by the clock: a training site shows another hour than limits run by."""
    left = facts["again_at"] - timezone.now()
    minutes = max(1, ceil(left.total_seconds() / 60))
    when = ngettext("in %(minutes)d minute", "in %(minutes)d minutes", minutes)
    when %= {"minutes": minutes}
    if facts.get("name") in OF_A_NETWORK:
        return _(
            "Very much was sent from your network in a short time. Nothing you did was wrong. "
            "Try again %(when)s, or over another network."
        ) % {"when": when}
    return _("There were many tries in a short time. Try again %(when)s.") % {"when": when}


WORDS: dict[str, Words] = {
    "oversight.too_many": _too_many,
    "oversight.pressed_differently": lambda _facts: _(
        "You already sent this page with other answers. Look at what is kept, and change it there."
    ),
    "oversight.no_press_key": lambda _facts: _(
        "The page did not arrive whole. What you wrote is still here. Send it again."
    ),
    "oversight.no_budget": lambda _facts: _(
        "Two supervisors must agree before the answers of all families are opened."
    ),
    "oversight.budget_by_same_person": lambda _facts: _(
        "You asked for this yourself. Another supervisor must agree."
    ),
    "oversight.budget_asked_already": lambda _facts: _(
        "This was asked for already. Another supervisor can agree to it below."
    ),
    "oversight.keys_limit": lambda _facts: _(
        "Many case files were opened in a short time. A supervisor can see this. "
        "Wait a while and go on."
    ),
}

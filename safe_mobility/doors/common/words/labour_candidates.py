"""Words about seasonal work: for each refusal of candidates, demands, lists and the way."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words


def _file(facts: Mapping[str, Any]) -> str:
    match facts.get("why"):
        case "SIZE":
            return _("The file is larger than 1 MB. Send it in parts.")
        case "LINES":
            return _("The file has more than 1,000 lines. Send it in parts.")
        case "HEADER":
            return _(
                "We do not understand the first line of the file. Unknown columns: %(unknown)s."
                " Missing columns: %(missing)s. Nothing was entered."
            ) % {
                "unknown": ", ".join(facts.get("unknown", ())) or "—",
                "missing": ", ".join(facts.get("missing", ())) or "—",
            }
        case _:
            return _("This file is no table that we can read (CSV). Nothing was entered.")


WORDS: dict[str, Words] = {
    "labour.under_age": lambda _facts: _(
        "Seasonal work abroad is for people of 18 and over. We need a date of birth that says so."
    ),
    "labour.nothing_told": lambda _facts: _("Write which work you have done, in your own words."),
    "labour.too_much_told": lambda facts: (
        _("This is too much: there is room for %(limit)s.") % facts
    ),
    "labour.unknown_occupation": lambda _facts: _("Choose one of the occupations on the page."),
    "labour.out_of_reach": lambda _facts: _(
        "One of the numbers or days cannot be right. Look at it again."
    ),
    "labour.no_destination": lambda _facts: _("Choose at least one country."),
    "labour.already_interested": lambda _facts: _(
        "There is an offer under way. Say no to it first, or talk with us."
    ),
    "labour.application_not_open": lambda _facts: _(
        "First send your application. Then you can say that you want to work a season."
    ),
    "labour.demand_move": lambda _facts: _(
        "This offer has moved on meanwhile. Load the page again to see how it stands."
    ),
    "labour.demand_wrong": lambda _facts: _(
        "Something in this offer cannot be right. Look at the fields that are marked."
    ),
    "labour.file_unreadable": _file,
    "labour.way_move": lambda _facts: _(
        "This has moved on meanwhile. Load the page again to see how it stands."
    ),
    "labour.task_not_now": lambda _facts: _(
        "This is not to be done now, or was done already. Load the page again."
    ),
    "labour.task_incomplete": lambda _facts: _(
        "Something that belongs to this task is missing: the day, the answers or the proposal."
    ),
    "labour.no_place_left": lambda facts: (
        _("All %(places)s places of this offer are taken. Nothing was changed.") % facts
    ),
    "labour.employer_said_no": lambda facts: (
        _(
            "The employer wrote that it does not choose %(code)s. If that has changed, ask it to"
            " say so on its own page; then record it here."
        )
        % facts
    ),
    "labour.same_two": lambda _facts: _(
        "You proposed this. Another person has to read and confirm it."
    ),
    "labour.run_open": lambda _facts: _(
        "Lists are waiting for a second person. Confirm them or set them aside first."
    ),
    "labour.run_gone": lambda _facts: _(
        "These lists were confirmed or set aside meanwhile. Load the page again."
    ),
    "labour.nothing_to_match": lambda _facts: _(
        "There is no open offer with room, or nobody who could be proposed."
    ),
    "labour.lists_outdated": lambda facts: (
        _(
            "Since these lists were made, something changed for %(codes)s. Set them aside and make"
            " them again: it takes a moment."
        )
        % {"codes": ", ".join(facts["codes"])}
    ),
}

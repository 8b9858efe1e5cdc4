"""Words for the refusals of `screening`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words


def not_an_answer(facts: Mapping[str, Any]) -> str:
    if facts.get("problem") == "not_a_day":
        return _("That day is not in the calendar, or has not come yet. Check it, please.")
    return _("We could not read that answer. Choose one from the page, or “I don’t know”.")


WORDS: dict[str, Words] = {
    "screening.not_an_answer": not_an_answer,
    "screening.same_person_twice": lambda _facts: _(
        "You have said yes to this list. A second supervisor must say it too."
    ),
    "screening.list_is_old": lambda _facts: _(
        "The rules changed after this list was made. Make a new one; nobody was told."
    ),
    "screening.told_already": lambda _facts: _("The families on this list were told already."),
}

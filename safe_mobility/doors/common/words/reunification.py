"""Words for the refusals of `reunification`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words


def page_unreadable(facts: Mapping[str, Any]) -> str:
    return _("Nothing of this page was taken, because it cannot be read wholly.")


WORDS: dict[str, Words] = {
    "reunification.page_unreadable": page_unreadable,
    "reunification.nothing_new": lambda _facts: _(
        "This page says what is in force already. There is nothing to do."
    ),
    "reunification.same_person_twice": lambda _facts: _(
        "You have said yes to this page. A second supervisor must look at it too."
    ),
    "reunification.page_closed": lambda _facts: _(
        "Somebody has decided about this page already. Look at the list again."
    ),
    "reunification.month_moved": lambda _facts: _(
        "Another page came into force for this month after the first yes. Compare them again."
    ),
}

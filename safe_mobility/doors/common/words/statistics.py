"""Words for the refusals of `statistics`."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "statistics.file_refused": lambda facts: (
        _("Nothing of this file was taken. The reader says: %(why)s")
        % {"why": facts.get("why", "")}
    ),
    "statistics.known_already": lambda _facts: _(
        "This file was brought before, with the same figures. It is in the list."
    ),
    "statistics.same_person_twice": lambda _facts: _(
        "You have done the first half of this. A second person must do the other."
    ),
    "statistics.decided_already": lambda _facts: _(
        "Somebody has decided this in the meantime. The list shows what stands now."
    ),
}

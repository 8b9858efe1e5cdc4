"""Words for refusals that belong to no room."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "shared.not_visible": lambda _facts: _("We did not find that here."),
}

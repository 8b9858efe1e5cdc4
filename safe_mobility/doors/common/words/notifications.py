"""Words for refusals about messages."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "notifications.wrong_step": lambda _facts: _(
        "This message has moved on meanwhile: it was sent, or somebody else saw to it."
    ),
}

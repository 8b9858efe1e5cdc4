"""Words for refusals about reports."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "feedback.nothing_said": lambda _facts: _("Write at least one thing, in your own words."),
    "feedback.wrong_step": lambda _facts: _(
        "Somebody has changed this report meanwhile. Look at it again before you go on."
    ),
    "feedback.not_taken": lambda _facts: _("Take the report first, so that one person answers."),
}

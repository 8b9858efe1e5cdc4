"""Words for refusals of the staff room: read by supervisors and by people signing in."""

from django.utils.translation import gettext as _

from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "staff.same_two": lambda _facts: _(
        "This takes two people, and neither may be the one it is about. Ask a colleague."
    ),
    "staff.role_not_allowed": lambda _facts: _(
        "An auditor only reads the trail and has no office. Every other role needs an office."
    ),
    "staff.wrong_span": lambda _facts: _("The end is before the beginning. Look at both again."),
    "staff.recovery_over": lambda _facts: _(
        "This request is closed: it was answered, or a day has passed. Ask again."
    ),
    "staff.recovery_asked": lambda _facts: _(
        "Somebody already asked for this. It waits for another supervisor."
    ),
    "staff.last_factor": lambda _facts: _(
        "This is your only second factor. Add another one before you remove it."
    ),
    "staff.name_taken": lambda facts: (
        _("Somebody already signs in as “%(username)s”. Choose another name.")
        % {"username": facts.get("username", "")}
    ),
    "staff.role_held_already": lambda _facts: _("This person already has that role here."),
    "staff.person_planned": lambda _facts: _(
        "This person is already planned for part of these hours."
    ),
    "staff.desk_planned": lambda _facts: _(
        "Somebody else is planned at that desk for part of these hours."
    ),
    "staff.desk_missing": lambda _facts: _("Choose a desk first: an interview needs one."),
    "staff.day_confirmed": lambda _facts: _("This day is confirmed. Take that back first."),
    "staff.not_planable": lambda _facts: _(
        "This person does not hold that role at this office on that day."
    ),
}

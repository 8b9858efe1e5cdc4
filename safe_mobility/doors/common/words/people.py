"""Words for refusals of the people room. No sentence says whether a number exists."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safe_mobility.doors.common.dates import plain_date
from safe_mobility.doors.common.words import Words


def _locked(facts: Mapping[str, Any]) -> str:
    """In minutes or hours, not by the clock: a training site shows another hour than this."""
    if facts.get("kind") == "CODE":
        return _("There were several wrong tries with this code. Ask for a new one, or call us.")
    minutes = max(1, ceil((facts["until"] - timezone.now()).total_seconds() / 60))
    if minutes < 60:
        when = ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    else:
        hours = ceil(minutes / 60)
        when = ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
    return _(
        "There were several wrong tries. Try again %(when)s, or ask for a code by message now."
    ) % {"when": when}


def _wrong_code(facts: Mapping[str, Any]) -> str:
    left = facts.get("left", 0)
    if not left:
        return _("That code does not match. Ask for a new one.")
    tries = ngettext(
        "You can try %(n)d more time or ask for a new one.",
        "You can try %(n)d more times or ask for a new one.",
        left,
    )
    return _("That code does not match.") + " " + tries % {"n": left}


def _too_late_to_reopen(facts: Mapping[str, Any]) -> str:
    day = facts.get("reopen_until")
    if day is None:
        return _("This application can no longer be opened. You can begin a new one.")
    return _("It could be opened again until %(day)s. You can begin a new one.") % {
        "day": plain_date(day)
    }


WORDS: dict[str, Words] = {
    "people.wrong_pin": lambda _facts: _(
        "That number and that PIN do not go together. Check both, ask for a code, or call us."
    ),
    "people.pin_locked": _locked,
    "people.wrong_code": _wrong_code,
    "people.weak_pin": lambda _facts: _(
        "Choose six digits that are not all the same and not in a row."
    ),
    "people.wrong_step": lambda _facts: _(
        "The application has moved on since this page was opened. Look at where it stands now."
    ),
    "people.too_late_to_reopen": _too_late_to_reopen,
    "people.has_live_application": lambda _facts: _(
        "Another application is open already. Go on with that one."
    ),
    "people.not_now": lambda _facts: _(
        "This can be changed only by the office now. Call us and we change it together."
    ),
    "people.no_such_date": lambda _facts: _(
        "That day does not exist. Look at the day and the month again."
    ),
    "people.born_in_future": lambda _facts: _("This day has not come yet. Look at it again."),
    "people.born_long_ago": lambda _facts: _("Look at the year again: it is too long ago."),
    "people.under_age": lambda _facts: _(
        "You must be 18 to register. If you are under 18 and without your family, call us: "
        "there is help for you."
    ),
    "people.name_unreadable": lambda _facts: _("Write the name with letters."),
    "people.name_too_long": lambda _facts: _("This is too long. Write the name as on your papers."),
    "people.words_too_long": lambda _facts: _("This is too long. Say the most important first."),
    "people.document_unreadable": lambda _facts: _(
        "We could not read this number. Copy it from the paper, letters and digits alone."
    ),
    "people.phone_unreadable": lambda _facts: _(
        "We could not read this phone number. Write all its digits, like 5555 1234."
    ),
    "people.email_unreadable": lambda _facts: _(
        "We could not read this e-mail. It looks like name@example.org."
    ),
    "people.draft_incomplete": lambda _facts: _(
        "Something is still missing. Fill it in, then send."
    ),
    "people.too_many_people": lambda _facts: _(
        "One application holds at most 25 people. Call us and we help you."
    ),
    "people.applicant_stays": lambda _facts: _(
        "The person who applies cannot be taken out. You can close the application instead."
    ),
    "people.unknown_place": lambda _facts: _("Choose one of the places on the list."),
    "people.unknown_language": lambda _facts: _("Choose one of the languages on the list."),
    "people.old_notice": lambda _facts: _(
        "We have changed this notice. Please read it again before you answer."
    ),
    "people.no_live_consent": lambda _facts: _(
        "The family has not agreed to this, or has stopped it. Ask the family first."
    ),
    "people.consent_needed": lambda _facts: _(
        "This permission stands while the application is open. Close the application first."
    ),
    "people.already_invited": lambda _facts: _("This family has an open invitation already."),
    "people.invitation_too_short": lambda _facts: _(
        "The invitation would end before it begins. Choose a later day."
    ),
    "people.no_invitation": lambda _facts: _(
        "At this office one chooses a time by invitation. We write to you when yours comes."
    ),
    "people.already_settled": lambda _facts: _("Somebody has already decided about this pair."),
    "people.photo_too_large": lambda _facts: _(
        "The photo is larger than 6 MB. Try another one. Your answers are saved."
    ),
    "people.photo_unreadable": lambda _facts: _(
        "We could not read the photo. Take it with more light, or bring the paper with you."
    ),
    "people.photo_missing": lambda _facts: _("Choose a photo first, or go on without it."),
    "people.not_a_photo": lambda _facts: _(
        "This is not a photo. Take a photo of the paper, or bring it with you."
    ),
    "people.too_many_papers": lambda _facts: _(
        "There are 30 photos already. Remove one first, or bring the paper with you."
    ),
}

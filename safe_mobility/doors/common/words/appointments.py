"""Words for refusals about appointments. Families read most of them, officers the rest."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import clock_time, long_date, plain_date, short_time
from safe_mobility.doors.common.words import Words
from safe_mobility.programmes import queries as programme


def _office(facts: Mapping[str, Any]) -> str:
    return programme.place_name(facts["office"], get_language() or "es")


def _stopped(facts: Mapping[str, Any]) -> str:
    if facts.get("news_on"):
        return _(
            "The programme has stopped for now. We keep your application. Do not pay anyone."
            " You hear from us before %(day)s."
        ) % {"day": plain_date(facts["news_on"])}
    return _("The programme has stopped for now. We keep your application. Do not pay anyone.")


WORDS: dict[str, Words] = {
    "appointments.slot_full": lambda _facts: _(
        "Someone has just taken that time. Your place is still kept. Choose another one."
    ),
    "appointments.slot_busy": lambda _facts: _(
        "Several families are choosing that time at this moment. Try again in a few seconds."
    ),
    "appointments.day_busy": lambda _facts: _(
        "Families are booking on that day at this moment. Nothing was changed. Press again."
    ),
    "appointments.slot_too_soon": lambda _facts: _(
        "That time begins too soon to get there. Choose a later one."
    ),
    "appointments.too_many_holds": lambda facts: (
        _(
            "A time can be chosen %(most)d times a day. You can choose again tomorrow. What is"
            " confirmed stays."
        )
        % {"most": facts["most"]}
    ),
    "appointments.already_booked": lambda _facts: _(
        "Your family already has an appointment. You can change it here."
    ),
    "appointments.already_holding": lambda _facts: _(
        "You chose another time at this moment. Look at which one is kept for you."
    ),
    "appointments.nothing_held": lambda _facts: _("No time is kept for you now. Choose one."),
    "appointments.hold_lapsed": lambda _facts: _(
        "The 10 minutes are over, and the time is no longer kept. Choose one again."
    ),
    "appointments.nothing_booked": lambda _facts: _("You have no appointment now."),
    "appointments.hour_has_come": lambda facts: (
        _(
            "The hour of your appointment (%(time)s) has come, so it cannot be changed here."
            " Call us."
        )
        % {"time": short_time(facts["starts_at"])}
    ),
    "appointments.not_sent_yet": lambda _facts: _(
        "Your application is ready but not sent. Send it first; then you can choose a time."
    ),
    "appointments.not_now": lambda _facts: _(
        "No interview is needed at this point of your application. Look at your page: it says"
        " what comes next."
    ),
    "appointments.programme_stopped": _stopped,
    "appointments.office_unknown": lambda _facts: _(
        "That office does not see families in this way then. Choose another one."
    ),
    "appointments.office_shut": lambda facts: (
        _("The office in %(office)s closes on %(day)s. Choose another day.")
        % {"office": _office(facts), "day": long_date(facts["on"], year=False)}
    ),
    "appointments.booking_closed": lambda facts: (
        _(
            "No appointments are given in %(office)s at this time. Your application is kept, and"
            " you do not lose your turn."
        )
        % {"office": _office(facts)}
    ),
    "appointments.invitation_needed": lambda facts: (
        _("In %(office)s the office invites each family in turn. We write to you when it is yours.")
        % {"office": _office(facts)}
    ),
    "appointments.cannot_become": lambda _facts: _(
        "Somebody was faster, and this page is out of date. Look at the day again."
    ),
    "appointments.desk_busy": lambda _facts: _(
        "A family is already called to this desk or sits there. Finish that visit first."
    ),
    "appointments.already_called": lambda facts: (
        _("%(desk)s called them at %(time)s.")
        % {"desk": facts["desk"], "time": short_time(facts["at"])}
    ),
    "appointments.other_day": lambda facts: (
        _("This appointment is not today. It is on %(day)s, at %(time)s.")
        % {"day": long_date(facts["on"]), "time": clock_time(facts["at"])}
    ),
    "appointments.not_absent_yet": lambda facts: (
        _("A family is absent from %(time)s on, half an hour after its hour.")
        % {"time": short_time(facts["absent_from"])}
    ),
    "appointments.staff_twice": lambda _facts: _(
        "Somebody would sit in two places at once. Look at the plan of that day."
    ),
    "appointments.day_is_over": lambda _facts: _(
        "That day is over. Only a day that is still to come can be closed."
    ),
}

"""What each line of the trail says. An act without words here is shown by its code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, "str | Promise"] = {
    "household.": _("Registration"),
    "person.": _("People of a family"),
    "application.": _("Applications"),
    "appointment.": _("Appointments and visits"),
    "case.": _("Case files"),
    "interview.": _("Interviews"),
    "referral.": _("Referrals"),
    "disclosure.": _("Data that left"),
    "duplicate.": _("Duplicates"),
    "message.": _("Messages"),
    "report.": _("Reports"),
    "office.": _("Desks, hours, closures"),
    "places.": _("Places"),
    "staff.": _("Staff and sign-ins"),
    "trail.": _("Readings of this trail"),
}

ACTS: Mapping[str, "str | Promise"] = {
    "application.advanced": _("moved an application on"),
    "appointment.absent": _("marked as absent"),
    "appointment.arrived": _("marked as arrived"),
    "appointment.called": _("called"),
    "appointment.cancelled": _("cancelled an appointment"),
    "appointment.confirmed": _("confirmed an appointment"),
    "appointment.done": _("finished a visit"),
    "appointment.held": _("held a time"),
    "appointment.hour_lost": _("took an hour back"),
    "appointment.interview_started": _("began an interview"),
    "appointment.lapsed": _("let a held time lapse"),
    "appointment.left": _("marked as left"),
    "appointment.looked_up": _("looked up at the door"),
    "appointment.moved": _("moved an appointment"),
    "appointment.parked": _("put on hold"),
    "appointment.redirected": _("sent to another desk"),
    "appointment.unanswered": _("noted an unanswered call"),
    "appointment.unparked": _("brought back from hold"),
    "case.outcome": _("gave an outcome"),
    "case.read": _("opened a case file"),
    "case.searched": _("searched the case files"),
    "disclosure.ended": _("ended a release of data"),
    "disclosure.made": _("released data"),
    "duplicate.found": _("found a possible duplicate"),
    "duplicate.kept": _("kept one of two"),
    "duplicate.settled": _("settled a possible duplicate"),
    "household.erased": _("erased a household"),
    "household.registered": _("began an application"),
    "interview.closed": _("closed an interview"),
    "interview.opened": _("opened an interview"),
    "interview.saved": _("saved a section of an interview"),
    "message.laid_aside": _("laid a message aside"),
    "message.sent_again": _("sent a message again"),
    "office.day_closed": _("closed a day"),
    "office.day_reopened": _("opened a closed day"),
    "office.desk_added": _("added a desk"),
    "office.desk_confirmed": _("confirmed a desk"),
    "office.period_added": _("added opening hours"),
    "office.period_ended": _("ended opening hours"),
    "person.added": _("added a person"),
    "person.changed": _("changed a person"),
    "person.removed": _("removed a person"),
    "places.day_closed": _("closed a day"),
    "places.published": _("opened the places of a day"),
    "places.withdrawn": _("withdrew places"),
    "programmes.loaded": _("loaded the rules"),
    "referral.accepted": _("noted that the partner accepted"),
    "referral.consented": _("recorded the family's yes"),
    "referral.declined": _("recorded the family's no"),
    "referral.done": _("noted the partner's result"),
    "referral.dropped": _("dropped a proposed referral"),
    "referral.proposed": _("proposed a referral"),
    "referral.returned": _("noted that the partner sent it back"),
    "referral.revoked": _("revoked a referral"),
    "referral.sent": _("sent a referral"),
    "reply.read": _("read a reply"),
    "report.acknowledged": _("acknowledged a report"),
    "report.asked": _("asked about a report"),
    "report.closed": _("closed a report"),
    "report.forwarded": _("forwarded a report"),
    "report.received": _("received a report"),
    "report.taken": _("took a report"),
    "screening.done": _("answered the questions"),
    "staff.account_closed": _("closed an account"),
    "staff.account_made": _("made an account"),
    "staff.account_opened": _("opened an account again"),
    "staff.day_confirmed": _("confirmed a shift"),
    "staff.day_dropped": _("took somebody out of the plan"),
    "staff.day_planned": _("planned a shift"),
    "staff.day_unconfirmed": _("took a confirmed shift back"),
    "staff.factor_added": _("added a second factor"),
    "staff.factor_removed": _("removed a second factor"),
    "staff.password_changed": _("changed the password"),
    "staff.recovery_asked": _("asked to let somebody in again"),
    "staff.recovery_confirmed": _("confirmed that somebody is let in again"),
    "staff.recovery_dropped": _("refused to let somebody in again"),
    "staff.role_confirmed": _("confirmed a role"),
    "staff.role_ended": _("ended a role"),
    "staff.role_given": _("gave a role"),
    "staff.role_proposed": _("proposed a role"),
    "staff.sign_in_refused": _("was refused at the sign-in"),
    "staff.signed_in": _("signed in"),
    "staff.signed_out": _("signed out"),
    "trail.searched": _("searched this trail"),
}

WHO: Mapping[str, "str | Promise"] = {
    "ANYONE": _("somebody unknown"),
    "VISITOR": _("a visitor"),
    "HOUSEHOLD": _("the family"),
    "JOB": _("the clock"),
    "PARTNER": _("a partner"),
    "STAFF": _("staff"),
}


def act_words(act: str) -> str:
    return str(ACTS.get(act, act))


FACTS: Mapping[str, "str | Promise"] = {
    "to": _("to"),
    "from": _("from"),
    "role": _("role"),
    "on": _("day"),
    "last_on": _("last day"),
    "reason": _("reason"),
    "otherwise": _("why this family"),
    "calls": _("calls"),
    "kind": _("kind"),
    "purpose": _("purpose"),
    "section": _("section"),
    "outcome": _("outcome"),
    "pathway": _("pathway"),
    "recipient": _("recipient"),
    "withdrawn": _("places withdrawn"),
    "told": _("families told"),
}


def facts_words(facts: Mapping[str, Any]) -> str:
    """The facts that say something to a reader; keys of rows are left to the database."""
    told = ((FACTS[name], facts[name]) for name in FACTS if facts.get(name) not in ("", None))
    return " · ".join(f"{words}: {_plain(value)}" for words, value in told)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

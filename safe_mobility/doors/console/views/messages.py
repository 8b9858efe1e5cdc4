"""What waits for a person: wishes from families, their own words, messages that did not go out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.notifications import queries as notifications
from safe_mobility.notifications import services as message_acts
from safe_mobility.notifications.queries import DeskItem
from safe_mobility.notifications.rules.states import Channel, State
from safe_mobility.oversight.services import trail
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.shared.refusal import NotVisible, Refusal

ROLES = {"RECEPTION", "SUPERVISOR"}
KINDS: dict[str, "str | Promise"] = {
    "booked": _("Appointment confirmed"),
    "cancelled": _("Appointment cancelled"),
    "changed": _("Appointment changed"),
    "closed_day": _("Closed day"),
    "code": _("Code to sign in"),
    "contact_check": _("Check of a contact"),
    "duplicate_found": _("Second application"),
    "day_ahead": _("A date is near"),
    "trace_question": _("The question of each month"),
    "trace_found": _("News"),
    "invited": _("Invitation to book"),
    "left": _("Visit not finished"),
    "missed": _("Missed appointment"),
    "no_change_news": _("Nothing has changed"),
    "outcome": _("News of the outcome"),
    "referral_sent": _("Referral sent"),
    "registered": _("Application received"),
    "reminder": _("Reminder"),
    "reopened": _("Application opened again"),
    "rules_changed": _("A rule changed"),
    "suspended": _("Programme stopped"),
    "wish_received": _("Answer to an SMS"),
    "withdrawn": _("Application closed by the family"),
    "you_are_next": _("You are next"),
}
_WHY: tuple[tuple[str, "str | Promise"], ...] = (
    ("worker_", _("our sender stopped in the middle")),
    ("sms_status_4", _("the SMS gateway refused it")),
    ("sms_", _("the SMS gateway did not answer")),
    ("smtp_SMTPRecipientsRefused", _("the mailbox does not exist")),
    ("smtp_", _("the mail server did not answer")),
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A line of the desk, in words."""

    id: UUID
    reference: str
    kind: "str | Promise"
    at: datetime
    unknown: bool
    why: list["str | Promise"]


@access(STAFF, roles=ROLES)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Three lists, each the oldest first."""
    return _desk(request)


@access(STAFF, roles=ROLES)
@require_POST
def send_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _on_the_desk(request, message_id, message_acts.send_again)


@access(STAFF, roles=ROLES)
@require_POST
def lay_aside(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _on_the_desk(request, message_id, message_acts.lay_aside)


@access(STAFF, roles=ROLES)
@require_POST
def wish_handled(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """The family was called or has another time."""
    with once(request, asker(request)) as act:
        act(people_acts.handle_wish, wish_id=wish_id, actor=asker(request), now=clock.now())
    return redirect("console:messages")


@access(STAFF, roles=ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, household_id: UUID, reply_id: UUID) -> HttpResponse:
    """A reply in the family's own words. Opening it leaves a mark."""
    who, now = asker(request), clock.now()
    family = people.household_by_id(asker=who, household_id=household_id)
    visible = people.visible(who, household_id)
    if request.method == "POST":
        with once(request, who) as act:
            act(
                message_acts.reply_read,
                reply_id=reply_id,
                visible=visible,
                about=family.reference,
                actor=who,
                now=now,
            )
        return redirect("console:messages")
    trail.record(
        "reply.opened", actor=who, about=family.reference, now=now, office=family.office_code
    )
    words = notifications.reply_words(visible=visible, reply_id=reply_id)
    context = {"words": words, "reference": family.reference}
    return render(request, "console/messages/reply.html", context)


def _on_the_desk(request: HttpRequest, message_id: UUID, service: Any) -> HttpResponse:
    within = people.visible_to(asker(request))
    try:
        with once(request, asker(request)) as act:
            act(
                service,
                message_id=message_id,
                within=within,
                office=places.office_of(asker(request)),
                actor=asker(request),
                now=clock.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        return _desk(request, refused=words_for(refusal))
    return redirect("console:messages")


def _desk(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    who = asker(request)
    within = people.visible_to(who)
    items = notifications.desk(within=within)
    replies = notifications.replies_to_read(within=within)
    numbers = people.references(
        asker=who,
        household_ids={row.household_id for row in items} | {row.household_id for row in replies},
    )
    context = {
        "refused": refused,
        "wishes": people.wishes(asker=who),
        "replies": [(row, numbers.get(row.household_id, "")) for row in replies],
        "stuck": [_stuck(item, numbers.get(item.household_id, "")) for item in items],
    }
    return render(request, "console/messages/desk.html", context, status=409 if refused else 200)


def _stuck(item: DeskItem, reference: str) -> Stuck:
    return Stuck(
        id=item.id,
        reference=reference,
        kind=KINDS.get(item.kind, item.kind),
        at=item.queued_at,
        unknown=item.state is State.UNKNOWN,
        why=[_why(channel, fault) for channel, fault, _attempts in item.faults],
    )


def _why(channel: Channel, fault: str) -> "str | Promise":
    for beginning, words in _WHY:
        if fault.startswith(beginning):
            return words
    return f"{channel}: {fault}"

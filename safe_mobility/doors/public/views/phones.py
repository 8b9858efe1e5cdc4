"""On a training site the phones and mailboxes of all families are a page of the site itself.

Nothing leaves the computer: what would ring a phone is shown here, with the code that only
that phone would show, and a reply goes the same way in as one from a provider. On any other
site these pages are not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock, replies
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.doors.public.forms.phones import ReplyForm
from safe_mobility.notifications import queries as notifications
from safe_mobility.notifications.queries import Sent
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.rendering import Rendered, language_for
from safe_mobility.notifications.rules.replies import Wish
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.people import queries as people
from safe_mobility.people.rules.contacts import phone_as_read
from safe_mobility.shared.asker import job
from safe_mobility.shared.refusal import NotVisible

READER = job("training page")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands on one phone, in one mailbox, or on the page alone."""

    household_id: UUID
    channel: Channel
    to: str
    at: datetime
    title: str
    text: str
    language: str = ""
    ours: bool = True


def only_in_training(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.TRAINING:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@access(ANYONE)
@only_in_training
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """The newest messages to everybody."""
    shown = _shown(notifications.outbox(asker=READER))
    return render(request, "public/messages/everybody.html", {"shown": shown})


@access(ANYONE)
@only_in_training
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """One family's phone and mailbox, and a way to reply."""
    visible = people.visible(READER, household_id)
    number = _phone(household_id)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and number:
        replies.take(
            # The key of the press stands for the provider's id: pressed twice is one reply.
            provider_id=f"training-{request.POST.get(PRESS_FIELD, '')}",
            phone=number,
            text=form.cleaned_data["text"],
            now=clock.now(),
        )
        return redirect("public:phone", household_id=household_id)
    shown = _shown(notifications.outbox(asker=READER, recipient=str(household_id)))
    shown += [
        Shown(
            household_id=household_id,
            channel=Channel.SMS,
            to=phone_as_read(number) if number else "",
            at=reply.received_at,
            title="",
            text=_said(reply.wish) or notifications.reply_words(visible=visible, reply_id=reply.id),
            ours=False,
        )
        for reply in notifications.replies_of(visible=visible)
    ]
    shown.sort(key=lambda one: one.at)
    context = {"form": form, "shown": shown, "number": phone_as_read(number) if number else ""}
    return render(request, "public/messages/phone.html", context)


def _shown(sent: list[Sent]) -> list[Shown]:
    """Each message once for each channel it took, as the person would see it there."""
    contacts = {one.recipient.id: _contacts(one) for one in sent}
    shown = []
    for message in sent:
        words = _with_code(message)
        for channel, contact in message.to or ((Channel.PAGE, ""),):
            shown.append(
                Shown(
                    household_id=UUID(message.recipient.id),
                    channel=channel,
                    to=contacts[message.recipient.id].get(contact, ""),
                    at=message.at,
                    title=words.subject,
                    text={Channel.SMS: words.sms, Channel.EMAIL: words.body}.get(
                        channel, words.page
                    ),
                    language=language_for(message.recipient.language),
                )
            )
    return shown


def _contacts(message: Sent) -> dict[str, str]:
    try:
        found = people.addresses(asker=READER, recipient=message.recipient)
    except NotVisible:
        return {}
    return {
        one.contact: phone_as_read(one.value) if one.channel == Channel.SMS else one.value
        for one in found
    }


def _with_code(message: Sent) -> Rendered:
    """The words; where they hold a code it is made again, as long as it can be used."""
    if not KINDS[message.kind].secret:
        return message.words
    try:
        code = people.code_for(asker=READER, message_about=message.about)
    except NotVisible:
        return message.words
    return notifications.render(
        message.kind, language=message.recipient.language, facts={**message.facts, "code": code}
    )


def _phone(household_id: UUID) -> str:
    recipient = people.recipient_of(household_id)
    found = people.addresses(asker=READER, recipient=recipient)
    return next((one.value for one in found if one.channel == Channel.SMS), "")


def _said(wish: str) -> str:
    words = {Wish.CHANGE: "CAMBIO", Wish.TIME: "CITA", Wish.WORK: "SIGO"}
    return words.get(Wish(wish), "") if wish else ""

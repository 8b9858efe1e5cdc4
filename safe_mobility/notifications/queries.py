"""Reading what was said, and the words it is said with.

Scope is not judged here: a household's messages are read through a `Visible`, which only
`people` can make, and the desk through the households that `people` says are in reach.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from safe_mobility.notifications.models import Delivery, Message, Reply
from safe_mobility.notifications.rules import checking, rendering
from safe_mobility.notifications.rules.checking import Checked, Home
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.rendering import Rendered, Surroundings
from safe_mobility.notifications.rules.states import Channel, State
from safe_mobility.oversight.services import keys
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.recipient import Recipient
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.shared.visible import Visible

_SAID = (State.SENT, State.DELIVERED, State.UNKNOWN, State.DEAD)
"""What a household may read. What could not be brought to its phone stands here all the more."""


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """One message as its recipient reads it. `text` is the long one, `sms` what the phone got;
    where a code stood, both say that it is not kept."""

    id: UUID
    kind: str
    at: datetime
    state: State
    channel: Channel
    title: str
    text: str
    sms: str
    facts: Mapping[str, Any]
    about: str
    language: str


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A message that did not go out, or of which nobody knows whether it did."""

    id: UUID
    kind: str
    state: State
    queued_at: datetime
    household_id: UUID
    faults: tuple[tuple[Channel, str, int], ...]


@dataclass(frozen=True, slots=True)
class ReplySeen:
    id: UUID
    household_id: UUID
    received_at: datetime
    wish: str


def messages(*, visible: Visible, limit: int = 100) -> list[MessageSeen]:
    """What was said to this recipient, the newest first."""
    rows = (
        Message.objects.to(visible.recipient)
        .filter(state__in=_SAID)
        .prefetch_related("deliveries")
        .order_by("-queued_at", "-id")[:limit]
    )
    return [_seen(row) for row in rows]


def was_said(*, visible: Visible, text: str) -> bool:
    """Whether exactly these words went to this recipient's phone: for somebody signed in who
    holds a message in doubt."""
    wanted = " ".join(text.split()).casefold()
    rows = Message.objects.to(visible.recipient).filter(state__in=_SAID)
    return any(
        " ".join(sms.split()).casefold() == wanted for sms in rows.values_list("sms", flat=True)
    )


def check_message(text: str) -> Checked:
    """What can be said to a stranger about a text, by its form alone."""
    offices = frozenset(
        programmes.place_name(code, language)
        for code in programmes.office_codes()
        for language in rendering.LANGUAGES
    )
    home = Home(site=settings.SITE_ADDRESS, phone=_phone(), offices=offices)
    return checking.check(text, home=home)


def render(kind: str, *, language: str, facts: Mapping[str, Any]) -> Rendered:
    """The words for these facts. A code must be among them for kinds that carry one."""
    return rendering.render(kind, language=language, facts=facts, around=_around(language, facts))


@dataclass(frozen=True, slots=True)
class Sent:
    """One message with where it went, for the training page that stands for phone and mailbox."""

    id: UUID
    kind: str
    about: str
    recipient: Recipient
    facts: Mapping[str, Any]
    at: datetime
    state: State
    words: Rendered
    to: tuple[tuple[Channel, str], ...]


def outbox(*, asker: Asker, recipient: str = "", limit: int = 30) -> list[Sent]:
    """What went out last, to everybody or to one recipient. For jobs alone: a training site asks
    as one."""
    if asker.kind is not AskerKind.JOB:
        return []
    rows = Message.objects.filter(state__in=_SAID).prefetch_related("deliveries")
    if recipient:
        rows = rows.filter(recipient_id=recipient)
    return [
        Sent(
            id=row.pk,
            kind=row.kind,
            about=row.about,
            recipient=row.recipient,
            facts=row.facts,
            at=row.sent_at or row.queued_at,
            state=State(row.state),
            words=_words_of(row),
            to=tuple((Channel(d.channel), d.contact) for d in row.deliveries.all()),
        )
        for row in rows.order_by("-queued_at", "-id")[:limit]
    ]


def replies_of(*, visible: Visible) -> list[ReplySeen]:
    """What this household wrote back, the newest first."""
    rows = Reply.objects.filter(household=visible.recipient.id).order_by("-received_at")
    return [_reply(row) for row in rows[:30]]


def reply_words(*, visible: Visible, reply_id: UUID) -> str:
    """A reply in the words of whoever wrote it; counted for a member of staff."""
    row = Reply.objects.filter(pk=reply_id, household=visible.recipient.id).first()
    if row is None:
        raise NotVisible(reply=str(reply_id))
    if row.words is None or row.household is None:
        return ""
    key = keys.unwrap(asker=visible.asker, owner=row.household, purpose="read reply")
    return key.open(row.words, table=Reply._meta.db_table, column="words", row=row.pk)


def desk(*, within: QuerySet[Any], limit: int = 100) -> list[DeskItem]:
    """What waits for a person, the oldest first, for the households in `within`."""
    rows = (
        Message.objects.filter(
            state__in=(State.DEAD, State.UNKNOWN),
            set_aside_at=None,
            recipient_kind="HOUSEHOLD",
            recipient_id__in=_as_text(within),
        )
        .prefetch_related("deliveries")
        .order_by("queued_at")[:limit]
    )
    return [
        DeskItem(
            id=row.pk,
            kind=row.kind,
            state=State(row.state),
            queued_at=row.queued_at,
            household_id=UUID(row.recipient_id),
            faults=tuple(
                (Channel(d.channel), d.fault, d.attempts) for d in row.deliveries.all() if d.fault
            ),
        )
        for row in rows
    ]


def replies_to_read(*, within: QuerySet[Any], limit: int = 100) -> list[ReplySeen]:
    """What people wrote back in their own words and nobody has read yet, the oldest first."""
    rows = Reply.objects.filter(household__in=within.values("pk"), read_at=None, wish="OTHER")
    return [_reply(row) for row in rows.order_by("received_at")[:limit]]


def last_written_to(*, contacts: Iterable[str]) -> str | None:
    """Of several contacts with one number, the one we wrote to last: a reply answers that."""
    return (
        Delivery.objects.filter(contact__in=list(contacts), channel=Channel.SMS)
        .exclude(tried_at=None)
        .order_by("-tried_at")
        .values_list("contact", flat=True)
        .first()
    )


def _as_text(within: QuerySet[Any]) -> QuerySet[Any]:
    keys: QuerySet[Any] = within.annotate(key_text=Cast("pk", TextField())).values("key_text")
    return keys


def _reply(row: Reply) -> ReplySeen:
    return ReplySeen(row.pk, UUID(str(row.household)), row.received_at, row.wish)


def _words_of(row: Message) -> Rendered:
    if not KINDS[row.kind].secret:
        return Rendered(sms=row.sms, subject=row.subject, body=row.body, page=row.page)
    withheld = rendering.withheld_line(row.language)
    title = render(row.kind, language=row.language, facts={"code": "000000"}).subject
    return Rendered(sms=withheld, subject=title, body=withheld, page=withheld)


def _seen(row: Message) -> MessageSeen:
    words = _words_of(row)
    channels = [Channel(d.channel) for d in row.deliveries.all()]
    return MessageSeen(
        id=row.pk,
        kind=row.kind,
        at=row.sent_at or row.queued_at,
        state=State(row.state),
        channel=max(channels, default=Channel.PAGE),
        title=_title(words.subject),
        text=words.page,
        sms=words.sms,
        facts=row.facts,
        about=row.about,
        language=rendering.language_for(row.language),
    )


def _title(subject: str) -> str:
    """On our own page nobody needs to be told who writes."""
    said = subject.partition(": ")[2] or subject
    return said[:1].upper() + said[1:]


def _phone() -> str:
    """The help line as the programme names it on every page; else the site's own."""
    line = programmes.contacts("es").get("helpline")
    return line.phone if line else settings.HELP_PHONE


def _around(language: str, facts: Mapping[str, Any]) -> Surroundings:
    code, pathway = str(facts.get("office", "")), str(facts.get("pathway", ""))
    tongue = rendering.language_for(language)
    return Surroundings(
        site=settings.SITE_ADDRESS,
        phone=_phone(),
        zone=programmes.zone(code) if code else ZoneInfo(settings.TIME_ZONE),
        office=programmes.place_name(code, tongue) if code else "",
        pathway=programmes.text_of(f"pathway.{pathway}.name", tongue) if pathway else "",
    )

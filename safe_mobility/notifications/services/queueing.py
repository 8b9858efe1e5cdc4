"""Saying something: a row in the act's transaction, so a message exists exactly when the act
that it tells of does. It leaves after the commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Greatest

from safe_mobility.notifications.models import Message, Reply
from safe_mobility.notifications.rules import rendering
from safe_mobility.notifications.rules.kinds import KINDS, default_expiry
from safe_mobility.notifications.rules.states import State
from safe_mobility.shared.recipient import Recipient, RecipientKind

WAKE = "notifications"
"""The channel on which the sender listens."""
WAKES_UP_TO = 2
"""Kinds at least this urgent ring the sender; it finds the others within a second.

A transaction that notifies commits under a lock shared by the whole cluster: if every
booking rang, every booking would wait for the one before (docs/adr/0070)."""


def queue(
    kind: str,
    *,
    about: str,
    to: Recipient,
    now: datetime,
    occasion: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    **facts: Any,
) -> None:
    """Say this to them, once; the same kind about the same thing again is silently nothing.

    Call it inside the act's transaction. Facts are codes and ISO dates, never a name, a
    contact or a code that lets somebody in.
    """
    saying = Saying(to=to, about=about, occasion=occasion, facts=facts)
    queue_many([saying], kind=kind, now=now, due_at=due_at, expires_at=expires_at)


@dataclass(frozen=True, slots=True)
class Saying:
    """One of many messages of one kind."""

    to: Recipient
    about: str
    occasion: str
    facts: dict[str, Any]


def queue_many(
    sayings: Iterable[Saying],
    *,
    kind: str,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """`queue` for many recipients in one statement, as when the programme stops."""
    what = KINDS[kind]
    due = due_at or now
    rows = []
    for saying in sayings:
        rendering.check_sayable(kind, saying.facts)
        rows.append(
            Message(
                kind=kind,
                about=saying.about,
                occasion=saying.occasion,
                recipient_kind=saying.to.kind,
                recipient_id=saying.to.id,
                language=saying.to.language,
                facts=saying.facts,
                urgency=what.urgency,
                queued_at=now,
                due_at=due,
                expires_at=expires_at or default_expiry(what, due_at=due, facts=saying.facts),
            )
        )
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and what.urgency <= WAKES_UP_TO:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [WAKE])


def call_off(*, about: str, now: datetime, kinds: Iterable[str] = ()) -> int:
    """Do not send what still waits about this: a reminder of a time that was given up."""
    rows = Message.objects.filter(about=about, state=State.QUEUED)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return rows.update(state=State.EXPIRED, expires_at=Greatest("due_at", Value(now)))


def forget(*, to: Recipient) -> int:
    """Remove everything that was said to this recipient, and what they answered (erasure)."""
    removed, _ = Message.objects.to(to).delete()
    if to.kind is RecipientKind.HOUSEHOLD:
        Reply.objects.filter(household=to.id).delete()
    return removed

"""What is said to people leaves through here: queued in the act, sent after it.

`queue` writes a row in the caller's transaction, so a message exists exactly when the act
it tells of does. The sender leases rows, speaks to the outside between two transactions,
and writes down the answer; whatever dies in between, nothing is lost and nothing said twice
that the provider can recognise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Now

from safe_mobility.notifications.models import Delivery, Message, Reply
from safe_mobility.notifications.rules import rendering, retry, states
from safe_mobility.notifications.rules.kinds import KINDS, default_expiry
from safe_mobility.notifications.rules.rendering import Rendered
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel, State, Step
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.recipient import Recipient, RecipientKind
from safe_mobility.shared.refusal import NotVisible

WAKE = "notifications"
"""The channel on which the sender listens."""
WAKES_UP_TO = 2
"""Kinds at least this urgent ring the sender; it finds the others within a second.

A transaction that notifies commits under a lock shared by the whole cluster: if every
booking rang, every booking would wait for the one before."""
LEASE = timedelta(seconds=90)
FAILED_LEASES = 5


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


# --- sending ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leased:
    """A message in this worker's hands. The number proves it: a late worker holds an old one."""

    id: UUID
    lease: int
    kind: str
    about: str
    to: Recipient
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one message can go: a channel and the key of a contact, never its value."""

    channel: Channel
    contact: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the outside said to one attempt. `fault` is a code of ours, never the outside's
    own words: they may repeat an address or a text."""

    answer: Answer
    provider_id: str = ""
    fault: str = ""


@transaction.atomic
def lease(*, now: datetime, limit: int) -> list[Leased]:
    """Take up to `limit` messages that are due, the most urgent first. Rows that another
    worker is taking are stepped over."""
    rows = list(
        Message.objects.takeable(now=now)
        .exclude(expires_at__lte=now)
        .order_by("urgency", "due_at")
        .select_for_update(skip_locked=True)[:limit]
    )
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.LEASED, leased_until=Now() + LEASE, lease=F("lease") + 1
    )
    return [
        Leased(row.pk, row.lease + 1, row.kind, row.about, row.recipient, row.facts) for row in rows
    ]


@transaction.atomic
def plan(
    leased: Leased, *, destinations: Iterable[Destination], words: Rendered
) -> list[tuple[UUID, Destination]]:
    """Keep the words and one delivery for each destination; return those still to be made.

    A contact that was removed since the last attempt loses its waiting delivery: nobody is
    written to at an address that they took away. Empty when the lease was lost meanwhile.
    """
    row = _held(leased)
    if row is None:
        return []
    wanted = {(d.channel, d.contact): d for d in destinations}
    if not KINDS[row.kind].secret and not row.sms:
        row.sms, row.subject, row.body, row.page = (
            words.sms,
            words.subject,
            words.body,
            words.page,
        )
        row.save(update_fields=["sms", "subject", "body", "page"])
    Delivery.objects.bulk_create(
        [Delivery(message=row, channel=d.channel, contact=d.contact) for d in wanted.values()],
        ignore_conflicts=True,
    )
    waiting = Delivery.objects.filter(message=row, step=Step.WAITING).order_by("-channel")
    gone = [d.pk for d in waiting if (d.channel, d.contact) not in wanted]
    Delivery.objects.filter(pk__in=gone).delete()
    return [(d.pk, wanted[Channel(d.channel), d.contact]) for d in waiting if d.pk not in set(gone)]


@transaction.atomic
def begin(leased: Leased, *, delivery: UUID) -> bool:
    """Write down that we are about to speak, and hold the lease for as long as that takes.

    False when the lease was lost: another worker has the message now. This commits before a
    word goes out, so that after a crash it is known that something may have been said.
    """
    if _held(leased) is None:
        return False
    Message.objects.filter(pk=leased.id).update(leased_until=Now() + LEASE)
    begun = Delivery.objects.filter(pk=delivery, step=Step.WAITING).update(
        step=Step.SENDING, attempts=F("attempts") + 1, tried_at=Now(), fault=""
    )
    return begun == 1


@transaction.atomic
def answered(*, delivery: UUID, told: Told, keeps_key: bool, chance: float, now: datetime) -> None:
    """Write down what the outside said.

    Also of a worker whose lease ran out: what it heard is true. It never takes back that
    something was sent.
    """
    row = Delivery.objects.select_for_update().filter(pk=delivery).first()
    if row is None or row.step not in {Step.SENDING, Step.UNKNOWN}:
        return
    pause = retry.pause(attempts=row.attempts, chance=chance)
    row.step = _step_after(told.answer, keeps_key=keeps_key, more=pause is not None)
    row.provider_id = told.provider_id or row.provider_id
    row.fault = told.fault
    row.save(update_fields=["step", "provider_id", "fault"])
    if row.step == Step.WAITING and pause is not None:
        Message.objects.filter(pk=row.message_id).update(try_at=Now() + pause.wait)
    if row.step == Step.SENT:
        Message.objects.filter(pk=row.message_id, state=State.UNKNOWN).update(
            state=State.SENT, sent_at=now
        )


@transaction.atomic
def settle(leased: Leased, *, now: datetime) -> State:
    """Close the lease: what the message is now follows from its deliveries."""
    row = _held(leased)
    if row is None:
        return State(Message.objects.values_list("state", flat=True).get(pk=leased.id))
    steps = [Step(s) for s in row.deliveries.values_list("step", flat=True)]
    return _move(row, states.of_deliveries(steps), now=now)


@transaction.atomic
def give_up(leased: Leased) -> None:
    """The message makes no sense any more: its code was used or ran out."""
    row = _held(leased)
    if row is not None:
        row.state, row.leased_until = State.EXPIRED, None
        row.save(update_fields=["state", "leased_until"])


@transaction.atomic
def put_back(leased: Leased, *, failed: bool = False) -> None:
    """Not now: the worker is asked to end, or could not even begin.

    A message that fails time and again before a word is said ends on the desk, where a
    person sees it, instead of going round for ever.
    """
    row = _held(leased)
    if row is None:
        return
    row.leased_until = None
    row.state = State.DEAD if failed and row.lease >= FAILED_LEASES else State.QUEUED
    row.save(update_fields=["state", "leased_until"])
    if failed:
        Message.objects.filter(pk=row.pk).update(try_at=Now() + LEASE)
        row.deliveries.filter(step=Step.SENDING).update(step=Step.UNKNOWN, fault="worker_failed")


@transaction.atomic
def recover(*, now: datetime, keeps_key: Mapping[Channel, bool]) -> int:
    """Take back what lost workers held. No upper age: an old lease is as lost as a new one."""
    rows = Message.objects.abandoned().select_for_update(skip_locked=True)[:200]
    count = 0
    for row in rows:
        steps = []
        for delivery in row.deliveries.select_for_update():
            known = keeps_key.get(Channel(delivery.channel), False)
            step = states.after_a_lost_worker(step=Step(delivery.step), keeps_key=known)
            if step != delivery.step:
                delivery.step, delivery.fault = step, "worker_lost"
                delivery.save(update_fields=["step", "fault"])
            steps.append(step)
        _move(row, states.of_deliveries(steps) if steps else State.QUEUED, now=now)
        count += 1
    return count


def expire(*, now: datetime) -> int:
    """What waited too long is not sent any more. Bounded, so that a tick stays short."""
    late = Message.objects.filter(state=State.QUEUED, expires_at__lte=now).values("pk")[:1000]
    return Message.objects.filter(pk__in=late, state=State.QUEUED).update(state=State.EXPIRED)


def delivered(*, provider_id: str) -> bool:
    """The provider's receipt: it reached the phone."""
    row = Delivery.objects.filter(provider_id=provider_id).exclude(provider_id="").first()
    if row is None:
        return False
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=row.message_id)
        Delivery.objects.filter(pk=row.pk).update(step=Step.DELIVERED)
        if State.DELIVERED in states.NEXT[State(message.state)]:
            message.state = State.DELIVERED
            message.save(update_fields=["state"])
    return True


# --- the desk of what did not go out -----------------------------------------------------


@transaction.atomic
def send_again(*, message_id: UUID, actor: Asker, now: datetime) -> None:
    """A person decided that it should go out once more. Attempts are counted afresh.

    Where it is not known whether it arrived, that person takes the risk of a second copy.
    """
    row = _on_the_desk(message_id)
    states.check_step(State(row.state), State.QUEUED)
    row.deliveries.filter(step__in=[Step.DEAD, Step.UNKNOWN]).update(
        step=Step.WAITING, attempts=0, fault=""
    )
    row.state, row.try_at, row.due_at = State.QUEUED, None, now
    # They chose to send it; an old limit must not silently undo that.
    row.expires_at = None
    row.save(update_fields=["state", "try_at", "due_at", "expires_at"])
    trail.record("message.sent_again", actor=actor, about=row.about, now=now, kind=row.kind)


@transaction.atomic
def lay_aside(*, message_id: UUID, actor: Asker, now: datetime) -> None:
    """A person saw to it in another way: by a call, or at the counter."""
    row = _on_the_desk(message_id)
    row.set_aside_at = now
    row.save(update_fields=["set_aside_at"])
    trail.record("message.laid_aside", actor=actor, about=row.about, now=now, kind=row.kind)


def _on_the_desk(message_id: UUID) -> Message:
    row = Message.objects.select_for_update().filter(pk=message_id).first()
    if row is None:
        raise NotVisible(message=str(message_id))
    if row.state not in {State.DEAD, State.UNKNOWN} or row.set_aside_at is not None:
        raise states.WrongStep(old=row.state, new="")
    return row


def _held(leased: Leased) -> Message | None:
    return (
        Message.objects.select_for_update()
        .filter(pk=leased.id, lease=leased.lease, state=State.LEASED)
        .first()
    )


def _move(row: Message, state: State, *, now: datetime) -> State:
    states.check_step(State(row.state), state)
    row.state, row.leased_until = state, None
    if state is State.SENT and row.sent_at is None:
        row.sent_at = now
    row.save(update_fields=["state", "leased_until", "sent_at"])
    return state


def _step_after(answer: Answer, *, keeps_key: bool, more: bool) -> Step:
    if answer is Answer.TAKEN:
        return Step.SENT
    if answer is Answer.REFUSED:
        return Step.DEAD
    if answer is Answer.SILENT and not (keeps_key and more):
        return Step.UNKNOWN
    return Step.WAITING if more else Step.DEAD

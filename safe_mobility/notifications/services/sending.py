"""Sending: rows are leased, the outside is spoken to between two transactions, and the answer
is written down. Whatever dies in between, nothing is lost, and nothing is said twice that the
provider can recognise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from safe_mobility.notifications.models import Delivery, Message
from safe_mobility.notifications.rules import retry, states
from safe_mobility.notifications.rules.kinds import KINDS
from safe_mobility.notifications.rules.rendering import Rendered
from safe_mobility.notifications.rules.retry import Answer
from safe_mobility.notifications.rules.states import Channel, State, Step
from safe_mobility.shared.recipient import Recipient

LEASE = timedelta(seconds=90)
FAILED_LEASES = 5


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

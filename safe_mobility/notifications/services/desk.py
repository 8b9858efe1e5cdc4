"""What did not go out, or of which nobody knows: a person decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from safe_mobility.notifications.models import Message
from safe_mobility.notifications.rules import states
from safe_mobility.notifications.rules.states import State, Step
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@transaction.atomic
def send_again(
    *, message_id: UUID, within: QuerySet[Any], office: str, actor: Asker, now: datetime
) -> None:
    """A person decided that it should go out once more. Attempts are counted afresh.

    Where it is not known whether it arrived, that person takes the risk of a second copy.
    """
    row = _on_the_desk(message_id, within)
    states.check_step(State(row.state), State.QUEUED)
    row.deliveries.filter(step__in=[Step.DEAD, Step.UNKNOWN]).update(
        step=Step.WAITING, attempts=0, fault=""
    )
    row.state, row.try_at, row.due_at = State.QUEUED, None, now
    # They chose to send it; an old limit must not silently undo that.
    row.expires_at = None
    row.save(update_fields=["state", "try_at", "due_at", "expires_at"])
    _mark("message.sent_again", row, within, actor=actor, office=office, now=now)


@transaction.atomic
def lay_aside(
    *, message_id: UUID, within: QuerySet[Any], office: str, actor: Asker, now: datetime
) -> None:
    """A person saw to it in another way: by a call, or at the counter."""
    row = _on_the_desk(message_id, within)
    row.set_aside_at = now
    row.save(update_fields=["set_aside_at"])
    _mark("message.laid_aside", row, within, actor=actor, office=office, now=now)


def _on_the_desk(message_id: UUID, within: QuerySet[Any]) -> Message:
    """The message, locked, if it is to one of the households that the actor may see."""
    row = Message.objects.select_for_update().filter(pk=message_id).first()
    if row is None or not within.filter(pk=UUID(row.recipient_id)).exists():
        raise NotVisible(message=str(message_id))
    if row.state not in {State.DEAD, State.UNKNOWN} or row.set_aside_at is not None:
        raise states.WrongStep(old=row.state, new="")
    return row


def _mark(
    act: str, row: Message, within: QuerySet[Any], *, actor: Asker, office: str, now: datetime
) -> None:
    """A line about the family: who looks at its trail must find who wrote to it again."""
    family = within.values_list("reference", flat=True).get(pk=UUID(row.recipient_id))
    trail.record(act, actor=actor, about=family, now=now, office=office, kind=row.kind)

"""What comes back by SMS. The same reply brought twice is one; a phone we do not know leaves
nothing behind but the provider's id."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications.models import Reply
from safe_mobility.notifications.rules.replies import LONGEST, Wish
from safe_mobility.notifications.services.queueing import queue
from safe_mobility.oversight.services import keys, trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.recipient import Recipient
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.shared.visible import Visible


@transaction.atomic
def keep_reply(
    *,
    provider_id: str,
    wish: Wish,
    words: str,
    sender: Recipient | None,
    actor: Asker,
    now: datetime,
) -> bool:
    """Keep a reply; False where it was kept before. Words that are none of those we ask for
    are sealed under the household's key, for a person to read, and answered."""
    row = Reply(id=uuid.uuid4(), provider_id=provider_id, received_at=now)
    if sender is not None:
        row.household, row.wish = UUID(sender.id), wish
        if wish is Wish.OTHER:
            key = keys.unwrap(asker=actor, owner=row.household, purpose="keep reply")
            table = Reply._meta.db_table
            row.words = key.seal(words[:LONGEST], table=table, column="words", row=row.pk)
    Reply.objects.bulk_create([row], ignore_conflicts=True)
    if not Reply.objects.filter(pk=row.pk).exists():
        return False
    if sender is not None and wish is Wish.OTHER:
        _answer(sender, now=now)
    return True


@transaction.atomic
def reply_read(
    *, reply_id: UUID, visible: Visible, about: str, actor: Asker, now: datetime
) -> None:
    """A person at the office read it and sees to it."""
    mine = Reply.objects.filter(household=visible.recipient.id)
    row = mine.select_for_update().filter(pk=reply_id).first()
    if row is None:
        raise NotVisible(reply=str(reply_id))
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
        trail.record("reply.read", actor=actor, about=about, now=now)


def _answer(sender: Recipient, *, now: datetime) -> None:
    # Once a day: whoever writes ten times is not answered ten times.
    day = now.date().isoformat()
    queue("wish_received", about=sender.id, to=sender, now=now, occasion=day, wish=Wish.OTHER)

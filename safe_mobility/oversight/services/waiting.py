"""A form that came after the session had ended waits, sealed, for the one who wrote it.

Nothing in it is ever carried out from here: its writer signs in, reads it again and sends it, and
only then does the page judge it as it judges every form. It waits an hour; a person has at most
five of them, each no larger than what a page can hold. Who was somebody else when signing in
finds nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from safe_mobility.oversight.models import Press, WaitingForm
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes
from safe_mobility.shared.asker import Asker

WAITS = timedelta(hours=1)
MOST = 5
LARGEST = 256 * 1024
_TABLE = WaitingForm._meta.db_table
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form as it was sent. `press` is its key: sent again, it is still the same press."""

    id: UUID
    came_at: datetime
    path: str = field(repr=False)
    press: str = field(repr=False)
    fields: tuple[tuple[str, str], ...] = field(repr=False)


@transaction.atomic
def keep(*, owner: str, press: str, path: str, fields: Fields) -> bool:
    """Let a form wait for `owner`, the `ref` of an asker; says whether it was small enough.

    The caller knows from the form itself whose it is. The oldest gives way to a sixth.
    """
    body = json.dumps([path, press, list(fields)], ensure_ascii=False).encode()
    if len(body) > LARGEST:
        return False
    row_id = UUID(bytes=hashes.keyed_hash("waiting form", f"{owner} {press}")[:16])
    sealed = _key(owner, row_id).seal(body, table=_TABLE, column="body", row=row_id)
    WaitingForm.objects.update_or_create(
        id=row_id, defaults={"owner": owner, "body": sealed, "came_at": timezone.now()}
    )
    mine = WaitingForm.objects.filter(owner=owner).order_by("-came_at")
    WaitingForm.objects.filter(pk__in=[row.pk for row in mine[MOST:]]).delete()
    return True


def of(*, asker: Asker) -> list[Waiting]:
    """What waits for this asker, the newest first, without what was carried out meanwhile."""
    rows = WaitingForm.objects.filter(owner=asker.ref, came_at__gt=timezone.now() - WAITS).order_by(
        "-came_at"
    )
    found = [_opened(row) for row in rows]
    done = Press.objects.filter(asker=asker.ref, key__in=[each.press for each in found])
    keys = set(done.values_list("key", flat=True))
    return [each for each in found if each.press not in keys]


def drop(*, asker: Asker, form_id: UUID) -> None:
    """Throw one away; somebody else's is not there."""
    WaitingForm.objects.filter(owner=asker.ref, pk=form_id).delete()


def sweep() -> int:
    """Remove what waited longer than an hour; returns how many went."""
    removed, _ = WaitingForm.objects.filter(came_at__lt=timezone.now() - WAITS).delete()
    return removed


def _opened(row: WaitingForm) -> Waiting:
    body = _key(row.owner, row.pk).open(row.body, table=_TABLE, column="body", row=row.pk)
    path, press, fields = json.loads(body)
    return Waiting(row.pk, row.came_at, path, press, tuple((name, value) for name, value in fields))


def _key(owner: str, row_id: UUID) -> DataKey:
    """A key for this one row of this one owner, made again at will and stored nowhere."""
    return DataKey(hashes.derive("waiting form", owner, str(row_id)))

"""The one way to the keys that open personal values.

The master key stands in a file outside the database and wraps one data key per owner. The
wrapped keys live in a database of their own with short-lived backups, so that destroying a
key makes every copy of the values unreadable within weeks.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from safe_mobility.oversight.models import WrappedKey
from safe_mobility.oversight.rules import sealing
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import budgets, hashes, limits
from safe_mobility.shared.asked_often import AskedOften
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

OwnerKind = WrappedKey.Kind
CURRENT_KEY_ID = 1
STAFF_UNWRAPS_PER_DAY = 600
"""Far above an officer's day (forty families, each opened several times) and far below a
copy of the register."""


class KeysLimit(Refusal):
    """This member of staff opened more files today than any day of work needs."""

    code = "oversight.keys_limit"


_WRAPPED = AskedOften(
    lambda owner: WrappedKey.objects.filter(owner=owner).values_list("wrapped", flat=True),
    owner=UUID,
)


def create(*, owner: UUID, kind: OwnerKind) -> DataKey:
    """Make and store the key of a new owner. It commits before the owner's own row does, in
    its own database; a key whose owner never came is swept later."""
    data_key = sealing.new_data_key(key_id=CURRENT_KEY_ID)
    WrappedKey.objects.create(
        owner=owner,
        kind=kind,
        wrapped=sealing.wrap(data_key, master=hashes.master_key(), owner=owner),
        created_at=timezone.now(),
    )
    return data_key


def unwrap(*, asker: Asker, owner: UUID, purpose: str) -> DataKey:
    """The key of `owner`, for a named purpose.

    The caller has already judged that `asker` may see the owner. What a member of staff
    opens is counted per day, and what a bulk job opens against its budget; raises `KeysLimit`
    or `NoBudget` above it and `NotVisible` where there is no
    key, which is what remains of somebody who was erased.
    """
    if not purpose:
        raise ValueError("a key is opened for a purpose")
    _count(asker)
    found = _WRAPPED(owner=owner)
    if not found:
        raise NotVisible(owner=str(owner))
    return sealing.unwrap(found[0], master=hashes.master_key(), owner=owner)


def unwrap_many(*, asker: Asker, owners: Iterable[UUID], purpose: str) -> dict[UUID, DataKey]:
    """The keys of several owners in one read, for a page that lists people or a job.

    Counts each for a member of staff or a bulk job; owners without a key are left out.
    """
    wanted = set(owners)
    if not purpose:
        raise ValueError("a key is opened for a purpose")
    if wanted:
        _count(asker, times=len(wanted))
    rows = WrappedKey.objects.filter(owner__in=wanted).values_list("owner", "wrapped")
    master = hashes.master_key()
    return {owner: sealing.unwrap(wrapped, master=master, owner=owner) for owner, wrapped in rows}


def destroy(*, owner: UUID) -> None:
    """Erase the key: whatever was sealed under it is gone for good, also in backups in time."""
    WrappedKey.objects.filter(owner=owner).delete()


def _count(asker: Asker, *, times: int = 1) -> None:
    if asker.kind is AskerKind.JOB and asker.id in budgets.BULK_JOBS:
        budgets.spend(job=asker.id, openings=times)
    if asker.kind not in {AskerKind.STAFF, AskerKind.PARTNER}:
        return
    try:
        limits.take(
            "unwrap",
            key=asker.ref,
            limit=STAFF_UNWRAPS_PER_DAY,
            per=timedelta(days=1),
            times=times,
        )
    except limits.TooMany as refusal:
        raise KeysLimit(**refusal.facts) from refusal

"""Two files that may be one family: one goes on, or they are different people.

Nothing of one household's sealed facts is copied into the other: each was told under its own
consent. The file that does not go on is withdrawn, which can be undone until a shown date; a
mistake here would otherwise cost a family its turn.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.appointments import services as visits
from safe_mobility.cases.queries.duplicates import pair_seen, same_files
from safe_mobility.oversight.services import trail
from safe_mobility.people import services as people_acts
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@transaction.atomic
def keep_one(*, pair_id: UUID, goes_on: UUID, actor: Asker, now: datetime) -> None:
    """The two files are one family: `goes_on` stays, the other is withdrawn and its hour given
    back. Raises `NotVisible` unless both belong to the asker's offices."""
    pair = pair_seen(asker=actor, pair_id=pair_id)
    if goes_on not in pair.both or not pair.both_here:
        raise NotVisible(pair=str(pair_id))
    other = next(each for each in (pair.first, pair.second) if each.household_id != goes_on)
    kept = next(each for each in (pair.first, pair.second) if each.household_id == goes_on)
    visits.cancel_if_any(household_id=other.household_id, actor=actor, now=now)
    _settle_all(pair_id, same=True, actor=actor, now=now)
    people_acts.withdraw(household_id=other.household_id, actor=actor, now=now)
    trail.record(
        "duplicate.kept",
        actor=actor,
        about=kept.reference,
        now=now,
        office=kept.office_code,
        withdrawn=other.reference,
    )


@transaction.atomic
def different_people(*, pair_id: UUID, actor: Asker, now: datetime) -> None:
    """The two files are different families: both go on, and the pair is not shown again."""
    _settle_all(pair_id, same=False, actor=actor, now=now)


def _settle_all(pair_id: UUID, *, same: bool, actor: Asker, now: datetime) -> None:
    for each in same_files(asker=actor, pair_id=pair_id):
        people_acts.settle(pair_id=each, same=same, actor=actor, now=now)

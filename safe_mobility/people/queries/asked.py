"""What families asked for by SMS or on a page and the office has not seen to yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safe_mobility.people.models import Wish
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker


@dataclass(frozen=True, slots=True)
class WishSeen:
    id: UUID
    household_id: UUID
    reference: str
    kind: str
    wished_at: datetime


def wishes(*, asker: Asker, limit: int = 100) -> list[WishSeen]:
    """The oldest first, of the households this asker may see."""
    rows = (
        Wish.objects.filter(handled_at=None, household__in=scope.visible_to(asker))
        .order_by("wished_at")
        .values_list("pk", "household", "household__reference", "kind", "wished_at")
    )
    return [WishSeen(*row) for row in rows[:limit]]


def references(*, asker: Asker, household_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of several households at once; those out of reach are left out."""
    rows = scope.visible_to(asker).filter(pk__in=list(household_ids))
    return dict(rows.values_list("pk", "reference"))

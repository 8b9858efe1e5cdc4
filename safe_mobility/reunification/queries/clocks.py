"""Days that run out, for the list of an office: by month, without opening anybody's key."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safe_mobility.people import queries as people
from safe_mobility.reunification.models import Clock
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.today import OWNERS, Act, Owner
from safe_mobility.shared.asker import Asker


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """One line. The exact day is sealed: it stands on the page of the case."""

    id: UUID
    reference: str
    relative: int
    relation: Relation
    act: Act
    month: date
    done: bool

    @property
    def owner(self) -> Owner:
        return OWNERS[self.act]


def running_out(*, asker: Asker, until: date, limit: int = 200) -> list[ClockSeen]:
    """What runs out up to the month of `until`, for the families this asker may see, the
    nearest first. What is done stands after what is not."""
    rows = (
        Clock.objects.filter(
            tie__relative__household__in=people.visible_to(asker), month__lte=until
        )
        .select_related("tie__relative__household")
        .order_by("done_at", "month", "tie__relative__household__reference")
    )
    found = [
        ClockSeen(
            id=row.pk,
            reference=row.tie.relative.household.reference,
            relative=row.tie.relative.number,
            relation=Relation(row.tie.relation),
            act=Act(row.act),
            month=row.month,
            done=row.done_at is not None,
        )
        for row in rows[:limit]
    ]
    return sorted(found, key=lambda line: (line.done, line.month, line.reference))

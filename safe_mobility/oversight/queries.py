"""Reading the trail, for those who watch over the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from safe_mobility.oversight.models import DomainClock, KeyBudget, Mark
from safe_mobility.shared.asker import Asker, AskerKind


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """One line of the trail as a page shows it."""

    id: int
    at: datetime
    act: str
    actor: str
    about: str
    office: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BudgetSeen:
    """A run of a job that opens the keys of everybody: asked for, or agreed to and going on."""

    id: UUID
    job: str
    openings: int
    opened: int
    asked_by: str
    asked_at: datetime
    agreed: bool


def open_budgets(*, asker: Asker) -> list[BudgetSeen]:
    """For those who watch over the others; nobody else sees any."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR", "AUDITOR"):
        return []
    rows = KeyBudget.objects.filter(ended_at=None).order_by("asked_at")
    return [
        BudgetSeen(
            each.pk,
            each.job,
            each.openings,
            each.opened,
            each.asked_by,
            each.asked_at,
            bool(each.approved_by),
        )
        for each in rows
    ]


def visible_to(asker: Asker) -> QuerySet[Mark]:
    """An auditor reads all, a supervisor the lines of their offices, everybody else nothing."""
    if asker.kind is AskerKind.STAFF and asker.has_role("AUDITOR"):
        return Mark.objects.all()
    if asker.kind is AskerKind.STAFF and asker.has_role("SUPERVISOR"):
        return Mark.objects.filter(office__in=asker.offices)
    return Mark.objects.none()


def marks(
    *,
    asker: Asker,
    about: str = "",
    actor: str = "",
    act: str = "",
    office: str = "",
    before: int | None = None,
    limit: int = 100,
) -> list[MarkSeen]:
    """The newest lines first, narrowed by what is given; `before` is the id to go on from.

    An `act` that ends with a dot stands for all acts of that kind.
    """
    rows = visible_to(asker)
    acts = {"act__startswith": act} if act.endswith(".") else {"act": act}
    wanted = {"about": about, "actor": actor, "office": office, **acts}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        MarkSeen(row.pk, row.at, row.act, row.actor, row.about, row.office, row.facts)
        for row in rows.order_by("-id")[:limit]
    ]


def newest_domain_time() -> datetime | None:
    """The later of the stored clock and the newest mark: where a training site goes on."""
    stored = DomainClock.objects.values_list("at", flat=True).first()
    marked: datetime | None = Mark.objects.aggregate(newest=Max("at"))["newest"]
    known = [at for at in (stored, marked) if at is not None]
    return max(known, default=None)

"""Drafts and releases as those see them who let figures out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.statistics import defining
from safe_mobility.statistics.models import Release

MAY_RELEASE = ("SUPERVISOR", "AUDITOR")


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """A release with its check, and its totals as they would go out or went out."""

    id: UUID
    cut_off: date
    made_at: datetime
    published_at: datetime | None
    first_by: str
    cells: int
    hidden: int
    attacked: int
    least_span: float
    is_old: bool
    totals: tuple[tuple[str, int | None, int | None], ...]


def only_releasers(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role(*MAY_RELEASE):
        raise NotVisible(asker=asker.ref)


def drafts(*, asker: Asker, count: int = 13) -> list[DraftSeen]:
    """The newest releases and the draft that waits, newest first."""
    only_releasers(asker)
    rows = Release.objects.order_by("-cut_off").defer("truth", "manifest")
    return [_seen(row) for row in rows[:count]]


def _seen(row: Release) -> DraftSeen:
    totals = row.cells.filter(cut="total").order_by("pk")
    checked = row.checked
    return DraftSeen(
        id=row.pk,
        cut_off=row.cut_off,
        made_at=row.made_at,
        published_at=row.published_at,
        first_by=row.first_by,
        cells=checked.get("cells", 0),
        hidden=checked.get("hidden", 0),
        attacked=checked.get("attacked", 0),
        least_span=checked.get("least_span", 0.0),
        is_old=row.published_at is None and row.definitions != defining.catalogue().version,
        totals=tuple(totals.values_list("indicator", "people", "applications")),
    )

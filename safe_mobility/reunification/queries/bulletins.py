"""The pages of the bulletin that wait for people, and what each would change."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import Cells, in_order
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.rules.cells import CellChange, changes
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

State = BulletinPage.State
SUPERVISOR = "SUPERVISOR"


@dataclass(frozen=True, slots=True)
class PageSeen:
    id: UUID
    state: str
    fetched: bool
    name: str
    month: date | None
    asked_month: date | None
    received_at: datetime
    first_by: str
    closed_at: datetime | None
    faults: tuple[tuple[str, str], ...]
    cells: Cells
    against: date | None
    """The month it is compared with: its own where that is known, else the newest before it."""
    changes: tuple[CellChange, ...]
    is_new_month: bool
    moved: bool
    """The month says something else now than at the first yes."""
    rivals: tuple[UUID, ...]
    """Other pages of the same month that wait too, with other cells."""

    @property
    def is_open(self) -> bool:
        return self.state in (State.WAITING, State.UNREADABLE)


def waiting(*, asker: Asker) -> list[PageSeen]:
    """What waits for a person, the oldest first."""
    only_supervisors(asker)
    rows = BulletinPage.objects.filter(state__in=[State.WAITING, State.UNREADABLE])
    return [_seen(row) for row in rows.order_by("received_at", "pk")]


def closed(*, asker: Asker, count: int = 20) -> list[PageSeen]:
    """What came into force or was set aside, the newest first."""
    only_supervisors(asker)
    rows = BulletinPage.objects.filter(state__in=[State.IN_FORCE, State.SET_ASIDE])
    return [_seen(row) for row in rows.defer("page").order_by("-closed_at", "pk")[:count]]


def page(*, asker: Asker, page_id: UUID) -> PageSeen:
    return _seen(_row(asker, page_id))


def page_itself(*, asker: Asker, page_id: UUID) -> bytes:
    """The page as it came."""
    return gzip.decompress(bytes(_row(asker, page_id).page))


def waits_for(month: date) -> bool:
    """Whether a page that was read waits for this month, so that it need not be fetched."""
    return BulletinPage.objects.filter(state=State.WAITING, month=month).exists()


def _row(asker: Asker, page_id: UUID) -> BulletinPage:
    only_supervisors(asker)
    row = BulletinPage.objects.filter(pk=page_id).first()
    if row is None:
        raise NotVisible(page=str(page_id))
    return row


def _seen(row: BulletinPage) -> PageSeen:
    before = in_force(row.month) if row.month else {}
    compared = programmes.cutoffs().known_on(row.month) if row.month else None
    return PageSeen(
        id=row.pk,
        state=row.state,
        fetched=row.fetched,
        name=row.name,
        month=row.month,
        asked_month=row.asked_month,
        received_at=row.received_at,
        first_by=row.first_by,
        closed_at=row.closed_at,
        faults=tuple((where, what) for where, what in row.faults),
        cells=in_order(row.cells),
        against=compared.month if compared else None,
        changes=tuple(changes(compared.cells if compared else {}, row.cells)),
        is_new_month=not before,
        moved=bool(row.first_by) and row.replaces != hash_of(before),
        rivals=tuple(_rivals(row)),
    )


def _rivals(row: BulletinPage) -> list[UUID]:
    if row.month is None:
        return []
    others = BulletinPage.objects.filter(state=State.WAITING, month=row.month).exclude(pk=row.pk)
    return [other.pk for other in others.only("pk", "cells") if other.cells != row.cells]


def in_force(month: date) -> Cells:
    """What is in force for a month; empty where nothing is known of it."""
    bulletin = programmes.cutoffs().by_month.get(month)
    return bulletin.cells if bulletin else {}


def hash_of(cells: Cells) -> str:
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def only_supervisors(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role(SUPERVISOR):
        raise NotVisible(asker=asker.ref)

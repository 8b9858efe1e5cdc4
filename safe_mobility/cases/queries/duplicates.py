"""Pairs of files that may be one family, as the office compares them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from safe_mobility.people.models import DuplicatePair, Household
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One of the two. Where it belongs to another office, only that office's code is shown."""

    household_id: UUID
    reference: str
    office_code: str
    here: bool


@dataclass(frozen=True, slots=True)
class PairSeen:
    id: UUID
    grounds: tuple[str, ...]
    found_at: datetime
    first: FileSeen
    second: FileSeen

    @property
    def both(self) -> frozenset[UUID]:
        return frozenset({self.first.household_id, self.second.household_id})

    @property
    def both_here(self) -> bool:
        return self.first.here and self.second.here


def open_pairs(*, asker: Asker, household_id: UUID | None = None) -> list[PairSeen]:
    """Pairs nobody has answered, oldest first; one line a pair, whatever the number of grounds."""
    rows = _open(asker)
    if household_id is not None:
        rows = rows.filter(Q(first=household_id) | Q(second=household_id))
    by_files: dict[tuple[UUID, UUID], list[DuplicatePair]] = {}
    for row in rows.order_by("found_at"):
        by_files.setdefault((row.first_id, row.second_id), []).append(row)
    here = _here(asker, by_files)
    return [_pair(rows, here) for rows in by_files.values()]


def pair_seen(*, asker: Asker, pair_id: UUID) -> PairSeen:
    row = _open(asker).filter(pk=pair_id).first()
    if row is None:
        raise NotVisible(pair=str(pair_id))
    found = open_pairs(asker=asker, household_id=row.first_id)
    return next(pair for pair in found if row.second_id in pair.both)


def same_files(*, asker: Asker, pair_id: UUID) -> list[UUID]:
    """The keys of every open pair of the same two files, so that one answer settles them all."""
    pair = pair_seen(asker=asker, pair_id=pair_id)
    rows = _open(asker).filter(first=pair.first.household_id, second=pair.second.household_id)
    return list(rows.values_list("pk", flat=True))


def _open(asker: Asker) -> QuerySet[DuplicatePair]:
    mine = scope.visible_to(asker)
    return DuplicatePair.objects.filter(
        Q(first__in=mine) | Q(second__in=mine), settled_at=None
    ).select_related("first", "second")


def _here(asker: Asker, files: dict[tuple[UUID, UUID], list[DuplicatePair]]) -> set[UUID]:
    wanted = {household for pair in files for household in pair}
    return set(scope.visible_to(asker).filter(pk__in=wanted).values_list("pk", flat=True))


def _pair(rows: list[DuplicatePair], here: set[UUID]) -> PairSeen:
    grounds = {row.ground for row in rows}
    if "PERSON" in grounds:
        grounds.discard("SOUND")  # says the same, less surely
    return PairSeen(
        id=rows[0].pk,
        grounds=tuple(sorted(grounds)),
        found_at=rows[0].found_at,
        first=_file(rows[0].first, here),
        second=_file(rows[0].second, here),
    )


def _file(row: Household, here: set[UUID]) -> FileSeen:
    return FileSeen(
        household_id=row.pk,
        reference=row.reference if row.pk in here else "",
        office_code=row.office_code,
        here=row.pk in here,
    )

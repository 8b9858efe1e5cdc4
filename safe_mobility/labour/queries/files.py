"""The files that were handed in, what became of each, and the recruiters they name: for staff."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from safe_mobility.labour.models import DisclosureFile, OrderRecruiter
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class FileSeen:
    id: UUID
    name: str
    state: str
    kind: FileKind | None
    as_of: date | None
    given_at: datetime
    given_by: str
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecruiterRow:
    name: str
    city: str
    country: str
    cases: int


def files(*, asker: Asker) -> list[FileSeen]:
    """The latest first."""
    _supervisor(asker)
    return [_seen(row) for row in DisclosureFile.objects.order_by("-given_at", "name")[:200]]


def file(*, asker: Asker, file_id: UUID) -> FileSeen:
    _supervisor(asker)
    row = DisclosureFile.objects.filter(pk=file_id).first()
    if row is None:
        raise NotVisible
    return _seen(row)


def recruiters(*, asker: Asker, country: str = "") -> list[RecruiterRow]:
    """As employers named them, with for how many orders; the most named first."""
    if asker.kind is not AskerKind.STAFF:
        raise NotVisible
    rows = OrderRecruiter.objects.all()
    if country:
        rows = rows.filter(country__iexact=country)
    told = rows.values_list("recruiter", "city", "country").annotate(
        cases=Count("case_number", distinct=True)
    )
    ordered = sorted(told, key=lambda row: (-row[3], row[0]))
    return [RecruiterRow(name, city.title(), land.title(), n) for name, city, land, n in ordered]


def _supervisor(asker: Asker) -> None:
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR"):
        raise NotVisible


def _seen(row: DisclosureFile) -> FileSeen:
    return FileSeen(
        id=row.pk,
        name=row.name,
        state=row.state,
        kind=FileKind[row.kind] if row.kind else None,
        as_of=row.as_of,
        given_at=row.given_at,
        given_by=row.given_by,
        report=row.report,
    )

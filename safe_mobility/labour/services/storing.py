"""Taking a published file into the room's rows, as a whole or not at all.

A file that was read is not read twice: its bytes are remembered. A file speaks for each case
that it holds: where it knows at least as much as the file before (`as_of`), its rows take the
place of the old ones, and what they said is kept as a past statement. A case that an older file
holds otherwise is left as it is.
"""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from safe_mobility.labour.models import DisclosureFile
from safe_mobility.labour.rules import columns, values
from safe_mobility.labour.rules.orders import Record
from safe_mobility.labour.services import merging, staging
from safe_mobility.labour.services.merging import Merged
from safe_mobility.labour.services.reading import Report, read_orders
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker

ONE_AT_A_TIME = 7_141_110
NOT_AHEAD = timedelta(days=366)
"""A day further ahead than this is a slip, and no file is called newer for it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of one file. `merged` is None where it was read before or could not be read."""

    file: DisclosureFile
    report: Report
    merged: Merged | None = None
    known: bool = False


class _Stopped(Exception):
    """Rolls back what a file that cannot be read to its end has staged."""


@dataclass(slots=True)
class _Newest:
    """The latest day that a file speaks of: of a decision, or else of a case's number."""

    limit: date
    decided_on: date | None = field(default=None)
    opened_on: date | None = field(default=None)

    def see(self, record: Record) -> None:
        decided, opened = record.decided_on, values.day_of_case(record.case_number)
        if decided and decided <= self.limit and (self.decided_on or decided) <= decided:
            self.decided_on = decided
        if opened and opened <= self.limit and (self.opened_on or opened) <= opened:
            self.opened_on = opened

    @property
    def day(self) -> date | None:
        return self.decided_on or self.opened_on


def store(*, path: Path, name: str, actor: Asker, now: datetime) -> Stored:
    """Read a file into rows. Raises nothing for a bad file: it is kept as stopped, with why."""
    fingerprint = fingerprint_of(path)
    report = Report(name=name)
    before = DisclosureFile.objects.filter(
        fingerprint=fingerprint, state=DisclosureFile.State.READ
    ).first()
    if before is not None:
        return Stored(before, report, known=True)
    file = DisclosureFile(name=name, fingerprint=fingerprint, given_at=now, given_by=actor.ref)
    return read_in(file=file, path=path, report=report, actor=actor, now=now)


def read_in(
    *, file: DisclosureFile, path: Path, report: Report, actor: Asker, now: datetime
) -> Stored:
    """Read the bytes at `path` under the row that stands for them."""
    try:
        with transaction.atomic():
            merged = _merge(file, path, report, actor=actor, now=now)
    except _Stopped:
        stop(file, report, actor=actor, now=now)
        return Stored(file, report)
    return Stored(file, report, merged)


def stop(file: DisclosureFile, report: Report, *, actor: Asker, now: datetime) -> None:
    """Keep a file as one that could not be read, with why."""
    file.state = DisclosureFile.State.STOPPED
    file.kind = report.layout.kind.name if report.layout else ""
    file.report = plain(report)
    with transaction.atomic():
        file.save()
        _mark("orders.file_stopped", file, actor=actor, now=now, why=report.stopped)


def _merge(
    file: DisclosureFile, path: Path, report: Report, *, actor: Asker, now: datetime
) -> Merged:
    newest = _Newest(limit=now.date() + NOT_AHEAD)
    with connection.cursor() as cursor:
        # Two files at once could each take the other's cases for new.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        # A large file takes longer than any page may.
        cursor.execute("SET LOCAL statement_timeout = 0")
        kind = staging.stage(cursor, read_orders(path, report), newest.see)
        if report.stopped or kind is None or report.layout is None:
            report.stopped = report.stopped or "holds no row that can be taken"
            raise _Stopped
        file.kind, file.as_of, file.state = kind.name, newest.day, DisclosureFile.State.READ
        file.save()
        merged = merging.merge(cursor, kind, file=file)
    file.report = plain(report) | {"merged": asdict(merged)}
    file.save(update_fields=["report"])
    _mark("orders.file_read", file, actor=actor, now=now, **asdict(merged))
    return merged


def fingerprint_of(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def plain(report: Report) -> dict[str, Any]:
    """A report as it is kept and shown."""
    layout: columns.Layout | None = report.layout
    return {
        "stopped": report.stopped,
        "read": report.read,
        "taken": report.taken,
        "refused": dict(report.refused),
        "named": [[row.line, row.reason] for row in report.named],
        "unknown": list(layout.unknown) if layout else [],
        "windows_lines": report.windows_lines,
        "doubts": [
            [name, reason, count, report.doubts.first_line[name, reason]]
            for (name, reason), count in sorted(report.doubts.counted.items())
        ],
    }


def _mark(act: str, file: DisclosureFile, *, actor: Asker, now: datetime, **facts: Any) -> None:
    trail.record(act, actor=actor, about=f"file:{file.pk}", now=now, kind=file.kind, **facts)

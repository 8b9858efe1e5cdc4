"""A disclosure file that a supervisor hands in: kept on the disk, and read by the clock.

A page must not wait for a large file, and a large file must not wait in memory.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import Error, transaction

from safe_mobility.labour.models import DisclosureFile
from safe_mobility.labour.services import storing
from safe_mobility.labour.services.reading import Report
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible, Refusal

MOST_BYTES = 300_000_000


class FileTooLarge(Refusal):
    """Larger than may be kept; facts: `most` in bytes."""

    code = "labour.file_too_large"


class FileKnown(Refusal):
    """The same bytes were read, or wait to be read, already; facts: `name`."""

    code = "labour.file_known"


@transaction.atomic
def hand_in(*, chunks: Iterable[bytes], name: str, actor: Asker, now: datetime) -> UUID:
    """Keep a file until the clock reads it; returns its row.

    Raises `FileTooLarge` at the first byte over, and `FileKnown`.
    """
    if actor.kind is not AskerKind.STAFF or not actor.has_role("SUPERVISOR"):
        raise NotVisible
    file = DisclosureFile(name=name[-200:], given_at=now, given_by=actor.ref)
    path = place_of(file.pk)
    try:
        _write(path, chunks)
        file.fingerprint = storing.fingerprint_of(path)
        known = DisclosureFile.objects.filter(fingerprint=file.fingerprint).exclude(
            state=DisclosureFile.State.STOPPED
        )
        if (before := known.first()) is not None:
            raise FileKnown(name=before.name)
        file.save()
    except Refusal:
        path.unlink(missing_ok=True)
        raise
    trail.record("orders.file_handed_in", actor=actor, about=f"file:{file.pk}", now=now)
    return file.pk


def read_waiting(*, now: datetime) -> int:
    """Read the files that wait, the oldest first; returns how many. Each is gone afterwards."""
    waiting = DisclosureFile.objects.filter(state=DisclosureFile.State.WAITING)
    done = 0
    for file in waiting.order_by("given_at", "pk"):
        path = place_of(file.pk)
        report = Report(name=file.name)
        try:
            storing.read_in(file=file, path=path, report=report, actor=job("orders"), now=now)
        except Error:
            # What the database refuses once it refuses each minute.
            report.stopped = "the database refused a row of it"
            storing.stop(file, report, actor=job("orders"), now=now)
        path.unlink(missing_ok=True)
        done += 1
    return done


def place_of(file_id: UUID) -> Path:
    return Path(settings.STATE_DIR) / "orders" / str(file_id)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = 0
    with path.open("wb") as out:
        for chunk in chunks:
            written += len(chunk)
            if written > MOST_BYTES:
                raise FileTooLarge(most=MOST_BYTES)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())

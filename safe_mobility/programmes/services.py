"""Takes the files of a programme into the database, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.programmes import files, queries
from safe_mobility.programmes.models import ProgrammeEntry, RulesInForce
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.shared.asker import Asker, job


@dataclass(frozen=True, slots=True)
class LoadedRules:
    version: str
    entries: int
    added: int
    removed: int

    @property
    def changed(self) -> bool:
        return bool(self.added or self.removed)


def load(path: Path, *, now: datetime, training: bool, actor: Asker | None = None) -> LoadedRules:
    """Make the rows say what the files say. Loading the same files again changes nothing.

    A past rule stays as its own dated entry: a correction of the past is a change of the
    files, and leaves a mark with both versions. With `training`, the entries for a training
    site are read too. Raises `Unreadable` with every mistake in the files, and then no row is
    touched.
    """
    loaded = files.load(path, training=training)
    version = loaded.rule_set.version
    with transaction.atomic():
        before = _locked_version()
        added, removed = _replace({entry.fingerprint: entry for entry in loaded.entries})
        RulesInForce.objects.update_or_create(
            pk=RulesInForce.ONLY,
            defaults={"version": version, "training": training, "loaded_at": now},
        )
        if before != version:
            trail.record(
                "programmes.loaded",
                actor=actor or job("load_programmes"),
                about="rules",
                now=now,
                version=version,
                before=before,
                added=added,
                removed=removed,
            )
    queries.forget()
    return LoadedRules(version, len(loaded.entries), added, removed)


def _locked_version() -> str:
    """The version so far. The row is locked, so that two loads come one after the other."""
    row = RulesInForce.objects.select_for_update().filter(pk=RulesInForce.ONLY).first()
    return row.version if row is not None else ""


def _replace(wanted: dict[str, Entry]) -> tuple[int, int]:
    present = set(ProgrammeEntry.objects.values_list("fingerprint", flat=True))
    gone = present - wanted.keys()
    new = [entry for fingerprint, entry in wanted.items() if fingerprint not in present]
    if gone:
        ProgrammeEntry.objects.filter(fingerprint__in=gone).delete()
    ProgrammeEntry.objects.bulk_create([_row(entry) for entry in new])
    return len(new), len(gone)


def _row(entry: Entry) -> ProgrammeEntry:
    return ProgrammeEntry(
        kind=entry.kind,
        code=entry.code,
        from_on=entry.from_on,
        until_on=entry.until_on,
        body=dict(entry.body),
        source=list(entry.source),
        confidence=str(entry.confidence),
        file=entry.file,
        fingerprint=entry.fingerprint,
    )

"""Takes the files of a programme into the database, whole or not at all."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.programmes import bulletin_file, entry_rows, files, queries
from safe_mobility.programmes.models import ProgrammeEntry, RulesInForce
from safe_mobility.programmes.rules import building, cutoffs
from safe_mobility.programmes.rules.cutoffs import Cells
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.shared.asker import Asker, job

APPROVED = "(approved by two people)"
"""Stands as the file of what came in through the console and not with the files."""


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
    with transaction.atomic():
        before = _locked_version()
        entries, version = _with_approved(loaded)
        added, removed = _replace({entry.fingerprint: entry for entry in entries})
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
    return LoadedRules(version, len(entries), added, removed)


def publish_bulletin(*, month: date, cells: Cells, about: str, actor: Asker, now: datetime) -> str:
    """Put one month's cut-off dates in force, in place of what was known of that month.

    The caller has two people's yes. What is published here outlives a loading of the files:
    two people looked at it, and the files may be older. Returns the new version.
    """
    entry = cutoffs.entry_of(month, cells, source=bulletin_file.SOURCE, file=APPROVED)
    with transaction.atomic():
        before = _locked_version()
        others = ProgrammeEntry.objects.exclude(kind=entry.kind, code=entry.code)
        present = [*entry_rows.entries(others), entry]
        version = building.build(present).version
        ProgrammeEntry.objects.filter(kind=entry.kind, code=entry.code).delete()
        ProgrammeEntry.objects.create(**entry_rows.columns(entry))
        RulesInForce.objects.filter(pk=RulesInForce.ONLY).update(version=version, loaded_at=now)
        trail.record(
            "programmes.bulletin_published",
            actor=actor,
            about=about,
            now=now,
            month=entry.code,
            version=version,
            before=before,
        )
    queries.forget()
    return version


def _with_approved(loaded: files.Loaded) -> tuple[tuple[Entry, ...], str]:
    """The files' entries and what two people approved, which stands before the files' own."""
    approved = entry_rows.entries(ProgrammeEntry.objects.filter(file=APPROVED))
    if not approved:
        return loaded.entries, loaded.rule_set.version
    named = {(entry.kind, entry.code) for entry in approved}
    kept = [entry for entry in loaded.entries if (entry.kind, entry.code) not in named]
    entries = (*kept, *approved)
    return entries, building.build(entries).version


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
    ProgrammeEntry.objects.bulk_create(
        [ProgrammeEntry(**entry_rows.columns(entry)) for entry in new]
    )
    return len(new), len(gone)

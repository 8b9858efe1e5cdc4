"""The programme as shipped, loaded once for all tests that only read it."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from unittest import mock

import pytest

from safe_mobility.programmes import files
from safe_mobility.programmes.rules.directory import Directory
from safe_mobility.programmes.rules.ruleset import RuleSet

FOLDER = Path(__file__).parents[3] / "programmes"
MONDAY = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
"""The first minute of the training site: 9 in the morning in Guatemala."""


_load = files.load


@lru_cache
def _read(training: bool) -> files.Loaded:
    return _load(FOLDER, training=training)


def shipped(*, training: bool = False) -> RuleSet:
    """The rule set of the files, without a database."""
    return _read(training).rule_set


@lru_cache
def _directory() -> Directory:
    loaded = files.load(FOLDER, training=True)
    return Directory(loaded.entries, loaded.rule_set, country="GT")


def hold_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files without their rows: for tests that ask for places and words and load nothing."""
    from safe_mobility.programmes import queries

    held = queries._Held(_directory(), checked_at=float("inf"))
    monkeypatch.setattr(queries, "_held", [held])


def load_shipped(*, training: bool = True) -> None:
    """The files as rows, for tests of rooms that read the programme.

    The files are read once and the rules built once for all tests of a process; only the rows
    are written anew, because each test's transaction takes them away again.
    """
    # Imported here, because tests of pure rules read this module without Django.
    from safe_mobility.programmes import queries, services

    built = list(queries._held)
    with mock.patch.object(files, "load", lambda _folder, *, training: _read(training)):
        services.load(FOLDER, now=MONDAY, training=training)
    if built and built[0].directory.rule_set.version == _read(training).rule_set.version:
        queries._held[:] = built

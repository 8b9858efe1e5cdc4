"""These tests live under the programme as shipped for training, read once and kept in memory."""

from functools import lru_cache

import pytest

from safe_mobility.programmes import files, queries
from safe_mobility.programmes.rules.directory import Directory
from safe_mobility.programmes.tests.shipped import FOLDER


@lru_cache
def _shipped() -> Directory:
    loaded = files.load(FOLDER, training=True)
    return Directory(loaded.entries, loaded.rule_set, country="GT")


@pytest.fixture(autouse=True)
def _programme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_current", _shipped)

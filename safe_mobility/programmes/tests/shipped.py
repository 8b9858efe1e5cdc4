"""The programme as shipped, loaded once for all tests that only read it."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from safe_mobility.programmes import files
from safe_mobility.programmes.rules.ruleset import RuleSet

FOLDER = Path(__file__).parents[3] / "programmes"
MONDAY = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)
"""The first minute of the training site: 9 in the morning in Guatemala."""


@lru_cache
def shipped(*, training: bool = False) -> RuleSet:
    """The rule set of the files, without a database."""
    return files.load(FOLDER, training=training).rule_set


def load_shipped(*, training: bool = True) -> None:
    """The files as rows, for tests of rooms that read the programme."""
    # Imported here, because tests of pure rules read this module without Django.
    from safe_mobility.programmes import services

    services.load(FOLDER, now=MONDAY, training=training)

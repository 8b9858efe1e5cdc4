"""Which preparations a former start has made, so that the next one need not ask Django."""

import json
import time
from pathlib import Path

from config import fingerprint
from config.environment import Environment


def missing(environment: Environment) -> list[str]:
    """The parts of config/prepare.py that this start has to make."""
    try:
        known = json.loads(_path(environment).read_text())
    except (FileNotFoundError, ValueError):
        known = {}
    return [part for part, mark in _marks(environment).items() if known.get(part) != mark]


def ever(environment: Environment) -> bool:
    """True when a former start has come as far as its tables."""
    return _path(environment).exists()


def note(environment: Environment) -> None:
    _path(environment).write_text(json.dumps(_marks(environment)))


def _path(environment: Environment) -> Path:
    return environment.state_dir / "prepared.json"


def _marks(environment: Environment) -> dict[str, str]:
    marks = {"static": fingerprint.of_static_files()}
    if environment.embedded:
        made = (environment.state_dir / "postgres" / "PG_VERSION").stat().st_ctime_ns
        marks["tables"] = f"{fingerprint.of_tables()} in {made}"
    elif environment.training or environment.DATABASE_OWNER_URL:
        # Of somebody else's database we know nothing: its tables are looked at each time.
        marks["tables"] = f"{fingerprint.of_tables()} at {time.time_ns()}"
    return marks

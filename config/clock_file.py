"""Where a training site's clock stands, kept in a file between its runs.

The clock stops with `make run` and goes on from there at the next start. While the site
runs the file also holds its offset from real time, so that `manage.py` in another terminal
lives in the same day.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

TRAINING_BEGINS = datetime(2023, 11, 20, 9, 0, tzinfo=ZoneInfo("America/Guatemala"))


@dataclass(frozen=True)
class Clock:
    """`stood_at` is domain time when last seen; `offset` is domain minus real time, seconds."""

    stood_at: str
    offset: float


def path_in(state_dir: Path) -> Path:
    return state_dir / "clock.json"


def read(state_dir: Path) -> Clock | None:
    try:
        return Clock(**json.loads(path_in(state_dir).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write(state_dir: Path, *, now: datetime, offset: float) -> None:
    """Replace the file whole: a crash leaves the former one."""
    target = path_in(state_dir)
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(Clock(stood_at=now.isoformat(), offset=offset))))
    fresh.replace(target)


def offset_to_go_on(
    state_dir: Path, *, newest_mark_at: datetime | None, real_now: datetime
) -> float:
    """The offset with which the clock goes on where it stood, never before the newest mark."""
    known = read(state_dir)
    stood_at = datetime.fromisoformat(known.stood_at) if known else TRAINING_BEGINS
    if newest_mark_at is not None:
        stood_at = max(stood_at, newest_mark_at)
    return round((stood_at.astimezone(UTC) - real_now).total_seconds(), 3)

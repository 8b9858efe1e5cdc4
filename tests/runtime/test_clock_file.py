"""The training clock begins on one Monday, stops with the site and never goes back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import clock_file

REAL = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MONDAY = datetime(2023, 11, 20, 15, 0, tzinfo=UTC)  # nine o'clock in Guatemala


def _stands_at(folder: Path, newest: datetime | None = None, real: datetime = REAL) -> datetime:
    offset = clock_file.offset_to_go_on(folder, newest_mark_at=newest, real_now=real)
    return real + timedelta(seconds=offset)


class TestTheTrainingClock:
    def test_begins_on_the_monday(self, tmp_path: Path) -> None:
        assert _stands_at(tmp_path) == MONDAY

    def test_goes_on_where_it_stood_however_long_the_site_was_closed(self, tmp_path: Path) -> None:
        stood_at = MONDAY + timedelta(minutes=42)
        clock_file.write(tmp_path, now=stood_at, offset=-1.0)

        assert _stands_at(tmp_path, real=REAL + timedelta(days=30)) == stood_at

    def test_is_never_before_the_newest_mark(self, tmp_path: Path) -> None:
        clock_file.write(tmp_path, now=MONDAY, offset=-1.0)
        newest = MONDAY + timedelta(seconds=50)

        assert _stands_at(tmp_path, newest) == newest

    def test_begins_again_when_its_file_is_broken(self, tmp_path: Path) -> None:
        clock_file.path_in(tmp_path).write_text("{")

        assert _stands_at(tmp_path) == MONDAY

"""What is done before the site opens, each part in a process of its own.

`python -m config.prepare tables` (as *owner*) brings tables and static files up to date and
says where the training clock goes on. `python -m config.prepare rows` (as *app*) loads the
country programmes and, on a training site, the office day that is already under way.
"""

import importlib
import importlib.util
import sys
from datetime import UTC, datetime
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from config import addresses, clock_file


def tables() -> None:
    for alias in addresses.ALIASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    if settings.TRAINING:
        _set_clock()


def _set_clock() -> None:
    real_now = datetime.now(UTC)
    offset = clock_file.offset_to_go_on(
        settings.STATE_DIR, newest_mark_at=_newest_mark_at(), real_now=real_now
    )
    clock_file.write(settings.STATE_DIR, now=_domain(real_now, offset), offset=offset)


def _domain(real_now: datetime, offset: float) -> datetime:
    return datetime.fromtimestamp(real_now.timestamp() + offset, UTC)


def _newest_mark_at() -> datetime | None:
    """The trail never goes backwards, whatever a crash did to the clock's file."""
    if importlib.util.find_spec("safe_mobility.oversight.queries") is None:
        return None
    queries = importlib.import_module("safe_mobility.oversight.queries")
    newest: datetime | None = queries.newest_domain_time()
    return newest


def rows() -> None:
    commands = get_commands()
    training = ["training_accounts", "training_day"] if settings.TRAINING else []
    wanted = ["load_programmes", *training]
    for command in wanted:
        if command in commands:
            call_command(command, verbosity=0)


def main(part: str) -> None:
    django.setup()
    {"tables": tables, "rows": rows}[part]()
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1])

"""What is done before the site opens, each part in a process of its own.

`python -m config.prepare tables` (as *owner*) brings the tables of both databases up to
date; `static` collects what browsers load; `rows` (as *app*) sets the training clock going
and loads the country programmes and, on a training site, the office day that is already
under way.
"""

import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from config import addresses, clock_file

TRAINING_COMMANDS = ["training_accounts", "training_day"]


def tables() -> None:
    for alias in addresses.ALIASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())


def rows() -> None:
    if settings.TRAINING:
        _set_clock()
    commands = get_commands()
    for command in [
        "load_programmes",
        "load_series",
        "load_commitments",
        *(TRAINING_COMMANDS if settings.TRAINING else []),
    ]:
        if command in commands:
            call_command(command, verbosity=0)


def _set_clock() -> None:
    """Go on where the clock stood; the trail never goes backwards, whatever a crash did."""
    from safe_mobility.oversight import queries

    real_now = datetime.now(UTC)
    offset = clock_file.offset_to_go_on(
        settings.STATE_DIR, newest_mark_at=queries.newest_domain_time(), real_now=real_now
    )
    now = real_now + timedelta(seconds=offset)
    clock_file.write(settings.STATE_DIR, now=now, offset=offset)
    settings.CLOCK_OFFSET = offset


PARTS = {"tables": tables, "static": static, "rows": rows}


def main(parts: list[str]) -> None:
    django.setup()
    for part in parts:
        PARTS[part]()
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1:])

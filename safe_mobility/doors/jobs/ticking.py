"""The minute: every timer once, in one process at a time."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import Error, connection

from safe_mobility.doors.common import clock
from safe_mobility.doors.jobs.faults import where
from safe_mobility.doors.jobs.timers import TIMERS

log = logging.getLogger(__name__)
Timer = tuple[str, Callable[..., int]]
EVERY_SECONDS = 60
SHORTEST_PAUSE = 1.0
# Two background processes on one database must not run the same timer together.
ONE_AT_A_TIME = 7_141_023


def run(*, ended: threading.Event) -> None:
    """Tick each minute until `ended`. A database that is away is waited for."""
    while not ended.is_set():
        began = time.monotonic()
        try:
            tick(timers=TIMERS, now=clock.now())
        except Error as error:
            log.warning("the minute was left out: %s", where(error))
            connection.close()
        ended.wait(max(SHORTEST_PAUSE, EVERY_SECONDS - (time.monotonic() - began)))
    connection.close()


def tick(*, timers: Iterable[Timer], now: datetime) -> dict[str, int]:
    """Every timer once; returns how many rows each touched, or nothing where another process
    holds the minute. One that fails is logged and keeps none of the others from running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return {}
        try:
            return {name: _run(name, timer, now) for name, timer in timers}
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _run(name: str, timer: Callable[..., int], now: datetime) -> int:
    try:
        return timer(now=now)
    except Exception as error:
        log.error("timer %s: %s", name, where(error))  # noqa: TRY400 - see `where`
        return 0

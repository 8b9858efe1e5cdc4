"""The background process: ticks each minute until it is told to end."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from safe_mobility.doors.common import clock
from safe_mobility.doors.jobs.timers import TIMERS

log = logging.getLogger(__name__)
EVERY_SECONDS = 60
# Two background processes on one database must not run the same timer together.
ONE_AT_A_TIME = 7_141_023


class Command(BaseCommand):
    help = "Runs timers until it is told to end."

    def handle(self, **options: Any) -> None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.is_set():
            began = time.monotonic()
            tick()
            close_old_connections()
            ended.wait(max(1.0, EVERY_SECONDS - (time.monotonic() - began)))


def tick() -> None:
    """Every timer once; one that fails is logged and keeps none of the others from running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return
        try:
            for name, timer in TIMERS:
                _run(name, timer)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _run(name: str, timer: Any) -> None:
    try:
        timer(now=clock.now())
    except Exception:
        log.exception("timer failed: %s", name)

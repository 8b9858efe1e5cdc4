"""The background process: the minute, and the sender beside it."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from safe_mobility.doors.jobs import sender, ticking
from safe_mobility.doors.jobs.providers import providers

SENDERS = 2
"""A gateway that thinks for a second must not keep a code waiting behind it."""
GIVES_WAY = 5
"""How far the process stands back where the machine is short: somebody waits for each page,
and messages are sent in the order of their urgency by what is left."""
WORD_SECONDS = 12
"""How long a sender may finish what it is saying; what is cut off is taken up again."""


class Command(BaseCommand):
    help = "Runs the timers and sends messages until it is told to end."

    def handle(self, **options: Any) -> None:
        if hasattr(os, "nice"):
            os.nice(GIVES_WAY)
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        carriers = providers()
        senders = [
            _start(lambda: sender.run(providers=carriers, ended=ended)) for _ in range(SENDERS)
        ]
        ticking.run(ended=ended)
        for thread in senders:
            thread.join(timeout=WORD_SECONDS / SENDERS)


def _start(work: Callable[[], None]) -> threading.Thread:
    # A daemon: a provider that never answers cannot keep the process from ending.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread

"""Count the daily facts now; the night does it by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from safe_mobility.doors.common import clock
from safe_mobility.statistics.services import counting


class Command(BaseCommand):
    help = "Bring the daily facts up to date, or count everything from nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="count everything from nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        done = counting.count(now=clock.now(), afresh=options["afresh"])
        kind = "everything" if done.whole else "what changed"
        self.stdout.write(f"Counted {kind}: {done.households} households.")

"""Load what the governments promised, or say what is wrong in the file by line and field."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.common import clock
from safe_mobility.shared.strict_yaml import Unreadable
from safe_mobility.statistics.services import commitments


class Command(BaseCommand):
    help = "Load the joint commitments of each country's file; loading twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        paths = sorted(Path(settings.PROGRAMMES_DIR).glob("*/commitments.yaml"))
        try:
            new = commitments.load(*paths, now=clock.now())
        except Unreadable as unreadable:
            raise CommandError("\n".join(map(str, unreadable.problems))) from None
        if options["verbosity"]:
            self.stdout.write(f"{new} new wordings")

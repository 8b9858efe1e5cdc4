"""Put the figures that come with the product in force; loading twice changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from safe_mobility.doors.common import clock
from safe_mobility.statistics.services import series


class Command(BaseCommand):
    help = "Load the figures of other offices that come with the product."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = series.load_shipped(now=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"{loaded} editions loaded")

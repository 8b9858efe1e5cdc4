"""The accounts with which one tries the console of a training site."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.common import clock
from safe_mobility.staff.services import training

OPENED_ON = date(2023, 6, 12)
"""The programme's first day: the training day has weeks behind it, and people in them."""
OFFICES = ("QTZ", "SMA", "HUE", "IZA", "CHQ")


class Command(BaseCommand):
    help = "Make the accounts of the training site; a repeat changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRAINING:
            raise CommandError("Only a training site has accounts whose passwords are printed.")
        now = clock.now()
        made = training.make_training_accounts(
            offices=OFFICES,
            path=settings.STATE_DIR / training.ACCOUNTS_FILE,
            on=OPENED_ON,
            now=now,
        )
        if options["verbosity"]:
            for account in made:
                self.stdout.write(f"{account.username:<14} {account.password}")

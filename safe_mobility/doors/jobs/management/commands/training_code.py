"""The second factor of a training account, for who has no authenticator at hand."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from safe_mobility.staff.services import training


class Command(BaseCommand):
    help = "Print the code that the console asks for. Real time: a code lives 30 seconds."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="a training account, such as reception")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRAINING:
            raise CommandError("Only a training site keeps its secrets where they can be read.")
        path = settings.STATE_DIR / training.ACCOUNTS_FILE
        name = options["name"]
        try:
            code = training.training_code(username=name, path=path, real_now=timezone.now())
        except KeyError:
            known = ", ".join(each.username for each in training.read_accounts(path))
            hint = f"known are {known}" if known else "`make run` makes the accounts first"
            raise CommandError(f"No training account is called {name}; {hint}.") from None
        self.stdout.write(code)

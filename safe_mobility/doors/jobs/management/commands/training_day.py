"""The office day with which a training site begins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from safe_mobility.doors.jobs.training import day


class Command(BaseCommand):
    help = "Play the training day on a fresh training site; where it was played, do nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRAINING:
            raise CommandError("Only a training site has made-up families.")
        if day.played():
            return
        if day.begun():
            raise CommandError("The training day was cut off. `make training` begins it afresh.")
        _do_not_wait_for_the_disk()
        acts = day.play()
        if options["verbosity"]:
            self.stdout.write(f"The training day is set: {acts} acts.")


def _do_not_wait_for_the_disk() -> None:
    """A day that the power cut off has to be played afresh in any case."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")

"""Load the programme's files, or say what is wrong in them by file, line and field."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from safe_mobility.doors.common import clock
from safe_mobility.programmes import files, services
from safe_mobility.shared.strict_yaml import Unreadable


class Command(BaseCommand):
    help = "Load the rules, offices and words of the programme; loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.PROGRAMMES_DIR)
        parser.add_argument("--check", action="store_true", help="read the files, write nothing")

    def handle(self, *args: Any, path: Path, check: bool, **options: Any) -> None:
        try:
            if check:
                loaded = files.load(path, training=settings.TRAINING)
                self._say(f"{len(loaded.entries)} entries, version {loaded.rule_set.version[:12]}")
                return
            done = services.load(path, now=clock.now(), training=settings.TRAINING)
        except Unreadable as unreadable:
            raise CommandError("\n".join(str(each) for each in unreadable.problems)) from None
        if options["verbosity"]:
            self._say(
                f"{done.entries} entries, {done.added} added, {done.removed} removed, "
                f"version {done.version[:12]}"
            )

    def _say(self, words: str) -> None:
        self.stdout.write(words)

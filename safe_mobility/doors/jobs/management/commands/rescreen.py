"""List whose verdicts the rules in force would change, once two supervisors agreed to open them.

Tells nobody: two supervisors must agree to the list too. The site does the same by itself within
a minute of the second yes; this is for whoever wants to see the list come.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.dates import day_of
from safe_mobility.oversight.services.budgets import NoBudget
from safe_mobility.screening import rescreening


class Command(BaseCommand):
    help = "Judge every stored household by the rules in force and list what would change."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            made = rescreening.list_changes(on=day_of(now), now=now)
        except NoBudget:
            raise CommandError(
                "This opens the answers of every family. Two supervisors agree to it first, in "
                "the console under Rules."
            ) from None
        seen = rescreening.listed(made)
        self.stdout.write(
            f"{seen.households} households judged by rules {seen.rules_version[:12]} "
            f"of {seen.on}; {seen.changed} would change"
        )
        for each in seen.moved:
            self.stdout.write(
                f"  {each.direction:6} {each.pathway:20} {each.before} -> {each.after}: "
                f"{each.households}"
            )
        if seen.changed and seen.told_at is None:
            self.stdout.write("Two supervisors approve it in the console, under Rules.")

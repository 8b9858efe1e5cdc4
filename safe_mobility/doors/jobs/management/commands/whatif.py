"""Count whom a proposed rule would open a pathway to, or close it for. Changes nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.dates import day_of
from safe_mobility.oversight.services.budgets import NoBudget
from safe_mobility.programmes import files
from safe_mobility.programmes import queries as programmes
from safe_mobility.screening import whatif
from safe_mobility.screening.rules.small_cells import LEAST
from safe_mobility.shared.strict_yaml import Unreadable

SEED = 20231120
TITLES = {"place": "by place", "age": "by age of who asks", "sex": "by sex of who asks"}


class Command(BaseCommand):
    help = "Judge households by the rules and by the rules with FILE, and count who moves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a pathway, gates or table file as proposed")
        parser.add_argument("--generated", type=int, help="judge so many made-up households")
        parser.add_argument("--path", type=Path, default=settings.PROGRAMMES_DIR)

    def handle(self, *args: Any, file: Path, path: Path, **options: Any) -> None:
        on = day_of(clock.now())
        try:
            before = files.load(path, training=False).rule_set
            after = whatif.proposed(path, file, training=False)
        except Unreadable as unreadable:
            raise CommandError("\n".join(str(each) for each in unreadable.problems)) from None
        except (whatif.NothingToReplace, OSError) as error:
            raise CommandError(f"{file}: there is no file to replace ({error})") from None
        if options["generated"]:
            households = whatif.generated_households(
                before, country=settings.HOME_COUNTRY, count=options["generated"], seed=SEED
            )
        else:
            try:
                households = whatif.stored_households(on=on, now=clock.now())
            except NoBudget:
                raise CommandError(
                    "This opens the answers of every family. Two supervisors agree to it first, "
                    "in the console under Rules; or use --generated."
                ) from None
        self.stdout.write(f"{len(households)} households, rules of {on}")
        self._tell(whatif.compare(before, after, households, on=on))

    def _tell(self, moves: dict[tuple[str, str], whatif.Moves]) -> None:
        if not moves:
            self.stdout.write("Nobody's verdict would change.")
        for (code, direction), each in sorted(moves.items()):
            total = str(each.households) if each.households >= LEAST else "not shown"
            self.stdout.write(f"{code} {direction.lower()} for: {total}")
            for name, table in each.tables().items():
                self.stdout.write(f"  {TITLES[name]}")
                for cell, count in (table or {}).items():
                    self.stdout.write(f"    {_named(name, cell):40} {count:>8}")
                hidden = each.households - sum((table or {}).values())
                if table is None or hidden:
                    self.stdout.write(f"    {'the rest, each too small':40} not shown")


def _named(table: str, cell: str) -> str:
    """Municipalities and departments by their names where the rules are loaded."""
    if table != "place" or not cell:
        return cell
    try:
        return ", ".join(programmes.place_name(code, "es") for code in cell.split(", "))
    except programmes.NoRulesLoaded:
        return cell

"""Write docs/coverage.md: which rule, example or named gap answers each fact."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from safe_mobility.programmes import files
from safe_mobility.screening import coverage
from safe_mobility.screening.scenarios import read_scenarios


class Command(BaseCommand):
    help = "Write the table of facts and what answers them. Fails where a name is unknown."

    def handle(self, *args: Any, **options: Any) -> None:
        docs = Path(settings.PROGRAMMES_DIR).parent / "docs"
        folder = settings.PROGRAMMES_DIR
        read = coverage.read(docs / "coverage.yaml")
        scenarios = frozenset(each.name for each in read_scenarios(folder))
        lost = coverage.unknown(read, files.load(folder, training=False).rule_set, scenarios)
        if lost:
            raise CommandError("no rule, table, text or scenario: " + ", ".join(lost))
        (docs / "coverage.md").write_text(coverage.written(read, scenarios), encoding="utf-8")
        self.stdout.write(f"{len(read.rows)} facts, {len(read.gaps)} further gaps")

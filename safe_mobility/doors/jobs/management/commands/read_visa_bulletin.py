"""`manage.py read_visa_bulletin FILE… --csv -`: official bulletin pages to rows.

A page that cannot be read wholly gives no row: it is named on standard error with what was
found and where, and the command ends with 1. The other pages are written all the same.
`--table FILE` makes the table that the product ships; of that, all pages or nothing is written.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.jobs import output
from safe_mobility.programmes import bulletin_file
from safe_mobility.programmes.rules.cutoffs import Cells
from safe_mobility.reunification.rules.bulletin import CutoffRow, UnreadableBulletin
from safe_mobility.reunification.rules.cells import cells_of
from safe_mobility.reunification.services import bulletin_page

COLUMNS = ("bulletin_month", "chart", "category", "area", "cutoff")
Rows = tuple[CutoffRow, ...]


class Command(BaseCommand):
    help = "Read pages of the visa bulletin into rows of cut-off dates."
    # Reads files and writes rows: no database is needed, and none is asked for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="saved HTML pages")
        parser.add_argument("--csv", metavar="FILE", help="rows, where to; - is the screen")
        parser.add_argument("--table", metavar="FILE", help="the programme's table, where to")

    def handle(self, *args: Any, files: list[str], table: str | None, **options: Any) -> None:
        self.refused = 0
        months: dict[date, Cells] = {}
        with ExitStack() as open_until_end:
            rows_to = options["csv"] or (None if table else output.SCREEN)
            out = open_until_end.enter_context(output.opened(rows_to)) if rows_to else None
            write = _writer(out) if out else None
            for name, rows in self._read(files):
                cells = cells_of(rows)
                if months.setdefault(rows[0].bulletin_month, cells) != cells:
                    self._refuse(name, f"{rows[0].month} was already read, with other dates")
                elif write is not None:
                    write(rows)
        if self.refused:
            raise CommandError(
                f"{self.refused} of {len(files)} pages refused; nothing of them was taken"
            )
        if table is not None:
            with output.opened(table) as out:
                out.write(bulletin_file.written(months.items()))

    def _read(self, files: list[str]) -> Iterator[tuple[str, Rows]]:
        for name in files:
            try:
                raw = Path(name).read_bytes()
                yield name, bulletin_page.read_bulletin(raw, file_name=Path(name).name)
            except OSError as error:
                self._refuse(name, f"cannot be opened: {error.strerror}")
            except UnreadableBulletin as error:
                self._refuse(name, *(str(fault) for fault in error.faults))

    def _refuse(self, name: str, *faults: str) -> None:
        self.refused += 1
        for fault in faults:
            self.stderr.write(f"{name}: {fault}")


def _writer(out: TextIO) -> Any:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)

    def write(rows: Iterable[CutoffRow]) -> None:
        for row in rows:
            writer.writerow((row.month, row.chart, row.category, row.area, row.printed))

    return write

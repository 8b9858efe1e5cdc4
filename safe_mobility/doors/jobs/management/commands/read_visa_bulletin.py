"""`manage.py read_visa_bulletin FILE… --csv -`: official bulletin pages to rows.

A page that cannot be read wholly gives no row: it is named on standard error with what was
found and where, and the command ends with 1. The other pages are written all the same.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.jobs import output
from safe_mobility.reunification.rules.bulletin import CutoffRow, UnreadableBulletin
from safe_mobility.reunification.services import bulletin_page

COLUMNS = ("bulletin_month", "chart", "category", "area", "cutoff")


class Command(BaseCommand):
    help = "Read pages of the visa bulletin into rows of cut-off dates."
    # Reads files and writes rows: no database is needed, and none is asked for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="saved HTML pages")
        parser.add_argument("--csv", default="-", metavar="FILE", help="where to; - is the screen")

    def handle(self, *args: Any, files: list[str], csv: str, **options: Any) -> None:
        refused = 0
        with output.opened(csv) as out:
            write = _writer(out)
            for name in files:
                try:
                    rows = bulletin_page.read_bulletin(
                        Path(name).read_bytes(), file_name=Path(name).name
                    )
                except OSError as error:
                    refused += 1
                    self.stderr.write(f"{name}: cannot be opened: {error.strerror}")
                except UnreadableBulletin as error:
                    refused += 1
                    for fault in error.faults:
                        self.stderr.write(f"{name}: {fault}")
                else:
                    write(rows)
        if refused:
            raise CommandError(
                f"{refused} of {len(files)} pages refused; nothing of them was taken"
            )


def _writer(out: TextIO) -> Any:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)

    def write(rows: Iterable[CutoffRow]) -> None:
        for row in rows:
            writer.writerow((row.month, row.chart, row.category, row.area, row.printed))

    return write

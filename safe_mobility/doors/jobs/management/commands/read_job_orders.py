"""`manage.py read_job_orders FILE… --report -`: what the Labor Department's files hold.

For each file: rows read, taken and refused with reason, columns that were not understood, and
cells that were told apart instead of guessed. `--rows FILE` also writes what was taken.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.jobs import output
from safe_mobility.labour.rules.orders import RECORD_FIELDS, Record
from safe_mobility.labour.services.reading import Report, read_orders


class Command(BaseCommand):
    help = "Read certified job orders and their addenda; report what was and was not understood."
    # Reads files and writes a report: no database is needed, and none is asked for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, plain or gzip")
        parser.add_argument("--report", default="-", metavar="FILE", help="- is the screen")
        parser.add_argument("--rows", default="", metavar="FILE", help="also write the rows taken")

    def handle(self, *args: Any, files: list[str], report: str, rows: str, **options: Any) -> None:
        stopped = 0
        with output.opened(report) as out, _rows_to(rows) as keep:
            for name in files:
                told = Report(name=name)
                for record in read_orders(Path(name), told):
                    keep(record)
                out.writelines(line + "\n" for line in lines_of(told))
                stopped += bool(told.stopped)
        if stopped:
            raise CommandError(f"{stopped} of {len(files)} files were not read to their end")


def lines_of(report: Report) -> Iterator[str]:
    """The report of one file, a fact a line."""
    yield f"file: {report.name}"
    if report.layout:
        yield f"  kind: {report.layout.kind}"
    if report.stopped:
        yield f"  stopped: {report.stopped}"
    yield f"  rows read: {report.read}"
    yield f"  rows taken: {report.taken}"
    yield f"  rows refused: {sum(report.refused.values())}"
    for reason, count in report.refused.most_common():
        yield f"    {count} x {reason}"
    for row in report.named:
        yield f"    line {row.line}: {row.reason}"
    unknown = report.layout.unknown if report.layout else ()
    yield f"  columns not understood: {', '.join(unknown) or 'none'}"
    if report.windows_cells:
        yield f"  cells in Windows-1252: {report.windows_cells}"
    yield f"  cells told apart: {sum(report.doubts.counted.values())}"
    for at, count in sorted(report.doubts.counted.items()):
        name, reason = at
        yield f"    {name}: {count} x {reason} (first on line {report.doubts.first_line[at]})"


@contextmanager
def _rows_to(name: str) -> Iterator[Any]:
    if not name:
        yield lambda record: None
        return
    with output.opened(name) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(RECORD_FIELDS)

        def keep(record: Record) -> None:
            cells = (getattr(record, name) for name in RECORD_FIELDS)
            writer.writerow("" if cell is None else str(cell) for cell in cells)

        yield keep

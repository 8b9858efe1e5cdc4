"""`manage.py read_job_orders FILE… --report -`: what the Labor Department's files hold.

For each file: rows read, taken and refused with reason, columns that were not understood, and
cells that were told apart instead of guessed. `--rows FILE` also writes what was taken;
`--extract FILE` writes certified orders without any person's name; `--store` takes the files
into the database, each as a whole or not at all.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.common import clock
from safe_mobility.doors.jobs import output
from safe_mobility.labour.rules.orders import RECORD_FIELDS, Record
from safe_mobility.labour.services import storing
from safe_mobility.labour.services.extracting import extract as extract_of
from safe_mobility.labour.services.reading import Report, read_orders
from safe_mobility.labour.services.storing import Stored
from safe_mobility.shared.asker import job

READER = job("read_job_orders")


class Command(BaseCommand):
    help = "Read certified job orders and their addenda; report what was and was not understood."
    # Without --store it reads files and writes a report: no database is needed or asked for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, plain or gzip")
        parser.add_argument("--report", default="-", metavar="FILE", help="- is the screen")
        parser.add_argument("--rows", default="", metavar="FILE", help="also write the rows taken")

        parser.add_argument("--extract", default="", metavar="FILE", help="also write an extract")
        parser.add_argument("--store", action="store_true", help="take the rows into the database")

    def handle(
        self, *args: Any, files: list[str], report: str, rows: str, extract: str, **options: Any
    ) -> None:
        if options["store"] and (rows or extract):
            raise CommandError("--store goes alone: --rows and --extract only read")
        with output.opened(report) as out:
            told = _stored(files) if options["store"] else _read(files, rows, extract)
            stopped = 0
            for each in told:
                out.writelines(line + "\n" for line in each.lines)
                stopped += each.stopped
        if stopped:
            raise CommandError(f"{stopped} of {len(files)} files were not read to their end")


@dataclass(frozen=True, slots=True)
class _Told:
    lines: tuple[str, ...]
    stopped: bool


def _stored(files: list[str]) -> Iterator[_Told]:
    for name in files:
        path = Path(name)
        done = storing.store(path=path, name=path.name, actor=READER, now=clock.now())
        if done.known:
            yield _Told((f"file: {name}", "  read before: nothing to do"), stopped=False)
            continue
        yield _Told((*lines_of(done.report), *_merged(done)), stopped=bool(done.report.stopped))


def _merged(done: Stored) -> Iterator[str]:
    if done.merged is None:
        return
    yield f"  as of: {done.file.as_of or 'not said'}"
    for name, count in asdict(done.merged).items():
        yield f"  {name if name == 'cases' else f'  {name}'}: {count}"


def _read(files: list[str], rows: str, extract: str) -> Iterator[_Told]:
    with _rows_to(rows) as keep:
        for name in files:
            report = Report(name=name)
            records = _each(read_orders(Path(name), report), keep)
            written = extract_of(records, into=Path(extract)) if extract else _drained(records)
            lines = [*lines_of(report), *([f"  rows of the extract: {written}"] * bool(extract))]
            yield _Told(tuple(lines), stopped=bool(report.stopped))


def _each(records: Iterator[Record], keep: Callable[[Record], None]) -> Iterator[Record]:
    for record in records:
        keep(record)
        yield record


def _drained(records: Iterator[Record]) -> int:
    return sum(1 for _ in records)


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
    if report.windows_lines:
        yield f"  lines in Windows-1252: {report.windows_lines}"
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

"""`manage.py read_series KIND FILE… --report -`: what published tables hold, and what not.

For each file: rows read, taken and refused with line and reason, headings that were not
understood, and the sums beside the totals that were published. `--rows FILE` also writes the
figures that were taken. Nothing is written to the database: a supervisor brings a file in.
"""

import csv
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safe_mobility.doors.jobs import output
from safe_mobility.statistics.rules.series import SERIES, Point
from safe_mobility.statistics.services import reading
from safe_mobility.statistics.services.report_lines import lines_of

COLUMNS = ("series", "span", "on", "place", "other", "detail", "value", "unit")


class Command(BaseCommand):
    help = "Read published tables of figures; report what was and was not understood."
    # Reads files and writes a report: no database is needed, and none is asked for.
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=_kinds_in_words(),
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="one of those below, or auto")
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="CSV, plain or gzip; - is the standard input"
        )
        parser.add_argument("--report", default="-", metavar="FILE", help="- is the screen")
        parser.add_argument("--rows", default="", metavar="FILE", help="also write the figures")

    def handle(
        self, *args: Any, kind: str, files: list[str], report: str, rows: str, **options: Any
    ) -> None:
        try:
            wanted = reading.kinds_named(kind)
        except reading.UnknownKind:
            names = ", ".join((*reading.KINDS, *reading.FAMILIES, reading.ANY))
            raise CommandError(f"There is no kind '{kind}'. There are: {names}") from None
        stopped = 0
        with output.opened(report) as out, _rows_to(rows) as keep:
            for name in files:
                read = reading.read_file(Path(name), wanted=wanted)
                keep(read.points)
                out.writelines(line + "\n" for line in lines_of(read.report))
                stopped += bool(read.report.stopped)
        if stopped:
            raise CommandError(f"{stopped} of {len(files)} files were not read")


def _kinds_in_words() -> str:
    lines = ["kinds (a folder's name stands for all of its kinds, auto for all there are):"]
    for family in reading.FAMILIES:
        lines.append(f"  {family}")
        lines += [
            f"    {each.code:30} {each.about}"
            for each in reading.KINDS.values()
            if each.family == family
        ]
    return "\n".join(lines)


@contextmanager
def _rows_to(name: str) -> Iterator[Callable[[Iterable[Point]], None]]:
    if not name:
        yield lambda _points: None
        return
    with output.opened(name) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)

        def keep(points: Iterable[Point]) -> None:
            for each in sorted(points, key=lambda point: (*map(str, point.key),)):
                series = SERIES[each.series]
                on = each.on.isoformat() if each.on else ""
                place = each.place, each.other, each.detail
                writer.writerow(
                    (each.series, series.span, on, *place, f"{each.value:.10g}", series.unit)
                )

        yield keep

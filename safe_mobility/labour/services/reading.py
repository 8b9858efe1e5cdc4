"""Reading a Labor Department file row by row, in little memory whatever its size."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from safe_mobility.labour.rules import columns, orders
from safe_mobility.labour.rules.columns import Layout
from safe_mobility.labour.rules.orders import Doubts, Record, RowRefused

LONGEST_CELL = 500_000
LOOKED_AT = 50
"""Rows on which it is judged whether the header belongs to the file."""
NAMED_REFUSALS = 20


@dataclass(slots=True)
class Report:
    """What became of one file. `stopped` says why it was not read, or not to its end."""

    name: str
    layout: Layout | None = None
    read: int = 0
    taken: int = 0
    windows_cells: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    named: list[RowRefused] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)
    stopped: str = ""

    def refuse(self, row: RowRefused) -> None:
        self.refused[row.reason] += 1
        if len(self.named) < NAMED_REFUSALS:
            self.named.append(row)


def read_orders(path: Path, report: Report) -> Iterator[Record]:
    """The records of a file, in its order. Everything that was not taken is in `report`."""
    try:
        with _opened(path) as lines:
            yield from _read(lines, report)
    except (OSError, EOFError) as error:
        report.stopped = f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _read(lines: TextIO, report: Report) -> Iterator[Record]:
    # The limit belongs to the process; a quotation mark left open must not fill the memory.
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(_without_nul(lines), strict=False)
    try:
        header = next(rows, [])
        report.layout = layout = columns.layout_of([_mended(name, report) for name in header])
    except columns.UnknownLayout as error:
        report.stopped = f"not a file we know: {error}"
        return
    except csv.Error as error:
        report.stopped = f"line 1: {error}"
        return
    yield from _records(rows, layout, report)


def _records(rows: "csv._reader", layout: Layout, report: Report) -> Iterator[Record]:  # type: ignore[name-defined]
    numbered = _numbered(rows, report)
    first = list(islice(numbered, LOOKED_AT))
    if slipped := list(orders.columns_that_slipped([row for _, row in first], layout)):
        report.stopped = slipped[0]
        return
    for line, cells in chain(first, numbered):
        if not any(cells):
            continue
        report.read += 1
        row = [_mended(cell, report) for cell in cells]
        record = orders.read_row(row, layout=layout, line=line, doubts=report.doubts)
        if isinstance(record, RowRefused):
            report.refuse(record)
        else:
            report.taken += 1
            yield record


def _numbered(rows: "csv._reader", report: Report) -> Iterator[tuple[int, list[str]]]:  # type: ignore[name-defined]
    """Each row with the line it begins on; a row that cannot be cut into cells ends the file."""
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            report.stopped = f"line {line}: {error}; a quotation mark may have been left open"
            return
        yield line, cells


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    # Bytes that are no UTF-8 pass through as they are and are read as Windows-1252 by cell.
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    opener = gzip.open if packed else open
    with opener(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        yield lines


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    return (line.replace("\0", "") if "\0" in line else line for line in lines)


def _mended(cell: str, report: Report) -> str:
    try:
        cell.encode()
    except UnicodeEncodeError:
        report.windows_cells += 1
        return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return cell

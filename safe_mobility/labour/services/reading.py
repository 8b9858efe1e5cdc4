"""Reading a Labor Department file row by row, in little memory whatever its size."""

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, TextIO

from safe_mobility.labour.rules import columns, orders
from safe_mobility.labour.rules.columns import Layout
from safe_mobility.labour.rules.orders import Doubts, Record, RowRefused

PUBLISHED = Path(__file__).parents[1] / "published"
"""Files that come with the product."""
LONGEST_CELL = 500_000
LONGEST_LINE = 4_000_000
HEADER_WITHIN = 20
"""Lines among which the header is looked for: some files begin with a title."""
MARKS = ",\t;|"
SPREADSHEETS = {b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"}
STRAY = re.compile("[\udc80-\udcff]+")
"""Bytes that were no UTF-8, as Python carries them."""
LOOKED_AT = 50
"""Rows on which it is judged whether the header belongs to the file."""
NAMED_REFUSALS = 20


class NotText(Exception):
    """The file is of another kind; says what to hand in instead."""


class Rows(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


@dataclass(slots=True)
class Report:
    """What became of one file. `stopped` says why it was not read, or not to its end."""

    name: str
    layout: Layout | None = None
    read: int = 0
    taken: int = 0
    windows_lines: int = 0
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
        with _opened(path) as text:
            yield from _read(_lines(text, report), report)
    except NotText as error:
        report.stopped = str(error)
    except (OSError, EOFError, zlib.error) as error:
        report.stopped = f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _read(lines: Iterator[str], report: Report) -> Iterator[Record]:
    # The limit belongs to the process; a quotation mark left open must not fill the memory.
    csv.field_size_limit(LONGEST_CELL)
    try:
        above = list(islice(lines, HEADER_WITHIN))
        report.layout, mark, at = _header(above)
        rows = csv.reader(chain(above[at:], lines), delimiter=mark)
        next(rows)
    except columns.UnknownLayout as error:
        report.stopped = f"not a file we know: {error}"
    except csv.Error as error:
        report.stopped = f"line 1: {error}"
    else:
        yield from _records(rows, report.layout, report)


def _header(above: list[str]) -> tuple[Layout, str, int]:
    """The layout, what parts its cells, and how many lines stand over the header.

    Some files begin with a title. Where no line is a header, the first one is blamed.
    """
    fault: columns.UnknownLayout | None = None
    for at, line in enumerate(above):
        mark = max(MARKS, key=line.count)
        cells = next(csv.reader(iter(above[at:]), delimiter=mark), [])
        try:
            return replace(columns.layout_of(cells), above=at), mark, at
        except columns.UnknownLayout as error:
            fault = fault or error
    raise fault or columns.UnknownLayout("it is empty")


def _records(rows: Rows, layout: Layout, report: Report) -> Iterator[Record]:
    read_row = orders.row_reader(layout, report.doubts)
    numbered = _numbered(rows, report, above=layout.above)
    first = list(islice(numbered, LOOKED_AT))
    if slipped := list(orders.columns_that_slipped([row for _, row in first], layout)):
        report.stopped = slipped[0]
        return
    for line, cells in chain(first, numbered):
        if not any(cells):
            continue
        report.read += 1
        record = read_row(cells, line)
        if isinstance(record, RowRefused):
            report.refuse(record)
        else:
            report.taken += 1
            yield record


def _numbered(rows: Rows, report: Report, *, above: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; a row that cannot be cut into cells ends the file."""
    while True:
        line = above + rows.line_num + 1
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
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if packed else path.open("rb") as peeked:
        start = peeked.read(4)
    if start in SPREADSHEETS:
        raise NotText("a spreadsheet or a packed folder: save it as CSV, UTF-8, and hand that in")
    wide = start[:2] in {b"\xff\xfe", b"\xfe\xff"}
    # Bytes that are no UTF-8 pass through as they are; `_mended` reads them as Windows-1252.
    opener = gzip.open if packed else open
    with opener(
        path,
        "rt",
        encoding="utf-16" if wide else "utf-8-sig",
        errors="replace" if wide else "surrogateescape",
        newline="",
    ) as lines:
        yield lines


def _lines(text: TextIO, report: Report) -> Iterator[str]:
    """Line by line, each of a length that fits into the memory of any machine."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise csv.Error("a line without an end")
        if not line.isascii():
            line = _mended(line, report)
        yield line.replace("\0", "") if "\0" in line else line


def _mended(line: str, report: Report) -> str:
    mended = STRAY.sub(
        lambda stray: stray[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), line
    )
    report.windows_lines += mended != line
    return mended

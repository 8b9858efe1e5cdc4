"""Opening a table that somebody else published, whatever way it was saved.

Plain or gzip, with a byte order mark or without, UTF-8, UTF-16 or Windows-1252, commas,
semicolons or tabs. What is no table at all is refused with its likely nature.
"""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

LONGEST_CELL = 500_000
MOST_BYTES = 400_000_000
"""Unpacked. A file that unpacks to more is refused before it fills the memory."""
SEPARATORS: Final = (",", ";", "\t", "|")
_NATURES: Final = (
    (b"PK\x03\x04", "a spreadsheet or a ZIP archive: save the sheet as CSV"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet: save the sheet as CSV"),
    (b"\xfd7zXZ", "an XZ archive: unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


class NoTable(Exception):
    """Why the bytes are no table."""


@contextmanager
def opened(raw: BinaryIO) -> Iterator[Iterator[str]]:
    """The lines of a table. Bytes that are no UTF-8 pass as they are: see `mended`."""
    if not (start := _peek(raw, 512)):
        raise NoTable("the file is empty")
    packed = start.startswith(b"\x1f\x8b")
    inside = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    start = _peek(inside, 512) if packed else start
    for sign, nature in _NATURES:
        if start.startswith(sign):
            raise NoTable(f"not a table but {nature}")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"{", b"[")):
        raise NoTable("not a table but a web page or JSON")
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = io.TextIOWrapper(inside, encoding=encoding, errors="surrogateescape", newline="")
    try:
        yield _limited(text)
    finally:
        text.detach()


def _peek(raw: BinaryIO, size: int) -> bytes:
    start = raw.read(size)
    raw.seek(0)
    return start


def _limited(lines: io.TextIOWrapper) -> Iterator[str]:
    left = MOST_BYTES
    for line in lines:
        left -= len(line)
        if left < 0:
            raise NoTable(f"larger than {MOST_BYTES:,} signs")
        yield line.replace("\0", "") if "\0" in line else line


def rows(lines: Iterator[str], *, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; a quotation mark left open ends the file."""
    # The limit belongs to the process; an open quotation mark must not fill the memory.
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator, strict=False)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NoTable(f"line {line}: {error}; a quotation mark may be open") from error
        yield line, cells


def separator_of(first: str) -> str:
    """The sign between cells: the one that makes most of a line; a comma where there is none."""
    counted = {sign: first.count(sign) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: counted[sign])
    return best if counted[best] else ","


def is_windows(cell: str) -> bool:
    """Whether a cell holds bytes that were no UTF-8."""
    return any("\udc80" <= sign <= "\udcff" for sign in cell)


def mended(cells: Sequence[str]) -> tuple[list[str], int]:
    """Cells whose bytes were no UTF-8 read as Windows-1252, and how many there were."""
    out, changed = [], 0
    for cell in cells:
        if is_windows(cell):
            changed += 1
            cell = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        out.append(cell)
    return out, changed

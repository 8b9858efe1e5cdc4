"""Putting a file's records into a table of this transaction, a row at a time, in little memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from safe_mobility.labour.models.orders import MODEL_OF
from safe_mobility.labour.rules import values
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.rules.orders import Record

STAGED = "labour_staged"
MAKE = """
CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS
SELECT *, 0::bigint AS line, false AS member FROM {table} WITH NO DATA
"""
COLUMNS: dict[FileKind, tuple[str, ...]] = {
    FileKind.ORDERS: (
        "visa",
        "status",
        "is_certified",
        "decided_on",
        "received_on",
        "fiscal_year",
        "employer",
        "trade_name",
        "employer_city",
        "employer_state",
        "title",
        "occupation",
        "occupation_title",
        "crop",
        "asked",
        "certified",
        "begins_on",
        "ends_on",
        "hours",
        "wage",
        "wage_to",
        "unit",
        "hourly",
        "city",
        "county",
        "state",
        "housing_places",
    ),
    FileKind.CROPS: ("crop", "wage", "unit", "piece"),
    FileKind.HOUSING: ("housing", "city", "county", "state", "units", "housing_places"),
    FileKind.RECRUITERS: ("recruiter", "city", "region", "country"),
    FileKind.PLACES: ("employer", "city", "county", "state", "asked", "begins_on", "ends_on"),
}
"""What of a record becomes a column of its table, beside case, fingerprint and file."""


def stage(
    cursor: CursorWrapper, records: Iterable[Record], see: Callable[[Record], None]
) -> FileKind | None:
    """Copy the records into the staging table; `see` is shown each. None: there was no record."""
    pending = iter(records)
    first = next(pending, None)
    if first is None:
        return None
    names = ("case_number", "fingerprint", "line", "member", *COLUMNS[first.kind])
    tables = {
        "staged": sql.Identifier(STAGED),
        "table": sql.Identifier(MODEL_OF[first.kind]._meta.db_table),
        "names": sql.SQL(", ").join(map(sql.Identifier, names)),
    }
    cursor.execute(sql.SQL(MAKE).format(**tables))
    with cursor.copy(sql.SQL("COPY {staged} ({names}) FROM STDIN").format(**tables)) as copy:
        for row in _rows(chain([first], pending), first.kind, see):
            copy.write_row(row)
    return first.kind


def _rows(
    records: Iterator[Record], kind: FileKind, see: Callable[[Record], None]
) -> Iterator[tuple[Any, ...]]:
    told = tuple(_teller(kind, name) for name in COLUMNS[kind])
    for line, record in enumerate(records):
        see(record)
        cells = tuple(tell(record) for tell in told)
        said = "\x1f".join(map(str, cells)).encode()
        mark = hashlib.blake2b(said, digest_size=16).hexdigest()
        yield (record.case_number, mark, line, bool(record.member), *cells)


def _teller(kind: FileKind, name: str) -> Callable[[Record], Any]:
    """How one column is told from a record: cut to its length, and empty instead of missing."""
    if name == "fiscal_year":
        return lambda record: record.decided_on and values.fiscal_year(record.decided_on)
    column = MODEL_OF[kind]._meta.get_field(name)
    longest = getattr(column, "max_length", None)
    if longest:
        return lambda record: (getattr(record, name) or "")[:longest]
    places = getattr(column, "decimal_places", None)
    if places is not None:
        return lambda record: _rounded(getattr(record, name), places)
    return lambda record: getattr(record, name)


def _rounded(number: Decimal | None, places: int) -> Decimal | None:
    return None if number is None else round(number, places)

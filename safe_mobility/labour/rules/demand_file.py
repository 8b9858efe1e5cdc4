"""Demands out of a table: each line is a demand or a refusal that names line, column and reason.

A good line is taken although its neighbour is not; a header that cannot be understood refuses
the whole file, because then every value would stand under a wrong name. Nothing is guessed: a
day is written as in 2024-04-01, a yes as `si`, `sí` or `yes`.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from safe_mobility.labour.rules import demands, occupations
from safe_mobility.labour.rules.candidates import Avoids, Destination
from safe_mobility.labour.rules.demands import Asked, DemandWrong, Problem
from safe_mobility.shared.refusal import Refusal

MOST_BYTES = 1_000_000
MOST_LINES = 1_000
LONGEST_CELL = 300


class FileUnreadable(Refusal):
    """The file as a whole cannot be read: too large, no text, or a header we do not know."""

    code = "labour.file_unreadable"


@dataclass(frozen=True, slots=True)
class LineRefused:
    line: int
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineTaken:
    line: int
    asked: Asked
    hash: str


class _Wrong(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _text(cell: str) -> str:
    if len(cell) > LONGEST_CELL:
        raise _Wrong(Problem.TOO_LONG)
    return " ".join(cell.split())


def _count(cell: str) -> int:
    digits = cell.replace(",", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise _Wrong(Problem.NO_NUMBER)
    return int(digits)


def _amount(cell: str) -> Decimal:
    try:
        amount = Decimal(cell.replace("$", "").replace(" ", ""))
    except InvalidOperation:
        raise _Wrong(Problem.NO_NUMBER) from None
    if not amount.is_finite():
        raise _Wrong(Problem.NO_NUMBER)
    return amount


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise _Wrong(Problem.NO_DAY) from None


def _yes(cell: str) -> bool:
    said = cell.casefold()
    if said in {"si", "sí", "yes", "y", "1"}:
        return True
    if said in {"no", "n", "0"}:
        return False
    raise _Wrong(Problem.UNKNOWN)


def _occupation(cell: str) -> str:
    code = occupations.clean_code(cell)
    if code not in occupations.OCCUPATIONS:
        raise _Wrong(Problem.UNKNOWN)
    return code


def _country(cell: str) -> Destination:
    try:
        return Destination(cell.upper())
    except ValueError:
        raise _Wrong(Problem.UNKNOWN) from None


def _languages(cell: str) -> frozenset[str]:
    codes = frozenset(cell.casefold().replace(",", " ").replace(";", " ").split())
    if any(not (2 <= len(code) <= 8 and code.isascii() and code.isalpha()) for code in codes):
        raise _Wrong(Problem.UNKNOWN)
    return codes


def _kinds(cell: str) -> frozenset[Avoids]:
    try:
        return frozenset(Avoids(one) for one in cell.upper().replace(";", " ").split())
    except ValueError:
        raise _Wrong(Problem.UNKNOWN) from None


def _codes(cell: str) -> frozenset[str]:
    return frozenset(_text(cell).upper().replace(";", " ").replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    read: Callable[[str], Any]
    must: bool = False


COLUMNS: Mapping[str, Column] = {
    "employer": Column("employer", _text, must=True),
    "occupation": Column("occupation", _occupation, must=True),
    "country": Column("country", _country, must=True),
    "place": Column("place", _text, must=True),
    "places": Column("places", _count, must=True),
    "from": Column("from_on", _day, must=True),
    "until": Column("until_on", _day, must=True),
    "languages": Column("languages", _languages),
    "months_wanted": Column("months_wanted", _count),
    "asks": Column("asks", _kinds),
    "interview_on": Column("interview_on", _day),
    "interview_seats": Column("interview_seats", _count),
    "case": Column("certified_case", _text),
    "wage_hour": Column("wage_hour", _amount),
    "hours_week": Column("hours_week", _amount),
    "housing_free": Column("housing_free", _yes),
    "transport_paid": Column("transport_paid", _yes),
    "wants": Column("wants", _codes),
}


def read_demands(content: bytes, *, today: date) -> Iterator[LineTaken | LineRefused]:
    """Each line of the table in its order. Raises `FileUnreadable` for the file as a whole."""
    rows = csv.reader(io.StringIO(_decoded(content)), strict=True)
    header = _header(rows)
    for count, cells in _lines(rows):
        if count > MOST_LINES:
            raise FileUnreadable(why="LINES", most=MOST_LINES)
        if any(cell.strip() for cell in cells):
            yield _line(cells, header, line=rows.line_num, today=today)


def _lines(rows: Any) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(rows, start=1)
    except csv.Error:
        raise FileUnreadable(why="NOT_A_TABLE", line=rows.line_num) from None


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise FileUnreadable(why="SIZE", most=MOST_BYTES)
    if b"\0" in content:
        raise FileUnreadable(why="NO_TEXT")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _header(rows: Any) -> list[Column]:
    try:
        names = [name.strip().casefold() for name in next(rows)]
    except (StopIteration, csv.Error):
        raise FileUnreadable(why="EMPTY") from None
    unknown = [name[:40] for name in names if name not in COLUMNS]
    missing = [name for name, column in COLUMNS.items() if column.must and name not in names]
    if unknown or missing or len(set(names)) != len(names):
        raise FileUnreadable(why="HEADER", unknown=unknown, missing=missing)
    return [COLUMNS[name] for name in names]


def _line(
    cells: list[str], header: list[Column], *, line: int, today: date
) -> LineTaken | LineRefused:
    if len(cells) != len(header):
        return LineRefused(line, {"line": f"{len(cells)} != {len(header)}"})
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=True):
        try:
            _into(found, column, cell.strip())
        except _Wrong as wrong:
            problems[column.field] = str(wrong.problem)
    if problems:
        return LineRefused(line, problems)
    try:
        asked = demands.check_demand(Asked(**found), today=today)
    except DemandWrong as refusal:
        return LineRefused(line, refusal.facts["problems"])
    return LineTaken(line, asked, hashlib.sha256("\x1f".join(cells).encode()).hexdigest())


def _into(found: dict[str, Any], column: Column, cell: str) -> None:
    if cell:
        found[column.field] = column.read(cell)
    elif column.must:
        raise _Wrong(Problem.EMPTY)

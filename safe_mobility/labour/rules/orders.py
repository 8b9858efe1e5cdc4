"""A row of a Labor Department file as a certified order, a crop's pay, a house or a recruiter.

A row is refused when it cannot be what its file holds: no case number, cells missing. Any
other cell that says nothing sure leaves its field empty and is counted by its reason.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from safe_mobility.labour.rules import values
from safe_mobility.labour.rules.columns import FileKind, Layout
from safe_mobility.labour.rules.values import Read, Unit

CERTIFIED_WORDS = ("CERTIFICATION", "CERTIFIED")
REFUSED_WORDS = ("DENIED", "WITHDRAWN", "REJECTED", "RETURNED")


@dataclass(frozen=True, slots=True)
class Record:
    """What one row says. Which fields a kind of file fills stands in `columns.KNOWN`."""

    kind: FileKind
    case_number: str
    member: bool | None = None
    visa: str | None = None
    status: str | None = None
    decided_on: date | None = None
    received_on: date | None = None
    employer: str | None = None
    trade_name: str | None = None
    employer_city: str | None = None
    employer_state: str | None = None
    title: str | None = None
    occupation: str | None = None
    occupation_title: str | None = None
    crop: str | None = None
    asked: int | None = None
    certified: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    hours: Decimal | None = None
    wage: Decimal | None = None
    wage_to: Decimal | None = None
    unit: Unit | None = None
    hourly: Decimal | None = None
    piece: str | None = None
    city: str | None = None
    county: str | None = None
    state: str | None = None
    housing: str | None = None
    units: int | None = None
    housing_places: int | None = None
    recruiter: str | None = None
    region: str | None = None
    country: str | None = None

    @property
    def is_certified(self) -> bool | None:
        """Whether workers were granted; None where the status says neither."""
        status = (self.status or "").upper()
        if any(word in status for word in REFUSED_WORDS):
            return False
        return True if any(word in status for word in CERTIFIED_WORDS) else None


RECORD_FIELDS = tuple(one.name for one in fields(Record))


@dataclass(frozen=True, slots=True)
class RowRefused:
    line: int
    reason: str


@dataclass(slots=True)
class Doubts:
    """Cells that were told apart: field and reason, how often, and the first line of each."""

    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    first_line: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, name: str, reason: str, line: int) -> None:
        at = (name, reason)
        self.counted[at] = self.counted.get(at, 0) + 1
        self.first_line.setdefault(at, line)


_READ: dict[str, Callable[[str], Read[Any]]] = {
    "member": values.read_member,
    "decided_on": values.read_date,
    "received_on": values.read_date,
    "begins_on": values.read_date,
    "ends_on": values.read_date,
    "asked": values.read_count,
    "certified": values.read_count,
    "units": values.read_count,
    "housing_places": values.read_count,
    "hours": values.read_hours,
    "wage": values.read_wage,
    "wage_to": values.read_wage,
    "unit": values.read_unit,
    "state": values.read_state,
    "employer_state": values.read_state,
}


REMEMBERED = 4_096
REMEMBERED_SIGNS = 80
RowReader = Callable[[Sequence[str], int], Record | RowRefused]


def row_reader(layout: Layout, doubts: Doubts) -> RowReader:
    """How one row is read under its file's layout; what is doubtful in it goes to `doubts`.

    The same few states, days and wages stand in thousands of rows: what a cell means is worked
    out once and remembered, in a table of a fixed size.
    """
    cases = layout.places["case_number"]
    plan = [
        (name, _remembering(_READ.get(name, values.read_text)), spots)
        for name, spots in layout.places.items()
        if name != "case_number"
    ]

    def read_row(cells: Sequence[str], line: int) -> Record | RowRefused:
        if len(cells) != layout.width:
            return RowRefused(line, f"{len(cells)} cells under {layout.width} columns")
        case = values.read_case(cells[cases[0]] if len(cases) == 1 else first_said(cells, cases))
        if case.value is None:
            return RowRefused(line, case.fault)
        found: dict[str, Any] = {}
        for name, read, spots in plan:
            cell = read(cells[spots[0]] if len(spots) == 1 else first_said(cells, spots))
            if cell.fault:
                doubts.note(name, cell.fault, line)
            found[name] = cell.value
        found["visa"] = _visa(found.get("visa") or "") or values.visa_of_case(case.value)
        _reckon(found, line, doubts)
        return Record(kind=layout.kind, case_number=case.value, **found)

    return read_row


def _remembering(read: Callable[[str], Read[Any]]) -> Callable[[str], Read[Any]]:
    """A long cell is read each time: a table of long ones would fill the memory."""
    short = lru_cache(maxsize=REMEMBERED)(read)
    return lambda text: short(text) if len(text) <= REMEMBERED_SIGNS else read(text)


def first_said(cells: Sequence[str], spots: Sequence[int]) -> str:
    """The first of several columns that says something."""
    return next((cells[at] for at in spots if not values.is_nothing(cells[at])), "")


@lru_cache(maxsize=256)
def _visa(written: str) -> str | None:
    said = re.sub(r"[^A-Z0-9]", "", written.upper())
    return next((visa for visa in ("H-2A", "H-2B") if visa.replace("-", "") in said), None)


def _reckon(found: dict[str, Any], line: int, doubts: Doubts) -> None:
    """What follows from two cells together: the season's order and the hourly wage."""
    begins, ends = found.get("begins_on"), found.get("ends_on")
    if begins and ends and ends < begins:
        doubts.note("ends_on", "ends before it begins", line)
        found["begins_on"] = found["ends_on"] = None
    wage, unit = found.get("wage"), found.get("unit")
    if wage is not None and unit is not None:
        hourly = values.per_hour(wage, unit, found.get("hours"))
        if hourly.fault:
            doubts.note("hourly", hourly.fault, line)
        found["hourly"] = hourly.value
    elif wage is not None:
        doubts.note("hourly", "a wage without its unit", line)


def columns_that_slipped(rows: Sequence[Sequence[str]], layout: Layout) -> Iterator[str]:
    """Why this header cannot belong to these rows: said before a whole file is refused.

    A header that lost or gained a column puts every value under a wrong name.
    """
    if not rows:
        return
    fits = sum(
        len(row) == layout.width
        and values.read_case(first_said(row, layout.places["case_number"])).value is not None
        for row in rows
    )
    if fits * 2 < len(rows):
        widths = sorted({len(row) for row in rows})
        yield (
            f"the header does not fit the rows: {fits} of the first {len(rows)} have a case "
            f"number where it says; {layout.width} columns are named, the rows have "
            f"{widths[0]} to {widths[-1]}"
        )

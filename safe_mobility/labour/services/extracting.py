"""A small extract of published orders that may be handed on: no person's name stands in it.

It keeps the Department's own column names, so that what is shipped is read like any file.
"""

import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path

from safe_mobility.labour.rules import names
from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.labour.rules.orders import Record

COLUMNS: dict[FileKind, dict[str, str]] = {
    FileKind.ORDERS: {
        "CASE_NUMBER": "case_number",
        "CASE_STATUS": "status",
        "DECISION_DATE": "decided_on",
        "VISA_CLASS": "visa",
        "EMPLOYER_NAME": "employer",
        "JOB_TITLE": "title",
        "SOC_CODE": "occupation",
        "SOC_TITLE": "occupation_title",
        "PRIMARY_CROP": "crop",
        "NBR_WORKERS_REQUESTED": "asked",
        "NBR_WORKERS_CERTIFIED": "certified",
        "EMPLOYMENT_BEGIN_DATE": "begins_on",
        "EMPLOYMENT_END_DATE": "ends_on",
        "NUMBER_OF_HOURS": "hours",
        "WAGE_OFFER": "wage",
        "PER": "unit",
        "WORKSITE_CITY": "city",
        "WORKSITE_COUNTY": "county",
        "WORKSITE_STATE": "state",
    },
    FileKind.RECRUITERS: {
        "CASE_NUMBER": "case_number",
        "RECRUITER_NAME": "recruiter",
        "RECRUITER_CITY": "city",
        "RECRUITER_COUNTRY": "country",
    },
}


def extract(records: Iterable[Record], *, into: Path) -> int:
    """Write certified orders, or recruiters, as a packed file; returns how many rows.

    The same records give the same bytes. Members of a joint application are left out: nearly
    all of them are farmers under their own name.
    """
    lines = [line for record in records if (line := _line(record)) is not None]
    kinds = {kind for kind, _ in lines}
    if len(kinds) != 1:
        raise ValueError("an extract holds certified orders or recruiters, of one kind")
    words = io.StringIO(newline="")
    writer = csv.writer(words, lineterminator="\n")
    writer.writerow(COLUMNS[kinds.pop()])
    writer.writerows(cells for _, cells in sorted(lines, key=lambda line: line[1]))
    with into.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(words.getvalue().encode())
    return len(lines)


def _line(record: Record) -> tuple[FileKind, list[str]] | None:
    """A row of the extract; None for what does not belong into it."""
    if record.kind is FileKind.RECRUITERS:
        if not names.is_of_a_business(record.recruiter or ""):
            return None
    elif record.kind is not FileKind.ORDERS or record.member or not record.is_certified:
        return None
    cells = {name: _cell(record, field) for name, field in COLUMNS[record.kind].items()}
    return record.kind, list(cells.values())


def _cell(record: Record, field: str) -> str:
    value = getattr(record, field)
    if field == "employer":
        name = names.without_person(value or "")
        return name if names.is_of_a_business(name) else ""
    if field == "unit" and value is not None:
        return str(value).replace("TWO_WEEKS", "BI-WEEKLY").replace("PIECE", "PIECE RATE")
    return "" if value is None else str(value)

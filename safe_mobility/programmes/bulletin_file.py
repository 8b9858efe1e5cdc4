"""Reads and writes `tables/visa_bulletins.csv`: every month's cut-off dates, one line an area.

The file is made from the State Department's own pages by `manage.py write_visa_bulletins`, so
that nobody types a date; a mistake in it is told by its line like any other of the programme.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from safe_mobility.programmes.rules.cutoffs import (
    CATEGORIES,
    CHARTS,
    CURRENT,
    UNAVAILABLE,
    Cells,
    entry_of,
    last_day,
    month_code,
)
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.shared.strict_yaml import Report

NAME = "tables/visa_bulletins.csv"
HEAD = ("month", "chart", "area", *CATEGORIES)
SOURCE = ("VB",)
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_AREA = re.compile(r"[a-z][a-z_]{1,39}")

_Month = dict[str, dict[str, list[str]]]


def entries(folder: Path, report: Report) -> Iterator[tuple[int, Entry]]:
    """Each month with the line on which it begins; nothing of a file that has a mistake."""
    path = folder / NAME
    if not path.exists():
        return
    name = f"{folder.name}/{NAME}"
    months: dict[str, _Month] = {}
    begins: dict[str, int] = {}
    before = len(report.problems)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        report.add(name, 1, "(file)", "is not written in UTF-8")
        return
    lines = csv.reader(io.StringIO(text))
    if tuple(next(lines, ())) != HEAD:
        report.add(name, 1, "(file)", f"should begin with the columns {','.join(HEAD)}")
        return
    for row in lines:
        fault = _fault(row, months)
        if fault is not None:
            report.add(name, lines.line_num, *fault)
            continue
        month, chart, area, *cells = row
        begins.setdefault(month, lines.line_num)
        months.setdefault(month, {}).setdefault(chart, {})[area] = cells
    if len(report.problems) > before:
        return
    for month, charts in months.items():
        first = date.fromisoformat(f"{month}-01")
        yield begins[month], entry_of(first, charts, source=SOURCE, file=name)


def _fault(row: list[str], months: Mapping[str, _Month]) -> tuple[str, str] | None:
    """The field that is wrong in a line, and how."""
    if len(row) != len(HEAD):
        return "(line)", f"has {len(row)} columns, not {len(HEAD)}"
    month, chart, area, *cells = row
    if not _MONTH.fullmatch(month):
        return "month", f"'{month}' is not a month like 2023-12"
    if chart not in CHARTS:
        return "chart", f"should be one of {', '.join(CHARTS)}"
    if not _AREA.fullmatch(area):
        return "area", f"'{area}' is not an area like all_other"
    if area in months.get(month, {}).get(chart, {}):
        return "area", f"'{area}' stands twice in {month}"
    last = last_day(date.fromisoformat(f"{month}-01"))
    for category, cell in zip(CATEGORIES, cells, strict=True):
        if not is_cutoff(cell, last=last):
            return category, f"'{cell}' is not a day before the month ends, C or U"
    return None


def is_cutoff(cell: str, *, last: date) -> bool:
    if cell in (CURRENT, UNAVAILABLE):
        return True
    try:
        return len(cell) == 10 and date.fromisoformat(cell) <= last
    except ValueError:
        return False


def written(months: Iterable[tuple[date, Cells]]) -> str:
    """The text of the file for these months: the same months, the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for month, cells in sorted(months, key=lambda each: each[0]):
        for chart in CHARTS:
            areas = cells.get(chart, {})
            for area in sorted(areas, key=lambda each: (each != "all_other", each)):
                writer.writerow((month_code(month), chart, area, *areas[area]))
    return out.getvalue()

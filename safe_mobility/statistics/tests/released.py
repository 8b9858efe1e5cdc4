"""A published release made of numbers one can see, for tests of pages and of the API.

It goes around drafting, which needs thousands of families; what is published stands in the same
rows, signed by the same key.
"""

from datetime import UTC, date, datetime

from safe_mobility.statistics import defining, signing
from safe_mobility.statistics.models import Release, ReleasedCell
from safe_mobility.statistics.queries.lines import lines_of
from safe_mobility.statistics.rules import calendar, package
from safe_mobility.statistics.services import partitioning

FIRST_ON, CUT_OFF = date(2023, 6, 12), date(2023, 10, 31)
OUT_AT = datetime(2023, 11, 13, 18, 0, tzinfo=UTC)
SHARES = {"registered": 1.0, "booked": 0.6, "interviewed": 0.5, "referred": 0.2, "approved": 0.05}


def released(*, cut_off: date = CUT_OFF, people: int = 3000) -> Release:
    """Every cell of the partition: large ones shown, those of every third row not shown."""
    known = defining.catalogue()
    row = Release.objects.create(
        cut_off=cut_off, first_on=FIRST_ON, definitions=known.version, made_at=OUT_AT
    )
    values = partitioning.partition(first_on=FIRST_ON, cut_off=cut_off).values
    spans = [span.code for span in calendar.spans(FIRST_ON, cut_off)]
    cells = []
    for each in known.indicators:
        total = int(people * SHARES.get(each.code, 0.1))
        cells.append(_cell(row, each.code, "total", "", total, wait=each.is_wait))
        for cut in (*each.cuts, *(() if each.is_wait else ("block",))):
            rows = spans if cut == "block" else values[cut]
            for place, value in enumerate(rows):
                count = total // len(rows) if place % 3 != 2 else 0
                cells.append(_cell(row, each.code, cut, value, count, wait=each.is_wait))
    ReleasedCell.objects.bulk_create(cells)
    versions = {each.code: each.version for each in known.indicators}
    row.manifest = package.description(
        package.table(lines_of(row), versions=versions),
        known=known,
        cut_off=cut_off,
        first_on=FIRST_ON,
        made_at=OUT_AT,
    )
    row.first_by, row.second_by, row.published_at = "STAFF:1", "STAFF:2", OUT_AT
    row.signature = signing.sign(row.manifest)
    row.save()
    return row


def _cell(
    row: Release, code: str, cut: str, value: str, people: int, *, wait: bool
) -> ReleasedCell:
    shown = people >= 20
    return ReleasedCell(
        release=row,
        indicator=code,
        cut=cut,
        value=value,
        people=people if shown else None,
        applications=people // 2 if shown else None,
        median_days=23 if shown and wait else None,
        p90_days=41 if shown and wait else None,
    )

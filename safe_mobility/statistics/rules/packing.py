"""The figures of one edition as one small file, the same bytes for the same figures."""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import date

from safe_mobility.statistics.rules.series import Point

CLASSES_KEPT = {"temporary-visas": frozenset({"H2A", "H2B"})}
"""Series of which only some details are kept; the rest is read, counted and left."""


def kept(points: Iterable[Point]) -> Iterator[Point]:
    for each in points:
        wanted = CLASSES_KEPT.get(each.series)
        if wanted is None or each.detail in wanted:
            yield each


def text_of(points: Iterable[Point]) -> str:
    """A line a figure, in order of their keys: series, on, place, other, detail, value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for each in sorted(points, key=_order):
        on = each.on.isoformat() if each.on else ""
        writer.writerow((each.series, on, each.place, each.other, each.detail, written(each.value)))
    return out.getvalue()


def written(value: float) -> str:
    """A figure as it was published: whole numbers without a point."""
    return str(int(value)) if value == int(value) else repr(value)


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def unpacked(raw: bytes) -> str:
    return gzip.decompress(raw).decode()


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def last_day_of(text: str) -> date | None:
    """The first day of the latest time of which the figures speak."""
    latest = max((line.split(",", 2)[1] for line in text.splitlines()), default="")
    return date.fromisoformat(latest) if latest else None


def points_of(text: str) -> Iterator[Point]:
    for series, on, place, other, detail, value in csv.reader(io.StringIO(text)):
        day = date.fromisoformat(on) if on else None
        yield Point(series, day, place, other, detail, float(value))


def _order(point: Point) -> tuple[str, ...]:
    return (point.series, str(point.on or ""), point.place, point.other, point.detail)

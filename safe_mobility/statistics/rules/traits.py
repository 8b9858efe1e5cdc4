"""The coarse values by which figures are broken down, written once for Python and for SQL."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from safe_mobility.people.rules.ages import BANDS, OLDEST

SIZES = ("1", "2", "3-4", "5+")
CHANNELS = ("WEB", "ASSISTED")
AGES = tuple(f"{a}+" if b == OLDEST else f"{a}-{b}" for a, b in BANDS)
NOT_SAID, SEVERAL = "-", "SEVERAL"

# A zone keeps its offset for months or for ever; these years hold every day that is counted.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2060, 1, 1)


def age_sql(years: str) -> str:
    """SQL for the age band of an age in whole years, as `ages.band` names it."""
    steps = " ".join(
        f"WHEN {years} <= {last} THEN '{name}'"
        for (_first, last), name in zip(BANDS, AGES, strict=True)
    )
    return f"CASE {steps} ELSE '{AGES[-1]}' END"


def size_sql(size: str) -> str:
    return (
        f"CASE WHEN {size} <= 1 THEN '1' WHEN {size} = 2 THEN '2' "
        f"WHEN {size} <= 4 THEN '3-4' ELSE '5+' END"
    )


def local_day_sql(at: str, zone: ZoneInfo) -> str:
    """SQL for the day that an instant is in a zone.

    PostgreSQL's own time zones are never asked: the offsets come from the same tables by which
    the rest of the programme says what day it is.
    """
    changes = list(_offsets(zone))
    *earlier, (_, last) = changes
    steps = "".join(
        f" WHEN {at} < '{until.isoformat()}' THEN {offset}"
        for (_, offset), (until, _) in zip(earlier, changes[1:], strict=True)
    )
    seconds = f"(CASE{steps} ELSE {last} END)" if steps else str(last)
    return f"(({at} AT TIME ZONE 'UTC') + make_interval(secs => {seconds}))::date"


def _offsets(zone: ZoneInfo) -> Iterator[tuple[datetime, int]]:
    """The instants (UTC) from which an offset holds, and the offset in seconds."""
    utc = ZoneInfo("UTC")
    at = datetime.combine(FIRST_DAY, time.min, utc)
    end = datetime.combine(LAST_DAY, time.min, utc)
    before: int | None = None
    while at < end:
        offset = _offset(at, zone)
        if offset != before:
            yield (at if before is None else _exactly(at - timedelta(days=1), at, zone)), offset
            before = offset
        at += timedelta(days=1)


def _exactly(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two at which the offset changes."""
    old = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return high.replace(microsecond=0)


def _offset(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone).utcoffset()
    return int(local.total_seconds()) if local is not None else 0

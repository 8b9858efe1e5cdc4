"""How often something may be tried in a span of real time.

One UPSERT on an unlogged table: atomic between processes, lost in a crash without harm.
What must survive a crash (tries of a PIN) is counted in the row it protects. Limits are per
household, act and cost; a whole village behind one carrier's address is one address.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from safe_mobility.oversight.models import Tally
from safe_mobility.oversight.services import hashes
from safe_mobility.shared.refusal import Refusal

_UPSERT = """
INSERT INTO oversight_tally (name, key, "window", ends_at, count) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (name, key, "window") DO UPDATE SET count = oversight_tally.count + EXCLUDED.count
RETURNING count
"""


class TooMany(Refusal):
    """Tried too often; facts: `again_at`, real time."""

    code = "oversight.too_many"


def take(name: str, *, key: str, limit: int, per: timedelta, times: int = 1) -> int:
    """Count `times` tries and return how many are left in this window.

    Raises `TooMany` above `limit`. Call it outside the act's transaction: a refusal of the
    act must not roll the count back.
    """
    seconds = int(per.total_seconds())
    window = int(timezone.now().timestamp()) // seconds
    ends_at = datetime.fromtimestamp((window + 1) * seconds, tz=UTC)
    hashed = hashes.keyed_hash("limit", f"{name}\x1f{key}")
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [name, hashed, window, ends_at, times])
        (count,) = cursor.fetchone()
    if count > limit:
        raise TooMany(name=name, again_at=ends_at)
    return limit - int(count)


def sweep() -> int:
    """Remove windows that have ended; returns how many rows went."""
    removed, _ = Tally.objects.filter(ends_at__lt=timezone.now()).delete()
    return removed

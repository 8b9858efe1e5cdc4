"""The only place that reads domain time: the day and hour in which the programme lives.

On a training site that is real time moved back to November 2023; elsewhere it is real time.
Sessions, one-time codes, rate limits and leases use real time (`django.utils.timezone.now`).
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """Domain time, aware, in UTC. Doors call this once per request and pass it on."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET)

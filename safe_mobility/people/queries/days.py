"""The day at a household's office: no page and no promise speaks of another day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def zone(office_code: str) -> ZoneInfo:
    """The office's zone; a household without an office yet lives by the programme's."""
    return ZoneInfo(settings.TIME_ZONE)


def local_day(*, office_code: str, now: datetime) -> date:
    # Midnight in Guatemala, not UTC: an office's day must not end at six in the evening.
    return now.astimezone(zone(office_code)).date()

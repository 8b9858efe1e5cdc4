"""The next month of the visa bulletin, fetched from where the site's owner says it stands.

Off until `VISA_BULLETIN_URL` is set. What comes waits for two people whatever it is; what is
not there yet is asked for again, four times a day.
"""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings

from safe_mobility.doors.common.dates import MONTHS
from safe_mobility.doors.jobs import fetching
from safe_mobility.oversight.services import limits
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries import bulletins as queries
from safe_mobility.reunification.services import bulletins as acts

log = logging.getLogger(__name__)
EVERY = timedelta(hours=6)
AHEAD = timedelta(days=31)
"""A bulletin is out some two weeks before its month."""
FISCAL_YEAR_BEGINS = 10


def fetch_next_bulletin(*, now: datetime) -> int:
    """Ask for the month after the newest one that is known. Says how many pages were kept."""
    shape = settings.VISA_BULLETIN_URL
    newest = programmes.cutoffs().newest if shape else None
    if newest is None:
        return 0
    asked = (newest.month + AHEAD + timedelta(days=1)).replace(day=1)
    if asked > (now + AHEAD).date() or queries.waits_for(asked):
        return 0
    try:
        limits.take("bulletin", key="fetch", limit=1, per=EVERY)
    except limits.TooMany:
        return 0
    return _fetched(address_of(shape, asked), asked, now)


def address_of(shape: str, month: date) -> str:
    """The address with the month's words in their places; other braces stay as they are."""
    fiscal_year = month.year + (month.month >= FISCAL_YEAR_BEGINS)
    words = {
        "{year}": str(month.year),
        "{month}": f"{month.month:02}",
        "{month_name}": MONTHS["en"][month.month - 1].lower(),
        "{fiscal_year}": str(fiscal_year),
    }
    for name, value in words.items():
        shape = shape.replace(name, value)
    return shape


def _fetched(address: str, asked: date, now: datetime) -> int:
    try:
        found = fetching.fetch(address)
    except fetching.Away as away:
        log.warning("the visa bulletin could not be fetched: %s", away)
        return 0
    except fetching.Unusable as unusable:
        return acts.receive_unusable(address=address, asked=asked, fault=str(unusable), now=now)
    if found is None:
        return 0
    return acts.receive_fetched(raw=found.body, address=found.address, asked=asked, now=now)

"""What came before the training day: months of made-up families, as numbers and nothing else.

They are the coarse rows that the programme keeps of families after an erasure, with the marks of
what they did. So the figures of a training site are counted as on a real one. The figures of
September are published in the first minutes; those of October wait for two people.
"""

from datetime import date, datetime, timedelta

from django.conf import settings

from safe_mobility.doors.jobs.training.capacity import FIRST_DAY
from safe_mobility.shared.asker import ANYONE
from safe_mobility.staff import queries as staff
from safe_mobility.statistics.queries import figures
from safe_mobility.statistics.services import counting, drafting, making_up, releasing

FAMILIES = 1_800
LAST_DAY = date(2023, 10, 29)
FIRST_CUT_OFF = date(2023, 9, 30)
AGREE = ("supervisor", "auditor")


def live_through(_at: datetime) -> None:
    """Before the first act of the training day, so that the trail stays in its order."""
    making_up.make_up(making_up.Past(FAMILIES, FIRST_DAY, LAST_DAY))


def publish_first(*, now: datetime) -> int:
    """In the background of a new training site: it takes some seconds, nobody waits for it."""
    if not settings.TRAINING or figures.releases(asker=ANYONE):
        return 0
    today = counting.day_of(now)
    agreeing = [staff.asker_named(username=name, on=today) for name in AGREE]
    if today - FIRST_CUT_OFF < timedelta(days=1) or None in agreeing:
        return 0
    release = drafting.draft(cut_off=FIRST_CUT_OFF, now=now)
    for who in agreeing:
        assert who is not None  # noqa: S101 - looked at above
        releasing.approve(release_id=release, actor=who, now=now)
    return 1

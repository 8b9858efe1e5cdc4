"""Counting: from the trail and the coarse rows to daily facts, in the database.

A household is counted anew when the trail tells anything about it; what it counted for before
is taken away and what it counts for now is added. Counting everything from nothing therefore
gives the same facts, also after a family was erased. The history of states stands in the marks
of the trail: they carry references and codes, never a personal value.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from safe_mobility.people.queries import days
from safe_mobility.statistics import defining
from safe_mobility.statistics.models import Counting, DailyFact
from safe_mobility.statistics.rules.indicators import Catalogue
from safe_mobility.statistics.services import counting_sql as sql

ONE_AT_A_TIME = 7_141_130
MANY = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """What one counting did."""

    households: int
    whole: bool


def count_nightly(*, now: datetime) -> int:
    """Once a day, by the first minute after midnight at the offices. Says how many households."""
    newest = Counting.objects.order_by("-pk").first()
    if newest is not None and day_of(newest.at) >= day_of(now):
        return 0
    return count(now=now).households


@transaction.atomic
def count(*, now: datetime, afresh: bool = False, catalogue: Catalogue | None = None) -> Counted:
    """Bring the daily facts up to date; from nothing where asked, or where a definition changed."""
    known = catalogue or defining.catalogue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        newest = Counting.objects.order_by("-pk").first()
        whole = afresh or newest is None or newest.definitions != known.version
        # Marks of transactions that are still open will be older than what is read here.
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        read_below = int(cursor.fetchone()[0])
        values = {"since": 0 if newest is None else newest.read_below}
        for statement in sql.touching(whole=whole):
            cursor.execute(statement, values if "%(since)s" in statement else None)
        cursor.execute("SELECT count(*) FROM counting_touched")
        households = int(cursor.fetchone()[0])
        if households > MANY:
            # The planner cannot know how long the lists of a statement get, and guesses short.
            cursor.execute(sql.FOR_MANY)
        for statement in sql.counting(known, zone=days.zone("")):
            cursor.execute(statement)
        cursor.execute(sql.TIDY)
    Counting.objects.create(
        at=now,
        definitions=known.version,
        read_below=read_below,
        households=households,
        whole=whole,
    )
    return Counted(households=households, whole=whole)


def forget_facts() -> None:
    """Take away every fact, so that the next counting begins from nothing."""
    with transaction.atomic():
        Counting.objects.all().delete()
        DailyFact.objects.all().delete()


def day_of(at: datetime) -> date:
    """The day at the offices."""
    return days.local_day(office_code="", now=at)

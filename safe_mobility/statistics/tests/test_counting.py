"""Counting: incremental and from nothing give the same facts, also after an erasure."""

from datetime import date, timedelta

import pytest
from django.db import connection

from safe_mobility.people import services as people
from safe_mobility.people.models import Household
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import erasing
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.shared.asker import job
from safe_mobility.statistics.models import CountedHousehold, Counting, DailyFact
from safe_mobility.statistics.services import counting

pytestmark = pytest.mark.django_db
JOB = job("figures")
DAY = timedelta(days=1)

Facts = dict[tuple[str, date, str, str], tuple[int, int]]


def facts() -> Facts:
    return {
        (each.indicator, each.on, each.cut, each.value): (each.people, each.applications)
        for each in DailyFact.objects.all()
    }


def advance(household: Household, *states: State, day: int = 1) -> None:
    for number, state in enumerate(states):
        people.advance(
            household_id=household.pk, to=state, actor=JOB, now=NOON + DAY * (day + number)
        )


def all_before_have_ended() -> None:
    """Whoever works beside us in the same cluster holds the line back; here nobody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        Counting.objects.update(read_below=cursor.fetchone()[0])


class TestCount:
    def test_counts_a_family_once_for_each_thing_that_happened(self) -> None:
        ana = factories.sent()
        advance(ana, State.IN_REVIEW, State.WAITING, State.BOOKED, State.WAITING, State.BOOKED)

        counting.count(now=NOON)

        on = NOON.date()
        counted = facts()
        assert counted[("registered", on, "total", "")] == (1, 1)
        assert counted[("registered", on, "department", "09")] == (1, 1)
        assert counted[("registered", on, "sex", "F")] == (1, 1)
        assert counted[("registered", on, "age", "25-39")] == (1, 1)
        assert counted[("registered", on, "nationality", "GTM")] == (1, 1)
        assert counted[("booked", on + 3 * DAY, "total", "")] == (1, 1)
        assert [key[1] for key in counted if key[0] == "booked" and key[2] == "total"] == [
            on + 3 * DAY
        ]

    def test_a_stock_goes_down_when_a_family_leaves_it(self) -> None:
        ana, celia = factories.sent(), factories.sent()
        advance(ana, State.IN_REVIEW, State.BOOKED, State.INTERVIEWED)
        advance(celia, State.IN_REVIEW)

        counting.count(now=NOON)

        waiting = [facts()[key] for key in facts() if key[0] == "waiting" and key[2] == "total"]
        assert sum(people for people, _ in waiting) == 1

    def test_a_draft_is_not_counted(self) -> None:
        factories.registered()
        counting.count(now=NOON)
        assert facts() == {}

    @pytest.mark.django_db(transaction=True)
    def test_counts_only_what_the_trail_tells_of_since(self) -> None:
        factories.sent()
        counting.count(now=NOON)
        all_before_have_ended()
        factories.sent(given_names="Celia", surnames="Xitumul")

        assert counting.count(now=NOON).households == 1
        assert facts()[("registered", NOON.date(), "total", "")] == (2, 2)

    @pytest.mark.django_db(transaction=True)
    def test_reads_again_what_was_written_while_an_older_transaction_was_open(self) -> None:
        """The control: a mark is passed over only where nothing older can still arrive."""
        factories.sent()
        counting.count(now=NOON)
        Counting.objects.update(read_below=0)
        factories.sent(given_names="Celia", surnames="Xitumul")

        assert counting.count(now=NOON).households == 2
        assert facts()[("registered", NOON.date(), "total", "")] == (2, 2)


class TestFromNothing:
    def test_gives_the_same_as_step_by_step(self) -> None:
        ana, celia = factories.sent(), factories.sent()
        counting.count(now=NOON)
        advance(ana, State.IN_REVIEW, State.NOT_HERE)
        counting.count(now=NOON)
        advance(celia, State.WITHDRAWN)
        counting.count(now=NOON)
        step_by_step = facts()

        assert counting.count(now=NOON, afresh=True).whole
        assert facts() == step_by_step

    def test_gives_the_same_after_an_erasure_in_another_year(self) -> None:
        ana = factories.sent()
        advance(ana, State.IN_REVIEW, State.NOT_HERE)
        counting.count(now=NOON)
        before = facts()

        erasing.erase(household_id=ana.pk, actor=JOB, now=NOON + 800 * DAY)
        counting.count(now=NOON)
        assert facts() == before
        counting.count(now=NOON, afresh=True)
        assert facts() == before

    def test_sees_a_fact_that_somebody_bent(self) -> None:
        """The control: the comparison must notice a number that is not what the rows say."""
        factories.sent()
        counting.count(now=NOON)
        bent = DailyFact.objects.get(indicator="registered", cut="total")
        bent.people += 1
        bent.save()
        before = facts()

        counting.count(now=NOON, afresh=True)
        assert facts() != before

    def test_happens_when_a_definition_changed(self) -> None:
        factories.sent()
        counting.count(now=NOON)
        DailyFact.objects.all().delete()
        CountedHousehold.objects.all().delete()
        newest = Counting.objects.get()
        newest.definitions = "older"
        newest.save()

        assert counting.count(now=NOON).whole
        assert facts()


class TestNightly:
    def test_counts_once_a_day(self) -> None:
        factories.sent()
        assert counting.count_nightly(now=NOON) == 1
        assert counting.count_nightly(now=NOON + timedelta(hours=2)) == 0
        assert counting.count_nightly(now=NOON + DAY) == 1

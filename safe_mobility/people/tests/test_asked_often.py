"""`shared.asked_often` on real rows: the same as Django's own queryset, whatever is asked."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from safe_mobility.people.models import Application, Household
from safe_mobility.people.tests import factories
from safe_mobility.people.tests.factories import NOON
from safe_mobility.shared.asked_often import AskedOften

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _newest(household: UUID, before: datetime) -> QuerySet[Application]:
    rows = Application.objects.filter(household=household, opened_at__lt=before)
    return rows.select_related("household").order_by("-opened_at")[:1]


def _languages(language: str) -> QuerySet[Household, Any]:
    return Household.objects.filter(language=language).order_by("pk").values("pk", "language")


class TestAskedOften:
    def test_gives_what_the_queryset_gives_for_every_value(self) -> None:
        ana, celia = factories.sent(), factories.sent(given_names="Celia")
        asked = AskedOften(_newest, household=UUID, before=datetime)

        for household in (ana.pk, celia.pk, uuid4(), ana.pk):
            for before in (NOON + DAY, NOON - DAY, NOON + 9 * DAY):
                rows = asked(household=household, before=before)
                assert rows == list(_newest(household, before))

        assert asked(household=celia.pk, before=NOON + DAY)[0].household.reference == (
            celia.reference
        )

    def test_asks_once_and_brings_the_joined_row_along(self) -> None:
        ana = factories.sent()
        asked = AskedOften(_newest, household=UUID, before=datetime)
        asked(household=ana.pk, before=NOON)

        with CaptureQueriesContext(connection) as statements:
            (row,) = asked(household=ana.pk, before=NOON + DAY)
            assert row.household.pk == ana.pk

        assert len(statements) == 1

    def test_keeps_the_kind_of_the_rows(self) -> None:
        ana = factories.sent()
        asked = AskedOften(_languages, language=str)

        assert {"pk": ana.pk, "language": ana.language} in asked(language=ana.language)
        assert asked(language="no language") == []

    def test_a_row_is_a_fresh_one_each_time(self) -> None:
        ana = factories.sent()
        asked = AskedOften(_newest, household=UUID, before=datetime)
        (first,) = asked(household=ana.pk, before=NOON + DAY)
        Application.objects.filter(household=ana.pk).update(reason="CHANGED")

        (second,) = asked(household=ana.pk, before=NOON + DAY)

        assert (first.reason, second.reason) == ("", "CHANGED")

    @pytest.mark.parametrize(
        "values",
        [
            {"household": None, "before": NOON},
            {"household": "no UUID", "before": NOON},
            {"household": uuid4()},
            {"household": uuid4(), "before": NOON, "more": 1},
        ],
        ids=["none", "text", "missing", "too many"],
    )
    def test_refuses_values_that_the_sql_was_not_written_for(self, values: dict[str, Any]) -> None:
        with pytest.raises(TypeError):
            AskedOften(_newest, household=UUID, before=datetime)(**values)

    def test_a_value_that_is_not_asked_for_is_a_mistake(self) -> None:
        with pytest.raises(ValueError, match="unused"):
            AskedOften(lambda unused: Household.objects.all(), unused=UUID)(unused=uuid4())


@pytest.mark.django_db(transaction=True)
class TestLocks:
    def test_are_taken_only_in_a_transaction_also_the_second_time(self) -> None:
        asked = AskedOften(
            lambda household: Household.objects.select_for_update().filter(pk=household),
            household=UUID,
        )
        ana = factories.sent()

        with transaction.atomic():
            assert asked(household=ana.pk) == [ana]
        with pytest.raises(TransactionManagementError):
            asked(household=ana.pk)

    def test_each_thread_asks_by_its_own_connection(self) -> None:
        ana = factories.sent()
        asked = AskedOften(_newest, household=UUID, before=datetime)
        found: list[list[Application]] = []

        def look() -> None:
            try:
                found.append(asked(household=ana.pk, before=NOON + DAY))
            finally:
                connection.close()

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert found == [list(_newest(ana.pk, NOON + DAY))] * 4

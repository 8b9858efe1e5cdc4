"""PostgreSQL takes 65,535 values with a statement; we write and delete more rows than that."""

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from safe_mobility.oversight.models import Tally

pytestmark = pytest.mark.django_db
ROWS = 25_000


def _rows() -> list[Tally]:
    now = timezone.now()
    return [
        Tally(name="many", key=str(n).encode(), window=0, ends_at=now, count=1) for n in range(ROWS)
    ]


def test_many_rows_are_written_in_statements_that_fit() -> None:
    assert ROWS * len(Tally._meta.concrete_fields) > 65_535

    Tally.objects.bulk_create(_rows())

    assert Tally.objects.count() == ROWS


def test_one_statement_for_all_of_them_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda _fields, objs: len(objs))

    with pytest.raises(OperationalError, match="number of parameters"):
        Tally.objects.bulk_create(_rows())

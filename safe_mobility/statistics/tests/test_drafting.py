"""A release over a made-up past: nothing small, nothing to be undone, the same in every table."""

from collections import defaultdict
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from safe_mobility.programmes.tests.shipped import load_shipped
from safe_mobility.statistics.models import DailyFact, Release, ReleasedCell
from safe_mobility.statistics.rules.tables import LEAST
from safe_mobility.statistics.services import drafting, making_up
from safe_mobility.statistics.services.making_up import Past

pytestmark = pytest.mark.django_db
CUT_OFF = date(2023, 10, 31)
NOW = datetime(2023, 11, 13, 18, 0, tzinfo=UTC)


@pytest.fixture
def _past() -> None:
    load_shipped(training=True)
    making_up.make_up(Past(900, date(2023, 6, 12), date(2023, 11, 10)))


def numbers(release: UUID) -> dict[tuple[str, str], dict[str, int | None]]:
    found: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for cell in ReleasedCell.objects.filter(release=release):
        found[(cell.indicator, cell.cut)][cell.value] = cell.people
    return found


@pytest.mark.usefixtures("_past")
class TestDraft:
    def test_shows_numbers_hides_small_ones_and_leaves_room(self) -> None:
        release = Release.objects.get(pk=drafting.draft(cut_off=CUT_OFF, now=NOW))

        assert release.checked["hidden"] > 20
        assert release.checked["hidden"] < release.checked["cells"] * 0.8
        assert release.checked["least_span"] >= 10
        _tables_agree(numbers(release.pk))
        _counts_up_to_its_day(numbers(release.pk))

    def test_is_refused_for_a_day_that_is_no_cut_off(self) -> None:
        for wrong in (date(2023, 10, 30), date(2023, 11, 30), date(2023, 5, 31)):
            with pytest.raises(drafting.NotACutOff):
                drafting.draft(cut_off=wrong, now=NOW)

    def test_comes_by_itself_twelve_days_after_the_month(self) -> None:
        assert drafting.draft_due(now=datetime(2023, 7, 11, 18, tzinfo=UTC)) == 0
        assert drafting.draft_due(now=datetime(2023, 7, 12, 18, tzinfo=UTC)) == 1
        assert Release.objects.get().cut_off == date(2023, 6, 30)
        assert drafting.draft_due(now=datetime(2023, 7, 13, 18, tzinfo=UTC)) == 0


def _tables_agree(found: dict[tuple[str, str], dict[str, int | None]]) -> None:
    total = found[("registered", "total")][""]
    assert total
    for cut in ("sex", "size", "channel", "age", "office", "department"):
        values = found[("registered", cut)].values()
        shown = sum(value for value in values if value is not None)
        assert (shown == total) if None not in values else (total - shown >= LEAST)
    assert found[("waited", "total")][""] == found[("interviewed", "total")][""]


def _counts_up_to_its_day(found: dict[tuple[str, str], dict[str, int | None]]) -> None:
    facts = DailyFact.objects.filter(indicator="registered", cut="total")
    assert facts.filter(on__gt=CUT_OFF).exists()
    until = facts.filter(on__lte=CUT_OFF)
    assert found[("registered", "total")][""] == sum(each.people for each in until)

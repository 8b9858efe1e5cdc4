from datetime import date, timedelta

import pytest

from safe_mobility.oversight.models import Mark
from safe_mobility.programmes import bulletin_file, queries, services
from safe_mobility.programmes.models import ProgrammeEntry
from safe_mobility.programmes.rules import cutoffs
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, Cells
from safe_mobility.programmes.tests.shipped import FOLDER, MONDAY, load_shipped, shipped
from safe_mobility.shared.asker import job

DECEMBER = date(2023, 12, 1)
JANUARY = date(2024, 1, 1)
JOB = job("test")


def cells(first: str = "2015-02-01") -> Cells:
    line = [first, "C", "U", "2009-01-15", "2007-05-15"]
    return {"final_action": {"all_other": line}, "filing": {"all_other": line}}


class TestCutoffs:
    def test_hold_every_month_but_the_one_that_was_not_found(self) -> None:
        known = shipped().cutoffs
        months = [each.month for each in known.bulletins]

        assert len(months) == 167
        assert (months[0], months[-1]) == (date(2010, 1, 1), DECEMBER)
        assert date(2012, 10, 1) not in months
        assert known.areas("final_action")[0] == "all_other"

    def test_say_the_cells_of_december_2023(self) -> None:
        newest = shipped().cutoffs.newest
        assert newest is not None

        assert newest.cutoff("final_action", "F4", "all_other") == date(2007, 4, 22)
        assert newest.cutoff("filing", "F2A", "mexico") == date(2023, 9, 1)
        assert newest.cutoff("filing", "F2A", "atlantis") is None

    def test_know_the_month_in_force_on_a_day(self) -> None:
        known = shipped().cutoffs

        november = known.known_on(date(2023, 11, 20))
        gap = known.known_on(date(2012, 10, 5))
        later = known.known_on(date(2031, 1, 1))
        assert november is not None
        assert november.month == date(2023, 11, 1)
        assert gap is not None
        assert gap.month == date(2012, 9, 1)
        assert later is not None
        assert later.month == DECEMBER
        assert known.known_on(date(2009, 12, 31)) is None

    def test_are_written_back_byte_for_byte(self) -> None:
        months = [(each.month, each.cells) for each in shipped().cutoffs.bulletins]

        written = bulletin_file.written(months)
        assert written == (FOLDER / bulletin_file.NAME).read_text(encoding="utf-8")

    def test_stand_as_rows_of_a_table_that_verdicts_read(self) -> None:
        rows = [row for row in shipped().tables["final_action_dates"].rows if row.key == "F2A"]
        known = shipped().cutoffs

        for bulletin in known.bulletins:
            (row,) = [row for row in rows if row.period.on(bulletin.month)]
            cutoff = bulletin.cutoff("final_action", "F2A", "all_other")
            assert row.value == (date.max if cutoff == "C" else cutoff)
        assert not [row for row in rows if row.period.on(date(2012, 10, 9))]
        assert len(rows) < len(known.bulletins)


@pytest.mark.django_db
class TestPublishBulletin:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        load_shipped(training=True)

    def test_puts_a_month_in_force_for_every_reader(self) -> None:
        before = queries.rule_set().version
        version = _publish(JANUARY, cells())

        newest = queries.cutoffs().newest
        assert newest is not None
        assert newest.month == JANUARY
        assert newest.cutoff("final_action", "F1", "all_other") == date(2015, 2, 1)
        assert queries.rule_set().version == version != before
        assert Mark.objects.filter(act="programmes.bulletin_published").count() == 1

    def test_outlives_a_loading_of_the_files(self) -> None:
        version = _publish(JANUARY, cells())

        done = services.load(FOLDER, now=MONDAY + timedelta(days=1), training=True)

        assert (done.version, done.changed) == (version, False)
        assert queries.cutoffs().newest.month == JANUARY  # type: ignore[union-attr]

    def test_stands_before_what_the_files_say_of_its_month(self) -> None:
        _publish(DECEMBER, cells("2015-01-08"))
        services.load(FOLDER, now=MONDAY, training=True)

        newest = queries.cutoffs().newest
        assert newest is not None
        assert newest.cutoff("final_action", "F1", "all_other") == date(2015, 1, 8)
        assert len(queries.cutoffs().bulletins) == 167

    def test_replaces_what_was_published_before(self) -> None:
        _publish(JANUARY, cells("2015-02-01"))
        _publish(JANUARY, cells("2015-02-15"))

        rows = ProgrammeEntry.objects.filter(kind=cutoffs.BULLETIN, code="2024-01")
        assert [row.body["cells"]["final_action"]["all_other"][0] for row in rows] == ["2015-02-15"]

    def test_without_it_a_loading_would_take_the_month_away(self) -> None:
        """The control: the same row that no two people approved is gone after a loading."""
        _publish(JANUARY, cells())
        ProgrammeEntry.objects.filter(file=services.APPROVED).update(file="elsewhere")

        services.load(FOLDER, now=MONDAY, training=True)

        assert queries.cutoffs().newest.month == DECEMBER  # type: ignore[union-attr]


def _publish(month: date, said: Cells) -> str:
    assert len(CATEGORIES) == len(said["filing"]["all_other"])
    return services.publish_bulletin(
        month=month, cells=said, about="bulletin", actor=JOB, now=MONDAY
    )

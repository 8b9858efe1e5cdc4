from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.appointments.rules import dates

GUATEMALA = ZoneInfo("America/Guatemala")
NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
WEEK = [date(2023, 11, 20) + timedelta(days=step) for step in range(30)]
WORKING = [day for day in WEEK if day.weekday() < 5]


class TestReminder:
    def test_comes_two_working_days_before_across_a_weekend(self) -> None:
        assert dates.reminder_on(date(2023, 11, 28), WORKING) == date(2023, 11, 24)

    def test_is_silent_where_it_cannot_count_that_far(self) -> None:
        assert dates.reminder_on(date(2023, 11, 21), WORKING) is None

    @given(st.sets(st.sampled_from(WEEK)), st.sampled_from(WEEK))
    def test_leaves_exactly_one_working_day_between(self, working: set[date], on: date) -> None:
        reminded = dates.reminder_on(on, working)

        if reminded is not None:
            assert reminded in working
            assert len([day for day in working if reminded < day < on]) == 1


class TestAnswerBy:
    def test_is_the_end_of_the_fifth_working_day(self) -> None:
        by = dates.answer_by(NOON, WORKING, GUATEMALA)

        assert by == datetime(2023, 11, 28, 6, tzinfo=UTC)

    def test_is_two_weeks_where_the_office_hardly_opens(self) -> None:
        assert dates.answer_by(NOON, [], GUATEMALA) == datetime(2023, 12, 5, 6, tzinfo=UTC)

    @given(st.sets(st.sampled_from(WEEK)))
    def test_always_leaves_time(self, working: set[date]) -> None:
        by = dates.answer_by(NOON, working, GUATEMALA)

        assert timedelta(days=1) < by - NOON <= timedelta(days=15)


class TestNearest:
    def test_prefers_the_later_of_two_equally_near(self) -> None:
        offers = [(NOON + timedelta(hours=step), step) for step in (-3, -1, 1, 2)]

        assert dates.nearest(NOON, offers, most=3) == [1, -1, 2]

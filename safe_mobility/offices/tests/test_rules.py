from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.offices.rules import (
    Period,
    PeriodsOverlap,
    PeriodUpsideDown,
    SlotLengthOff,
    Span,
    check_apart,
    check_period,
    open_spans,
)

MONDAY = date(2023, 11, 20)

hours = st.integers(0, 23)
dates = st.dates(date(2023, 1, 1), date(2024, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    opens = draw(st.integers(0, 22))
    closes = draw(st.integers(opens + 1, 23))
    first = draw(dates)
    last = draw(st.none() | st.integers(0, 400).map(lambda days: first + timedelta(days=days)))
    return Period(draw(st.integers(0, 6)), time(opens), time(closes), 30, first, last)


class TestPeriod:
    def test_holds_on_its_weekday_between_its_dates(self) -> None:
        period = Period(0, time(8), time(12), 30, MONDAY, MONDAY + timedelta(days=7))

        assert period.covers(MONDAY)
        assert period.covers(MONDAY + timedelta(days=7))
        assert not period.covers(MONDAY + timedelta(days=1))
        assert not period.covers(MONDAY - timedelta(days=7))
        assert not period.covers(MONDAY + timedelta(days=14))

    def test_refuses_to_close_before_it_opens(self) -> None:
        with pytest.raises(PeriodUpsideDown):
            check_period(Period(0, time(12), time(8), 30, MONDAY))

    def test_refuses_to_end_before_it_begins(self) -> None:
        with pytest.raises(PeriodUpsideDown):
            check_period(Period(0, time(8), time(12), 30, MONDAY, MONDAY - timedelta(days=1)))

    @pytest.mark.parametrize("minutes", [0, 9, 241])
    def test_refuses_slots_nobody_could_work_with(self, minutes: int) -> None:
        with pytest.raises(SlotLengthOff):
            check_period(Period(0, time(8), time(12), minutes, MONDAY))


class TestOpenSpans:
    def test_puts_the_morning_before_the_afternoon(self) -> None:
        afternoon = Period(0, time(13), time(16), 45, MONDAY)
        morning = Period(0, time(8), time(12), 30, MONDAY)

        assert open_spans([afternoon, morning], on=MONDAY, shut=False) == (
            Span(time(8), time(12), 30),
            Span(time(13), time(16), 45),
        )

    @given(st.lists(periods()), dates)
    def test_opens_nothing_on_a_day_that_is_shut(self, some: list[Period], on: date) -> None:
        assert open_spans(some, on=on, shut=True) == ()

    @given(periods(), periods(), dates)
    def test_never_opens_twice_at_once_where_periods_were_checked(
        self, one: Period, other: Period, on: date
    ) -> None:
        try:
            check_apart(one, [other])
        except PeriodsOverlap:
            return
        spans = open_spans([one, other], on=on, shut=False)

        assert all(before.closes <= after.opens for before, after in pairwise(spans))

    @given(periods(), dates)
    def test_refuses_the_same_period_twice(self, period: Period, on: date) -> None:
        with pytest.raises(PeriodsOverlap):
            check_apart(period, [period])

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.statistics.rules import around

months = st.dates(date(2021, 1, 1), date(2026, 1, 1)).map(lambda day: day.replace(day=1))


def span(first: date, last: date) -> list[date]:
    return around.months_between(first, last)


class TestBeforeAndAfter:
    def test_are_the_same_months_of_two_years_without_the_one_of_the_day(self) -> None:
        covered = span(date(2022, 1, 1), date(2024, 12, 1))
        found = around.compare(dict.fromkeys(covered, 1.0), published=covered)

        assert found is not None
        assert (found.after_first, found.after_last) == (date(2023, 7, 1), date(2024, 5, 1))
        assert (found.before_first, found.before_last) == (date(2022, 7, 1), date(2023, 5, 1))
        assert (found.before, found.after, found.change, found.months) == (11, 11, 0, 11)

    def test_go_only_as_far_as_something_was_published(self) -> None:
        covered = span(date(2022, 1, 1), date(2023, 9, 1))
        found = around.compare({}, published=covered)

        assert found is not None
        assert (found.after_last, found.months, found.change) == (date(2023, 9, 1), 3, None)

    def test_are_nothing_without_the_year_before(self) -> None:
        covered = span(date(2023, 1, 1), date(2024, 12, 1))

        assert around.compare({}, published=covered) is None

    @given(st.sets(months))
    def test_never_touch_the_month_of_the_day(self, covered: set[date]) -> None:
        found = around.compare({}, published=covered)

        if found is not None:
            assert found.before_last < date(2023, 6, 1) < found.after_first


class TestTheLine:
    def test_is_zero_where_none_was_counted_and_open_where_nothing_was_said(self) -> None:
        axis = span(date(2023, 1, 1), date(2023, 3, 1))

        assert around.laid_out({axis[0]: 5}, months=axis, published=axis[:2]) == [5, 0, None]

    def test_has_its_mark_within_the_month(self) -> None:
        axis = span(date(2023, 5, 1), date(2023, 7, 1))

        assert around.place_of(date(2023, 6, 12), axis) == 1 + 11 / 31
        assert around.place_of(date(2022, 6, 12), axis) is None


class TestVisaGroups:
    def test_tell_family_from_work(self) -> None:
        groups = [around.visa_group(each) for each in ("IR1", "CR2", "F24", "FX1", "E35", "SB1")]

        assert groups == ["IMMEDIATE", "IMMEDIATE", "BY_TURN", "BY_TURN", "WORK", "OTHER"]

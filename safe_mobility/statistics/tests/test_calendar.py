"""Spans, months and releases lie inside one another on every day of many years."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.shared.strict_yaml import Unreadable
from safe_mobility.statistics import defining
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.calendar import DAY, OUT_AFTER
from safe_mobility.statistics.rules.traits import local_day_sql

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


class TestSpans:
    @given(days, st.integers(0, 500))
    def test_cover_every_day_once_and_stay_inside_their_month(self, first: date, more: int) -> None:
        last = first + timedelta(days=more)
        spans = list(calendar.spans(first, last))

        assert (spans[0].first, spans[-1].last) == (first, last)
        assert all(a.last + DAY == b.first for a, b in pairwise(spans))
        assert all(span.first.month == span.last.month for span in spans)
        assert all((span.last - span.first).days < 10 for span in spans)


class TestReleases:
    @given(days)
    def test_come_out_twelve_days_after_the_end_of_a_month(self, today: date) -> None:
        newest = calendar.newest_cut_off(today)

        assert calendar.is_cut_off(newest)
        assert newest + OUT_AFTER <= today < calendar.next_release(today)
        assert calendar.newest_cut_off(calendar.next_release(today)) > newest

    def test_of_october_are_due_on_the_twelfth_of_november(self) -> None:
        assert calendar.newest_cut_off(date(2023, 11, 12)) == date(2023, 10, 31)
        assert calendar.newest_cut_off(date(2023, 11, 11)) == date(2023, 9, 30)
        assert calendar.next_release(date(2023, 11, 20)) == date(2023, 12, 12)


class TestLocalDay:
    def test_needs_no_case_where_the_clock_never_changed(self) -> None:
        sql = local_day_sql("at", ZoneInfo("America/Bogota"))
        assert sql == "((at AT TIME ZONE 'UTC') + make_interval(secs => -18000))::date"

    def test_names_the_instant_at_which_a_clock_changed(self) -> None:
        sql = local_day_sql("at", ZoneInfo("America/Guatemala"))
        assert "at < '2006-04-30T06:00:00+00:00' THEN -21600" in sql


class TestDefinitions:
    def test_are_complete_in_both_languages(self) -> None:
        known = defining.catalogue()
        assert len(known.indicators) == 16
        for each in known.indicators:
            assert all(both["es"] and both["en"] for both in each.words.values())

    def test_change_their_version_with_what_they_count_and_not_with_their_words(self) -> None:
        text = defining.FILE.read_text(encoding="utf-8")
        same = defining.read(text.replace("Remitidas", "Enviadas"), file="x")
        other = defining.read(text.replace("[SENT]", "[IN_REVIEW]"), file="x")

        assert same.version == defining.catalogue().version
        assert other.version != defining.catalogue().version

    @pytest.mark.parametrize(
        ("part", "wrong"),
        [
            ("within: booked", "within: nothing"),
            ("cuts: [office, language]", "cuts: [village]"),
            ("code: invited", "code: screened"),
            ("to: [SENT]", "too: [SENT]"),
        ],
    )
    def test_are_refused_with_the_place_of_the_mistake(self, part: str, wrong: str) -> None:
        text = defining.FILE.read_text(encoding="utf-8")
        with pytest.raises(Unreadable, match="indicators"):
            defining.read(text.replace(part, wrong), file="indicators.yaml")

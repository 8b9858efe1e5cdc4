"""Days and hours in words, in the time of the office."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common import dates

TUESDAY = date(2023, 11, 21)


class TestDay:
    def test_is_said_as_people_say_it(self) -> None:
        assert dates.long_date(TUESDAY, language="es") == "martes 21 de noviembre de 2023"
        assert dates.long_date(TUESDAY, language="en") == "Tuesday 21 November 2023"
        assert dates.long_date(TUESDAY, language="es", year=False) == "martes 21 de noviembre"
        assert dates.short_date(TUESDAY, language="es") == "mar 21 nov"
        assert dates.plain_date(TUESDAY, language="en") == "21 November 2023"

    def test_of_a_moment_is_the_day_in_guatemala(self) -> None:
        late = datetime(2023, 11, 22, 5, 30, tzinfo=UTC)

        assert dates.plain_date(late, language="en") == "21 November 2023"

    def test_falls_back_to_spanish(self) -> None:
        assert dates.plain_date(TUESDAY, language="quc") == "21 de noviembre de 2023"


class TestHour:
    @pytest.mark.parametrize(
        ("hour", "spanish", "english"),
        [
            (time(9, 30), "9:30 de la mañana", "9:30 in the morning"),
            (time(12, 0), "12:00 del mediodía", "12:00 midday"),
            (time(15, 5), "3:05 de la tarde", "3:05 in the afternoon"),
            (time(0, 10), "12:10 de la madrugada", "12:10 at night"),
            (time(19, 0), "7:00 de la noche", "7:00 in the evening"),
        ],
    )
    def test_is_said_with_its_part_of_the_day(self, hour: time, spanish: str, english: str) -> None:
        assert dates.clock_time(hour, language="es") == spanish
        assert dates.clock_time(hour, language="en") == english

    @given(st.times(), st.times())
    def test_names_each_minute_of_the_day_differently(self, one: time, other: time) -> None:
        same = (one.hour, one.minute) == (other.hour, other.minute)

        assert (dates.clock_time(one, language="es") == dates.clock_time(other, language="es")) is (
            same
        )

    def test_is_the_offices_time(self) -> None:
        moment = datetime(2023, 11, 21, 15, 30, tzinfo=UTC)

        assert dates.short_time(moment) == "9:30"
        assert dates.local(moment, "America/Bogota").hour == 10
        assert dates.local(moment, ZoneInfo("UTC")).utcoffset() == timedelta(0)

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.appointments.rules import slots
from safe_mobility.appointments.rules.slots import DeskOfDay, PlannedPlace, Shift, Slot, plan_day
from safe_mobility.offices.rules import Mode, Span

GUATEMALA = ZoneInfo("America/Guatemala")
TUESDAY = date(2023, 11, 21)
NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)

zones = st.sampled_from(["America/Guatemala", "America/New_York", "Europe/Madrid", "Asia/Kolkata"])
chances = st.integers().map(Random)


def shift(
    number: int, *, desk: int | None = 1, person: int | None = None, **other: object
) -> Shift:
    given_: dict[str, object] = {
        "starts": time(8),
        "ends": time(16),
        "languages": frozenset({"es"}),
        "confirmed": True,
    } | other
    return Shift(staff_day=number, person=person or number, desk=desk, **given_)  # type: ignore[arg-type]


DESK_1 = DeskOfDay(1, "Mesa 1", Mode.IN_PERSON, confirmed=True)
DESK_2 = DeskOfDay(2, "Mesa 2", Mode.IN_PERSON, confirmed=True)
MORNING = Span(time(8), time(12), 60)


class TestSlot:
    def test_derives_the_instant_from_the_wall_time(self) -> None:
        slot = Slot("QTZ", Mode.IN_PERSON, TUESDAY, time(9, 30), GUATEMALA)

        assert slot.starts_at == datetime(2023, 11, 21, 15, 30, tzinfo=UTC)

    @given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.times(), zones)
    def test_stays_on_its_own_day_wherever_the_office_is(
        self, on: date, at: time, zone: str
    ) -> None:
        moment = slots.instant(on, at, ZoneInfo(zone))

        assert slots.local_day(moment, ZoneInfo(zone)) == on

    def test_moves_a_time_that_the_clock_left_out_behind_the_change(self) -> None:
        moment = slots.instant(date(2024, 3, 10), time(2, 30), ZoneInfo("America/New_York"))

        assert moment.astimezone(ZoneInfo("America/New_York")).time() == time(3, 30)

    def test_ends_the_day_at_midnight_of_the_office(self) -> None:
        late = datetime(2023, 11, 22, 2, tzinfo=UTC)

        assert slots.local_day(late, GUATEMALA) == TUESDAY


class TestSlotTimes:
    def test_leaves_out_a_last_slot_that_would_run_over(self) -> None:
        assert slots.slot_times(Span(time(8), time(9, 45), 30)) == (
            time(8),
            time(8, 30),
            time(9),
        )

    @given(st.integers(0, 600), st.integers(10, 700), st.integers(10, 240))
    def test_cuts_a_stretch_into_slots_that_fill_it(
        self, opens: int, length: int, minutes: int
    ) -> None:
        closes = opens + length
        span = Span(slots._time(opens), slots._time(closes), minutes)
        times = [slots._minutes(at) for at in slots.slot_times(span)]

        assert len(times) == length // minutes
        assert all(opens <= start and start + minutes <= closes for start in times)


class TestRest:
    @given(chances)
    def test_lasts_between_half_an_hour_and_three(self, chance: Random) -> None:
        rest = slots.rest_until(NOON, chance) - NOON

        assert timedelta(minutes=30) <= rest <= timedelta(minutes=180)

    def test_cannot_be_foretold_from_the_last_one(self) -> None:
        chance = Random(7)

        assert len({slots.rest_until(NOON, chance) for _ in range(50)}) == 50


class TestNotice:
    def test_leaves_the_family_two_hours_to_get_there(self) -> None:
        slots.check_bookable(NOON + timedelta(hours=2), now=NOON)
        with pytest.raises(slots.SlotTooSoon):
            slots.check_bookable(NOON + timedelta(hours=1, minutes=59), now=NOON)

    def test_lets_a_household_hold_three_times_a_day(self) -> None:
        slots.check_holds(2)
        with pytest.raises(slots.TooManyHolds):
            slots.check_holds(3)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Span], list[DeskOfDay], list[Shift], list[Shift]]:
    desks = [
        DeskOfDay(number, f"Mesa {number}", Mode.IN_PERSON, draw(st.booleans()))
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    seats = st.none() | st.integers(1, 5)

    def some_shifts(most: int) -> list[Shift]:
        return [
            shift(
                number,
                desk=draw(seats),
                person=draw(st.integers(1, 4)),
                starts=time(draw(st.integers(7, 10))),
                ends=time(draw(st.integers(11, 17))),
                confirmed=draw(st.booleans()),
            )
            for number in range(1, draw(st.integers(0, most)) + 1)
        ]

    return [MORNING, Span(time(13), time(16), 45)], desks, some_shifts(6), some_shifts(3)


class TestPlanDay:
    def test_makes_a_place_an_hour_for_each_seated_interviewer(self) -> None:
        planned = plan_day([MORNING], [DESK_1, DESK_2], [shift(1), shift(2, desk=2)], [])

        assert len(planned) == 8
        assert {place.desk for place in planned} == {1, 2}
        assert all(place.confirmed for place in planned)

    def test_makes_none_for_an_interviewer_without_a_desk(self) -> None:
        assert plan_day([MORNING], [DESK_1], [shift(1, desk=None)], []) == ()

    def test_adds_the_interpreters_language_at_the_first_desk_without_one(self) -> None:
        quiche = shift(9, desk=None, languages=frozenset({"quc", "es"}))
        planned = plan_day([MORNING], [DESK_1, DESK_2], [shift(1), shift(2, desk=2)], [quiche])

        spoken = {place.desk: place.languages for place in planned}
        assert spoken == {1: frozenset({"es", "quc"}), 2: frozenset({"es"})}

    def test_waits_for_both_confirmations(self) -> None:
        unconfirmed_desk = DeskOfDay(2, "Mesa 2", Mode.IN_PERSON, confirmed=False)
        planned = plan_day(
            [MORNING],
            [DESK_1, unconfirmed_desk],
            [shift(1, confirmed=False), shift(2, desk=2)],
            [],
        )

        assert len(planned) == 8
        assert not any(place.confirmed for place in planned)

    @given(days())
    def test_never_needs_a_person_or_a_desk_twice_at_once(
        self, day: tuple[list[Span], list[DeskOfDay], list[Shift], list[Shift]]
    ) -> None:
        planned = plan_day(*day)

        def twice(key: object) -> bool:
            return len(set(key)) != len(list(key))  # type: ignore[call-overload]

        for at in {place.at for place in planned}:
            now = [place for place in planned if place.at == at]
            assert not twice([place.desk for place in now])
            assert not twice([place.interviewer.person for place in now])
            assert not twice([p.interpreter.person for p in now if p.interpreter])

    @given(days())
    def test_does_not_depend_on_the_order_of_its_rows(
        self, day: tuple[list[Span], list[DeskOfDay], list[Shift], list[Shift]]
    ) -> None:
        spans, desks, interviewers, interpreters = day

        def key(place: PlannedPlace) -> tuple[time, int]:
            return place.at, place.desk

        forwards = plan_day(spans, desks, interviewers, interpreters)
        backwards = plan_day(spans[::-1], desks[::-1], interviewers[::-1], interpreters[::-1])
        assert sorted(forwards, key=key) == sorted(backwards, key=key)

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.appointments.rules import queue
from safe_mobility.appointments.rules.queue import Reason, Waiting, order_to_call
from safe_mobility.appointments.rules.states import (
    APPOINTMENT_BECOMES,
    LIVE,
    PLACE_BECOMES,
    AppointmentState,
    CannotBecome,
    check_becomes,
)

TEN = datetime(2023, 11, 21, 16, tzinfo=UTC)
SPANISH = frozenset({"es"})


def waiting(name: str, *, booked: int = 0, came: int = -10, **other: object) -> Waiting:
    """A family booked and arrived so many minutes after ten."""
    return Waiting(
        name,
        TEN + timedelta(minutes=booked),
        TEN + timedelta(minutes=came),
        **other,  # type: ignore[arg-type]
    )


minutes = st.integers(-180, 180)
families = st.lists(
    st.builds(
        waiting,
        st.uuids().map(str),
        booked=minutes,
        came=st.integers(-180, 0),
        has_needs=st.booleans(),
        interpreter_language=st.sampled_from(["", "quc", "mam"]),
    ),
    max_size=12,
)


class TestOrderToCall:
    def test_names_its_reason_for_each_family(self) -> None:
        order = order_to_call(
            [
                waiting("early", booked=30),
                waiting("hour", booked=-10),
                waiting("mam", booked=-5, interpreter_language="mam"),
                waiting("needs", booked=15, has_needs=True),
                waiting("long", booked=-70, came=-75),
            ],
            now=TEN,
            spoken=frozenset({"es", "mam"}),
        )

        assert [(next_.waiting.appointment, next_.reason) for next_ in order] == [
            ("long", Reason.WAITED_FAR_TOO_LONG),
            ("needs", Reason.SPECIFIC_NEEDS),
            ("mam", Reason.INTERPRETER_IS_HERE),
            ("hour", Reason.BOOKED_HOUR),
            ("early", Reason.CAME_EARLY),
        ]

    def test_counts_a_late_familys_wait_from_its_arrival(self) -> None:
        late = waiting("late", booked=-90, came=-5)

        assert queue.reason_to_call(late, now=TEN, spoken=SPANISH) is Reason.BOOKED_HOUR

    @given(families)
    def test_leaves_out_nobody_whom_the_desk_understands(self, some: list[Waiting]) -> None:
        order = order_to_call(some, now=TEN, spoken=frozenset({"es", "quc"}))

        assert {next_.waiting for next_ in order} == {
            one for one in some if one.interpreter_language in {"", "quc"}
        }

    @given(families, st.randoms())
    def test_ignores_the_order_of_the_rows(self, some: list[Waiting], random: object) -> None:
        shuffled = list(some)
        random.shuffle(shuffled)  # type: ignore[attr-defined]

        assert order_to_call(shuffled, now=TEN) == order_to_call(some, now=TEN)

    @given(families)
    def test_lets_nobody_pass_whose_hour_is_later_for_the_same_reason(
        self, some: list[Waiting]
    ) -> None:
        order = order_to_call(some, now=TEN)

        for earlier, later in pairwise(order):
            assert earlier.reason <= later.reason
            if earlier.reason is later.reason:
                assert earlier.waiting.starts_at <= later.waiting.starts_at

    @given(families, st.integers(60, 300))
    def test_lets_nobody_wait_for_ever(self, some: list[Waiting], more: int) -> None:
        """After an hour past its turn every family is in the first group."""
        later = TEN + timedelta(minutes=180 + more)

        assert all(
            next_.reason is Reason.WAITED_FAR_TOO_LONG for next_ in order_to_call(some, now=later)
        )


class TestNextButTwo:
    def test_is_the_third_in_line(self) -> None:
        order = order_to_call([waiting(name, booked=n) for n, name in enumerate("abcd")], now=TEN)

        third = queue.next_but_two(order)
        assert third is not None
        assert third.appointment == "c"
        assert queue.next_but_two(order[:2]) is None


class TestAbsent:
    def test_counts_from_half_an_hour_after_the_hour(self) -> None:
        queue.check_absent(TEN, now=TEN + timedelta(minutes=30))
        with pytest.raises(queue.NotAbsentYet):
            queue.check_absent(TEN, now=TEN + timedelta(minutes=29))


class TestUnanswered:
    def test_the_third_call_ends_the_visit(self) -> None:
        becomes = [queue.after_unanswered(calls) for calls in (1, 2, 3)]

        assert becomes == [
            AppointmentState.ARRIVED,
            AppointmentState.ARRIVED,
            AppointmentState.LEFT,
        ]


class TestStates:
    def test_absent_follows_from_confirmed_only(self) -> None:
        for state in AppointmentState:
            if state is AppointmentState.CONFIRMED:
                check_becomes(state, AppointmentState.ABSENT)
            else:
                with pytest.raises(CannotBecome):
                    check_becomes(state, AppointmentState.ABSENT)

    def test_every_live_appointment_can_end(self) -> None:
        def ends(state: AppointmentState, seen: frozenset[AppointmentState]) -> bool:
            following = APPOINTMENT_BECOMES[state] - seen
            return not APPOINTMENT_BECOMES[state] or any(
                ends(next_, seen | {state}) for next_ in following
            )

        assert all(ends(state, frozenset()) for state in LIVE)

    def test_every_state_stands_in_the_tables(self) -> None:
        assert set(APPOINTMENT_BECOMES) == set(AppointmentState)
        assert set().union(*PLACE_BECOMES.values()) <= set(PLACE_BECOMES)

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State

some_states = st.sampled_from(State)


class TestTransitions:
    def test_walk_the_whole_path_of_a_family_that_travels(self) -> None:
        path = [
            State.DRAFT,
            State.SENT,
            State.IN_REVIEW,
            State.INVITED,
            State.BOOKED,
            State.INTERVIEWED,
            State.REFERRED,
            State.WITH_PARTNER,
            State.DECIDED,
            State.TRAVELLING,
            State.LANDED,
        ]
        for state, to in itertools.pairwise(path):
            states.check(state, to)

    def test_name_every_state_once(self) -> None:
        assert set(states.TRANSITIONS) == set(State)

    def test_let_every_live_state_be_withdrawn_and_no_ended_one(self) -> None:
        for state in State:
            assert (State.WITHDRAWN in states.TRANSITIONS[state]) == (state in states.LIVE)

    @given(some_states, some_states)
    def test_refuse_whatever_the_table_does_not_hold(self, state: State, to: State) -> None:
        if to in states.TRANSITIONS[state]:
            states.check(state, to)
        else:
            with pytest.raises(states.WrongStep):
                states.check(state, to)

    def test_reach_every_state_from_a_draft(self) -> None:
        reached, new = {State.DRAFT}, [State.DRAFT]
        while new:
            new = [to for state in new for to in states.TRANSITIONS[state] if to not in reached]
            reached.update(new)
        assert reached == set(State)


class TestWayBack:
    @given(st.sampled_from(sorted(states.LIVE - {State.BOOKED})))
    def test_from_a_withdrawal_leads_to_where_the_family_was(self, state: State) -> None:
        formers = states.formers_after(state, State.WITHDRAWN, formers=())

        states.check(State.WITHDRAWN, state, former=formers[-1])
        assert states.formers_after(State.WITHDRAWN, state, formers=formers) == ()

    def test_is_waiting_for_who_was_booked(self) -> None:
        formers = states.formers_after(State.BOOKED, State.WITHDRAWN, formers=())
        assert formers == (State.WAITING,)

    def test_is_remembered_through_a_withdrawal_while_more_was_needed(self) -> None:
        formers = states.formers_after(State.INTERVIEWED, State.MORE_NEEDED, formers=())
        formers = states.formers_after(State.MORE_NEEDED, State.WITHDRAWN, formers=formers)
        formers = states.formers_after(State.WITHDRAWN, State.MORE_NEEDED, formers=formers)

        states.check(State.MORE_NEEDED, State.INTERVIEWED, former=formers[-1])

    @given(some_states, some_states)
    def test_never_lets_a_state_out_that_was_not_there(self, state: State, former: State) -> None:
        allowed = states.ways_from(state, former=former) - states.TRANSITIONS[state]
        assert allowed <= {former}


class TestNextNews:
    @given(st.dates(date(2023, 1, 1), date(2030, 1, 1)), st.none() | st.dates())
    def test_is_never_today_or_earlier(self, today: date, promised: date | None) -> None:
        assert states.next_news_after(today, promised) > today

    def test_keeps_a_promise_that_still_stands(self) -> None:
        today = date(2023, 11, 20)
        assert states.next_news_after(today, today + timedelta(days=3)) == date(2023, 11, 23)

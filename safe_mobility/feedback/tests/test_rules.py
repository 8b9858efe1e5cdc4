"""Receipts, states and clocks of a report."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.feedback import rules
from safe_mobility.feedback.rules import Kind, State, Told, TraceKind
from safe_mobility.shared.references import ALPHABET, spell_reference

NOON = datetime(2023, 11, 20, 18, 0, tzinfo=UTC)
seeds = st.binary(min_size=64, max_size=64)


class TestReceipt:
    @given(seeds)
    def test_is_read_back_as_people_write_it(self, seed: bytes) -> None:
        code = rules.new_receipt(pick=rules.picker(seed))
        for written in (code, code.lower(), spell_reference(code), f" {code[:5]} {code[5:]} "):
            assert rules.parse_receipt(written) == code

    @given(seeds, st.integers(0, rules.RECEIPT_LENGTH - 1), st.sampled_from(ALPHABET))
    def test_tells_one_wrong_sign(self, seed: bytes, place: int, sign: str) -> None:
        code = rules.new_receipt(pick=rules.picker(seed))
        wrong = code[:place] + sign + code[place + 1 :]
        assert rules.parse_receipt(wrong) == (code if wrong == code else None)

    @given(seeds)
    def test_of_one_seed_is_always_the_same(self, seed: bytes) -> None:
        first, second = (rules.new_receipt(pick=rules.picker(seed)) for _ in range(2))
        assert first == second

    def test_favours_no_sign(self) -> None:
        """Every byte that is used stands for exactly one of thirty signs, eight times each."""
        pick = rules.picker(bytes(range(256)))
        picked = [pick(ALPHABET) for _ in range(240)]
        assert {picked.count(sign) for sign in ALPHABET} == {8}
        with pytest.raises(ValueError, match="too short"):
            pick(ALPHABET)


class TestTold:
    def test_needs_one_thing_said(self) -> None:
        with pytest.raises(rules.NothingSaid):
            Told()
        assert Told(amount="Q50").who == ""


class TestStep:
    @given(st.sampled_from(State), st.sampled_from(State))
    def test_follows_the_table_alone(self, old: State, new: State) -> None:
        if new in rules.NEXT[old]:
            rules.check_step(old, new)
        else:
            with pytest.raises(rules.WrongStep):
                rules.check_step(old, new)

    def test_reaches_every_state_from_the_first(self) -> None:
        reached, edge = {State.RECEIVED}, {State.RECEIVED}
        while edge:
            edge = {new for old in edge for new in rules.NEXT[old]} - reached
            reached |= edge
        assert reached == set(State)


class TestClock:
    @pytest.mark.parametrize("kind", Kind)
    def test_runs_forward_and_ends_before_the_answer(self, kind: Kind) -> None:
        read = rules.acknowledge_by(kind, received_at=NOON)
        assert NOON < read <= NOON + timedelta(days=5)
        assert read.date() < rules.answer_by(received_at=NOON)


class TestTraces:
    def test_are_the_same_however_a_number_and_a_name_are_written(self) -> None:
        one = rules.traces(Told(who="Lic. Pérez Ana, tel 5555 1234"))
        other = rules.traces(Told(who="ana perez", how="llamó del +502 5555-1234"))

        assert one == other == {(TraceKind.PHONE, "55551234"), (TraceKind.PERSON, "ana perez")}

    def test_of_a_page_is_its_address(self) -> None:
        told = Told(how="https://www.facebook.com/VisasYa, o @visas.ya")

        assert rules.traces(told) == {
            (TraceKind.PAGE, "facebook.com/visasya"),
            (TraceKind.PAGE, "visas.ya"),
        }

    def test_a_word_that_fits_anybody_is_none(self) -> None:
        assert rules.traces(Told(who="un licenciado", amount="Q 3,500")) == frozenset()


class TestClusters:
    def test_hang_together_over_others(self) -> None:
        found = rules.clusters({1: ["a"], 2: ["a", "b"], 3: ["b"], 4: ["c"], 5: []})

        assert found == [frozenset({1, 2, 3})]

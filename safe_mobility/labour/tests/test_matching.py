"""The lists are the best there are, fair, the same for the same data, and each can say why."""

from datetime import date
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_mobility.labour.rules import explaining, fitting, matching, solving
from safe_mobility.labour.rules.candidates import Avoids, Destination
from safe_mobility.labour.rules.explaining import Explained, Limit
from safe_mobility.labour.rules.fitting import Bound, Offer, Worker
from safe_mobility.labour.rules.matching import Matched, match

APRIL, NOVEMBER = date(2024, 4, 1), date(2024, 11, 30)
FARM, BUILDING, KITCHEN = "45-2092", "47-2061", "35-2014"


def worker(key: str, **facts: object) -> Worker:
    told: dict[str, object] = {
        "municipality": "0901",
        "sex": "F",
        "work": ((FARM, 24),),
        "proof": False,
        "languages": frozenset({"es"}),
        "earliest_on": date(2024, 1, 1),
        "longest_months": 9,
        "destinations": frozenset({Destination.US}),
        "avoids": frozenset(),
        "waiting_days": 30,
    }
    return Worker(key=key, **{**told, **facts})  # type: ignore[arg-type]


def offer(key: str, **facts: object) -> Offer:
    told: dict[str, object] = {
        "occupation": FARM,
        "country": Destination.US,
        "places": 1,
        "length": 1,
        "from_on": APRIL,
        "until_on": NOVEMBER,
    }
    return Offer(key=key, **{**told, **facts})  # type: ignore[arg-type]


workers = st.builds(
    worker,
    st.uuids().map(str),
    municipality=st.sampled_from(["0901", "1201", "1301"]),
    sex=st.sampled_from(["F", "M", "X", ""]),
    work=st.lists(
        st.tuples(st.sampled_from([FARM, BUILDING, KITCHEN]), st.integers(0, 80)), max_size=2
    ).map(tuple),
    waiting_days=st.integers(0, 500),
    proof=st.booleans(),
    longest_months=st.sampled_from([3, 9]),
)
offers = st.builds(
    offer,
    st.uuids().map(str),
    occupation=st.sampled_from([FARM, BUILDING, KITCHEN]),
    length=st.integers(1, 2),
    interviews=st.sampled_from(["", "monday"]),
    until_on=st.sampled_from([date(2024, 6, 1), NOVEMBER]),
)
worlds = st.tuples(
    st.lists(workers, max_size=6, unique_by=lambda w: w.key),
    st.lists(offers, max_size=3, unique_by=lambda o: o.key),
    st.integers(0, 3),
)


def best_by_trying(matched: Matched) -> int:
    """Every way to put each person on one of their lists or none: the most points there are."""
    model, best = matched.model, -(10**9)
    choices = [
        [-1, *(int(o) for p, o in zip(model.person, model.offer, strict=True) if p == person)]
        for person in range(model.people)
    ]
    for way in product(*choices):
        value = value_of(matched, way)
        if value is not None:
            best = max(best, value)
    return best


def value_of(matched: Matched, way: tuple[int, ...]) -> int | None:
    model = matched.model
    on = [way.count(at) for at in range(model.offers)]
    if any(many > length for many, length in zip(on, model.length, strict=True)):
        return None
    for day, seats in enumerate(model.seats):
        if sum(many for many, of in zip(on, model.day_of, strict=True) if of == day) > seats:
            return None
    given = np.array(way, dtype=np.int64)
    short = sum(int(each.sum()) for each in solving.shortfalls(model, given))
    gained = sum(matched.points(person, at) for person, at in enumerate(way) if at >= 0)
    return gained - solving.SHORT * short


class TestTheLists:
    @given(worlds)
    @settings(max_examples=120, deadline=None)
    def test_are_the_best_there_are(self, world: tuple[list[Worker], list[Offer], int]) -> None:
        people, asked, seats = world
        matched = match(people, asked, seats={"monday": seats})

        assert matched.solved.value == best_by_trying(matched)
        assert matched.solved.gap < 1e-9

    @given(worlds, st.randoms())
    @settings(max_examples=60, deadline=None)
    def test_ignore_the_order_in_which_rows_were_read(
        self, world: tuple[list[Worker], list[Offer], int], random: Random
    ) -> None:
        people, asked, seats = world
        shuffled, other = list(people), list(asked)
        random.shuffle(shuffled)
        random.shuffle(other)

        first = match(people, asked, seats={"monday": seats})
        second = match(shuffled, other, seats={"monday": seats})

        assert first.lists == second.lists
        assert first.digest == second.digest

    @given(worlds)
    @settings(max_examples=60, deadline=None)
    def test_cross_no_bound(self, world: tuple[list[Worker], list[Offer], int]) -> None:
        people, asked, seats = world
        matched = match(people, asked, seats={"monday": seats})
        by_key = {each.key: each for each in people}
        offer_by_key = {each.key: each for each in asked}

        for key, names in matched.lists.items():
            assert all(not fitting.why_not(by_key[n], offer_by_key[key]) for n in names)
            assert len(names) <= offer_by_key[key].length

    def test_look_at_neither_sex_nor_municipality_when_they_count_points(self) -> None:
        for one, other in ((worker("a", sex="F"), worker("a", sex="M", municipality="1301")),):
            assert fitting.points_of(one, offer("o")) == fitting.points_of(other, offer("o"))


class TestEqualChance:
    def _crowd(self) -> list[Worker]:
        """A town where everybody has waited for a year, and a smaller one that came today."""
        near = [worker(f"near{n}", waiting_days=360, sex="M") for n in range(10)]
        far = [worker(f"far{n}", municipality="1301", waiting_days=0) for n in range(10)]
        return near + far

    def test_gives_each_municipality_four_fifths_of_its_share(self) -> None:
        matched = match(self._crowd(), [offer("o", places=10, length=10)])

        placed = {each.name: each.placed for each in matched.groups if each.kind == "municipality"}
        assert placed == {"0901": 6, "1301": 4}
        assert matched.price_of_floors > 0

    def test_is_not_there_without_floors(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The control: the longest waiting take all."""
        monkeypatch.setattr(matching, "FAIR_SHARE", (0, 5))

        matched = match(self._crowd(), [offer("o", places=10, length=10)])

        placed = {each.name: each.placed for each in matched.groups if each.kind == "municipality"}
        assert placed == {"0901": 10, "1301": 0}

    def test_gives_way_where_nobody_of_a_group_fits(self) -> None:
        people = [*self._crowd(), worker("w", municipality="2001", work=((KITCHEN, 2),))]

        matched = match(people, [offer("o", places=10, length=10)])

        assert {each.name for each in matched.groups if each.kind == "municipality"} == {
            "0901",
            "1301",
        }


class TestExplanations:
    @given(worlds)
    @settings(max_examples=60, deadline=None)
    def test_name_an_exchange_that_gains_nothing(
        self, world: tuple[list[Worker], list[Offer], int]
    ) -> None:
        people, asked, seats = world
        matched = match(people, asked, seats={"monday": seats})
        explained = Explained(matched)

        for key, name, trade in explained.left_out(most=50):
            exact = explaining.forced(matched, worker=name, offer=key)
            assert exact.loss >= 0
            if trade.limit in {Limit.LIST_FULL, Limit.DAY_FULL}:
                assert 0 <= exact.loss <= trade.loss or trade.leaves == ""
            if trade.limit in {Limit.MUNICIPALITY, Limit.SEX}:
                assert trade.group, "an exchange that a floor forbids is told as one"

    @given(worlds)
    @settings(max_examples=60, deadline=None)
    def test_say_of_each_proposal_what_it_counts(
        self, world: tuple[list[Worker], list[Offer], int]
    ) -> None:
        people, asked, seats = world
        matched = match(people, asked, seats={"monday": seats})
        told = list(Explained(matched).standings())

        assert len(told) == matched.proposed
        assert sum(each.total for each in told) == matched.solved.value + solving.SHORT * sum(
            group.short for group in matched.groups
        )
        assert all(each.ahead is None or each.ahead >= 0 for each in told)

    def test_say_who_would_have_to_leave(self) -> None:
        people = [worker("long", waiting_days=300), worker("short", waiting_days=10)]
        matched = match(people, [offer("o")])

        trade = Explained(matched).trade_of("short", "o")

        assert trade.limit is Limit.LIST_FULL
        assert trade.leaves == "long"
        assert trade.loss == 50 - 1
        assert explaining.forced(matched, worker="short", offer="o").go == ("long",)

    def test_say_that_a_municipality_keeps_its_place(self) -> None:
        matched = match(TestEqualChance()._crowd(), [offer("o", places=10, length=10)])
        outside = next(k for k in matched.lists["o"] and [f"near{n}" for n in range(10)]
                       if k not in matched.lists["o"])  # fmt: skip

        trade = Explained(matched).trade_of(outside, "o")

        assert trade.limit in {Limit.MUNICIPALITY, Limit.SEX}
        assert trade.leaves.startswith("far")

    def test_name_every_bound_of_a_pair(self) -> None:
        asked = offer(
            "o",
            languages=frozenset({"en"}),
            months_wanted=36,
            asks=frozenset({Avoids.HEIGHTS}),
        )
        person = worker(
            "w",
            avoids=frozenset({Avoids.HEIGHTS}),
            longest_months=3,
            earliest_on=date(2024, 6, 1),
            destinations=frozenset({Destination.CA}),
            blocked=Bound.EXPIRED,
        )

        assert set(fitting.why_not(person, asked)) == {
            Bound.EXPIRED,
            Bound.DESTINATION,
            Bound.EXPERIENCE,
            Bound.LANGUAGE,
            Bound.STARTS_EARLIER,
            Bound.LASTS_LONGER,
            Bound.AVOIDS,
        }

    def test_ask_for_the_same_kind_of_work(self) -> None:
        assert fitting.why_not(worker("w", work=((KITCHEN, 90),)), offer("o")) == (
            Bound.OCCUPATION,
        )
        assert fitting.why_not(worker("w", work=(("45-2093", 9),)), offer("o")) == ()

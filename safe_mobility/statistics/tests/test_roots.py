"""Weights are opinions: the answer is a span, the same for the same question."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_mobility.statistics.rules import packing, roots
from safe_mobility.statistics.rules.roots import EQUAL, THEMES, Table, Theme
from safe_mobility.statistics.services.series import SHIPPED

weights = (
    st.lists(st.integers(0, 5), min_size=len(THEMES), max_size=len(THEMES))
    .filter(any)
    .map(lambda found: dict(zip(THEMES, found, strict=True)))
)
CALM = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def guatemala() -> Table:
    text = packing.unpacked((SHIPPED / "municipal-indicators.csv.gz").read_bytes())
    values: dict[str, dict[str, float]] = {}
    for point in packing.points_of(text):
        values.setdefault(point.place, {})[point.detail] = point.value
    return roots.lay_out(values)


class TestWeightings:
    @CALM
    @given(weights)
    def test_hold_the_one_that_was_asked_for(self, asked: dict[Theme, int]) -> None:
        found = roots.weightings(asked)
        wanted = np.array([asked[theme] for theme in THEMES], dtype=float)

        assert np.allclose(found.sum(axis=1), 1)
        assert np.isclose(found, wanted / wanted.sum()).all(axis=1).any()

    def test_are_none_where_nothing_weighs(self) -> None:
        with pytest.raises(roots.NothingWeighs):
            roots.weightings(dict.fromkeys(THEMES, 0))


class TestStandings:
    @CALM
    @given(asked=weights)
    def test_are_spans_of_places_and_the_same_each_time(
        self, guatemala: Table, asked: dict[Theme, int]
    ) -> None:
        found = roots.standings(guatemala, asked)

        assert found == roots.standings(guatemala, asked)
        assert len(found) == 340
        assert all(1 <= each.first <= each.last <= 340 for each in found)

    def test_hold_the_place_under_the_weights_themselves(self, guatemala: Table) -> None:
        wanted = np.full(len(THEMES), 1 / len(THEMES))
        order = np.argsort(-np.round(guatemala.themes @ wanted, 9), kind="stable")
        place = {guatemala.codes[at]: number for number, at in enumerate(order, start=1)}

        for each in roots.standings(guatemala, EQUAL):
            assert each.first <= place[each.code] <= each.last

    def test_follow_the_only_theme_that_weighs(self, guatemala: Table) -> None:
        only = {**dict.fromkeys(THEMES, 0), Theme.FOOD: 5}
        first = roots.standings(guatemala, only)[0]

        assert dict(roots.in_theme(guatemala, first.code))[Theme.FOOD] > 0.95

    def test_are_worked_out_while_a_page_waits(self, guatemala: Table) -> None:
        began = time.process_time()
        roots.standings(guatemala, EQUAL)

        assert time.process_time() - began < 2, "0.1 s where nothing else runs"


class TestALayout:
    def test_puts_the_worst_off_at_one_whatever_the_direction(self) -> None:
        table = roots.lay_out(
            {
                "0101": {"Pobreza": 0.1, "CubiertaAgua": 0.9},
                "0102": {"Pobreza": 0.8, "CubiertaAgua": 0.2},
            }
        )

        assert dict(roots.in_theme(table, "0102"))[Theme.POVERTY] == 1
        assert dict(roots.in_theme(table, "0102"))[Theme.WATER] == 1

    def test_leaves_out_what_is_not_known(self) -> None:
        table = roots.lay_out({"0101": {"Pobreza": 0.1}, "0102": {"Pobreza": 0.8, "Graduand": 0.2}})

        assert "0101" not in table.shares["Graduand"]

    def test_never_weighs_who_lives_somewhere(self) -> None:
        weighed = {each.code for each in roots.INDICATORS}

        assert not weighed & {"Maya", "Xinca", "Garifu", "Afrodesc", "Mest", "Extranjera"}
        assert not weighed & {"Deportadas", "Refugiados", "RisDespl", "Discapacidad"}

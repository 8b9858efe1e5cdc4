"""Noise is not called bias, and bias is found: both by simulation."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.statistics.rules.fairness import (
    FALSE_ALARMS,
    Group,
    alarms,
    difference,
    expected,
    wilson,
)


def simulated(chance: random.Random, *, shares: list[float], size: int = 120) -> list[Group]:
    """One office with a group for each share; each is compared with all others."""
    reached = [sum(chance.random() < share for _ in range(size)) for share in shares]
    everybody, all_reached = size * len(shares), sum(reached)
    return [
        Group((str(number),), mine, size, all_reached - mine, everybody - size)
        for number, mine in enumerate(reached)
    ]


class TestAlarms:
    @pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
    def test_are_rarer_than_promised_where_all_are_treated_alike(self, share: float) -> None:
        chance, rounds = random.Random(7), 400
        alarmed = sum(bool(alarms(simulated(chance, shares=[share] * 8))) for _ in range(rounds))

        assert alarmed / rounds <= FALSE_ALARMS + 0.01

    def test_come_far_more_often_without_the_correction(self) -> None:
        """The control: eight groups each at one in twenty alarm far too often."""
        chance, rounds = random.Random(7), 400
        alarmed = 0
        for _ in range(rounds):
            groups = simulated(chance, shares=[0.3] * 8)
            alarmed += any(
                low > 0 or high < 0 for low, high in (difference(g, z=1.96) for g in groups)
            )
        assert alarmed / rounds > 0.2

    def test_find_a_group_that_is_treated_otherwise(self) -> None:
        chance, found = random.Random(11), 0
        for _ in range(60):
            names = {alarm.name for alarm in alarms(simulated(chance, shares=[0.45] * 7 + [0.15]))}
            found += ("7",) in names
        assert found >= 54

    def test_compare_no_group_that_is_too_small(self) -> None:
        assert alarms([Group(("x",), 0, 19, 900, 1000)]) == []


class TestWilson:
    @given(st.integers(1, 500), st.data())
    def test_holds_the_share_and_stays_between_none_and_all(
        self, of: int, data: st.DataObject
    ) -> None:
        reached = data.draw(st.integers(0, of))
        low, high = wilson(reached, of, z=1.96)
        assert 0 <= low <= reached / of + 1e-9
        assert reached / of - 1e-9 <= high <= 1

    def test_gives_the_known_interval(self) -> None:
        low, high = wilson(10, 50, z=1.959964)
        assert (round(low, 4), round(high, 4)) == (0.1124, 0.3304)


class TestExpected:
    def test_is_wider_where_weeks_differ_by_more_than_chance(self) -> None:
        _mean, low, high = expected([50, 50, 50, 50])
        _mean, wide_low, wide_high = expected([10, 90, 20, 80])
        assert wide_high - wide_low > high - low
        assert expected([]) == (0.0, 0.0, 0.0)

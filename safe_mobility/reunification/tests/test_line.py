"""A place in line: what a list says, and a range that was right as often as it claims."""

import math
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_mobility.programmes.rules import cutoffs as c
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, Cells, Cutoffs
from safe_mobility.programmes.tests.shipped import hold_shipped, shipped
from safe_mobility.reunification.queries import line as reads
from safe_mobility.reunification.rules import history as histories
from safe_mobility.reunification.rules import line, looking_back
from safe_mobility.reunification.rules.history import History
from safe_mobility.reunification.rules.line import Forecast

DECEMBER = date(2023, 12, 1)
FINAL = "final_action"


@lru_cache
def real() -> tuple[History, line.PastWaits]:
    found = histories.history_of(shipped().cutoffs, chart=FINAL)
    assert found is not None
    return found, line.past_waits(found)


@lru_cache
def tried(*, wider: bool = True) -> tuple[looking_back.Tried, ...]:
    return tuple(looking_back.tried(real()[0], wider=wider))


def of_months(cells: list[Cells], *, first: date = date(2015, 1, 1)) -> Cutoffs:
    months = [first]
    while len(months) < len(cells):
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    return c.of_entries(
        c.entry_of(month, each, source=(), file="")
        for month, each in zip(months, cells, strict=True)
    )


def steady(months: int, *, days_a_month: int = 20) -> Cutoffs:
    begin = date(2005, 1, 1)
    return of_months(
        [
            {FINAL: {"all_other": [(begin + timedelta(days=days_a_month * n)).isoformat()] * 5}}
            for n in range(months)
        ]
    )


def forecast(priority_on: date, *, category: str = "F4", area: str = "all_other") -> Forecast:
    history, waits = real()
    found = line.forecast(
        history, waits, category=category, area=area, priority_on=priority_on, at=DECEMBER
    )
    assert found is not None
    return found


class TestStanding:
    @pytest.mark.parametrize(
        ("cutoff", "current"),
        [
            (date(2007, 4, 22), False),
            (date(2007, 4, 23), True),
            ("C", True),
            ("U", False),
            (None, None),
        ],
    )
    def test_is_current_only_before_the_cut_off(
        self, cutoff: c.Cutoff | None, current: bool | None
    ) -> None:
        assert line.standing(FINAL, cutoff, date(2007, 4, 22)).is_current is current


class TestHistory:
    def test_counts_lines_that_are_alike_once(self) -> None:
        history, _ = real()

        assert history.row["F1", "china"] == history.row["F1", "all_other"]
        assert history.row["F1", "mexico"] != history.row["F1", "all_other"]
        assert len(history.own) == 15

    def test_takes_a_missing_month_for_a_stand_still(self) -> None:
        history, _ = real()
        october = history.at(date(2012, 10, 1))
        assert october is not None

        assert (history.reached[:, october] == history.reached[:, october - 1]).all()

    def test_is_none_before_three_years(self) -> None:
        assert histories.history_of(steady(35), chart=FINAL) is None
        assert histories.history_of(steady(36), chart=FINAL) is not None
        assert histories.history_of(Cutoffs(), chart=FINAL) is None

    def test_begins_after_a_long_gap(self) -> None:
        whole = steady(120).bulletins
        broken = Cutoffs(whole[:40] + whole[60:])

        history = histories.history_of(broken, chart=FINAL)

        assert history is not None
        assert history.months[0] == whole[60].month

    def test_places_current_at_its_month_and_unavailable_where_it_was(self) -> None:
        day = ["2005-01-01"] * 5
        cells: list[Cells] = [{FINAL: {"all_other": day}}] * 40
        cells += [{FINAL: {"all_other": ["C"] * 5}}, {FINAL: {"all_other": ["U"] * 5}}]

        history = histories.history_of(of_months(cells), chart=FINAL)

        assert history is not None
        assert history.position[0, 40] == history.clock[40]
        assert history.position[0, 41] == history.clock[40]
        assert np.isneginf(history.reached[0, 41])

    def test_knows_the_pace_of_a_steady_line(self) -> None:
        history = histories.history_of(steady(60), chart=FINAL)

        assert history is not None
        assert np.allclose(history.pace[:, 1:], 20 / histories.DAYS_A_MONTH)
        assert history.still.max() == 0


class TestKaplanMeier:
    def test_is_the_plain_quantile_when_all_ended(self) -> None:
        values = np.arange(1.0, 11.0)
        found = line.kaplan_meier(values, np.ones(10, bool), np.ones(10), (0.05, 0.45, 0.85))

        assert found == (1.0, 5.0, 9.0)

    def test_gives_open_waits_to_the_longer_ones(self) -> None:
        """Ends at 1, 3; open at 2: two of three are left after 1, one of one ends at 3."""
        values, ended = np.array([1.0, 2.0, 3.0]), np.array([True, False, True])

        assert line.kaplan_meier(values, ended, np.ones(3), (0.3, 0.5)) == (1.0, 3.0)

    def test_has_no_figure_where_too_many_are_open(self) -> None:
        values, ended = np.array([1.0, 2.0, 3.0]), np.array([True, False, False])

        assert line.kaplan_meier(values, ended, np.ones(3), (0.5,)) == (math.inf,)


class TestForecast:
    def test_holds_a_steady_line_exactly(self) -> None:
        history = histories.history_of(steady(120), chart=FINAL)
        assert history is not None
        waits = line.past_waits(history, distances=(2, 4, 8, 12))
        at = history.months[-1]
        behind = date(2005, 1, 1) + timedelta(days=20 * 119 + 200)

        found = line.forecast(
            history, waits, category="F3", area="all_other", priority_on=behind, at=at
        )

        assert found is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low - 1 <= 10 <= found.high + 1

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(CATEGORIES),
        st.sampled_from(["all_other", "mexico", "philippines"]),
        st.dates(date(2008, 1, 1), DECEMBER),
        st.integers(1, 2000),
    )
    def test_grows_with_the_priority_date(
        self, category: str, area: str, day: date, later: int
    ) -> None:
        history, waits = real()
        early, late = (
            line.forecast(history, waits, category=category, area=area, priority_on=on, at=DECEMBER)
            for on in (day, day + timedelta(days=later))
        )
        assert early is not None
        assert late is not None

        for one, other in (
            (early.low, early.median),
            (early.median, early.high),
        ):
            assert one is None or other is None or one <= other
        for name in ("low", "median", "high"):
            one, other = getattr(early, name), getattr(late, name)
            assert other is None or (one is not None and one <= other)

    def test_says_at_least_where_the_past_does_not_reach(self) -> None:
        far = forecast(date(2023, 11, 1))

        assert far.low is not None
        assert 100 < far.low <= line.LONGEST_FIGURE
        assert (far.median, far.high, far.is_range) == (None, None, False)

    def test_uses_nothing_that_came_after(self) -> None:
        """Other last months, the same forecast for the month before them."""
        real_months = shipped().cutoffs.bulletins
        ahead = {FINAL: {area: ["2020-01-01"] * 5 for area in shipped().cutoffs.areas(FINAL)}}
        changed = [
            c.Bulletin(each.month, ahead if each.month > date(2023, 2, 1) else each.cells)
            for each in real_months
        ]
        one, other = (
            histories.history_of(Cutoffs(tuple(each)), chart=FINAL)
            for each in (real_months, changed)
        )
        assert one is not None
        assert other is not None
        assert one.row == other.row

        for at, same in ((date(2023, 2, 1), True), (DECEMBER, False)):
            found = [
                line.forecast(
                    each,
                    line.past_waits(each),
                    category="F4",
                    area="all_other",
                    priority_on=date(2022, 1, 1),
                    at=at,
                )
                for each in (one, other)
            ]
            # The second is the control: from the last month on, the two histories differ.
            assert (found[0] == found[1]) is same

    def test_is_none_when_current_or_unknown(self) -> None:
        history, waits = real()

        def ask(category: str, area: str, at: date) -> Forecast | None:
            return line.forecast(
                history, waits, category=category, area=area, priority_on=at, at=at
            )

        assert ask("F2A", "all_other", date(2021, 1, 1)) is None
        assert ask("F4", "atlantis", DECEMBER) is None
        assert ask("F4", "all_other", date(2024, 1, 1)) is None
        assert ask("F4", "all_other", date(2011, 1, 1)) is None


class TestLookingBack:
    def test_four_of_five_waits_were_inside(self) -> None:
        found = looking_back.held(list(tried()))

        assert found.decided > 1500
        assert 0.75 <= found.cover <= 0.85
        assert 0.75 <= found.with_open_cases <= 0.85

    def test_too_few_are_inside_when_years_are_taken_for_plenty(self) -> None:
        """The control: without the widening the promise is broken."""
        found = looking_back.held(list(tried(wider=False)))

        assert found.cover < 0.75

    def test_is_nearer_than_last_years_pace(self) -> None:
        for category in CATEGORIES:
            found = looking_back.held([each for each in tried() if each.category == category])

            assert found.median_error < found.naive_error, category

    def test_counts_a_wait_that_cannot_be_judged_for_neither_side(self) -> None:
        open_cases = [each for each in tried() if each.is_range and not each.is_decided]

        assert open_cases
        assert all(each.high > each.seen_for for each in open_cases)


class TestPlace:
    @pytest.fixture(autouse=True)
    def _held(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hold_shipped(monkeypatch)

    def test_says_what_the_list_of_the_day_says(self) -> None:
        found = reads.place(
            category="F4", area="all_other", priority_on=date(2008, 6, 1), on=date(2023, 12, 5)
        )

        assert found is not None
        assert (found.month, found.is_old) == (DECEMBER, False)
        assert (found.final.cutoff, found.final.is_current) == (date(2007, 4, 22), False)
        assert found.filing.is_current is False
        assert found.forecast is not None
        assert found.forecast.is_range

    def test_gives_no_range_when_it_is_their_turn(self) -> None:
        found = reads.place(
            category="F2A", area="all_other", priority_on=date(2018, 1, 1), on=date(2023, 12, 5)
        )

        assert found is not None
        assert found.final.is_current
        assert found.forecast is None

    def test_says_that_its_list_is_old(self) -> None:
        for on, old in ((date(2024, 1, 31), False), (date(2024, 2, 1), True)):
            found = reads.place(category="F4", area="mexico", priority_on=date(2008, 6, 1), on=on)
            assert found is not None
            assert found.is_old is old

    def test_takes_a_country_without_a_column_for_one_of_all_others(self) -> None:
        assert reads.area_of_country("GT") == "all_other"
        assert reads.area_of_country("MX") == "mexico"
        found = reads.place(
            category="F4", area="atlantis", priority_on=date(2008, 6, 1), on=date(2023, 12, 5)
        )
        assert found is not None
        assert found.final.cutoff == date(2007, 4, 22)

    def test_is_none_before_the_first_list(self) -> None:
        assert (
            reads.place(
                category="F4", area="mexico", priority_on=date(1999, 1, 1), on=date(2009, 1, 1)
            )
            is None
        )

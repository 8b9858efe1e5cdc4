"""Nothing that is hidden can be worked out again: on random tables, over releases, by force."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_mobility.statistics.rules import attacker, hiding
from safe_mobility.statistics.rules.tables import LEAST, TOTAL, Cell, Row, Tables, Unit

REGISTERED, HEARD = Row("registered"), Row("heard", within="registered")
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def one_way(*releases: tuple[list[int], list[int]], families: int = 2) -> Tables:
    """Tables by department: for each release, registered and heard people of each department."""
    width = len(releases[0][0])
    levels = {}
    for number, (registered, heard) in enumerate(releases):
        for code, people in (("registered", registered), ("heard", heard)):
            values = np.array([people, [each // families for each in people]], float)
            levels[(number, code)] = values
    margins = {TOTAL: tuple(range(width))}
    margins |= {("department", f"{place:02}"): (place,) for place in range(width)}
    return Tables((REGISTERED, HEARD), margins, levels)


def widths(tables: Tables, shown: frozenset[Cell]) -> dict[tuple[Cell, Unit], float]:
    seen = tables.showing(tables.shown | shown)
    room = attacker.attack(seen, exactly=True)
    return {target: room.span(target) for target in room.low}


counts = st.lists(st.one_of(st.integers(0, 30), st.integers(0, 400)), min_size=3, max_size=8)


@st.composite
def two_releases(draw: st.DrawFn) -> Tables:
    registered = draw(counts)
    shares = draw(st.lists(st.floats(0, 1), min_size=len(registered), max_size=len(registered)))
    heard = [int(n * share) for n, share in zip(registered, shares, strict=True)]
    more = draw(st.lists(st.integers(0, 60), min_size=len(registered), max_size=len(registered)))
    later = [n + m for n, m in zip(registered, more, strict=True)]
    heard_later = [min(n + m // 2, top) for n, m, top in zip(heard, more, later, strict=True)]
    return one_way((registered, heard), (later, heard_later))


def first_release(tables: Tables) -> Tables:
    return Tables(
        tables.rows, tables.margins, {k: v for k, v in tables.levels.items() if k[0] == 0}
    )


class TestDecide:
    @QUICK
    @given(two_releases())
    def test_leaves_every_hidden_place_its_room_over_two_releases(self, tables: Tables) -> None:
        first, _room = hiding.decide(first_release(tables))
        both = tables.showing(first)
        second, _room = hiding.decide(both)

        assert all(width >= LEAST - 1e-6 for width in widths(both, second).values())

    @QUICK
    @given(two_releases())
    def test_shows_no_small_number_and_no_small_difference(self, tables: Tables) -> None:
        first, _room = hiding.decide(first_release(tables))
        second, _room = hiding.decide(tables.showing(first))

        for cell in first | second:
            assert min(tables.value(cell)) >= LEAST
        for cell in second:
            earlier = Cell(0, cell.code, cell.margin)
            if earlier in first:
                gained = zip(tables.value(cell), tables.value(earlier), strict=True)
                assert all(now - then >= LEAST for now, then in gained)

    def test_hides_a_second_number_beside_a_single_small_one(self) -> None:
        tables = one_way(([200, 4, 80, 60], [100, 2, 40, 30]))
        shown, _room = hiding.decide(tables)

        hidden = {cell.margin[1] for cell in tables.cells() if cell not in shown}
        assert hidden >= {"01", "03"}
        assert Cell(0, "registered", ("department", "00")) in shown

    def test_shows_everything_where_nothing_is_small(self) -> None:
        tables = one_way(([200, 90, 80], [100, 40, 40]))
        shown, _room = hiding.decide(tables)
        assert shown == frozenset(tables.cells())


class TestTheControl:
    def test_hiding_only_the_small_ones_is_undone_at_once(self) -> None:
        tables = one_way(([200, 4, 80, 60], [100, 2, 40, 30]))
        small = hiding.only_small(tables)

        spans = widths(tables, small)
        assert min(spans.values()) == pytest.approx(0)

    def test_the_difference_of_two_releases_is_undone_without_the_rule_for_it(self) -> None:
        tables = one_way(
            ([200, 40, 80, 60], [100, 20, 40, 30]),
            ([290, 43, 160, 140], [150, 22, 80, 70]),
        )
        everything = frozenset(tables.cells())
        assert all(min(tables.value(cell)) >= LEAST for cell in everything)

        first, _room = hiding.decide(first_release(tables))
        second, _room = hiding.decide(tables.showing(first))
        assert Cell(1, "registered", ("department", "01")) not in second

    def test_two_cuts_of_the_same_people_are_attacked_together(self) -> None:
        """Office and department overlap: each table alone is safe, both together are not."""
        # Atoms: office A serves departments 1 and 2, office B departments 2 and 3.
        people = np.array([[50, 12, 4, 60, 40], [25, 12, 4, 30, 20]], float)
        margins = {
            TOTAL: (0, 1, 2, 3, 4),
            ("office", "A"): (0, 1),
            ("office", "B"): (2, 3, 4),
            ("department", "1"): (0,),
            ("department", "2"): (1, 2),
            ("department", "3"): (3,),
            ("department", "4"): (4,),
        }
        tables = Tables((REGISTERED,), margins, {(0, "registered"): people})
        shown, _room = hiding.decide(tables)
        assert all(width >= LEAST - 1e-6 for width in widths(tables, shown).values())


class TestAttack:
    def test_finds_what_trying_every_world_finds(self) -> None:
        tables = one_way(([30, 6, 14], [15, 3, 7]), families=1)
        shown = frozenset(
            {
                Cell(0, "registered", TOTAL),
                Cell(0, "heard", TOTAL),
                Cell(0, "registered", ("department", "00")),
            }
        )
        spans = widths(tables, shown)

        target = (Cell(0, "registered", ("department", "01")), Unit.PEOPLE)
        assert spans[target] == pytest.approx(20)
        first_heard = (Cell(0, "heard", ("department", "00")), Unit.PEOPLE)
        fits = [
            h0
            for h0, h1, r1 in product(range(31), range(21), range(21))
            if 0 <= 25 - h0 - h1 <= 20 - r1 and h1 <= r1
        ]
        assert spans[first_heard] == pytest.approx(max(fits) - min(fits))

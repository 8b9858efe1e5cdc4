"""Maps: borders stay shared when they are simplified, and every area keeps its number in words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common import maps
from safe_mobility.doors.common.outlines import outlines

# Two squares side by side: the first arc is their common border, with a bump too small to see.
TOPOLOGY = {
    "transform": {"scale": [1e-3, 1e-3], "translate": [0.0, 0.0]},
    "arcs": [
        [[100, 0], [1, 50], [-1, 50]],
        [[100, 100], [-100, 0], [0, -100], [100, 0]],
        [[100, 100], [100, 0], [0, -100], [-100, 0]],
    ],
    "objects": {
        "areas": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "Polygon", "arcs": [[-1, 2]]},
            ]
        }
    },
}


class TestOutlines:
    def test_neighbours_keep_the_same_border(self) -> None:
        made = outlines(TOPOLOGY, code_of={0: "01", 1: "02"}, width=200, least_area=60)

        assert (made.width, made.height) == (200, 100)
        corners = {code: _corners(path) for code, path in made.paths.items()}
        assert corners["01"] & corners["02"] == {(100, 0), (100, 100)}

    def test_small_areas_join_into_one(self) -> None:
        made = outlines(TOPOLOGY, code_of={0: "01", 1: "01"}, width=200, least_area=60)

        assert _corners(made.paths["01"]) >= {(0, 0), (0, 100), (200, 0), (200, 100)}


class TestShapes:
    def test_of_guatemala_are_complete(self) -> None:
        large, small = maps.shapes("GT"), maps.shapes("GT", large=False)

        assert large is not None
        assert small is not None
        assert (len(large.paths), len(small.paths)) == (22, 340)
        assert all(large.paths.values())
        assert all(small.paths.values())
        assert sum(map(len, large.paths.values())) < 6_000

    def test_a_country_without_a_file_has_no_map(self) -> None:
        assert maps.choropleth("ZZ", [], title="") == ""


class TestSteps:
    @given(st.lists(st.integers(0, 10**6), max_size=40))
    def test_every_value_falls_into_one_of_five(self, values: list[int]) -> None:
        borders = maps.steps_of(values)

        assert len(borders) < maps.STEPS
        assert list(borders) == sorted(set(borders))
        assert all(0 <= maps.step_of(value, borders) < maps.STEPS for value in values)


class TestChoropleth:
    def test_says_each_number_in_words_and_hides_what_is_not_shown(self) -> None:
        drawn = maps.choropleth(
            "GT",
            [maps.Area("13", "Huehuetenango: 120", 4), maps.Area("02", "not shown", None)],
            title="Where people live",
        )

        assert 'aria-label="Where people live"' in drawn
        assert '<g class="q4"><path d=' in drawn
        assert "<title>Huehuetenango: 120</title>" in drawn
        hidden = drawn.partition('<g class="none">')[2].partition("</g>")[0]
        assert hidden.count("<path") == 21


def _corners(path: str) -> set[tuple[int, int]]:
    start, steps = path.removeprefix("M").removesuffix("z").split("l")
    x, y = (int(number) for number in start.split())
    numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
    found = {(x, y)}
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.add((x, y))
    return found

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from safe_mobility.doors.common import charts
from safe_mobility.doors.common.charts import Bar, Trace

values = st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=80)


class TestALine:
    @given(values)
    def test_stays_on_the_paper_and_starts_at_zero(self, found: list[float | None]) -> None:
        drawn = charts.line([Trace("a", found)], title="what it finds", ticks=[(0, "2020")])

        root = ET.fromstring(drawn)
        assert root.get("role") == "img"
        for path in re.findall(r' d="M([^"]+)"', drawn):
            numbers = [int(each) for each in path.split()]
            assert all(0 <= x <= charts.WIDTH for x in numbers[::2])
            assert all(0 <= y <= 150 for y in numbers[1::2])
        assert ">0</text>" in drawn

    def test_leaves_a_gap_where_nothing_was_published(self) -> None:
        drawn = charts.line([Trace("", [1, 2, None, 4, 5])], title="t", ticks=[])

        assert drawn.count('class="trace') == 2

    def test_writes_what_others_gave_it_as_text(self) -> None:
        drawn = charts.line([Trace("<b>", [1])], title='"x"', ticks=[], mark=(0, "<i>"))

        assert "<b>" not in drawn
        assert "<i>" not in drawn
        ET.fromstring(drawn)


class TestBars:
    def test_are_as_long_as_their_numbers(self) -> None:
        drawn = charts.bars(
            [Bar("a", 100, "100"), Bar("b", 25, "25"), Bar("c", None, "–")], title="t"
        )

        widths = re.findall(r'width="(\d+)" height="14" rx="3" class="b1"', drawn)
        assert widths == ["344", "86"]
        ET.fromstring(drawn)

"""The family pathway's verdict and the place in line read one table, so they never differ."""

from datetime import date

import pytest

from safe_mobility.programmes.rules.values import Value
from safe_mobility.programmes.tests.shipped import hold_shipped, shipped
from safe_mobility.reunification.queries import line
from safe_mobility.screening.rules.household import VISITOR
from safe_mobility.screening.rules.judging import screen

SISTER: dict[str, Value] = {"fv.rel": ("sibling",), "fv.status": "USC", "fv.usc_age": True}
MOTHER: dict[str, Value] = {
    "fv.rel": ("parent",),
    "fv.status": "LPR",
    "fv.age_mar": "unmarried_u21",
}


def told(answers: dict[str, Value], priority_on: date, on: date) -> str:
    """The end of the key of the sentence on whose turn it is: holds, fails, or none."""
    given: dict[str, Value] = {
        "cm.age": date(1990, 5, 2),
        "fv.petition": "approved",
        "fv.priority_date": priority_on,
    }
    found = screen(shipped(), country="GT", on=on, household=VISITOR, answers={**given, **answers})
    said = (each.text or "" for each in found.pathway("family_iv").notes)
    return next((text.rpartition(".")[2] for text in said if "fv.current" in text), "")


class TestVerdicts:
    @pytest.mark.parametrize("answers", [SISTER, MOTHER])
    @pytest.mark.parametrize("on", [date(2011, 3, 9), date(2020, 8, 15), date(2023, 12, 31)])
    def test_say_whose_turn_it_is_as_the_line_does(
        self, answers: dict[str, Value], on: date, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hold_shipped(monkeypatch)
        category = "F4" if answers is SISTER else "F2A"

        for priority_on in (date(1995, 1, 1), date(2007, 4, 21), on):
            place = line.place(category=category, area="all_other", priority_on=priority_on, on=on)
            assert place is not None
            expected = "holds" if place.final.is_current else "fails"
            assert told(answers, priority_on, on) == expected, (category, priority_on)

    def test_say_nothing_of_a_month_that_is_not_known(self) -> None:
        assert told(SISTER, date(1995, 1, 1), date(2012, 10, 9)) not in {"holds", "fails"}

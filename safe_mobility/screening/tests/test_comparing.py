"""One family on two days: which verdicts differ, and by which change of the rules."""

from datetime import date

from safe_mobility.programmes.rules.values import Value
from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.rules.comparing import Cause, CauseKind, Compared, compared
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.tests import made_up

HONDURAN: dict[str, Value] = {
    "nationalities": ("HN",),
    "gt.loc": "GT",
    "cm.age": date(1990, 5, 2),
    "cm.dup": False,
}
DAYS = (date(2023, 6, 1), date(2023, 7, 1), date(2023, 8, 11), date(2024, 1, 5), date(2025, 2, 1))


def both(
    answers: dict[str, Value], first: date, last: date, household: Household = VISITOR
) -> dict[str, Compared]:
    one, two = (
        screen(shipped(), country="GT", on=day, household=household, answers=answers)
        for day in (first, last)
    )
    return {each.last.code: each for each in compared(shipped(), one, two)}


def said(causes: tuple[Cause, ...]) -> list[tuple[CauseKind, date | None, str]]:
    return [(each.kind, each.on, each.reason.criterion) for each in causes]


class TestCompared:
    def test_names_the_rule_that_began(self) -> None:
        office = both(HONDURAN, date(2023, 7, 1), date(2023, 11, 20))["office_gt"]

        assert (office.first.verdict, office.last.verdict) == ("OPEN", "NOT_TODAY")
        assert said(office.causes) == [(CauseKind.BEGAN, date(2023, 8, 11), "gt.nat2")]

    def test_names_the_phase_that_opened_and_the_one_that_closed(self) -> None:
        opened = both(HONDURAN, date(2023, 6, 1), date(2023, 7, 1))["office_gt"]
        closed = both(HONDURAN | {"nationalities": ("GT",)}, date(2023, 11, 20), date(2025, 2, 1))

        assert said(opened.causes) == [(CauseKind.BEGAN, date(2023, 6, 12), "office_gt.phase")]
        assert said(closed["office_gt"].causes) == [
            (CauseKind.BEGAN, date(2025, 1, 22), "office_gt.phase")
        ]

    def test_names_the_list_that_changed_under_a_rule(self) -> None:
        answers: dict[str, Value] = {
            "nationalities": ("NI",),
            "gt.loc": "NI",
            "cm.age": date(1990, 5, 2),
        }
        for each in both(answers, date(2023, 7, 1), date(2024, 11, 20)).values():
            assert not each.differs or each.causes, each.last.code

    def test_says_that_time_passed_where_no_rule_changed(self) -> None:
        child = Household((Member("a", "applicant", date(2006, 1, 1)),))
        answers: dict[str, Value] = {"nationalities": ("GT",), "mt.exp": True}
        work = both(answers, date(2023, 11, 20), date(2024, 2, 1), child)["gt_mintrab"]

        assert (work.first.verdict, work.last.verdict) == ("NOT_TODAY", "OPEN")
        assert {each.kind for each in work.causes} == {CauseKind.TIME_PASSED}

    def test_gives_a_cause_for_each_difference_and_none_beside(self) -> None:
        for seed in range(120):
            case = made_up.given(shipped(), seed, known=0.8)
            first, last = DAYS[seed % 4], DAYS[seed % 4 + 1]
            results = [case.screened(shipped(), on=day) for day in (first, last)]
            for each in compared(shipped(), *results):
                assert each.differs == bool(each.causes), (seed, each.last.code)
                assert all(cause.on is None or first < cause.on <= last for cause in each.causes)

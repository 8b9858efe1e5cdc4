from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.rules.helping import LARGEST_SET, Step, would_help
from safe_mobility.screening.rules.household import VISITOR
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import RANK, Verdict

MONDAY = date(2023, 11, 20)
FARM_WORKER: dict[str, Value] = {
    "gt.loc": "GT",
    "nationalities": ("GT",),
    "cm.age": date(1990, 5, 2),
    "h2a.interest": True,
    "h2a.offer": "no",
    "h2a.pastviol": "no",
    "h2a.max": False,
}


def steps(answers: dict[str, Value], code: str, *, on: date = MONDAY) -> tuple[Step, ...]:
    result = screen(shipped(), country="GT", on=on, household=VISITOR, answers=answers)
    each = result.office if code == result.office.code else result.pathway(code)
    return would_help(shipped(), each, country="GT", on=on, household=VISITOR, answers=answers)


class TestWouldHelp:
    def test_finds_the_paper_that_is_missing(self) -> None:
        assert steps(FARM_WORKER, "h2a") == (Step("document", question="h2a.offer", value="yes"),)

    def test_never_says_which_answer_would_help(self) -> None:
        unasked = {name: value for name, value in FARM_WORKER.items() if name != "h2a.offer"}
        unknown = {**FARM_WORKER, "h2a.offer": UNKNOWN}

        for answers in (unasked, unknown):
            assert steps(answers, "h2a") == (Step("answer", question="h2a.offer"),)

    def test_says_nothing_where_nothing_may_be_changed(self) -> None:
        assert steps({**FARM_WORKER, "nationalities": ("SV",)}, "office_gt") == ()

    def test_names_an_announced_day(self) -> None:
        before = date(2023, 6, 5)

        assert steps(FARM_WORKER, "office_gt", on=before) == (Step("date", on=date(2023, 6, 12)),)

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from(sorted(FARM_WORKER)), st.none(), max_size=7))
    def test_advises_only_what_a_person_may_change(self, forgotten: dict[str, None]) -> None:
        answers = {name: value for name, value in FARM_WORKER.items() if name not in forgotten}
        result = screen(shipped(), country="GT", on=MONDAY, household=VISITOR, answers=answers)

        for each in (result.office, *result.pathways):
            found = steps(answers, each.code)
            assert len(found) <= LARGEST_SET
            for step in found:
                question = shipped().questions[step.question or ""]
                assert step.kind == "answer" or step.kind == question.can_change != "no"
                assert (step.value is None) == (step.kind == "answer")
                assert step.kind != "answer" or question.id not in answers

    def test_has_nothing_to_add_to_what_is_open(self) -> None:
        answers = {**FARM_WORKER, "h2a.offer": "yes"}
        result = screen(shipped(), country="GT", on=MONDAY, household=VISITOR, answers=answers)

        assert RANK[result.office.verdict] == RANK[Verdict.OPEN]
        assert steps(answers, "office_gt") == ()

"""Worked examples of what a result carries beside its verdicts."""

import json
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from safe_mobility.programmes.rules.ruleset import JUDGING
from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.rules.answering import AnswersWrong, plain_answers, read_answers
from safe_mobility.screening.rules.household import VISITOR, Household, Member, relation
from safe_mobility.screening.rules.judging import NoSuchProgramme, screen
from safe_mobility.screening.rules.result import Outcome, PathwayResult, Result, Verdict
from safe_mobility.screening.tests import made_up

ON = date(2023, 11, 20)
CRITERIA = Path(__file__).parents[4] / "shared" / "domain" / "pathway-criteria.json"
GROUPS = {
    "common",
    "office_gt",
    "usrap",
    "family_iv",
    "parole_frp",
    "cam",
    "h2a",
    "h2b",
    "gt_mintrab",
}


def judged(answers: dict[str, Value], *, household: Household = VISITOR, on: date = ON) -> Result:
    return screen(shipped(), country="GT", on=on, household=household, answers=answers)


class TestResult:
    def test_shows_what_may_be_open_first(self) -> None:
        result = judged({"nationalities": ("GT",), "cm.age": date(1990, 5, 2), "mt.exp": True})
        verdicts = [each.verdict for each in result.pathways]

        assert result.pathways[0].code == "gt_mintrab"
        assert verdicts == sorted(verdicts, key=list(Verdict).index)

    def test_says_when_an_answer_and_a_record_differ_and_lets_the_answer_stand(self) -> None:
        household = Household((Member("a", "applicant", date(2010, 1, 1)),))
        result = judged({"cm.age": date(1990, 5, 2)}, household=household)
        reason = next(r for r in result.office.reasons if r.criterion == "cm.age")

        assert reason.outcome is Outcome.HOLDS
        assert reason.differs

    def test_an_answer_of_unknown_stands_before_a_record(self) -> None:
        household = Household((Member("a", "applicant", date(1990, 5, 2)),))
        result = judged({"cm.age": UNKNOWN}, household=household)
        reason = next(r for r in result.office.reasons if r.criterion == "cm.age")

        assert reason.outcome is Outcome.UNKNOWN
        assert reason.answers[0].state == "unknown"

    def test_names_those_who_could_ask_instead(self) -> None:
        household = Household(
            (
                Member("a", "applicant", date(1980, 1, 1)),
                Member("b", "spouse", date(1982, 1, 1)),
                Member("c", "child", date(2015, 1, 1)),
            )
        )
        result = judged({"nationalities": ("GT",), "mt.exp": True}, household=household)
        work = result.pathway("gt_mintrab")

        assert work.principal == "a"
        assert [(each.principal, each.verdict) for each in work.alternatives] == [
            ("b", Verdict.OPEN)
        ]
        assert work.outside == ("b", "c")

    def test_nobody_may_ask_where_all_are_children(self) -> None:
        household = Household((Member("a", "applicant", date(2012, 1, 1)),))
        work = judged({}, household=household).pathway("gt_mintrab")

        assert work.verdict is Verdict.NOT_TODAY
        assert "gt_mintrab.principal" in {reason.criterion for reason in work.explaining}

    def test_a_background_flag_leaves_only_a_neutral_sentence_for_the_public(self) -> None:
        answers: dict[str, Value] = {
            "nationalities": ("GT",),
            "cm.age": date(1990, 5, 2),
            "h2a.interest": False,
        }
        farm = judged(answers).pathway("h2a")

        assert farm.verdict is Verdict.PERSON
        assert farm.declined
        assert [reason.criterion for reason in farm.explaining] == ["h2a.interest"]
        assert [reason.sentence for reason in farm.public_reasons] == ["reason.look"]

    def test_offers_asylum_where_the_person_is_only_outside_their_country(self) -> None:
        def offered(place: str) -> set[str]:
            return {item.code for item in judged({"gt.loc": place, "nationalities": ("GT",)}).help}

        assert "asylum_where_you_are" in offered("MX")
        assert "asylum_where_you_are" not in offered("GT")
        assert "asylum" in offered("GT")

    def test_a_country_without_a_programme_is_told_so(self) -> None:
        with pytest.raises(NoSuchProgramme):
            screen(shipped(), country="FR", on=ON, household=VISITOR, answers={})

    def test_is_the_same_each_time(self) -> None:
        answers: dict[str, Value] = {"nationalities": ("GT",), "fv.rel": ("spouse", "unsure")}

        assert judged(answers) == judged(answers)


class TestRelations:
    @pytest.mark.parametrize(
        ("member", "to", "expected"),
        [
            ("child", "applicant", "child"),
            ("applicant", "child", "parent"),
            ("applicant", "parent", "child"),
            ("spouse", "child", "parent"),
            ("child", "spouse", "child"),
            ("child", "child", "sibling"),
            ("parent", "child", "grandparent"),
            ("parent", "spouse", "other"),
            ("applicant", "spouse", "spouse"),
        ],
    )
    def test_follow_from_what_each_is_to_the_applicant(
        self, member: str, to: str, expected: str
    ) -> None:
        assert relation(Member("x", member), Member("y", to)) == expected


class TestAnswers:
    def test_two_names_of_one_question_may_say_the_same(self) -> None:
        read = read_answers(shipped(), {"gt.nat": ["HN", "GT"], "ec.nat": ["GT", "HN"]}, on=ON)

        assert read == {"nationalities": ("GT", "HN")}

    def test_two_names_that_differ_are_refused(self) -> None:
        with pytest.raises(AnswersWrong) as wrong:
            read_answers(shipped(), {"gt.nat": ["GT"], "ec.nat": ["HN"]}, on=ON)

        assert [(each.field, each.problem) for each in wrong.value.wrong] == [("ec.nat", "differs")]

    def test_every_field_that_cannot_be_used_is_named(self) -> None:
        plain = {"gt.loc": 5, "cm.age": "soon", "nobody": True, "mt.exp": "yes", "fv.rel": "spouse"}
        with pytest.raises(AnswersWrong) as wrong:
            read_answers(shipped(), plain, on=ON)

        assert {each.field for each in wrong.value.wrong} == set(plain)

    def test_come_back_as_they_went_in(self) -> None:
        plain = {
            "cm.age": "1990-05-02",
            "fv.rel": ["other", "unsure"],
            "gt.loc": "GT",
            "h2a.offer": "unknown",
            "mt.exp": True,
        }

        assert plain_answers(read_answers(shipped(), plain, on=ON)) == plain


@pytest.mark.skipif(not CRITERIA.exists(), reason="the list of criteria is not beside this clone")
class TestCriteria:
    def test_of_the_nine_groups_are_all_known_by_their_ids(self) -> None:
        listed = json.loads(CRITERIA.read_text())["criteria"]
        ours = [each for each in listed if each["pathway"] in GROUPS]
        effects = {criterion.id: criterion for criterion in shipped().criteria}

        assert len(ours) == 75
        for each in ours:
            assert each["id"] in shipped().names, each["id"]
            criterion = effects.get(each["id"])
            if criterion is not None and each["confidence"] == "background":
                assert not criterion.shuts, each["id"]
            if criterion is not None and criterion.effect in JUDGING:
                assert criterion.says("fails") in shipped().texts


class TestARuleThatDoesNotApply:
    def test_gives_no_reason(self) -> None:
        grown = Household((Member("a", "applicant", date(1990, 5, 2)),))
        visa = judged({"fv.rel": ("sibling",), "fv.status": "USC"}, household=grown)

        given = {reason.criterion for reason in visa.pathway("family_iv").reasons}
        assert "fv.category" in given
        assert not given & {"fv.whose", "fv.minor", "fv.follow_to_join"}

    def test_leaves_a_reason_even_where_no_rule_applies(self) -> None:
        for seed in range(300):
            rules = made_up.built(seed)
            result = made_up.given(rules, seed).screened(rules)
            assert all(each.reasons for each in (result.office, *result.pathways))


class TestRelatives:
    """Through whom somebody may ask: the relative of the one who asks, and of nobody else."""

    FAMILY = Household(
        (
            Member("a", "applicant", date(1985, 1, 1)),
            Member("b", "spouse", date(1987, 1, 1)),
            Member("c", "child", date(2015, 1, 1)),
        )
    )
    BROTHER: ClassVar[dict[str, Value]] = {
        "fv.rel": ("sibling",),
        "fv.status": "USC",
        "fv.usc_age": True,
    }

    def visa(self, answers: dict[str, Value], **own: dict[str, Value]) -> PathwayResult:
        result = screen(
            shipped(),
            country="GT",
            on=ON,
            household=self.FAMILY,
            answers=answers,
            member_answers=own,
        )
        return result.pathway("family_iv")

    def test_told_of_one_member_let_that_member_ask(self) -> None:
        for answers in ({}, {"fv.rel": ("none",)}):
            found = self.visa({**answers}, b=self.BROTHER)

            assert (found.verdict, found.principal) == (Verdict.OPEN, "b")

    def test_told_of_one_member_are_not_lent_to_another(self) -> None:
        found = self.visa({"fv.rel": ("none",)}, c={"fv.rel": ("spouse",), "fv.status": "LPR"})

        assert found.principal == "c"
        assert {each.principal: each.verdict for each in found.alternatives} == {
            "a": Verdict.NOT_TODAY,
            "b": Verdict.NOT_TODAY,
        }

    def test_told_of_the_household_are_the_applicants_first(self) -> None:
        found = self.visa(self.BROTHER)

        assert (found.verdict, found.principal) == (Verdict.OPEN, "a")
        assert {each.principal: each.verdict for each in found.alternatives} == {
            "b": Verdict.PERSON,
            "c": Verdict.NOT_TODAY,
        }

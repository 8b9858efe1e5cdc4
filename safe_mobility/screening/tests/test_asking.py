"""Asking as little as possible, in an order that makes sense to the one who answers."""

from datetime import date
from random import Random

import pytest

from safe_mobility.programmes.rules.ruleset import Question
from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.programmes.tests.shipped import shipped
from safe_mobility.screening.rules import asking
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.tests import made_up

ON = date(2023, 11, 20)
GUATEMALAN: dict[str, Value] = {
    "gt.loc": "GT",
    "nationalities": ("GT",),
    "cm.age": date(1990, 5, 2),
    "fv.rel": ("none",),
    "ca.child": False,
    "eg.return": False,
}


def open_ids(answers: dict[str, Value], *, on: date = ON) -> list[str]:
    still = asking.open_questions(shipped(), country="GT", on=on, answers=answers)
    return [question.id for question in still.deciding]


def first(answers: dict[str, Value], *, voluntary: bool = True) -> Question | None:
    return asking.next_question(
        shipped(), country="GT", on=ON, answers=answers, voluntary=voluntary
    )


class TestOrder:
    def test_goes_through_the_themes(self) -> None:
        themes = [shipped().questions[name].theme for name in open_ids({})]

        assert themes == sorted(themes, key=["place", "family", "work", "papers", "other"].index)

    def test_asks_what_a_household_wants_before_what_it_has(self) -> None:
        order = open_ids({**GUATEMALAN, "h2a.interest": UNKNOWN})

        assert order.index("h2b.interest") < order.index("h2a.offer")

    def test_puts_flags_last_in_their_theme(self) -> None:
        answers: dict[str, Value] = {
            **GUATEMALAN,
            "h2a.interest": True,
            "h2b.interest": False,
            "h2a.offer": "yes",
        }

        assert open_ids(answers) == ["mt.exp", "h2a.max", "h2a.pastviol"]

    def test_tells_which_part_this_is(self) -> None:
        question = first(GUATEMALAN)
        assert question is not None
        progress = asking.progress(shipped(), question=question)

        assert (progress.part, progress.parts, progress.theme) == (3, 6, "theme.work")


class TestWhatIsAsked:
    def test_a_flag_is_not_asked_once_open_is_out_of_reach(self) -> None:
        wanted: dict[str, Value] = {**GUATEMALAN, "h2a.interest": True, "h2b.interest": False}

        assert "h2a.pastviol" in open_ids({**wanted, "h2a.offer": "yes"})
        assert "h2a.pastviol" not in open_ids({**wanted, "h2a.offer": UNKNOWN})
        assert "h2a.pastviol" not in open_ids({**wanted, "h2a.offer": "no"})

    def test_nothing_more_is_asked_about_work_that_nobody_wants(self) -> None:
        declined = {**GUATEMALAN, "h2a.interest": False, "h2b.interest": False}

        assert open_ids(declined) == ["mt.exp"]

    def test_i_do_not_know_is_an_answer(self) -> None:
        answers: dict[str, Value] = {}
        while (question := first(answers, voluntary=False)) is not None:
            assert question.id not in answers
            answers[question.id] = UNKNOWN

        assert len(answers) <= 31

    def test_what_is_on_record_is_not_asked(self) -> None:
        household = Household((Member("a", "applicant", date(1990, 5, 2)),))
        still = asking.open_questions(
            shipped(), country="GT", on=ON, answers={}, household=household
        )

        assert "cm.age" not in {question.id for question in still.deciding}

    def test_a_closed_pathway_asks_nothing(self) -> None:
        after = date(2025, 12, 15)

        assert "fv.petition" not in open_ids({"fv.rel": ("spouse",)}, on=after)
        assert "fv.petition" in open_ids({"fv.rel": ("spouse",)})

    @pytest.mark.parametrize("name", ["us.crime", "us.persecutor", "us.health", "us.publiccharge"])
    def test_what_only_staff_may_ask_never_comes(self, name: str) -> None:
        still = asking.open_questions(shipped(), country="GT", on=ON, answers={})

        assert name not in {q.id for q in (*still.deciding, *still.preparing)}


class TestPreparing:
    def test_comes_last_and_can_be_left_out(self) -> None:
        done = {**GUATEMALAN, "h2a.interest": False, "h2b.interest": False, "mt.exp": True}
        question = first(done)
        still = asking.open_questions(shipped(), country="GT", on=ON, answers=done)

        assert question is not None
        assert question.prepares
        assert still.is_voluntary(question.id)
        assert first(done, voluntary=False) is None

    def test_keeps_what_is_sensitive_for_the_end(self) -> None:
        still = asking.open_questions(shipped(), country="GT", on=ON, answers=GUATEMALAN)
        sensitive = [question.sensitive for question in still.preparing]

        assert sensitive == sorted(sensitive)

    def test_asks_only_for_pathways_that_are_possible(self) -> None:
        done = {**GUATEMALAN, "h2a.interest": False, "h2b.interest": False, "mt.exp": False}
        still = asking.open_questions(shipped(), country="GT", on=ON, answers=done)

        assert "mt.account" not in {question.id for question in still.preparing}


class TestWhy:
    def test_names_the_pathways_that_depend_on_a_question(self) -> None:
        def asks(name: str) -> tuple[str, ...]:
            return asking.pathways_asking(shipped(), country="GT", on=ON, question=name)

        assert asks("h2a.offer") == ("h2a",)
        assert set(asks("fv.rel")) >= {"family_iv", "parole_frp"}
        assert "office_gt" in asks("nationalities")


class TestEveryCountry:
    @pytest.mark.parametrize("country", sorted(shipped().programmes))
    def test_little_ends_as_asking_everything(self, country: str) -> None:
        """Window days and days on which an office only calls are among the days."""
        days = (date(2023, 7, 15), date(2023, 10, 24), date(2023, 12, 12), date(2024, 6, 6))
        for seed in range(40):
            on, random = days[seed % len(days)], Random(seed)
            profile = {
                q.id: UNKNOWN if random.random() < 0.15 else made_up.answer(q, random)
                for q in shipped().questions.values()
            }
            profile["gt.loc"] = country
            little: dict[str, Value] = {}
            while (
                asked := asking.next_question(
                    shipped(), country=country, on=on, answers=little, voluntary=False
                )
            ) is not None:
                little[asked.id] = profile[asked.id]
            visitors = {
                q.id: profile[q.id]
                for q in shipped().questions.values()
                if q.is_for_visitors and not q.prepares and q.facts is None
            }
            assert self._said(country, on, little) == self._said(
                country, on, {**visitors, **little}
            ), (country, on, seed)

    @staticmethod
    def _said(country: str, on: date, answers: dict[str, Value]) -> set[tuple[str, str]]:
        found = screen(shipped(), country=country, on=on, household=VISITOR, answers=answers)
        return {(each.code, str(each.verdict)) for each in (found.office, *found.pathways)}

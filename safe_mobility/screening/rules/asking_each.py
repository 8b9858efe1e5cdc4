"""Whom a question is put to: the household once, or each person on a row of one page.

Each person has a row where a rule looks at every member, and where a rule wants to know of whom
something was said (`told_apart`). What such a question leads on to, the papers of a brother abroad,
is then asked of those for whom it still decides something, and of nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import QuestionType
from safe_mobility.screening.rules.asking import OpenQuestions
from safe_mobility.screening.rules.case import Answers
from safe_mobility.screening.rules.compiling import Asked
from safe_mobility.screening.rules.groups import Judge
from safe_mobility.screening.rules.household import VISITOR, Household
from safe_mobility.screening.rules.judging import Ready, ready

ON_A_ROW = (QuestionType.BOOLEAN, QuestionType.CHOICE, QuestionType.MULTI)
"""What can be answered by ticking. A day or a country is asked another way."""


@dataclass(frozen=True, slots=True)
class Each:
    """The questions that are put to each person in one country's programme on one day."""

    of_all: frozenset[str]
    led_to: Mapping[str, frozenset[str]]
    """By question: those that must have been told apart before this one is."""

    @property
    def names(self) -> frozenset[str]:
        return self.of_all | self.led_to.keys()


def rows(
    rule_set: RuleSet,
    *,
    country: str,
    on: date,
    question: str,
    household: Household,
    member_answers: Mapping[str, Answers],
    still: OpenQuestions,
) -> tuple[str, ...]:
    """The people who have a row on the page of this question; nobody where it is put once."""
    members = [member.id for member in household.members]
    if len(members) < 2 or rule_set.questions[question].type not in ON_A_ROW:
        return ()
    each = asked_of_each(rule_set, country, on)
    if question in each.of_all:
        return tuple(members)
    told = {name for answers in member_answers.values() for name in answers}
    if not each.led_to.get(question, frozenset()) & told:
        return ()
    wanted = still.wanted_of.get(question, frozenset())
    return tuple(
        member
        for member in members
        if member in wanted or question in member_answers.get(member, {})
    )


@lru_cache(maxsize=64)
def asked_of_each(rule_set: RuleSet, country: str, on: date) -> Each:
    rules = ready(rule_set, country, on)
    of_all: set[str] = set()
    led_to: dict[str, frozenset[str]] = {}
    for group in (rules.office, *rules.pathways):
        apart = frozenset(name for judge in group.judges for name in judge.apart)
        of_all |= apart
        for judge in group.judges:
            if judge.of in ("each_member", "any_member"):
                of_all |= _looked_at(rules, judge)
            elif judge.of == "any_relative" and apart:
                for name in _looked_at(rules, judge) - apart:
                    led_to[name] = led_to.get(name, frozenset()) | apart
    return Each(frozenset(of_all), led_to)


def _looked_at(rules: Ready, judge: Judge) -> set[str]:
    """The questions that this rule looks at, and those from which their answers follow."""
    nobody = rules.case(VISITOR, {}, {})
    names: Asked = {(answered.question.id, 0) for answered in judge.looks_at}
    judge.compiled.residual(nobody, nobody.applicant, names)
    return {name for name, _ in names}

"""What was answered for each person apart: before registering by place in the family, and after
it by who is on record.

A visitor names people without names. When the family registers, somebody on record is the one
who was named if role and birth date agree, and nobody else is. For everybody else the question
is open again: one person's passport is never taken for another's. What is told at a desk stands
under the person on record, and counts before what was told without a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening.rules.answering import AnswersWrong, Plain, read_answers
from safe_mobility.screening.rules.household import Household, Member
from safe_mobility.screening.sealing import Written

Own = dict[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A household as the rules take it."""

    household: Household
    answers: dict[str, Value]
    """What speaks for everybody; a question answered apart is not among them."""
    member_answers: Own


def usable(rule_set: RuleSet, plain: Mapping[str, Plain], *, on: date) -> dict[str, Value]:
    """Those of the stored answers that the rules of today can read."""
    try:
        return read_answers(rule_set, plain, on=on)
    except AnswersWrong as error:
        wrong = {each.field for each in error.wrong}
        return read_answers(
            rule_set, {name: v for name, v in plain.items() if name not in wrong}, on=on
        )


def told_of_visitor(rule_set: RuleSet, written: Written, *, on: date) -> Own:
    """By member, what was answered for that member alone."""
    return {
        member: usable(rule_set, answers, on=on)
        for member, answers in sorted(written.own.items())
        if answers
    }


def shared_by_all(
    answers: Mapping[str, Value], own: Mapping[str, Mapping[str, Value]]
) -> dict[str, Value]:
    """The answers that speak for everybody."""
    apart = {name for answered in own.values() for name in answered}
    return {name: value for name, value in answers.items() if name not in apart}


def case_of(
    rule_set: RuleSet, written: Written, household: Household, recorded: Own, *, on: date
) -> CaseSeen:
    """A registered household with its answers, those told apart given to whom they belong."""
    told = told_of_visitor(rule_set, written, on=on)
    answers = shared_by_all(usable(rule_set, written.answers, on=on), told)
    member_answers: Own = {}
    for member in household.members:
        named = _named(member, household, written.members)
        before = told.get(named.id, {}) if named is not None else {}
        found = {**recorded.get(member.id, {}), **before, **told.get(member.id, {})}
        if found:
            member_answers[member.id] = found
    return CaseSeen(household, answers, member_answers)


def _named(member: Member, household: Household, named: tuple[Member, ...]) -> Member | None:
    """Whom of those named this person on record is; nobody where two could be meant."""
    if member.role == "applicant":
        return next((each for each in named if each.role == "applicant"), None)

    def same(each: Member) -> bool:
        return (each.role, each.born_on) == (member.role, member.born_on)

    here = [each for each in household.members if same(each)]
    found = [each for each in named if same(each)]
    return found[0] if len(here) == len(found) == 1 and member.born_on else None

"""What is put next to a family at the desk: a handful of questions, or one question of which each
person has a row.

The same rules decide what is asked as on a phone, and who has a row; here the people have names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from safe_mobility.doors.common import clock, people_words
from safe_mobility.doors.console.views.cases.opening import today_of
from safe_mobility.people import queries as people
from safe_mobility.people.queries import HouseholdSeen
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.ruleset import Question
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.rules import asking, asking_each
from safe_mobility.shared.asker import Asker

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class PutNext:
    questions: tuple[Question, ...]
    rows: tuple[str, ...] = ()
    """Who has a row, where this is one question put to each person."""
    given: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """By member: what was answered for that member before."""


def put_next(who: Asker, seen: HouseholdSeen) -> PutNext:
    """What still decides something for this family, the first of it."""
    rule_set, on = programme.rule_set(), today_of(seen, now=clock.now())
    case = screenings.household_case(asker=who, household_id=seen.id, on=on)
    still = asking.open_questions(
        rule_set,
        country=seen.country,
        on=on,
        answers=case.answers,
        household=case.household,
        member_answers=case.member_answers,
    )

    def rows(question: Question) -> tuple[str, ...]:
        return asking_each.rows(
            rule_set,
            country=seen.country,
            on=on,
            question=question.id,
            household=case.household,
            member_answers=case.member_answers,
            still=still,
        )

    waiting = [each for each in still.deciding if each.is_for_visitors]
    if waiting and (first := rows(waiting[0])):
        asked = waiting[0].id
        told = {who: own[asked] for who, own in case.member_answers.items() if asked in own}
        return PutNext((waiting[0],), first, told)
    return PutNext(tuple(takewhile(lambda each: not rows(each), waiting[:AT_ONCE])))


def names(who: Asker, seen: HouseholdSeen, rows: tuple[str, ...]) -> list[tuple[str, str]]:
    """The people of these rows, by name; by what they are to the family where none is written."""
    found = people.members(asker=who, household_id=seen.id, purpose="assisted")
    return [
        (str(each.id), each.name or people_words.role(each.role))
        for each in found
        if str(each.id) in rows
    ]

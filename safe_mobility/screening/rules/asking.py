"""Asks as little as possible, and still ends with the verdicts that asking everything gives.

A question is put only while it stands in the unresolved part of a gate, requirement or flag of
a pathway that is not already shut; a flag only while the pathway could still be open. Then
come, voluntary and skippable as a whole, the questions that prepare an interview, and only for
pathways that are still possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import Truth
from safe_mobility.screening.rules.case import HOUSEHOLD, Answers, Case
from safe_mobility.screening.rules.compiling import Asked
from safe_mobility.screening.rules.groups import Group, Judge
from safe_mobility.screening.rules.household import VISITOR, Household
from safe_mobility.screening.rules.judging import Attempt, Ready, attempts_of, ready
from safe_mobility.screening.rules.result import Verdict


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """What is still to be asked, in the order of asking."""

    deciding: tuple[Question, ...]
    preparing: tuple[Question, ...]
    """Voluntary: the household may skip them as a whole."""
    wanted_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By deciding question: the members of whom the answer is still missing."""

    def is_voluntary(self, question_id: str) -> bool:
        return any(question.id == question_id for question in self.preparing)


@dataclass(frozen=True, slots=True)
class Progress:
    """Which part of the questions this is: `part` of `parts`, and the theme's name key."""

    part: int
    parts: int
    theme: str


def open_questions(
    rule_set: RuleSet,
    *,
    country: str,
    on: date,
    answers: Answers,
    household: Household = VISITOR,
    member_answers: Mapping[str, Answers] | None = None,
) -> OpenQuestions:
    rules = ready(rule_set, country, on)
    case = rules.case(household, answers, member_answers or {})
    wanted: dict[str, _Wish] = {}
    possible: list[Group] = []
    for group in (rules.office, *rules.pathways):
        attempts = [a for a in attempts_of(group, case) if a.verdict is not Verdict.NOT_TODAY]
        if attempts:
            possible.append(group)
        for attempt in attempts:
            case.principal = attempt.principal
            _wish(group, case, attempt, wanted)
    deciding = _in_order(rules, wanted)
    wanted_of = {name: _names(case, wish.places) for name, wish in wanted.items()}
    return OpenQuestions(deciding, _preparing(rules, case, possible, wanted), wanted_of)


def next_question(
    rule_set: RuleSet,
    *,
    country: str,
    on: date,
    answers: Answers,
    household: Household = VISITOR,
    member_answers: Mapping[str, Answers] | None = None,
    voluntary: bool = True,
) -> Question | None:
    """The next question to put, or None when the verdicts stand.

    With `voluntary=False` the questions that only prepare an interview are left out.
    """
    still = open_questions(
        rule_set,
        country=country,
        on=on,
        answers=answers,
        household=household,
        member_answers=member_answers,
    )
    waiting = still.deciding or (still.preparing if voluntary else ())
    return waiting[0] if waiting else None


def progress(rule_set: RuleSet, *, question: Question) -> Progress:
    """Where a question stands among the parts, counted from 1."""
    codes = [theme.code for theme in rule_set.themes]
    part = codes.index(question.theme)
    return Progress(part + 1, len(codes), rule_set.themes[part].text)


@lru_cache(maxsize=1024)
def pathways_asking(rule_set: RuleSet, *, country: str, on: date, question: str) -> tuple[str, ...]:
    """The office group and pathways in which a question stands, for "Why do we ask this?"."""
    rules = ready(rule_set, country, on)
    found = []
    for group in (rules.office, *rules.pathways):
        names: Asked = set()
        case = rules.case(VISITOR, {}, {})
        for judge in group.judges:
            judge.compiled.residual(case, case.applicant, names)
            names |= {(answered.question.id, 0) for answered in judge.looks_at}
        names |= {(teller.criterion.ask, 0) for teller in group.tellers}
        if any(name == question for name, _ in names):
            found.append(group.pathway.code)
    return tuple(found)


# Wishes: who wants a question, and how much ----------------------------------------------------


@dataclass(slots=True)
class _Wish:
    name: str
    shutting: int = 0
    door: bool = False
    places: set[int] = field(default_factory=set)


def _wish(group: Group, case: Case, attempt: Attempt, wanted: dict[str, _Wish]) -> None:
    may_be_open = attempt.verdict is Verdict.OPEN or _could_be_open(group, case, attempt)
    door = group.pathway.door
    unclear: Asked = set()
    if attempt.may_be is None and group.born_on is not None:
        group.born_on.residual(case, attempt.principal, unclear)
    for judge, who, truth in attempt.outcomes:
        if truth is not None or (judge.is_flag and not may_be_open):
            continue
        asked = _asked_by(judge, case, who, attempt.members)
        for name, place in asked:
            wanted.setdefault(name, _Wish(name)).places.add(place)
        if judge.is_flag:
            for name, _ in asked:
                wanted[name].door |= name == door
        else:
            unclear |= asked
    for name in {name for name, _ in unclear}:
        wish = wanted.setdefault(name, _Wish(name))
        wish.shutting += 1
        wish.door |= name == door


def _names(case: Case, places: set[int]) -> frozenset[str]:
    return frozenset(name for place in places if (name := case.name(place)) is not None)


def _could_be_open(group: Group, case: Case, attempt: Attempt) -> bool:
    """Whether filling in what has not been asked yet could still make this OPEN."""
    if group.best_rule is not None:
        return False
    if attempt.may_be is None and not _askable_birth(group, case, attempt):
        return False
    for judge, who, truth in attempt.outcomes:
        if truth is False:
            return False
        stuck = truth is None and not judge.rule.passes
        if stuck and not _asked_by(judge, case, who, attempt.members):
            return False
    return True


def _askable_birth(group: Group, case: Case, attempt: Attempt) -> bool:
    asked: Asked = set()
    if group.born_on is not None:
        group.born_on.residual(case, attempt.principal, asked)
    return bool(asked)


def _asked_by(judge: Judge, case: Case, who: int, members: tuple[Truth, ...]) -> Asked:
    asked: Asked = set()
    for place in _subjects(judge, case, who, members):
        judge.compiled.residual(case, place, asked)
    return asked


def _subjects(judge: Judge, case: Case, who: int, members: tuple[Truth, ...]) -> Iterator[int]:
    if judge.of == "any_member":
        yield from (place for place, member in enumerate(members) if member is not False)
    elif judge.of == "any_relative":
        yield from case.relatives
    else:
        yield who if judge.of != "household" else HOUSEHOLD


def _position_of_themes(rules: Ready) -> Mapping[str, int]:
    return {theme.code: theme.position for theme in rules.rule_set.themes}


def _in_order(rules: Ready, wanted: Mapping[str, _Wish]) -> tuple[Question, ...]:
    """By theme; in it the door questions, then what shuts most, then flags and the sensitive."""
    themes = _position_of_themes(rules)

    def key(wish: _Wish) -> tuple[int, int, bool, int, int]:
        question = rules.rule_set.questions[wish.name]
        return (
            themes[question.theme],
            _lateness(question, wish),
            not wish.door,
            -wish.shutting,
            question.position,
        )

    return tuple(rules.rule_set.questions[w.name] for w in sorted(wanted.values(), key=key))


def _lateness(question: Question, wish: _Wish) -> int:
    """Flags come after what shuts, and what is hard to answer comes after both."""
    if wish.door:
        return 0
    if question.sensitive:
        return 2
    return 0 if wish.shutting else 1


def _preparing(
    rules: Ready, case: Case, possible: list[Group], wanted: Mapping[str, _Wish]
) -> tuple[Question, ...]:
    """The questions marked as preparing that a pathway still possible would like answered."""
    names: set[str] = set()
    for group in possible:
        case.principal = case.applicant
        for teller in group.tellers:
            who = case.applicant
            if teller.applies is None or teller.applies.truth(case, who) is not False:
                names.add(teller.criterion.ask)
    questions = rules.rule_set.questions
    own = case.own[case.applicant]
    open_ones = [
        questions[name]
        for name in names
        if questions[name].prepares and name not in own and name not in wanted
    ]
    themes = _position_of_themes(rules)
    return tuple(sorted(open_ones, key=lambda q: (q.sensitive, themes[q.theme], q.position)))

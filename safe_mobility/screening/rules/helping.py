"""What would help: the smallest set of answers, papers, acts or days that moves a verdict.

The engine tries; nobody types it. Only what a person may be told to change is tried: an answer
that is missing, a paper that can be got, an act that can be done, a day that is announced.
Nobody is advised to divorce, to leave the country or to say that they are afraid, and for a
missing answer it is never said which answer would help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice

from safe_mobility.programmes.rules.conditions import Test, tests
from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, QuestionType, Value
from safe_mobility.screening.rules.case import HOUSEHOLD, Answers, Case
from safe_mobility.screening.rules.compiling import Asked
from safe_mobility.screening.rules.groups import Group
from safe_mobility.screening.rules.household import Household
from safe_mobility.screening.rules.judging import Ready, attempts_of, judge_group, ready
from safe_mobility.screening.rules.result import RANK, PathwayResult, Verdict

LARGEST_SET = 3
"""More steps at once are no advice; a person should look at it."""
MOST_CHANGES = 12
MOST_SETS = 40
"""Of each size: a large household with everything still open is for a person, not for a search."""
_MOST_CHOICES = 14
_TRIED_TOGETHER = 2
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would help. `kind`: answer, document, act or date.

    `value` stands only beside a document or an act; `on` only beside a date.
    """

    kind: str
    question: str | None = None
    member: str | None = None
    value: Value | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    step: Step
    values: tuple[Value, ...]


def would_help(
    rule_set: RuleSet,
    result: PathwayResult,
    *,
    country: str,
    on: date,
    household: Household,
    answers: Answers,
    member_answers: Mapping[str, Answers] | None = None,
) -> tuple[Step, ...]:
    """The smallest set of steps after which `result` would be better; empty where none is known.

    Of several sets of one size the first in the order of the rules is given.
    """
    if result.verdict is Verdict.OPEN:
        return ()
    rules = ready(rule_set, country, on)
    groups = {group.pathway.code: group for group in (rules.office, *rules.pathways)}
    trial = _Trial(rules, groups[result.code], household, answers, member_answers or {})
    if result.verdict is Verdict.PERSON and trial.group.best_rule is not None:
        return ()
    changes = [trial.narrowed(each) for each in islice(trial.changes(result.verdict), MOST_CHANGES)]
    for size in range(1, LARGEST_SET + 1):
        for chosen in islice(combinations(changes, size), MOST_SETS):
            if trial.improves(chosen, result.verdict):
                return tuple(change.step for change in chosen)
    return _a_later_day(trial, result)


def _a_later_day(trial: _Trial, result: PathwayResult) -> tuple[Step, ...]:
    day = result.look_again_on
    if day is None:
        return ()
    later = ready(trial.rules.rule_set, trial.rules.programme.country, day)
    same = next(
        group for group in (later.office, *later.pathways) if group.pathway.code == result.code
    )
    case = later.case(trial.household, trial.answers, trial.member_answers)
    moved = RANK[judge_group(later, same, case).verdict] < RANK[result.verdict]
    return (Step("date", on=day),) if moved else ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """One household and one pathway, to be judged again and again with other answers."""

    rules: Ready
    group: Group
    household: Household
    answers: Answers
    member_answers: Mapping[str, Answers]

    def open_case(self) -> Case:
        """The case without its "I don't know": what somebody may yet find out is open."""
        mine = _known(self.answers)
        others = {member: _known(theirs) for member, theirs in self.member_answers.items()}
        return self.rules.case(self.household, mine, others)

    def changes(self, verdict: Verdict) -> Iterator[_Change]:
        """Everything that may be tried, in the order of the rules, each once.

        What is shut is never opened by an answer that is missing, so there only what can be
        changed is tried.
        """
        case = self.open_case()
        seen: set[tuple[str, int]] = set()
        for attempt in attempts_of(self.group, case):
            case.principal = attempt.principal
            open_now: Asked = set()
            for judge, who, truth in attempt.outcomes:
                if truth is None:
                    judge.compiled.residual(case, who, open_now)
                elif truth is False:
                    names = {(each.question.id, who) for each in judge.looks_at}
                    yield from self._to_change(case, names - seen, seen)
            if attempt.may_be is None and self.group.born_on is not None:
                self.group.born_on.residual(case, attempt.principal, open_now)
            if verdict is not Verdict.NOT_TODAY:
                yield from self._to_answer(case, open_now - seen, seen)

    def _to_answer(self, case: Case, names: Asked, seen: set[tuple[str, int]]) -> Iterator[_Change]:
        for name, who in sorted(names):
            question = self.rules.rule_set.questions[name]
            seen.add((name, who))
            step = Step("answer", question=name, member=self._member(case, who))
            yield _Change(step, tuple(_values(self.rules, question)))

    def _to_change(
        self, case: Case, names: set[tuple[str, int]], seen: set[tuple[str, int]]
    ) -> Iterator[_Change]:
        for name, who in sorted(names):
            question = self.rules.rule_set.questions[name]
            if question.can_change == "no":
                continue
            seen.add((name, who))
            for value in _values(self.rules, question):
                member = self._member(case, who)
                step = Step(question.can_change, question=name, member=member, value=value)
                yield _Change(step, (value,))

    def _member(self, case: Case, who: int) -> str | None:
        """Whose own answer it is; None where one answer speaks for all."""
        if who == HOUSEHOLD or len(case.members) == 1 or who >= len(case.members):
            return None
        return case.members[who].id

    def narrowed(self, change: _Change) -> _Change:
        """The change with its few most helpful values, so that sets of changes stay few."""
        ranked = sorted(change.values, key=lambda value: self._left_open(change.step, value))
        return _Change(change.step, tuple(ranked[:_TRIED_TOGETHER]))

    def _left_open(self, step: Step, value: Value) -> tuple[int, int]:
        """How many rules would still fail, and how many stay unknown, for the best principal."""
        mine, others = self._with(step, value, dict(self.answers), dict(self.member_answers))
        case = self.rules.case(self.household, mine, others)
        counts = []
        for attempt in attempts_of(self.group, case):
            truths = [truth for _, _, truth in attempt.outcomes]
            counts.append((truths.count(False), truths.count(None)))
        return min(counts)

    def _with(
        self,
        step: Step,
        value: Value,
        answers: dict[str, Value],
        member_answers: dict[str, Answers],
    ) -> tuple[dict[str, Value], dict[str, Answers]]:
        """The answers as they would be after one step."""
        name = str(step.question)
        if step.member is None:
            return {**answers, name: value}, member_answers
        theirs = {**member_answers.get(step.member, {}), name: value}
        return answers, {**member_answers, step.member: theirs}

    def improves(self, chosen: tuple[_Change, ...], verdict: Verdict) -> bool:
        """Whether the verdict gets better under some value of each change."""
        return self._some(chosen, dict(self.answers), dict(self.member_answers), verdict)

    def _some(
        self,
        left: tuple[_Change, ...],
        answers: dict[str, Value],
        member_answers: dict[str, Answers],
        verdict: Verdict,
    ) -> bool:
        if not left:
            case = self.rules.case(self.household, answers, member_answers)
            return RANK[judge_group(self.rules, self.group, case).verdict] < RANK[verdict]
        change, *rest = left
        return any(
            self._some(
                tuple(rest), *self._with(change.step, value, answers, member_answers), verdict
            )
            for value in change.values
        )


def _known(answers: Answers) -> dict[str, Value]:
    return {name: value for name, value in answers.items() if value is not UNKNOWN}


def _values(rules: Ready, question: Question) -> Iterator[Value]:
    """The answers worth trying: every choice, or those that some rule speaks of."""
    if question.type is QuestionType.BOOLEAN:
        yield from (True, False)
    elif question.type is QuestionType.DATE:
        yield from (rules.on - 40 * _YEAR, rules.on - 10 * _YEAR, rules.on - _YEAR)
    elif question.codes:
        codes = [choice.code for choice in question.choices][:_MOST_CHOICES]
        known = [code for code in codes if code not in {"unknown", "unsure"}]
        yield from ((code,) for code in known) if question.type.is_list else known
    else:
        spoken = sorted(_codes_spoken_of(rules.rule_set, question.id))[:_MOST_CHOICES]
        yield from ((code,) for code in spoken) if question.type.is_list else spoken


def _codes_spoken_of(rule_set: RuleSet, question: str) -> set[str]:
    found: set[str] = set()
    for criterion in rule_set.criteria:
        if criterion.holds_if is not None:
            for test in tests(criterion.holds_if):
                if test.ask == question:
                    found |= _codes_in(test)
    return found


def _codes_in(test: Test) -> set[str]:
    if isinstance(test.argument, str):
        return {test.argument}
    return set(test.argument) if isinstance(test.argument, tuple) else set()

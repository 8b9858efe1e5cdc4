"""One household under the rules of two days: which verdicts differ, and by which change.

A verdict differs because a rule began or ended, because a list or date that a rule compares
with changed, or because time passed for a person (a child turned 21). Each cause names its day
where there is one, so that an officer can say to a family what happened and when.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.ruleset import Criterion, RuleSet
from safe_mobility.programmes.rules.values import InForce
from safe_mobility.screening.rules.result import PathwayResult, Reason, Result


class CauseKind(enum.StrEnum):
    BEGAN = "began"
    ENDED = "ended"
    VALUE_CHANGED = "value_changed"
    """The rule is the same; a row of a table, or a phase it looks at, is not."""
    TIME_PASSED = "time_passed"


@dataclass(frozen=True, slots=True)
class Cause:
    kind: CauseKind
    on: date | None
    reason: Reason
    """As it stands on the later day, or as it stood where it is over."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One group on both days. `causes` is empty where the verdicts are the same."""

    first: PathwayResult
    last: PathwayResult
    causes: tuple[Cause, ...]

    @property
    def differs(self) -> bool:
        return self.first.verdict is not self.last.verdict


def compared(rule_set: RuleSet, first: Result, last: Result) -> tuple[Compared, ...]:
    """Every group that is there on both days, the office first. `first` is the earlier day."""
    before = {each.code: each for each in (first.office, *first.pathways)}
    pairs = [
        (before[each.code], each) for each in (last.office, *last.pathways) if each.code in before
    ]
    span = _Span(rule_set, first.on, last.on)
    return tuple(
        Compared(one, two, span.causes(one, two) if one.verdict is not two.verdict else ())
        for one, two in pairs
    )


@dataclass(frozen=True, slots=True)
class _Span:
    rule_set: RuleSet
    first: date
    last: date

    def causes(self, one: PathwayResult, two: PathwayResult) -> tuple[Cause, ...]:
        """What explains either verdict and is not the same on both days, the earliest first."""
        before, after = _by_rule(one.reasons), _by_rule(two.reasons)
        explains = {_key(each) for each in (*one.explaining, *two.explaining) if each.explains}
        found = {}
        for key in sorted(explains):
            was, now = before.get(key), after.get(key)
            if was is None or now is None or was.outcome is not now.outcome:
                cause = self._cause(was, now)
                found[cause.kind, cause.on, cause.reason.sentence] = cause
        return tuple(sorted(found.values(), key=lambda each: each.on or self.last))

    def _cause(self, was: Reason | None, now: Reason | None) -> Cause:
        if now is not None and self._passed(began := now.from_on):
            return Cause(CauseKind.BEGAN, began, now)
        if was is not None and was.until_on and self._passed(was.until_on + timedelta(days=1)):
            return Cause(CauseKind.ENDED, was.until_on + timedelta(days=1), was)
        reason = now or was
        if reason is None:
            raise ValueError("a cause needs a reason")
        day = max(filter(self._passed, self._days_behind(reason)), default=None)
        kind = CauseKind.TIME_PASSED if day is None else CauseKind.VALUE_CHANGED
        return Cause(kind, day, reason)

    def _passed(self, day: date | None) -> bool:
        return day is not None and self.first < day <= self.last

    def _days_behind(self, reason: Reason) -> Iterator[date]:
        """The days on which something changed that this rule looks at."""
        for criterion in self.rule_set.criteria:
            if criterion.id == reason.criterion and criterion.period == reason.rule.period:
                for fact in self._facts_behind(criterion):
                    yield from self._days_of(fact)

    def _facts_behind(self, criterion: Criterion) -> Iterator[c.Facts]:
        waiting: list[c.Facts] = [
            each for each in (criterion.holds_if, criterion.applies_if) if each is not None
        ]
        seen: set[str] = set()
        while waiting:
            fact = waiting.pop()
            yield fact
            for name in set(c.questions_in(fact)) - seen:
                seen.add(name)
                behind = self.rule_set.questions[name].facts
                if behind is not None:
                    waiting.append(behind)

    def _days_of(self, fact: c.Facts) -> Iterator[date]:
        for test in c.tests(fact):
            if isinstance(test.argument, c.TableRef):
                rows = self.rule_set.tables[test.argument.table].rows
                yield from _edges(row.period for row in rows)
            elif test.word == "below_cap":
                yield from _edges(row.period for row in self.rule_set.tables["caps"].rows)
            elif isinstance(test.argument, c.PhaseOf):
                phases = self.rule_set.phases_of(test.argument.owner)
                yield from _edges(phase.period for phase in phases)


def _key(reason: Reason) -> tuple[str, str]:
    return reason.criterion, reason.member or ""


def _by_rule(reasons: Iterable[Reason]) -> dict[tuple[str, str], Reason]:
    return {_key(each): each for each in reasons}


def _edges(periods: Iterable[InForce]) -> Iterator[date]:
    for period in periods:
        if period.from_on is not None:
            yield period.from_on
        if period.until_on is not None:
            yield period.until_on + timedelta(days=1)

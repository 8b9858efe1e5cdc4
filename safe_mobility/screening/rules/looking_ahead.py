"""When it is worth looking again: the next announced day on which a failing rule changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from safe_mobility.programmes.rules.conditions import TableRef, tests
from safe_mobility.programmes.rules.ruleset import Criterion, Phase, RuleSet
from safe_mobility.programmes.rules.values import InForce
from safe_mobility.screening.rules.groups import Judge

_WINDOW_LOOKS_AHEAD = 35


def next_change(rule_set: RuleSet, judge: Judge, on: date) -> date | None:
    """Only what was already announced on the day asked about counts; None says nothing is known."""
    return min((day for day in _changes(rule_set, judge, on) if day > on), default=None)


def _changes(rule_set: RuleSet, judge: Judge, on: date) -> Iterator[date]:
    if judge.rule.effect == "phase":
        owner = judge.rule.id.removesuffix(".phase")
        for phase in rule_set.phases_of(owner):
            yield from _phase_days(phase, on)
        return
    asked = {answered.question.id for answered in judge.looks_at}
    for criterion in rule_set.criteria:
        if _same_series(criterion, judge, asked):
            yield from _begins_or_ends(criterion.period, on)
            yield from _table_days(rule_set, criterion, on)


def _same_series(criterion: Criterion, judge: Judge, asked: set[str]) -> bool:
    """An entry that stands before or after the failing one: its id, or its question and part."""
    if criterion.id == judge.rule.id:
        return True
    prefix = judge.rule.id.split(".")[0]
    return (
        criterion.judges
        and criterion.ask in asked
        and criterion.id.split(".")[0] == prefix
        and criterion.effect == judge.rule.effect
    )


def _begins_or_ends(period: InForce, on: date) -> Iterator[date]:
    if period.from_on and period.from_on > on and (period.known_from or on) <= on:
        yield period.from_on
    known_end = period.until_announced_on
    if period.on(on) and period.until_on and known_end and known_end <= on:
        yield period.until_on + timedelta(days=1)


def _phase_days(phase: Phase, on: date) -> Iterator[date]:
    yield from _begins_or_ends(phase.period, on)
    if phase.phase != "window" or (phase.period.known_from or on) > on:
        return
    for ahead in range(1, _WINDOW_LOOKS_AHEAD):
        day = on + timedelta(days=ahead)
        if phase.period.on(day) and phase.has_day(day):
            yield day
            return


def _table_days(rule_set: RuleSet, criterion: Criterion, on: date) -> Iterator[date]:
    if not criterion.period.on(on) or criterion.holds_if is None:
        return
    for test in tests(criterion.holds_if):
        if isinstance(test.argument, TableRef):
            for row in rule_set.tables[test.argument.table].rows:
                yield from _begins_or_ends(row.period, on)

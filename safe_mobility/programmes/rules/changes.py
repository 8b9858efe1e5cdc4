"""The days on which the rules changed: what began, and what is no longer in force.

Anybody who follows the programme reads these, newest first, on a page, in a feed or through
the API; all three say the same because they come from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from safe_mobility.programmes.rules.ruleset import Criterion, Phase, RuleSet
from safe_mobility.programmes.rules.values import Confidence, InForce

BEGINS, NO_LONGER = "begins", "no_longer"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule or phase that begins, or is not in force any more from that day on.

    `text` is the key of its sentence; None where the phase has only the usual one.
    """

    on: date
    change: str
    id: str
    group: str
    text: str | None
    period: InForce
    phase: str | None = None
    inferred: bool = False

    def was_announced(self, day: date) -> bool:
        """Nobody is told of a change before the day on which it was made public."""
        known = self.period.known_from if self.change == BEGINS else self.period.until_announced_on
        return (known or self.on) <= day


def changes(rule_set: RuleSet) -> tuple[Change, ...]:
    """Every change there ever was or is announced, newest first."""
    found = [*_of_rules(rule_set), *_of_phases(rule_set)]
    return tuple(sorted(found, key=lambda each: (each.on, each.group, each.id), reverse=True))


def known_on(rule_set: RuleSet, day: date, *, groups: frozenset[str]) -> tuple[Change, ...]:
    """The changes of these groups up to a day, without what is only background knowledge.

    Phases are told whatever their confidence; the reader is told that a date is inferred.
    """
    return tuple(
        each
        for each in changes(rule_set)
        if each.on <= day
        and each.group in groups
        and (each.phase is not None or each.period.confidence is not Confidence.BACKGROUND)
    )


def _of_rules(rule_set: RuleSet) -> Iterator[Change]:
    for criterion in rule_set.criteria:
        for change, on in _ends(criterion.period):
            text = _sentence(rule_set, criterion)
            yield Change(on, change, criterion.id, criterion.group, text, criterion.period)


def _sentence(rule_set: RuleSet, criterion: Criterion) -> str | None:
    keys = (criterion.says(outcome) for outcome in ("fails", "tells"))
    return next((key for key in keys if rule_set.text(key, "es")), None)


def _of_phases(rule_set: RuleSet) -> Iterator[Change]:
    for phase in rule_set.phases:
        for change, on in _ends(phase.period):
            yield _of_phase(phase, change, on)


def _of_phase(phase: Phase, change: str, on: date) -> Change:
    return Change(
        on=on,
        change=change,
        id=f"{phase.owner}.{phase.phase}",
        group=phase.owner,
        text=phase.says,
        period=phase.period,
        phase=phase.phase,
        inferred=phase.date_inferred,
    )


def _ends(period: InForce) -> Iterator[tuple[str, date]]:
    if period.from_on is not None:
        yield BEGINS, period.from_on
    if period.until_on is not None:
        yield NO_LONGER, period.until_on + timedelta(days=1)

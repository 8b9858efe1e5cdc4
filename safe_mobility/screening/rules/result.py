"""What a screening says: a verdict for the office and for each pathway, and why.

Sentences are keys for `RuleSet.text`; the door chooses the language. Nothing here depends on
who reads it; `public_reasons` is what may be shown to a person as a fact.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from safe_mobility.programmes.rules.values import Confidence, InForce, Value


class Verdict(enum.StrEnum):
    OPEN = "OPEN"
    PERSON = "PERSON"
    NOT_TODAY = "NOT_TODAY"


RANK = {Verdict.OPEN: 0, Verdict.PERSON: 1, Verdict.NOT_TODAY: 2}


class Outcome(enum.StrEnum):
    """What one rule says. `FLAG` is a rule that did not hold but can only ask for a person."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    FLAG = "flag"


class Used(NamedTuple):
    """An answer that a reason used or lacks.

    `state`: given, record (taken from the household's records), computed (from other
    answers), unknown (the person said so), not_asked.
    """

    question: str
    value: Value
    state: str


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule behind a reason: a criterion, a phase, the unit, or the best a pathway can be."""

    id: str
    effect: str
    period: InForce
    holds: str
    fails: str
    unknown: str
    next: str | None = None
    next_url: str | None = None
    passes: bool = False
    date_inferred: bool = False


class Reason(NamedTuple):
    """`member` is None where the rule speaks of the household as a whole.

    A screening makes a hundred of these, so they are tuples: the cheapest value that never changes.
    """

    rule: Rule
    outcome: Outcome
    member: str | None
    answers: tuple[Used, ...] = ()
    differs: bool = False
    """The answer given and the household's own records say different things."""

    @property
    def criterion(self) -> str:
        return self.rule.id

    @property
    def from_on(self) -> date | None:
        return self.rule.period.from_on

    @property
    def until_on(self) -> date | None:
        return self.rule.period.until_on

    @property
    def source(self) -> tuple[str, ...]:
        return self.rule.period.source

    @property
    def confidence(self) -> Confidence:
        return self.rule.period.confidence

    @property
    def sentence(self) -> str:
        """Key of the sentence that says this outcome."""
        if self.outcome is Outcome.HOLDS:
            return self.rule.holds
        return self.rule.unknown if self.outcome is Outcome.UNKNOWN else self.rule.fails

    @property
    def next(self) -> str | None:
        """Key of what to do about it, where something can be done."""
        return None if self.outcome is Outcome.HOLDS else self.rule.next

    @property
    def explains(self) -> bool:
        """Whether this reason keeps the verdict from being OPEN."""
        if self.outcome is Outcome.UNKNOWN:
            return not self.rule.passes
        return self.outcome is not Outcome.HOLDS

    @property
    def is_public(self) -> bool:
        """What is only background knowledge is never shown to a person as a fact.

        A phase is shown whatever its confidence, with the words "date inferred".
        """
        is_phase = self.rule.effect == "phase"
        return is_phase or self.rule.period.confidence is not Confidence.BACKGROUND


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know, to bring or to do that never touches a verdict."""

    rule: Rule
    effect: str
    text: str | None
    next: str | None
    next_url: str | None

    @property
    def is_public(self) -> bool:
        return self.rule.period.confidence is not Confidence.BACKGROUND


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same pathway with somebody else as the one who asks."""

    principal: str
    unit: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PathwayResult:
    """`code` is a pathway, or the office's own group.

    `unit` goes together; `unsure` may go, which a person must look at; `outside` cannot go:
    where anybody stands there, that is said first.
    """

    code: str
    verdict: Verdict
    principal: str
    unit: tuple[str, ...]
    unsure: tuple[str, ...]
    outside: tuple[str, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...]
    look_again_on: date | None
    alternatives: tuple[Alternative, ...]
    next: str
    next_url: str | None
    declined: bool
    """The household answered "no" to the pathway's door question ("do you want farm work?")."""

    @property
    def explaining(self) -> tuple[Reason, ...]:
        """The reasons that make this verdict: all failing ones, or all open ones, or all."""
        if self.verdict is Verdict.NOT_TODAY:
            return tuple(reason for reason in self.reasons if reason.outcome is Outcome.FAILS)
        if self.verdict is Verdict.PERSON:
            return tuple(reason for reason in self.reasons if reason.explains)
        return self.reasons

    @property
    def public_reasons(self) -> tuple[Reason, ...]:
        """The explaining reasons that a person may be shown. Never empty."""
        shown = tuple(reason for reason in self.explaining if reason.is_public)
        return shown or (Reason(_LOOK, Outcome.UNKNOWN, None),)


_LOOK = Rule(
    id="look",
    effect="information",
    period=InForce(None, None, ("our own rule",), Confidence.SOURCED),
    holds="reason.look",
    fails="reason.look",
    unknown="reason.look",
)
"""Said where everything that explains a verdict is background knowledge."""


@dataclass(frozen=True, slots=True)
class HelpItem:
    code: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Result:
    rules_version: str
    country: str
    on: date
    office: PathwayResult
    pathways: tuple[PathwayResult, ...]
    """OPEN first, then PERSON, then NOT_TODAY; inside each as the programme lists them."""
    help: tuple[HelpItem, ...]
    look_again_on: date | None
    """Where nothing is open: the earliest announced day on which a rule that fails changes."""

    @property
    def nothing_open(self) -> bool:
        every = (self.office, *self.pathways)
        return all(each.verdict is Verdict.NOT_TODAY for each in every)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(reason for each in (self.office, *self.pathways) for reason in each.reasons)

    def pathway(self, code: str) -> PathwayResult:
        return next(each for each in self.pathways if each.code == code)

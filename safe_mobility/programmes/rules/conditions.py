"""The closed vocabulary in which a criterion says when it holds.

Conditions are data, never code: a word, what it is compared with, and which question of the
same person it looks at. A word that is missing is added here once, with its meaning in
`screening.rules.compiling` and a property test; nothing in a file can invent one.

| word | holds when the answer |
|---|---|
| is | is this code, or this yes or no |
| in | is one of these codes |
| any_in, none_in | a list, names one of these, or none of these |
| some | a list, names anything at all (besides "none") |
| on_or_before, after, earlier_than | a day, lies there |
| age_at_least, age_under | a birth date, makes this age on the day asked about |
| true_in | a list or code, has a row in this table that says true |
| related_as | (no question) the person is one of these to the principal |
| accompanied_by | (no question) somebody in the household is one of these to the person |
| told_apart | (no question) this question was answered for the person alone |
| phase_is | (no question) this office or pathway is in one of these phases that day |
| below_cap | (no question) this cap is known not to be used up |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

QUESTION_WORDS = {
    "is": ("boolean", "code"),
    "in": ("code",),
    "any_in": ("list",),
    "none_in": ("list",),
    "some": ("list",),
    "on_or_before": ("date",),
    "after": ("date",),
    "earlier_than": ("date",),
    "age_at_least": ("date",),
    "age_under": ("date",),
    "true_in": ("list", "code"),
}
"""Each word that looks at an answer, and the kinds of answer it can look at."""

PLAIN_WORDS = ("related_as", "accompanied_by", "told_apart", "phase_is", "below_cap")
"""Words that look at no answer."""

RELATIONS = (
    "applicant",
    "spouse",
    "partner",
    "child",
    "parent",
    "sibling",
    "grandchild",
    "grandparent",
    "guardian",
    "other",
)


@dataclass(frozen=True, slots=True)
class TableRef:
    """The rows of a table in force that day; with `by`, the row for that answer."""

    table: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ValueOf:
    """The answer to another question of the same person."""

    question: str


@dataclass(frozen=True, slots=True)
class PhaseOf:
    owner: str
    phases: tuple[str, ...]


Argument: TypeAlias = bool | str | int | date | tuple[str, ...] | TableRef | ValueOf | PhaseOf


@dataclass(frozen=True, slots=True)
class Test:
    word: str
    ask: str | None
    argument: Argument


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition: TypeAlias = Test | All | Any | Not


@dataclass(frozen=True, slots=True)
class Choose:
    """Facts that give a code: the first branch that holds, once those before it do not."""

    branches: tuple[tuple[str, Condition], ...]


Facts: TypeAlias = Condition | Choose | ValueOf
"""How an answer can be computed where none was given."""


def tests(facts: Facts) -> Iterator[Test]:
    """Every test that stands in a condition."""
    if isinstance(facts, Test):
        yield facts
    elif isinstance(facts, Not):
        yield from tests(facts.part)
    elif isinstance(facts, All | Any):
        for part in facts.parts:
            yield from tests(part)
    elif isinstance(facts, Choose):
        for _, branch in facts.branches:
            yield from tests(branch)


def questions_in(facts: Facts) -> Iterator[str]:
    """Every question that a condition can look at, its own and those behind its values."""
    if isinstance(facts, ValueOf):
        yield facts.question
    for test in tests(facts):
        if test.ask is not None:
            yield test.ask
        if isinstance(test.argument, ValueOf):
            yield test.argument.question
        if isinstance(test.argument, TableRef) and test.argument.by is not None:
            yield test.argument.by

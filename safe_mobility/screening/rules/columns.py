"""Many households laid out as columns, so that one pass judges them all.

A row is a place somebody can speak from: each member, then each household as a whole, then
each relative abroad. An answer is kept as the number of its value among the different values
that the question was given; a rule then looks at each different value once, however many
people gave it, and with the very functions that judge a single household.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safe_mobility.programmes.rules.conditions import RELATIONS
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.screening.rules.case import Answers
from safe_mobility.screening.rules.household import Household

Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]
MISSING = -1
ROLES: tuple[str | None, ...] = (*RELATIONS, None)
RECORDS = ("born_on", "sex", "marital")


@dataclass(frozen=True, slots=True)
class Stored:
    """One household as it is stored: who, and what was answered."""

    household: Household
    answers: Answers
    member_answers: Mapping[str, Answers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A value per row: `values[codes[row]]`. A code of -1 says that nothing was given."""

    codes: Codes
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All rows of all households. Members of a household stand together, in their order."""

    households: int
    first_member: Numbers
    """Row of each household's first member."""
    members: Numbers
    """How many members each household has."""
    applicant: Numbers
    """Row of each household's applicant."""
    household_of: Numbers
    """The household of each member's row."""
    role: Codes
    """Each member's place in `ROLES`."""
    name_rank: Codes
    """Each member's place among the household's members by id, to break ties."""
    first_relative: Numbers
    relatives: Numbers
    rows: int
    given: Mapping[str, Column]
    """By question: what was answered under its own id, for every row."""
    recorded: Mapping[str, Column]
    """By record (a birth date): what is on file, for every row."""
    apart: Mapping[str, Numbers]
    """By question: the rows of members and relatives for whom alone it was answered."""

    @property
    def member_rows(self) -> int:
        return int(self.household_of.size)

    @property
    def household_row(self) -> Numbers:
        return self.member_rows + np.arange(self.households)


class _Growing:
    """A column while it is filled: different values get numbers as they come."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[type, Value], int] = {}
        self.values: list[Value] = []
        self.rows: list[int] = []
        self.codes: list[int] = []

    def put(self, row: int, value: Value) -> None:
        # Without its type, True would share the number of 1.
        key = (type(value), value)
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.values)
            self.values.append(value)
        self.rows.append(row)
        self.codes.append(number)

    def column(self, rows: int) -> Column:
        codes = np.full(rows, MISSING, dtype=np.int32)
        codes[self.rows] = self.codes
        return Column(codes, tuple(self.values))


def lay_out(rule_set: RuleSet, stored: Sequence[Stored]) -> Columns:
    """The columns of these households, answers spread over the rows for which they speak."""
    counts = np.array([len(each.household.members) for each in stored], dtype=np.int64)
    relatives = np.array([len(each.household.relatives) for each in stored], dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(counts)[:-1])) if stored else counts
    member_rows = int(counts.sum())
    first_relative = member_rows + len(stored) + np.cumsum(relatives) - relatives
    records = frozenset(q.id for q in rule_set.questions.values() if q.record is not None)
    filling = _Filling(records)
    for number, each in enumerate(stored):
        filling.household(
            each, int(first[number]), member_rows + number, int(first_relative[number])
        )
    rows = member_rows + len(stored) + int(relatives.sum())
    return Columns(
        households=len(stored),
        first_member=first,
        members=counts,
        applicant=np.array(filling.applicants, dtype=np.int64),
        household_of=np.repeat(np.arange(len(stored)), counts),
        role=np.array(filling.roles, dtype=np.int32),
        name_rank=np.array(filling.ranks, dtype=np.int32),
        first_relative=first_relative,
        relatives=relatives,
        rows=rows,
        given={name: each.column(rows) for name, each in filling.given.items()},
        recorded={name: each.column(rows) for name, each in filling.recorded.items()},
        apart={name: np.array(each, dtype=np.int64) for name, each in filling.apart.items()},
    )


class _Filling:
    def __init__(self, records: frozenset[str]) -> None:
        self.records = records
        self.given: dict[str, _Growing] = {}
        self.recorded: dict[str, _Growing] = {name: _Growing() for name in RECORDS}
        self.apart: dict[str, list[int]] = {}
        self.roles: list[int] = []
        self.ranks: list[int] = []
        self.applicants: list[int] = []

    def household(self, each: Stored, first: int, whole: int, relative: int) -> None:
        """Spread one household's answers as `Case` does for a single one."""
        members, answers = each.household.members, each.answers
        applicant = each.household.applicant
        self.applicants.append(first + applicant)
        shared = {name: value for name, value in answers.items() if name not in self.records}
        order = sorted(range(len(members)), key=lambda place: members[place].id)
        ranks = {place: rank for rank, place in enumerate(order)}
        for place, member in enumerate(members):
            mine = each.member_answers.get(member.id, {})
            base = answers if place == applicant else shared
            self._answers(first + place, {**base, **mine})
            self._apart(first + place, mine)
            self._records(first + place, member)
            self.roles.append(ROLES.index(member.role) if member.role in ROLES else len(ROLES) - 1)
            self.ranks.append(ranks[place])
        self._answers(whole, {**each.member_answers.get(members[applicant].id, {}), **answers})
        self._records(whole, members[applicant])
        for place, other in enumerate(each.household.relatives):
            self._answers(relative + place, {**shared, **other.answers})
            self._apart(relative + place, other.answers)

    def _apart(self, row: int, answers: Mapping[str, Value]) -> None:
        for name in answers:
            self.apart.setdefault(name, []).append(row)

    def _answers(self, row: int, answers: Mapping[str, Value]) -> None:
        for name, value in answers.items():
            column = self.given.get(name)
            if column is None:
                column = self.given[name] = _Growing()
            column.put(row, value)

    def _records(self, row: int, member: Any) -> None:
        for name in RECORDS:
            value = getattr(member, name)
            if value is not None:
                self.recorded[name].put(row, value)


def values_of(column: Column, rows: Iterable[int]) -> list[Value]:
    """What some rows say, for tests and for explaining a figure."""
    return [column.values[c] if (c := int(column.codes[row])) >= 0 else UNKNOWN for row in rows]

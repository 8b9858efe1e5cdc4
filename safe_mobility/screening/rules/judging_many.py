"""Judges many households in one pass over columns, exactly as `judging` judges each alone.

Truth is 0 (no), 1 (unknown) or 2 (yes), so that "and" is the smaller, "or" the larger and
"not" two minus it. What a word means for one value is asked of `words`, once for each
different value; only how values are put together is written again here. A test holds the two
judges against each other over generated rules and households.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.ruleset import Criterion, Pathway, Phase, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Truth, Value
from safe_mobility.screening.rules import words
from safe_mobility.screening.rules.columns import MISSING, ROLES, Codes, Column, Columns, Numbers
from safe_mobility.screening.rules.compiling import in_force
from safe_mobility.screening.rules.groups import ADULT_AGE, good_phases
from safe_mobility.screening.rules.household import Member, relation
from safe_mobility.screening.rules.judging import NoSuchProgramme
from safe_mobility.screening.rules.result import RANK, Verdict

Truths = NDArray[np.int8]
NO, UNKNOWN_YET, YES = np.int8(0), np.int8(1), np.int8(2)
_ROLE_WORDS = tuple(role or "" for role in ROLES)
_TRUTH_VALUES: tuple[Value, ...] = (False, UNKNOWN, True)
VERDICTS: tuple[Verdict, ...] = tuple(sorted(RANK, key=RANK.__getitem__))
_RANK_STEP = 1 << 20
_OTHER_THAN_APPLICANT = 1 << 19
_NEVER = len(RANK) * _RANK_STEP


@dataclass(frozen=True, slots=True, eq=False)
class GroupVerdicts:
    """One verdict a household: places in `VERDICTS`, and the row of the principal."""

    code: str
    verdicts: NDArray[np.int8]
    principal: Numbers

    def verdict(self, household: int) -> Verdict:
        return VERDICTS[int(self.verdicts[household])]


def screen_many(
    rule_set: RuleSet, columns: Columns, *, country: str, on: date
) -> dict[str, GroupVerdicts]:
    """The office's verdict and every pathway's, by code, for every household of `columns`."""
    programme = rule_set.programmes.get(country)
    if programme is None:
        raise NoSuchProgramme(country)
    rows = _Rows(rule_set, columns, on)
    groups = [(programme.office_group, programme.office_groups)]
    groups += [(code, (code,)) for code in programme.pathways]
    return {code: _Group(rows, code, codes).judged() for code, codes in groups}


def encode(truth: Truth) -> np.int8:
    return UNKNOWN_YET if truth is None else YES if truth else NO


class _Rows:
    """Answers and conditions over all rows; what depends on nobody's principal is kept."""

    def __init__(self, rule_set: RuleSet, columns: Columns, on: date) -> None:
        self.rule_set, self.columns, self.on = rule_set, columns, on
        self.tables = {name: in_force(table, on) for name, table in rule_set.tables.items()}
        self._columns: dict[str, Column] = {}
        self._truths: dict[c.Condition, Truths] = {}
        self.pairs = _Pairs(columns)

    # Questions --------------------------------------------------------------------------

    def question(self, name: str) -> Column:
        """What every row answers: its own answer, else the record, else what facts give."""
        made = self._columns.get(name)
        if made is None:
            question = self.rule_set.questions[name]
            made = self._given(name)
            if question.record is not None:
                made = _filled(made, self.columns.recorded[question.record])
            if question.facts is not None:
                made = _filled(made, self._facts(question.facts))
            made = self._columns[name] = _filled(made, self._constant(UNKNOWN))
        return made

    def _given(self, name: str) -> Column:
        return self.columns.given.get(name) or Column(
            np.full(self.columns.rows, MISSING, dtype=np.int32), ()
        )

    def _constant(self, value: Value) -> Column:
        return Column(np.zeros(self.columns.rows, dtype=np.int32), (value,))

    def _facts(self, facts: c.Facts) -> Column:
        if isinstance(facts, c.ValueOf):
            return self.question(facts.question)
        if isinstance(facts, c.Choose):
            return self._choose(facts)
        return Column(self.truth(facts).astype(np.int32), _TRUTH_VALUES)

    def _choose(self, facts: c.Choose) -> Column:
        """The first branch that holds, once those before it are known not to."""
        codes = np.zeros(self.columns.rows, dtype=np.int32)
        open_still = np.ones(self.columns.rows, dtype=bool)
        values: list[Value] = [UNKNOWN]
        for code, condition in facts.branches:
            truth = self.truth(condition)
            values.append(code)
            codes[open_still & (truth == YES)] = len(values) - 1
            open_still &= truth == NO
        return Column(codes, tuple(values))

    # Conditions -------------------------------------------------------------------------

    def truth(self, condition: c.Condition) -> Truths:
        """The truth of a condition at every row. It may not speak of a principal."""
        made = self._truths.get(condition)
        if made is None:
            made = self._truths[condition] = self._evaluate(condition, self._leaf)
        return made

    def truth_for(self, condition: c.Condition, who: Numbers, principal: Numbers) -> Truths:
        """The truth at some rows, each with a principal of its own."""
        if not _speaks_of_principal(condition):
            return self.truth(condition)[who]

        def leaf(test: c.Test) -> Truths:
            if test.word == "related_as":
                return self._related_as(test, who, principal)
            return self._leaf(test)[who]

        return self._evaluate(condition, leaf)

    def _evaluate(self, condition: c.Condition, leaf: Callable[[c.Test], Truths]) -> Truths:
        if isinstance(condition, c.Not):
            return YES - self._evaluate(condition.part, leaf)
        if isinstance(condition, c.All):
            return _reduced(np.minimum, (self._evaluate(each, leaf) for each in condition.parts))
        if isinstance(condition, c.Any):
            return _reduced(np.maximum, (self._evaluate(each, leaf) for each in condition.parts))
        return leaf(condition)

    def _leaf(self, test: c.Test) -> Truths:
        if test.ask is None:
            return self._plain(test)
        answered, argument = self.question(test.ask), test.argument
        if isinstance(argument, c.ValueOf):
            other = self.question(argument.question)
            return _of_two(answered, other, lambda a, b: words.compare_two(test.word, a, b))
        if isinstance(argument, c.TableRef) and argument.by is not None:
            return self._against_row(test, answered, argument)
        if test.word == "true_in" and isinstance(argument, c.TableRef):
            look_up = self._look_up(argument.table)
            return _of_one(answered, lambda value: look_up(value, lambda row: row is True))
        if isinstance(argument, c.TableRef):
            argument = tuple(self.tables[argument.table])
        return _of_one(answered, words.comparison(test.word, argument, self.on))

    def _against_row(self, test: c.Test, answered: Column, row: c.TableRef) -> Truths:
        look_up, on = self._look_up(row.table), self.on

        def judge(key: Value, mine: Value) -> Truth:
            return look_up(
                key, lambda value: words.comparison(test.word, words.argument(value), on)(mine)
            )

        return _of_two(self.question(row.by or ""), answered, judge)

    def _look_up(self, name: str) -> Callable[[Value, Callable[[Value], Truth]], Truth]:
        return words.look_up(self.tables[name], self.rule_set.tables[name].otherwise)

    # Words without a question -----------------------------------------------------------

    def _plain(self, test: c.Test) -> Truths:
        if isinstance(test.argument, c.PhaseOf):
            return self.phase(test.argument.owner, test.argument.phases)
        if test.word == "below_cap":
            used_up = self.tables["caps"].get(str(test.argument))
            return self._always(None if used_up is None else used_up is False)
        if test.word == "accompanied_by":
            return self._accompanied_by(test)
        if test.word == "told_apart":
            return self._told_apart(str(test.argument))
        raise ValueError(f"{test.word} needs a principal")

    def _always(self, truth: Truth) -> Truths:
        return np.full(self.columns.rows, encode(truth), dtype=np.int8)

    def phase(self, owner: str, phases: tuple[str, ...]) -> Truths:
        entries = self.rule_set.phases_of(owner)
        if not entries:
            return self._always("open" in phases)
        today = [each for each in entries if each.period.on(self.on) and each.has_day(self.on)]
        if not today:
            return self._always("closed" in phases)
        if words.NATIONALITIES not in self.rule_set.questions:
            return self._always(
                any(each.phase in phases for each in today if not each.nationalities)
            )
        return self._phase_by_nationality(today, phases)

    def _phase_by_nationality(self, today: list[Phase], phases: tuple[str, ...]) -> Truths:
        if any(each.phase in phases and not each.nationalities for each in today):
            return self._always(True)
        wanted = {n for each in today if each.phase in phases for n in each.nationalities}
        if not wanted:
            return self._always(False)
        compare = words.comparison("any_in", tuple(sorted(wanted)), self.on)
        return _of_one(self.question(words.NATIONALITIES), compare)

    def _related_as(self, test: c.Test, who: Numbers, principal: Numbers) -> Truths:
        """What each of `who` is to its principal; unknown for whoever is no member."""
        columns = self.columns
        wanted = _relations(test)
        is_member = who < columns.member_rows
        at = np.where(is_member, who, 0)
        role, to = columns.role[at], columns.role[principal]
        truth = _related(wanted)[role, to]
        applicant = columns.applicant[columns.household_of[principal]]
        itself = YES if "applicant" in wanted else NO
        truth = np.where(at == principal, np.where(at == applicant, itself, NO), truth)
        return np.where(is_member, truth, UNKNOWN_YET).astype(np.int8)

    def _told_apart(self, name: str) -> Truths:
        given = _filled(self._given(name), self._constant(UNKNOWN))
        known = _of_one(given, lambda value: value is not UNKNOWN)
        found: Truths = np.where(known == YES, NO, UNKNOWN_YET).astype(np.int8)
        found[self.columns.apart.get(name, [])] = YES
        return found

    def _accompanied_by(self, test: c.Test) -> Truths:
        columns, pairs = self.columns, self.pairs
        related = _related(_relations(test))
        # For each person, whether any other member is one of these to them.
        truth = related[columns.role[pairs.member], columns.role[pairs.principal]]
        truth = np.where(pairs.member == pairs.principal, NO, truth)
        known = np.maximum.reduceat(truth, pairs.starts) if truth.size else truth
        found = np.full(columns.rows, UNKNOWN_YET, dtype=np.int8)
        found[: columns.member_rows] = known
        return found


class _Pairs:
    """Every member beside every member of the same household, as who might be principal."""

    def __init__(self, columns: Columns) -> None:
        counts = columns.members[columns.household_of]
        self.starts: Numbers = np.cumsum(counts) - counts
        self.principal: Numbers = np.repeat(np.arange(columns.member_rows), counts)
        within = np.arange(int(counts.sum())) - np.repeat(self.starts, counts)
        first = columns.first_member[columns.household_of]
        self.member: Numbers = np.repeat(first, counts) + within


class _Group:
    """One group of rules over all households, for everybody who may be the one to ask."""

    def __init__(self, rows: _Rows, code: str, groups: tuple[str, ...]) -> None:
        self.rows, self.columns = rows, rows.columns
        self.pathway: Pathway = rows.rule_set.pathways[code]
        self.criteria = [
            each for each in rows.rule_set.criteria_of(groups, on=rows.on) if each.judges
        ]
        self.everybody = not self.pathway.is_judged_alone
        self.principals: Numbers = np.arange(self.columns.member_rows)
        self.along = None if self.everybody else self._along()

    def judged(self) -> GroupVerdicts:
        columns = self.columns
        may_be = self._may_be()
        shut = may_be == NO
        person = may_be == UNKNOWN_YET
        if self.pathway.at_best is not None:
            person[:] = True
        for no, unknown, shuts, passes in self._outcomes():
            if shuts:
                shut |= no
            else:
                person |= no
            if not passes:
                person |= unknown
        rank = np.where(shut, RANK[Verdict.NOT_TODAY], np.where(person, RANK[Verdict.PERSON], 0))
        other = self.principals != columns.applicant[columns.household_of]
        key = rank * _RANK_STEP + other * _OTHER_THAN_APPLICANT + columns.name_rank
        key = np.where(self._left_out(may_be, other), _NEVER, key)
        best = np.minimum.reduceat(key, columns.first_member) if key.size else key
        return GroupVerdicts(
            self.pathway.code, (best // _RANK_STEP).astype(np.int8), self._row_of(key, best)
        )

    def _left_out(self, may_be: Truths, other: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whoever cannot be the one to ask, but for the applicant where nobody can."""
        cannot = may_be == NO
        first = self.columns.first_member
        somebody = np.logical_or.reduceat(~cannot, first) if cannot.size else cannot
        out: NDArray[np.bool_] = cannot & (other | somebody[self.columns.household_of])
        return out

    def _row_of(self, key: Numbers, best: Numbers) -> Numbers:
        at_best = np.flatnonzero(key == best[self.columns.household_of])
        first = np.searchsorted(at_best, self.columns.first_member)
        return at_best[first] if at_best.size else at_best

    # Who asks, and who goes along ---------------------------------------------------------

    def _may_be(self) -> Truths:
        columns = self.columns
        is_applicant = self.principals == columns.applicant[columns.household_of]
        if self.everybody:
            return np.where(is_applicant, YES, NO).astype(np.int8)
        kinds: Mapping[str, Callable[[], Truths]] = {
            "applicant": lambda: np.where(is_applicant, YES, NO).astype(np.int8),
            "any_adult": self._adult,
            "child": lambda: np.where(columns.role == ROLES.index("child"), YES, NO).astype(
                np.int8
            ),
        }
        wanted = (kinds[kind]() for kind in self.pathway.unit.principals)
        return _reduced(np.maximum, wanted)

    def _adult(self) -> Truths:
        questions = self.rows.rule_set.questions.values()
        name = next((each.id for each in questions if each.record == "born_on"), None)
        if name is None:
            return np.full(self.columns.member_rows, UNKNOWN_YET, dtype=np.int8)
        of_age = words.comparison("age_at_least", ADULT_AGE, self.rows.on)
        return _of_one(self.rows.question(name), of_age)[: self.columns.member_rows]

    def _along(self) -> Truths:
        """Whether each member goes along with each possible principal of the household."""
        pairs, conditions = self.rows.pairs, self.pathway.unit.with_principal
        itself = pairs.member == pairs.principal
        if not conditions:
            return np.where(itself, YES, NO).astype(np.int8)
        goes = _reduced(
            np.maximum,
            (self.rows.truth_for(each, pairs.member, pairs.principal) for each in conditions),
        )
        return np.where(itself, YES, goes).astype(np.int8)

    # What the rules say -------------------------------------------------------------------

    def _outcomes(self) -> Iterable[tuple[NDArray[np.bool_], NDArray[np.bool_], bool, bool]]:
        """For each rule and possible principal: a no, an unknown, whether it shuts, or passes."""
        for criterion in self.criteria:
            least, unknown = self._of(criterion)
            yield least, unknown, criterion.shuts, criterion.passes
        if self.rows.rule_set.phases_of(self.pathway.code):
            truth = self.rows.phase(self.pathway.code, good_phases(self.pathway))
            at = self._applicants() if self.pathway.kind == "office" else self.principals
            yield truth[at] == NO, truth[at] == UNKNOWN_YET, True, False

    def _applicants(self) -> Numbers:
        return self.columns.applicant[self.columns.household_of]

    def _of(self, criterion: Criterion) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        if criterion.holds_if is None:
            raise ValueError(f"{criterion.id} judges and does not say when it holds")
        holds: c.Condition = criterion.holds_if
        if criterion.applies_if is not None:
            holds = c.Any((c.Not(criterion.applies_if), holds))
        if criterion.of == "each_member":
            return self._of_each(holds)
        truth = self._of_one_place(criterion.of, holds)
        return truth == NO, truth == UNKNOWN_YET

    def _of_one_place(self, of: str, holds: c.Condition) -> Truths:
        rows, columns = self.rows, self.columns
        if of == "principal":
            return rows.truth_for(holds, self.principals, self.principals)
        if of == "applicant":
            return rows.truth_for(holds, self._applicants(), self.principals)
        if of == "household":
            whole = columns.household_row[columns.household_of]
            return rows.truth_for(holds, whole, self.principals)
        if of == "any_member":
            return self._of_any(holds)
        return self._of_relatives(holds)

    def _pairs_of(self, holds: c.Condition) -> tuple[Truths, Truths]:
        pairs = self.rows.pairs
        truth = self.rows.truth_for(holds, pairs.member, pairs.principal)
        along = np.full(truth.size, YES, dtype=np.int8) if self.along is None else self.along
        return truth, along

    def _of_each(self, holds: c.Condition) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        truth, along = self._pairs_of(holds)
        either = np.where(along == NO, YES, np.maximum(YES - along, truth))
        starts = self.rows.pairs.starts
        return (
            np.logical_or.reduceat(either == NO, starts),
            np.logical_or.reduceat(either == UNKNOWN_YET, starts),
        )

    def _of_any(self, holds: c.Condition) -> Truths:
        truth, along = self._pairs_of(holds)
        return np.maximum.reduceat(np.minimum(along, truth), self.rows.pairs.starts)

    def _of_relatives(self, holds: c.Condition) -> Truths:
        """One relative is enough; the principal speaks where none is listed."""
        columns, rows = self.columns, self.rows
        found = rows.truth_for(holds, self.principals, self.principals)
        listed = np.flatnonzero(columns.relatives)
        if not listed.size:
            return found
        others = np.arange(columns.member_rows + columns.households, columns.rows)
        truth = rows.truth_for(holds, others, np.zeros_like(others))
        best = np.full(columns.households, UNKNOWN_YET, dtype=np.int8)
        best[listed] = np.maximum.reduceat(truth, columns.first_relative[listed] - others[0])
        of = columns.household_of
        return np.where(columns.relatives[of] > 0, best[of], found).astype(np.int8)


# Columns put together ---------------------------------------------------------------------------


def _filled(column: Column, other: Column) -> Column:
    """`column`, and where it says nothing, `other`."""
    if not column.values:
        return other
    shifted = np.where(other.codes == MISSING, MISSING, other.codes + len(column.values))
    codes: Codes = np.where(column.codes == MISSING, shifted, column.codes).astype(np.int32)
    return Column(codes, column.values + other.values)


def _of_one(column: Column, judge: Callable[[Value], Truth]) -> Truths:
    """Each different value judged once, then spread over the rows."""
    return np.array([encode(judge(value)) for value in column.values], dtype=np.int8)[column.codes]


def _of_two(one: Column, two: Column, judge: Callable[[Value, Value], Truth]) -> Truths:
    """Each different pair of values judged once."""
    width = len(two.values)
    both, spread = np.unique(one.codes.astype(np.int64) * width + two.codes, return_inverse=True)
    truths = [
        encode(judge(one.values[int(pair) // width], two.values[int(pair) % width]))
        for pair in both
    ]
    return np.array(truths, dtype=np.int8)[spread]


def _reduced(operator: np.ufunc, truths: Iterable[Truths]) -> Truths:
    first, *rest = truths
    for each in rest:
        first = operator(first, each)
    return first


def _speaks_of_principal(condition: c.Condition) -> bool:
    return any(test.word == "related_as" for test in c.tests(condition))


def _relations(test: c.Test) -> frozenset[str]:
    return frozenset(test.argument) if isinstance(test.argument, tuple) else frozenset()


def _related(wanted: frozenset[str]) -> Truths:
    """For each pair of roles, whether the first is one of `wanted` to the second."""
    table = [
        [encode(relation(Member("x", a), Member("y", b)) in wanted) for b in _ROLE_WORDS]
        for a in _ROLE_WORDS
    ]
    return np.array(table, dtype=np.int8)

"""Turns conditions into functions, once for each rule set and day.

Each condition becomes two functions. `truth` gives its three-valued truth for one person of a
case. `residual` adds the questions that stand in its unresolved part: those whose answer could
still take part in deciding it. Every word here is monotone: learning more can turn unknown
into true or false, and never turns true or false into anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.ruleset import Phase, Question, RuleSet, Table
from safe_mobility.programmes.rules.values import UNKNOWN, Truth, Value
from safe_mobility.screening.rules import kleene, words
from safe_mobility.screening.rules.case import HOUSEHOLD, RELATIVES, Case
from safe_mobility.screening.rules.household import relation

Holds = Callable[[Case, int], Truth]
Get = Callable[[Case, int], Value]
Asked = set[tuple[str, int]]
Residual = Callable[[Case, int, Asked], None]


@dataclass(frozen=True, slots=True)
class Compiled:
    truth: Holds
    residual: Residual


@dataclass(frozen=True, slots=True)
class Answered:
    """How the answer to one question is found, and which questions could still give it."""

    question: Question
    get: Get
    computed: Get | None
    """The same, leaving aside what was answered under the question's own id."""
    residual: Residual


_MISSING = object()


class Compiler:
    """Compiles against the rows in force on one day."""

    def __init__(self, rule_set: RuleSet, on: date) -> None:
        self.rule_set, self.on = rule_set, on
        self._answered: dict[str, Answered] = {}
        self._same: dict[Hashable, int] = {}
        self._rows = {name: in_force(table, on) for name, table in rule_set.tables.items()}

    def number_of(self, saying: Hashable) -> int:
        """One number for each different thing that files say, so that it is found out once."""
        return self._same.setdefault(saying, len(self._same))

    # Questions --------------------------------------------------------------------------

    def question(self, name: str) -> Answered:
        made = self._answered.get(name)
        if made is None:
            made = self._answered[name] = self._question(self.rule_set.questions[name])
        return made

    def _question(self, question: Question) -> Answered:
        name, record = question.id, question.record
        facts = self._facts(question.facts) if question.facts is not None else None
        computed = _computed(record, facts[0] if facts else None)
        facts_residual = facts[1] if facts else None
        for_visitors = question.is_for_visitors

        def residual(case: Case, who: int, asked: Asked) -> None:
            if name in case.own[who]:
                return
            if computed is not None and not words.is_open(computed(case, who)):
                return
            # A set of its own: what others asked already must not hide that facts are missing.
            behind: Asked = set()
            if facts_residual is not None:
                facts_residual(case, who, behind)
            if for_visitors and not behind:
                asked.add((name, who))
            asked |= behind

        return Answered(question, _got(name, computed), computed, residual)

    def _facts(self, facts: c.Facts) -> tuple[Get, Residual]:
        if isinstance(facts, c.ValueOf):
            other = self.question(facts.question)

            def same(case: Case, who: int, asked: Asked) -> None:
                if other.get(case, who) is UNKNOWN:
                    other.residual(case, who, asked)

            return other.get, same
        if isinstance(facts, c.Choose):
            return self._choose(facts)
        compiled = self.condition(facts)

        def value(case: Case, who: int) -> Value:
            truth = compiled.truth(case, who)
            return UNKNOWN if truth is None else truth

        return value, compiled.residual

    def _choose(self, facts: c.Choose) -> tuple[Get, Residual]:
        branches = [(code, self.condition(condition)) for code, condition in facts.branches]

        def value(case: Case, who: int) -> Value:
            for code, branch in branches:
                truth = branch.truth(case, who)
                if truth is None:
                    return UNKNOWN
                if truth:
                    return code
            return UNKNOWN

        def residual(case: Case, who: int, asked: Asked) -> None:
            for _, branch in branches:
                truth = branch.truth(case, who)
                if truth is None:
                    branch.residual(case, who, asked)
                if truth is not False:
                    return

        return value, residual

    # Conditions -------------------------------------------------------------------------

    def condition(self, condition: c.Condition) -> Compiled:
        if isinstance(condition, c.Not):
            part = self.condition(condition.part)
            return Compiled(lambda case, who: kleene.opposite(part.truth(case, who)), part.residual)
        if isinstance(condition, c.All | c.Any):
            return self._parts(condition)
        if condition.ask is None:
            return self._plain(condition)
        return self._test(condition, self.question(condition.ask))

    def _parts(self, condition: c.All | c.Any) -> Compiled:
        parts = [self.condition(part) for part in condition.parts]
        truths = [part.truth for part in parts]
        decided = isinstance(condition, c.Any)

        def truth(case: Case, who: int) -> Truth:
            unknown = False
            for each in truths:
                found = each(case, who)
                if found is decided:
                    return decided
                unknown = unknown or found is None
            return None if unknown else not decided

        def residual(case: Case, who: int, asked: Asked) -> None:
            if truth(case, who) is None:
                for part in parts:
                    if part.truth(case, who) is None:
                        part.residual(case, who, asked)

        return Compiled(truth, residual)

    def _test(self, test: c.Test, answered: Answered) -> Compiled:
        get, argument = answered.get, test.argument
        if isinstance(argument, c.ValueOf):
            return self._against_answer(test.word, answered, self.question(argument.question))
        if isinstance(argument, c.TableRef) and argument.by is not None:
            return self._against_row(test.word, answered, argument)
        if test.word == "true_in" and isinstance(argument, c.TableRef):
            look_up = self._look_up(argument.table)

            def listed(case: Case, who: int) -> Truth:
                return look_up(get(case, who), lambda value: value is True)

            return Compiled(listed, answered.residual)
        if isinstance(argument, c.TableRef):
            argument = tuple(self._rows[argument.table])
        if test.word == "is":
            return Compiled(_equal(get, argument), answered.residual)
        compare = words.comparison(test.word, argument, self.on)
        return Compiled(lambda case, who: compare(get(case, who)), answered.residual)

    def _against_answer(self, word: str, answered: Answered, other: Answered) -> Compiled:
        def truth(case: Case, who: int) -> Truth:
            return words.compare_two(word, answered.get(case, who), other.get(case, who))

        def residual(case: Case, who: int, asked: Asked) -> None:
            for each in (answered, other):
                if words.is_open(each.get(case, who)):
                    each.residual(case, who, asked)

        return Compiled(truth, residual)

    def _against_row(self, word: str, answered: Answered, row: c.TableRef) -> Compiled:
        by = self.question(row.by or "")
        look_up, on = self._look_up(row.table), self.on

        def truth(case: Case, who: int) -> Truth:
            mine = answered.get(case, who)
            return look_up(
                by.get(case, who),
                lambda value: words.comparison(word, words.argument(value), on)(mine),
            )

        def residual(case: Case, who: int, asked: Asked) -> None:
            for each in (by, answered):
                if words.is_open(each.get(case, who)):
                    each.residual(case, who, asked)

        return Compiled(truth, residual)

    def _look_up(self, name: str) -> words.LookUp:
        return words.look_up(self._rows[name], self.rule_set.tables[name].otherwise)

    # Words without a question -----------------------------------------------------------

    def _plain(self, test: c.Test) -> Compiled:
        if isinstance(test.argument, c.PhaseOf):
            return self.phase(test.argument.owner, test.argument.phases)
        if test.word == "below_cap":
            used_up = self._rows["caps"].get(str(test.argument))
            below = None if used_up is None else used_up is False
            return Compiled(lambda _case, _who: below, _nothing)
        if test.word == "told_apart":
            return _told_apart(self.question(str(test.argument)))
        relations = frozenset(test.argument) if isinstance(test.argument, tuple) else frozenset()
        related = _related_as if test.word == "related_as" else _accompanied_by
        return Compiled(lambda case, who: related(case, who, relations), _nothing)

    def phase(self, owner: str, phases: tuple[str, ...]) -> Compiled:
        """Whether the owner is in one of these phases that day, for this person."""
        entries = self.rule_set.phases_of(owner)
        if not entries:
            return _always("open" in phases)
        today = [each for each in entries if each.period.on(self.on) and each.has_day(self.on)]
        if not today:
            return _always("closed" in phases)
        asked = words.NATIONALITIES
        if asked not in self.rule_set.questions:
            return _always(any(each.phase in phases for each in today if not each.nationalities))
        return self._phase_by_nationality(today, phases, self.question(asked))

    def _phase_by_nationality(
        self, today: list[Phase], phases: tuple[str, ...], nationalities: Answered
    ) -> Compiled:
        if any(each.phase in phases and not each.nationalities for each in today):
            return _always(True)
        wanted = {n for each in today if each.phase in phases for n in each.nationalities}
        if not wanted:
            return _always(False)
        compare = words.comparison("any_in", tuple(sorted(wanted)), self.on)
        get = nationalities.get
        return Compiled(lambda case, who: compare(get(case, who)), nationalities.residual)


def _got(name: str, computed: Get | None) -> Get:
    """An answer given under its own id, else what can be computed, else unknown."""
    if computed is None:
        return lambda case, who: case.own[who].get(name, UNKNOWN)

    def get(case: Case, who: int) -> Value:
        value = case.own[who].get(name, _MISSING)
        if value is not _MISSING:
            return value  # type: ignore[return-value]
        return computed(case, who)

    return get


def _always(truth: Truth) -> Compiled:
    return Compiled(lambda _case, _who: truth, _nothing)


def _nothing(_case: Case, _who: int, _asked: Asked) -> None:
    """A word that looks at no answer leaves nothing to ask."""


def _equal(get: Get, argument: c.Argument) -> Holds:
    """The commonest word without a second call: one screening asks it a hundred times."""

    def truth(case: Case, who: int) -> Truth:
        value = get(case, who)
        return None if value is UNKNOWN else value == argument

    return truth


def in_force(table: Table, on: date) -> Mapping[str, Value]:
    """Key to value, or, in a list, each code to true."""
    rows = [row for row in table.rows if row.period.on(on)]
    if table.keyed:
        return {str(row.key): row.value for row in rows}
    return {str(row.value): True for row in rows}


def _computed(record: str | None, facts: Get | None) -> Get | None:
    if record is None:
        return facts

    def from_record(case: Case, who: int) -> Value:
        member = case.member(who)
        value = getattr(member, record) if member is not None else None
        if value is not None:
            return value  # type: ignore[no-any-return]
        return facts(case, who) if facts is not None else UNKNOWN

    return from_record


def _related_as(case: Case, who: int, relations: frozenset[str]) -> Truth:
    if who >= RELATIVES or who == HOUSEHOLD:
        return None
    if who == case.principal:
        return "applicant" in relations and who == case.applicant
    return relation(case.members[who], case.members[case.principal]) in relations


def _told_apart(answered: Answered) -> Compiled:
    """Unknown where nobody said anything yet: it may still be said of this person alone."""
    name = answered.question.id

    def truth(case: Case, who: int) -> Truth:
        if name in case.apart.get(who, ()):
            return True
        return None if case.own[who].get(name, UNKNOWN) is UNKNOWN else False

    return Compiled(truth, answered.residual)


def _accompanied_by(case: Case, who: int, relations: frozenset[str]) -> Truth:
    if who >= RELATIVES or who == HOUSEHOLD:
        return None
    person = case.members[who]
    return any(
        relation(other, person) in relations for other in case.members if other is not person
    )

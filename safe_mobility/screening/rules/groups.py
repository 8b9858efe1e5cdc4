"""A group of criteria made ready for one day: what judges, what is only told, who goes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.ruleset import Criterion, Pathway, Phase, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Confidence, InForce, Truth, Value
from safe_mobility.screening.rules import kleene, words
from safe_mobility.screening.rules.case import Case
from safe_mobility.screening.rules.compiling import Answered, Asked, Compiled, Compiler
from safe_mobility.screening.rules.result import Rule, Used

ADULT_AGE = 18
OURS = InForce(None, None, ("our own rule",), Confidence.SOURCED)


@dataclass(frozen=True, slots=True)
class Judge:
    """One rule that takes part in the verdict."""

    rule: Rule
    of: str
    shuts: bool
    is_flag: bool
    compiled: Compiled
    looks_at: tuple[Answered, ...]
    applies: Compiled | None = None
    """Where this is known not to hold, the rule does not speak of the person at all."""
    apart: frozenset[str] = frozenset()
    """The questions of which it wants to know whom they were answered for."""

    def says_nothing(self, case: Case, who: int) -> bool:
        """A rule that does not apply shuts nobody out, and must not read as if it held."""
        return self.applies is not None and self.applies.truth(case, who) is False

    def used(self, case: Case, who: int) -> tuple[tuple[Used, ...], bool]:
        """The answers it looked at, and whether one of them differs from the records."""
        seen, differs = [], False
        for answered in self.looks_at:
            used, other = _used(answered, case, who)
            seen.append(used)
            differs = differs or other
        return tuple(seen), differs


def _used(answered: Answered, case: Case, who: int) -> tuple[Used, bool]:
    question = answered.question
    own = case.own[who]
    if question.id not in own:
        value: Value = answered.computed(case, who) if answered.computed is not None else UNKNOWN
        if words.is_open(value):
            return Used(question.id, value, "not_asked"), False
        return Used(question.id, value, "record" if question.record else "computed"), False
    value = own[question.id]
    if value is UNKNOWN:
        return Used(question.id, value, "unknown"), False
    known = answered.computed(case, who) if answered.computed is not None else UNKNOWN
    differs = not words.is_open(known) and not words.is_open(value) and known != value
    return Used(question.id, value, "given"), differs


@dataclass(frozen=True, slots=True)
class Teller:
    """One rule that is only told: a document, a priority, a branch, a piece of information."""

    criterion: Criterion
    rule: Rule
    holds: Compiled | None
    applies: Compiled | None
    texts: Mapping[Truth, str]
    """Keys of what is told, by whether it holds; absent where there is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Group:
    """A pathway, or the office with what is common to all, on one day."""

    pathway: Pathway
    judges: tuple[Judge, ...]
    tellers: tuple[Teller, ...]
    principal_rule: Rule
    may_be_principal: Callable[[Case, int], Truth]
    born_on: Answered | None
    goes_along: tuple[Compiled, ...]
    same_principals: int
    """The number of this way of saying who may ask, and of saying who goes along."""
    same_unit: int
    best_rule: Rule | None
    everybody: bool
    """The office takes the household as it is; a pathway knows who goes together."""
    door: Answered | None
    """The question that asks whether the household wants this at all."""


def office_group(compiler: Compiler, codes: tuple[str, ...]) -> Group:
    return _group(compiler, codes[-1], codes)


def pathway_group(compiler: Compiler, code: str) -> Group:
    return _group(compiler, code, (code,))


def _group(compiler: Compiler, code: str, groups: tuple[str, ...]) -> Group:
    rule_set, on = compiler.rule_set, compiler.on
    pathway = rule_set.pathways[code]
    criteria = rule_set.criteria_of(groups, on=on)
    judges = [_judge(compiler, criterion) for criterion in criteria if criterion.judges]
    phase = _phase_judge(compiler, pathway)
    if phase is not None or not judges:
        judges.append(phase or _no_phase(pathway))
    return Group(
        pathway=pathway,
        judges=tuple(sorted(judges, key=lambda judge: judge.rule.id)),
        tellers=tuple(_teller(compiler, each) for each in criteria if not each.judges),
        principal_rule=_own_rule(code, "principal", "unit.principal"),
        may_be_principal=_principal(compiler, pathway),
        born_on=_born_on(compiler),
        goes_along=tuple(compiler.condition(each) for each in pathway.unit.with_principal),
        same_principals=compiler.number_of(("principals", pathway.unit.principals)),
        same_unit=compiler.number_of(("unit", pathway.unit.with_principal)),
        best_rule=_best_rule(pathway),
        everybody=not pathway.is_judged_alone,
        door=compiler.question(pathway.door) if pathway.door else None,
    )


def rule_of(criterion: Criterion) -> Rule:
    return Rule(
        id=criterion.id,
        effect=criterion.effect,
        period=criterion.period,
        holds=criterion.says("holds"),
        fails=criterion.says("fails"),
        unknown=criterion.says("unknown"),
        next=criterion.next,
        next_url=criterion.next_url,
        passes=criterion.passes,
    )


def _judge(compiler: Compiler, criterion: Criterion) -> Judge:
    if criterion.holds_if is None:
        raise ValueError(f"{criterion.id} judges and does not say when it holds")
    holds = criterion.holds_if
    if criterion.applies_if is not None:
        holds = c.Any((c.Not(criterion.applies_if), holds))
    return Judge(
        rule=rule_of(criterion),
        of=criterion.of,
        shuts=criterion.shuts,
        is_flag=not criterion.shuts,
        compiled=compiler.condition(holds),
        looks_at=_looked_at(compiler, criterion.holds_if),
        applies=compiler.condition(criterion.applies_if) if criterion.applies_if else None,
        apart=frozenset(str(test.argument) for test in c.tests(holds) if test.word == "told_apart"),
    )


def _looked_at(compiler: Compiler, condition: c.Condition) -> tuple[Answered, ...]:
    names = dict.fromkeys(c.questions_in(condition))
    return tuple(compiler.question(name) for name in names)


def _teller(compiler: Compiler, criterion: Criterion) -> Teller:
    return Teller(
        criterion,
        rule_of(criterion),
        compiler.condition(criterion.holds_if) if criterion.holds_if is not None else None,
        compiler.condition(criterion.applies_if) if criterion.applies_if is not None else None,
        _told(compiler.rule_set, criterion),
    )


def _told(rule_set: RuleSet, criterion: Criterion) -> Mapping[Truth, str]:
    """A sentence of its own for each outcome; `tells` stands unless it is known not to hold."""
    wanted: dict[Truth, tuple[str, ...]] = {
        True: ("holds", "tells"),
        None: ("unknown", "tells"),
        False: ("fails",),
    }
    keys = {
        truth: next((k for n in names if (k := criterion.says(n)) in rule_set.texts), None)
        for truth, names in wanted.items()
    }
    return {truth: key for truth, key in keys.items() if key is not None}


def _own_rule(code: str, name: str, sentence: str) -> Rule:
    return Rule(
        id=f"{code}.{name}",
        effect="require",
        period=OURS,
        holds=f"{sentence}.holds",
        fails=f"{sentence}.fails",
        unknown=f"{sentence}.unknown",
    )


def _best_rule(pathway: Pathway) -> Rule | None:
    if pathway.at_best is None:
        return None
    sentence = pathway.says("at_best")
    return Rule(
        id=f"{pathway.code}.at_best",
        effect="at_best",
        period=pathway.period,
        holds=sentence,
        fails=sentence,
        unknown=sentence,
    )


# Phases -------------------------------------------------------------------------------------


def _phase_judge(compiler: Compiler, pathway: Pathway) -> Judge | None:
    """The phase as a gate. An office holds on open and window days, a pathway while open."""
    phases = compiler.rule_set.phases_of(pathway.code)
    if not phases:
        return None
    good = good_phases(pathway)
    compiled = compiler.phase(pathway.code, good)
    speaking = speaking_phase(phases, compiler.on, good)
    nationalities = words.NATIONALITIES
    by_nationality = any(phase.nationalities for phase in phases)
    return Judge(
        rule=_phase_rule(pathway, speaking),
        of="applicant" if pathway.kind == "office" else "principal",
        shuts=True,
        is_flag=False,
        compiled=compiled,
        looks_at=(compiler.question(nationalities),) if by_nationality else (),
    )


def good_phases(pathway: Pathway) -> tuple[str, ...]:
    """An office takes applications on window days too; a pathway is open while it is open."""
    return ("open", "window") if pathway.kind == "office" else ("open",)


def open_without_dates(pathway: Pathway) -> Rule:
    """Where nothing else speaks, this does: every verdict has a reason."""
    rule = _own_rule(pathway.code, "phase", "phase.pathway.open")
    return replace(rule, effect="phase", holds="phase.pathway.open")


def _no_phase(pathway: Pathway) -> Judge:
    rule = open_without_dates(pathway)
    return Judge(rule, "principal", True, False, Compiled(_holds, _asks_nothing), ())


def _holds(_case: Case, _who: int) -> Truth:
    return True


def _asks_nothing(_case: Case, _who: int, _asked: Asked) -> None:
    """There is nothing to ask about."""


def speaking_phase(phases: tuple[Phase, ...], on: date, good: tuple[str, ...]) -> Phase | None:
    """The entry that a phase's reason quotes: one that holds today, a good one if there is any."""
    today = [phase for phase in phases if phase.period.on(on)]
    best = [phase for phase in today if phase.phase in good and phase.has_day(on)]
    chosen = best or today
    return chosen[0] if chosen else None


def _phase_rule(pathway: Pathway, speaking: Phase | None) -> Rule:
    word = speaking.phase if speaking is not None else "closed"
    own = speaking.says if speaking is not None else None
    general = f"phase.{pathway.kind if pathway.kind == 'office' else 'pathway'}.{word}"
    return Rule(
        id=f"{pathway.code}.phase",
        effect="phase",
        period=speaking.period if speaking is not None else OURS,
        holds=own or general,
        fails=own or general,
        unknown="phase.unknown",
        date_inferred=speaking.date_inferred if speaking is not None else False,
    )


# The unit -----------------------------------------------------------------------------------


def _born_on(compiler: Compiler) -> Answered | None:
    questions = compiler.rule_set.questions.values()
    names = [question.id for question in questions if question.record == "born_on"]
    return compiler.question(names[0]) if names else None


def _principal(compiler: Compiler, pathway: Pathway) -> Callable[[Case, int], Truth]:
    born_on = _born_on(compiler)
    of_age = words.comparison("age_at_least", ADULT_AGE, compiler.on)

    def adult(case: Case, who: int) -> Truth:
        return of_age(born_on.get(case, who)) if born_on is not None else None

    kinds: dict[str, Callable[[Case, int], Truth]] = {
        "applicant": lambda case, who: who == case.applicant,
        "any_adult": adult,
        "child": lambda case, who: case.members[who].role == "child",
    }
    wanted = [kinds[kind] for kind in pathway.unit.principals]
    return lambda case, who: kleene.some(kind(case, who) for kind in wanted)


ANY_PRINCIPAL = -1


def principals_of(group: Group, case: Case) -> tuple[Truth, ...]:
    """Whether each person may be the one who asks."""
    key = (group.same_principals, ANY_PRINCIPAL)
    found = case.kept.get(key)
    if found is None:
        places = range(len(case.members))
        found = case.kept[key] = tuple([group.may_be_principal(case, who) for who in places])
    return found


def membership(group: Group, case: Case) -> tuple[Truth, ...]:
    """Whether each person goes along with the case's principal."""
    if group.everybody:
        return (True,) * len(case.members)
    key = (group.same_unit, case.principal)
    found = case.kept.get(key)
    if found is None:
        places = range(len(case.members))
        found = case.kept[key] = tuple([_goes_along(group, case, who) for who in places])
    return found


def _goes_along(group: Group, case: Case, who: int) -> Truth:
    if who == case.principal:
        return True
    if not group.goes_along:
        return False
    return kleene.some(each.truth(case, who) for each in group.goes_along)

"""From a household's answers and the rules in force on a day to verdicts and their reasons.

NOT_TODAY where a sourced gate or requirement fails; otherwise PERSON where something is
unknown, a flag is raised, or the pathway is never better than that; otherwise OPEN. A missing
answer never closes anything, and nothing here depends on who asks or in which order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from safe_mobility.programmes.rules.ruleset import Programme, RuleSet
from safe_mobility.programmes.rules.values import Truth
from safe_mobility.screening.rules import kleene
from safe_mobility.screening.rules.case import HOUSEHOLD, Answers, Case
from safe_mobility.screening.rules.compiling import Compiled, Compiler
from safe_mobility.screening.rules.groups import (
    Group,
    Judge,
    Teller,
    membership,
    office_group,
    open_without_dates,
    pathway_group,
    principals_of,
)
from safe_mobility.screening.rules.household import Household
from safe_mobility.screening.rules.looking_ahead import next_change
from safe_mobility.screening.rules.result import (
    RANK,
    Alternative,
    HelpItem,
    Note,
    Outcome,
    PathwayResult,
    Reason,
    Result,
    Verdict,
)


class NoSuchProgramme(LookupError):
    """No programme is loaded for this country."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The rules of one programme, compiled for one day."""

    rule_set: RuleSet
    programme: Programme
    on: date
    office: Group
    pathways: tuple[Group, ...]
    help: tuple[tuple[HelpItem, Compiled | None], ...]
    recorded: frozenset[str]
    changes: Mapping[str, date]
    """By rule id: the next announced day on which a rule that can shut changes."""

    def case(
        self, household: Household, answers: Answers, member_answers: Mapping[str, Answers]
    ) -> Case:
        return Case(household, answers, member_answers, self.recorded)


@lru_cache(maxsize=64)
def ready(rule_set: RuleSet, country: str, on: date) -> Ready:
    """Compile once per rule set, programme and day; later calls cost a look-up."""
    programme = rule_set.programmes.get(country)
    if programme is None:
        raise NoSuchProgramme(country)
    compiler = Compiler(rule_set, on)
    office = office_group(compiler, programme.office_groups)
    pathways = tuple(pathway_group(compiler, code) for code in programme.pathways)
    return Ready(
        rule_set=rule_set,
        programme=programme,
        on=on,
        office=office,
        pathways=pathways,
        help=tuple(
            (
                HelpItem(each.code, each.text, each.url),
                compiler.condition(each.only_if) if each.only_if is not None else None,
            )
            for each in rule_set.help
            if each.is_for(programme.code)
        ),
        recorded=frozenset(q.id for q in rule_set.questions.values() if q.record is not None),
        changes={
            judge.rule.id: day
            for group in (office, *pathways)
            for judge in group.judges
            if judge.shuts and (day := next_change(rule_set, judge, on)) is not None
        },
    )


def screen(
    rule_set: RuleSet,
    *,
    country: str,
    on: date,
    household: Household,
    answers: Answers,
    member_answers: Mapping[str, Answers] | None = None,
) -> Result:
    """What may be open to this household on this day, and why.

    `answers` are named by question id (see `answering.read_answers`) and speak for every
    member for whom `member_answers` says nothing about that question.
    """
    rules = ready(rule_set, country, on)
    case = rules.case(household, answers, member_answers or {})
    office = judge_group(rules, rules.office, case)
    judged = [judge_group(rules, group, case) for group in rules.pathways]
    pathways = tuple(sorted(judged, key=lambda each: RANK[each.verdict]))
    everything_shut = all(each.verdict is Verdict.NOT_TODAY for each in (office, *pathways))
    days = [each.look_again_on for each in (office, *pathways) if each.look_again_on]
    case.principal = case.applicant
    return Result(
        rules_version=rule_set.version,
        country=country,
        on=on,
        office=office,
        pathways=pathways,
        help=tuple(_help(rules, case)),
        look_again_on=min(days) if everything_shut and days else None,
    )


def _help(rules: Ready, case: Case) -> Iterator[HelpItem]:
    for item, only_if in rules.help:
        if only_if is None or only_if.truth(case, case.applicant) is not False:
            yield item


# One group, for every possible principal ------------------------------------------------------


class Attempt(NamedTuple):
    """A group judged with one person as the one who asks."""

    principal: int
    may_be: Truth
    verdict: Verdict
    members: tuple[Truth, ...]
    outcomes: tuple[tuple[Judge, int, Truth], ...]


def judge_group(rules: Ready, group: Group, case: Case) -> PathwayResult:
    attempts = attempts_of(group, case)
    best = min(attempts, key=lambda each: _preference(case, each))
    case.principal = best.principal
    result = _result(rules, group, case, best)
    others = [each for each in attempts if each is not best and each.may_be is not False]
    if not others:
        return result
    alternatives = [
        Alternative(str(case.name(each.principal)), _named(case, each.members, True), each.verdict)
        for each in sorted(others, key=lambda each: str(case.name(each.principal)))
    ]
    return _with_alternatives(result, tuple(alternatives))


def attempts_of(group: Group, case: Case) -> list[Attempt]:
    """The group judged for everybody who is, or may be, the one to ask for it."""
    if group.everybody:
        return [_attempt(group, case, case.applicant, True)]
    may_be = principals_of(group, case)
    possible = [n for n, truth in enumerate(may_be) if truth is not False] or [case.applicant]
    return [_attempt(group, case, place, may_be[place]) for place in possible]


def _preference(case: Case, attempt: Attempt) -> tuple[int, bool, str]:
    name = case.members[attempt.principal].id
    return RANK[attempt.verdict], attempt.principal != case.applicant, name


def _attempt(group: Group, case: Case, principal: int, may_be: Truth) -> Attempt:
    case.principal = principal
    members = membership(group, case)
    of_one = {"principal": principal, "applicant": case.applicant, "household": HOUSEHOLD}
    outcomes: list[tuple[Judge, int, Truth]] = []
    for judge in group.judges:
        who = of_one.get(judge.of)
        if who is not None:
            outcomes.append((judge, who, judge.compiled.truth(case, who)))
        else:
            outcomes += [(judge, place, truth) for place, truth in _many(judge, case, members)]
    return Attempt(principal, may_be, _verdict(group, may_be, outcomes), members, tuple(outcomes))


def _many(judge: Judge, case: Case, members: tuple[Truth, ...]) -> list[tuple[int, Truth]]:
    """What the rule says of each member, or of the one member or relative who is enough."""
    truth = judge.compiled.truth
    if judge.of == "each_member":
        return [
            (place, kleene.either(kleene.opposite(member), truth(case, place)))
            for place, member in enumerate(members)
            if member is not False
        ]
    if judge.of == "any_member":
        found = [(p, kleene.both(m, truth(case, p))) for p, m in enumerate(members)]
        return [_strongest(found, case)]
    return [_strongest([(place, truth(case, place)) for place in case.relatives], case)]


def _strongest(found: list[tuple[int, Truth]], case: Case) -> tuple[int, Truth]:
    """One of several is enough: one that holds, else one unknown, else any; the smallest id."""
    order = {True: 0, None: 1, False: 2}
    return min(found, key=lambda each: (order[each[1]], case.name(each[0]) or ""))


def _verdict(group: Group, may_be: Truth, outcomes: Sequence[tuple[Judge, int, Truth]]) -> Verdict:
    if may_be is False:
        return Verdict.NOT_TODAY
    person = may_be is None or group.best_rule is not None
    for judge, _, truth in outcomes:
        if truth is False:
            if judge.shuts:
                return Verdict.NOT_TODAY
            person = True
        elif truth is None and not judge.rule.passes:
            person = True
    return Verdict.PERSON if person else Verdict.OPEN


# What is said about the best of them ----------------------------------------------------------


def _result(rules: Ready, group: Group, case: Case, attempt: Attempt) -> PathwayResult:
    pathway, verdict = group.pathway, attempt.verdict
    reasons = tuple(sorted(_reasons(group, case, attempt), key=_by_criterion))
    if not reasons:
        reasons = (Reason(open_without_dates(pathway), Outcome.HOLDS, None),)
    days = [
        rules.changes[judge.rule.id]
        for judge, _, truth in attempt.outcomes
        if truth is False and judge.rule.id in rules.changes
    ]
    shut = verdict is Verdict.NOT_TODAY
    return PathwayResult(
        code=pathway.code,
        verdict=verdict,
        principal=str(case.name(attempt.principal)),
        unit=_named(case, attempt.members, True),
        unsure=_named(case, attempt.members, None),
        outside=_named(case, attempt.members, False),
        reasons=reasons,
        notes=tuple(_notes(group, case)),
        look_again_on=min(days, default=None) if shut else None,
        alternatives=(),
        next=pathway.says(f"next.{verdict.lower()}"),
        next_url=pathway.next_urls.get(verdict.lower()),
        declined=group.door is not None and group.door.get(case, attempt.principal) is False,
    )


def _with_alternatives(
    result: PathwayResult, alternatives: tuple[Alternative, ...]
) -> PathwayResult:
    values = {name: getattr(result, name) for name in PathwayResult.__slots__}
    return PathwayResult(**{**values, "alternatives": alternatives})


def _by_criterion(reason: Reason) -> tuple[str, str]:
    return reason.rule.id, reason.member or ""


def _named(case: Case, members: tuple[Truth, ...], wanted: Truth) -> tuple[str, ...]:
    found = [case.members[place].id for place, truth in enumerate(members) if truth is wanted]
    return tuple(sorted(found))


def _reasons(group: Group, case: Case, attempt: Attempt) -> Iterator[Reason]:
    name = str(case.name(attempt.principal))
    if not group.everybody and attempt.may_be is not True:
        outcome = Outcome.FAILS if attempt.may_be is False else Outcome.UNKNOWN
        yield Reason(group.principal_rule, outcome, name)
    if group.best_rule is not None:
        yield Reason(group.best_rule, Outcome.UNKNOWN, None)
    for judge, who, truth in attempt.outcomes:
        if judge.says_nothing(case, who):
            continue
        answers, differs = judge.used(case, who)
        yield Reason(judge.rule, _outcome(judge, truth), case.name(who), answers, differs)


def _outcome(judge: Judge, truth: Truth) -> Outcome:
    if truth is None:
        return Outcome.UNKNOWN
    if truth:
        return Outcome.HOLDS
    return Outcome.FAILS if judge.shuts else Outcome.FLAG


def _notes(group: Group, case: Case) -> Iterator[Note]:
    for teller in group.tellers:
        note = _note(teller, case)
        if note is not None:
            yield note


def _note(teller: Teller, case: Case) -> Note | None:
    """What is told for what is known; the next step where it does not hold."""
    who = _subject(teller.criterion.of, case)
    if teller.applies is not None and teller.applies.truth(case, who) is False:
        return None
    holds = True if teller.holds is None else teller.holds.truth(case, who)
    text = teller.texts.get(holds)
    step = teller.rule.next if holds is False or teller.holds is None else None
    if text is None and step is None:
        return None
    return Note(teller.rule, teller.criterion.effect, text, step, teller.rule.next_url)


def _subject(of: str, case: Case) -> int:
    if of == "household":
        return HOUSEHOLD
    return case.applicant if of == "applicant" else case.principal

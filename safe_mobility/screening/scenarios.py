"""Worked examples, written as YAML with the officers who know the rule, and run as tests.

A scenario gives a household, its answers and a day, and says which verdicts and which reasons
must come of it. It checks only what it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.schema import CODE, COUNTRY, YesOrCode
from safe_mobility.screening.rules.answering import read_answers
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import PathwayResult, Result
from safe_mobility.shared.strict_yaml import (
    MISSING,
    Date,
    ListOf,
    MapOf,
    Node,
    OpenEnd,
    Place,
    Record,
    Report,
    Text,
    Word,
    read_text,
)


class _Answer:
    """true, false, a code, a date or a list of codes."""

    def read(self, node: Node, at: Place) -> Any:
        spec = ListOf(CODE) if node.items is not None else YesOrCode()
        return spec.read(node, at)


_ANSWERS = MapOf(CODE, _Answer())
_VERDICT = Word(("OPEN", "PERSON", "NOT_TODAY"))
_MEMBER = Record(
    {"id": CODE, "role": CODE}, {"born_on": Date(), "sex": Word(("F", "M", "X")), "marital": CODE}
)
_SILENT = "silent"
"""Expected of a rule that does not apply: it gives no reason."""
_OUTCOME = Word(("holds", "fails", "unknown", "flag", _SILENT))
_EXPECT = Record(
    {},
    {
        "office": _VERDICT,
        "pathways": MapOf(CODE, _VERDICT),
        "reasons": MapOf(CODE, MapOf(CODE, _OUTCOME)),
        "principal": MapOf(CODE, CODE),
        "unit": MapOf(CODE, ListOf(CODE)),
        "outside": MapOf(CODE, ListOf(CODE)),
        "look_again_on": MapOf(CODE, OpenEnd()),
    },
)
_SCENARIO = Record(
    {"name": Text(), "country": COUNTRY, "on": Date(), "answers": _ANSWERS, "expect": _EXPECT},
    {"members": ListOf(_MEMBER), "member_answers": MapOf(CODE, _ANSWERS)},
)
_FILE = Record({"scenarios": ListOf(_SCENARIO, least=1)})


@dataclass(frozen=True, slots=True)
class Scenario:
    file: str
    name: str
    country: str
    on: date
    household: Household
    answers: dict[str, Any]
    member_answers: dict[str, dict[str, Any]]
    expect: dict[str, Any]

    def run(self, rule_set: RuleSet) -> Result:
        return screen(
            rule_set,
            country=self.country,
            on=self.on,
            household=self.household,
            answers=read_answers(rule_set, self.answers, on=self.on),
            member_answers={
                member: read_answers(rule_set, answers, on=self.on)
                for member, answers in self.member_answers.items()
            },
        )


def read_scenarios(folder: Path) -> list[Scenario]:
    """Every scenario beside the programme's files. Raises `Unreadable` with all mistakes."""
    report = Report()
    found: list[Scenario] = []
    for path in sorted(folder.rglob("scenarios/*.yaml")):
        name = path.relative_to(folder.parent).as_posix()
        text = path.read_text(encoding="utf-8")
        read, _ = read_text(text, file=name, spec=_FILE, report=report)
        if read is not MISSING and not report.problems:
            found += [_scenario(name, each) for each in read["scenarios"]]
    report.stop_if_any()
    return found


def _scenario(file: str, read: dict[str, Any]) -> Scenario:
    members = tuple(
        Member(
            id=each["id"],
            role=each["role"],
            born_on=date.fromisoformat(each["born_on"]) if "born_on" in each else None,
            sex=each.get("sex"),
            marital=each.get("marital"),
        )
        for each in read.get("members", ())
    )
    return Scenario(
        file=file,
        name=read["name"],
        country=read["country"],
        on=date.fromisoformat(read["on"]),
        household=Household(members) if members else VISITOR,
        answers=read["answers"],
        member_answers=read.get("member_answers", {}),
        expect=read["expect"],
    )


def differences(scenario: Scenario, result: Result) -> list[str]:
    """What came out otherwise than the scenario says, in words; empty when all is as expected."""
    return list(_differences(scenario.expect, result))


def _differences(expect: dict[str, Any], result: Result) -> Iterator[str]:
    groups = {each.code: each for each in (result.office, *result.pathways)}
    if "office" in expect and result.office.verdict != expect["office"]:
        yield f"office: expected {expect['office']}, came {result.office.verdict}"
    for code, verdict in expect.get("pathways", {}).items():
        if groups[code].verdict != verdict:
            yield f"{code}: expected {verdict}, came {groups[code].verdict}"
    for code, outcomes in expect.get("reasons", {}).items():
        came = {reason.criterion: str(reason.outcome) for reason in groups[code].reasons}
        for criterion, outcome in outcomes.items():
            if came.get(criterion, _SILENT) != outcome:
                yield f"{code}: {criterion} expected {outcome}, came {came.get(criterion)}"
    for name in ("principal", "unit", "outside", "look_again_on"):
        for code, wanted in expect.get(name, {}).items():
            found = _plain(groups[code], name)
            if found != wanted:
                yield f"{code}: {name} expected {wanted}, came {found}"


def _plain(result: PathwayResult, name: str) -> Any:
    value = getattr(result, name)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value

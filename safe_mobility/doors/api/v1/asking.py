"""What a client sends to have a household screened, and every way in which it can be wrong.

Nothing that is sent is kept. A fault names its field, so that a form can point at it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from safe_mobility.programmes.rules.conditions import RELATIONS
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening.rules.answering import AnswersWrong, read_answers
from safe_mobility.screening.rules.household import Household, Member

MOST_MEMBERS = 40
MOST_ANSWERS = 250
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)

# "choice+date" questions: the date that may come with the choice is a question of its own.
DATE_BESIDE: Mapping[str, str | None] = {
    "fv.petition": "fv.priority_date",
    "fv.age_mar": "cm.age",
}
FROM_MEMBERS = frozenset({"us.family"})
"""Questions whose answer is the list of members itself."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.\-]+$")]
Answer = Annotated[
    bool | str | list[str] | dict[str, Any],
    Field(
        description='true, false, "unknown", a choice code, a list of codes, an ISO date, or '
        '{"choice": code, "on": date or null} where the catalogue says choice+date.'
    ),
]
Answers = Annotated[dict[str, Answer], Field(max_length=MOST_ANSWERS)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class MemberIn(Strict):
    """One person. No name: the rules need none."""

    id: Code
    role: str = Field("applicant", description=f"one of: {', '.join(RELATIONS)}")
    born_on: str | None = Field(None, description="ISO date")
    sex: Literal["F", "M", "X"] | None = None
    marital: Code | None = None


class HouseholdIn(Strict):
    members: Annotated[list[MemberIn], Field(min_length=1, max_length=MOST_MEMBERS)]


class ScreeningIn(Strict):
    """A household, its answers and the day whose rules are asked about."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="the country of the programme, ISO 3166-1"
    )
    on: str = Field(description="the day whose rules count, ISO date")
    household: HouseholdIn
    answers: Answers = Field(default_factory=dict)
    member_answers: dict[str, Answers] = Field(default_factory=dict)
    lang: Literal["es", "en"] = "es"


@dataclass(frozen=True, slots=True)
class Fault:
    field: str
    problem: str


class Faulty(Exception):
    """The body cannot be used; holds every field that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.problem}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Asked:
    """The body as the engine takes it."""

    country: str
    on: date
    household: Household
    answers: dict[str, Value]
    member_answers: dict[str, dict[str, Value]]


def read(rule_set: RuleSet, body: ScreeningIn) -> Asked:
    """The body in the engine's words, or `Faulty` with every fault at once."""
    faults: list[Fault] = []
    on = day(body.on)
    if on is None:
        raise Faulty([Fault("on", "not_a_day")])
    if body.country not in rule_set.programmes:
        faults.append(Fault("country", "no_such_programme"))
    members = list(_members(body, on, faults))
    ids = {member.id for member in members}
    answers = _answers(rule_set, body.answers, on, "answers", faults)
    member_answers = {}
    for name, plain in body.member_answers.items():
        if name not in ids:
            faults.append(Fault(f"member_answers.{name}", "no_such_member"))
        else:
            at = f"member_answers.{name}"
            member_answers[name] = _answers(rule_set, plain, on, at, faults)
    if faults:
        raise Faulty(faults)
    return Asked(body.country, on, Household(tuple(members)), answers, member_answers)


def day(text: str) -> date | None:
    """An ISO date from 1900 to 2099, or None."""
    try:
        found = date.fromisoformat(text) if len(text) == len("2023-07-01") else None
    except ValueError:
        return None
    return found if found is not None and EARLIEST <= found < LATEST else None


def _members(body: ScreeningIn, on: date, faults: list[Fault]) -> Iterator[Member]:
    seen: set[str] = set()
    applicants = 0
    for place, member in enumerate(body.household.members):
        at = f"household.members.{place}"
        if member.id in seen:
            faults.append(Fault(f"{at}.id", "twice"))
            continue
        seen.add(member.id)
        if member.role not in RELATIONS:
            faults.append(Fault(f"{at}.role", "not_a_choice"))
        applicants += member.role == "applicant"
        if applicants > 1 and member.role == "applicant":
            faults.append(Fault(f"{at}.role", "second_applicant"))
        born_on = day(member.born_on) if member.born_on is not None else None
        if member.born_on is not None and (born_on is None or born_on > on):
            faults.append(Fault(f"{at}.born_on", "not_a_day"))
        yield Member(member.id, member.role, born_on, member.sex, member.marital)


def _answers(
    rule_set: RuleSet, plain: Mapping[str, Any], on: date, at: str, faults: list[Fault]
) -> dict[str, Value]:
    flat: dict[str, Any] = {}
    for name, value in plain.items():
        if name in FROM_MEMBERS:
            if value != "unknown" and not isinstance(value, list):
                faults.append(Fault(f"{at}.{name}", "wrong_type"))
        elif isinstance(value, dict):
            _unfold(name, value, flat, at, faults)
        else:
            flat[name] = value
    try:
        return read_answers(rule_set, flat, on=on)
    except AnswersWrong as error:
        faults += [Fault(f"{at}.{each.field}", each.problem) for each in error.wrong]
        return {}


def _unfold(
    name: str, value: dict[str, Any], flat: dict[str, Any], at: str, faults: list[Fault]
) -> None:
    """`{"choice": …, "on": …}` as the choice and, where there is one, the day's own question."""
    if name not in DATE_BESIDE or value.keys() - {"choice", "on"}:
        faults.append(Fault(f"{at}.{name}", "wrong_type"))
        return
    flat[name] = value.get("choice", "unknown")
    beside = DATE_BESIDE[name]
    if beside is not None and value.get("on") is not None:
        flat.setdefault(beside, value["on"])

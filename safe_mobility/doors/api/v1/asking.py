"""What a client sends to have a household screened, and every way in which it can be wrong.

Nothing that is sent is kept. A fault names its field, so that a form can point at it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, ValidationError, WithJsonSchema

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
DATE_BESIDE: Mapping[str, str] = {
    "fv.petition": "fv.priority_date",
    "fv.age_mar": "cm.age",
}
FROM_MEMBERS = frozenset({"us.family"})
"""Questions whose answer is the list of members itself."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.\-]+$")]
# Taken as it comes: what it may be depends on its question, and a fault must bear its name.
Answer = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "object"},
            ],
            "description": 'true, false, "unknown", a choice code, a list of codes, an ISO date, '
            'or {"choice": code, "on": date or null} where the catalogue says choice+date.',
        }
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
        faults.append(Fault("on", "not_a_day"))
        on = LATEST
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


def read_text(rule_set: RuleSet, text: str | bytes) -> tuple[ScreeningIn, Asked]:
    """A body as it was sent, or `Faulty` with every fault, of its shape and of its answers."""
    try:
        body = ScreeningIn.model_validate_json(text)
    except ValidationError as error:
        raise Faulty([*shape_faults(error), *_faults_beside(rule_set, text)]) from None
    return body, read(rule_set, body)


def shape_faults(error: ValidationError) -> Iterator[Fault]:
    for each in error.errors():
        yield Fault(".".join(map(str, each["loc"])) or "body", str(each["type"]))


def _faults_beside(rule_set: RuleSet, text: str | bytes) -> list[Fault]:
    """What is wrong with the answers of a body whose shape is wrong elsewhere."""
    faults: list[Fault] = []
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return faults
    body = body if isinstance(body, dict) else {}
    on = day(body["on"]) if isinstance(body.get("on"), str) else None
    given, own = body.get("answers"), body.get("member_answers")
    parts = {"answers": given}
    if isinstance(own, dict):
        parts |= {f"member_answers.{name}": plain for name, plain in own.items()}
    for at, plain in parts.items():
        if isinstance(plain, dict) and len(plain) <= MOST_ANSWERS:
            _answers(rule_set, plain, on or LATEST, at, faults)
    return faults


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
    days: dict[str, Any] = {}
    for name, value in plain.items():
        if name in FROM_MEMBERS:
            if value != "unknown" and not _is_list_of_names(value):
                faults.append(Fault(f"{at}.{name}", "wrong_type"))
        elif not isinstance(value, dict):
            flat[name] = value
        elif name not in DATE_BESIDE or value.keys() - {"choice", "on"}:
            faults.append(Fault(f"{at}.{name}", "wrong_type"))
        else:
            flat[name] = value.get("choice", "unknown")
            days[name] = value.get("on")
    read: dict[str, Value] = {}
    try:
        read = read_answers(rule_set, flat, on=on)
    except AnswersWrong as error:
        faults += [Fault(f"{at}.{each.field}", each.problem) for each in error.wrong]
    for name, plain_day in days.items():
        if plain_day is not None:
            problem = _day_beside(rule_set, DATE_BESIDE[name], plain_day, on, read)
            faults += [Fault(f"{at}.{name}.on", problem)] if problem else []
    return read


def _day_beside(
    rule_set: RuleSet, question: str, plain: Any, on: date, read: dict[str, Value]
) -> str:
    """Put the day of a choice+date beside the other answers; what is wrong with it, if anything."""
    try:
        found = read_answers(rule_set, {question: plain}, on=on)[question]
    except AnswersWrong as error:
        return error.wrong[0].problem
    return "differs" if read.setdefault(question, found) != found else ""


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)

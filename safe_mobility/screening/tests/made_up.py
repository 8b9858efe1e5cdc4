"""Rule sets, households and answers made at random from a seed.

Every word of the grammar, every effect, subject, stage and confidence occurs; the seed alone
decides, so a case that fails can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from safe_mobility.programmes.rules.building import build
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, QuestionType, Value
from safe_mobility.screening.rules.household import Household, Member, Relative
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Result

ON = date(2023, 11, 20)
COUNTRIES = ("GT", "HN", "SV", "MX")
W = {"es": "a", "en": "a"}
SAYS = dict.fromkeys(("holds", "fails", "unknown", "tells"), W)
BOOLEANS = ("b1", "b2", "b3", "b4", "money")
GROUPS = {"all": "common", "desk": "office", "p1": "work", "p2": "protection", "p3": "family"}
ROLES = ("spouse", "partner", "child", "child", "parent", "sibling")


def rules_of(seed: int) -> list[Entry]:
    return _Rules(Random(seed)).entries()


def built(seed: int) -> RuleSet:
    return build(rules_of(seed))


class _Rules:
    def __init__(self, random: Random) -> None:
        self.random = random

    def entries(self) -> list[Entry]:
        return [
            Entry("theme", "one", {"name": W, "position": 0}),
            *(Entry("country", code, {"name": W}) for code in COUNTRIES),
            *self._questions(),
            *self._tables(),
            *(self._group(code, kind) for code, kind in GROUPS.items()),
            *(c for code in GROUPS for c in self._criteria(code)),
            *(p for code in ("desk", "p1", "p3") for p in self._phases(code)),
            Entry(
                "programme",
                "here",
                {
                    "country": "GT",
                    "zone": "America/Guatemala",
                    "name": W,
                    "languages": ["es"],
                    "office_groups": ["all", "desk"],
                    "pathways": ["p1", "p2", "p3"],
                    "news_within_days": 30,
                },
            ),
            Entry("help", "local", {"text": W, "position": 0}),
        ]

    def _questions(self) -> list[Entry]:
        types: dict[str, dict[str, Any]] = {
            "here": {"type": "country"},
            "nationalities": {"type": "countries", "aliases": ["nat"]},
            "born": {"type": "date", "record": "born_on"},
            **{name: {"type": "boolean"} for name in BOOLEANS},
            "one": {"type": "choice", "choices": dict.fromkeys("abc", W)},
            "list": {"type": "multi", "choices": dict.fromkeys("abc", W)},
            "day": {"type": "date"},
            "facts": {"type": "boolean", "asked_by": "facts", "from_facts": self._fact()},
            "both": {"type": "boolean", "from_facts": self._fact()},
            "same": {"type": "boolean", "asked_by": "facts", "from_facts": {"value_of": "b4"}},
            "code": {
                "type": "choice",
                "choices": dict.fromkeys("xy", W),
                "asked_by": "facts",
                "from_facts": {
                    "choose": [
                        {"code": "x", "if": self._fact()},
                        {"code": "y", "if": self._fact()},
                    ]
                },
            },
            "staff": {"type": "boolean", "asked_by": "staff"},
        }
        return [
            Entry(
                "question",
                name,
                {
                    "theme": "one",
                    "topic": "money" if name == "money" else "family",
                    "text": W,
                    "why": W,
                    "position": n,
                    **body,
                },
            )
            for n, (name, body) in enumerate(types.items())
        ]

    def _fact(self) -> dict[str, Any]:
        return self.random.choice(
            [
                {"ask": "nationalities", "any_in": {"table": "list"}},
                {"ask": "nationalities", "true_in": {"table": "keyed"}},
                {"not": {"ask": "here", "is": "GT"}},
                {"ask": "born", "age_at_least": 18},
                {"all": [{"ask": "b1", "is": True}, {"ask": "one", "in": ["a", "b"]}]},
                {"ask": "nationalities", "any_in": {"value_of": "here"}},
            ]
        )

    def _tables(self) -> list[Entry]:
        def rows(name: str, values: list[dict[str, Any]], *, dated: bool) -> list[Entry]:
            return [
                Entry("table_row", name, value, **(self._dates() if dated else {}))
                for value in values
            ]

        keyed = [{"key": c, "value": self.random.random() < 0.5} for c in COUNTRIES[:3]]
        days = [{"key": c, "value": self._day().isoformat()} for c in COUNTRIES[:3]]
        otherwise = {} if self.random.random() < 0.5 else {"otherwise": False}
        caps = [{"key": "cap", "value": self.random.random() < 0.5}]
        return [
            Entry("table", "list", {"keyed": False, "values": "code"}),
            Entry("table", "keyed", {"keyed": True, "values": "boolean", **otherwise}),
            Entry("table", "days", {"keyed": True, "values": "date"}),
            Entry("table", "caps", {"keyed": True, "values": "boolean"}),
            *rows("list", [{"value": c} for c in ("GT", "SV")], dated=False),
            *rows("keyed", keyed, dated=True),
            *rows("days", days, dated=True),
            *rows("caps", caps, dated=True),
        ]

    def _day(self) -> date:
        return ON + timedelta(days=self.random.randint(-40, 40))

    def _dates(self) -> dict[str, Any]:
        """Usually in force on the day; sometimes over, sometimes still to come."""
        kind = self.random.random()
        if kind < 0.7:
            begins = None if self.random.random() < 0.5 else ON - timedelta(days=20)
            ends = None if self.random.random() < 0.5 else ON + timedelta(days=20)
            return {"from_on": begins, "until_on": ends}
        if kind < 0.85:
            return {"until_on": ON - timedelta(days=1)}
        return {"from_on": ON + timedelta(days=self.random.randint(1, 30))}

    def _group(self, code: str, kind: str) -> Entry:
        body: dict[str, Any] = {"kind": kind, "name": W, "what": W}
        if kind in ("work", "protection", "family"):
            kinds = [["applicant"], ["any_adult"], ["applicant", "child"], ["child"]]
            going: list[dict[str, Any]] = [
                {"related_as": ["spouse", "partner"]},
                {"all": [{"related_as": ["child"]}, {"ask": "born", "age_under": 21}]},
            ]
            body |= {"who_decides": W, "cost": W, "steps": [W], "next": {"open": W}}
            body["unit"] = {
                "principal": self.random.choice(kinds),
                "with": going[: self.random.randint(0, 2)],
            }
        if kind == "protection" and self.random.random() < 0.7:
            body["at_best"] = {"verdict": "PERSON", "says": W}
        if kind == "work":
            body["door"] = "b1"
        return Entry("pathway", code, body)

    def _criteria(self, group: str) -> list[Entry]:
        return [self._criterion(group, n) for n in range(self.random.randint(0, 5))]

    def _criterion(self, group: str, number: int) -> Entry:
        random = self.random
        effect = random.choice(
            ["gate", "require", "require", "flag", "route", "document", "information", "priority"]
        )
        judges = effect in ("gate", "require", "flag")
        money = not (GROUPS[group] == "protection" and judges)
        subjects = ["principal", "applicant", "household", "any_member", "each_member"]
        body: dict[str, Any] = {
            "group": group,
            "ask": random.choice(["b1", "b2", "b3", "staff"]),
            "effect": effect,
            "of": random.choice([*subjects, "any_relative"]),
            "says": SAYS,
            "if_unknown": "passes" if random.random() < 0.15 else "person",
            "stage": "screening" if random.random() < 0.9 else "registration",
            "holds_if": self.condition(2, money=money),
        }
        if random.random() < 0.25:
            body["applies_if"] = self.condition(1, money=money)
        confidence = random.choice(["sourced"] * 4 + ["conflicting", "background"])
        return Entry(
            "criterion",
            f"{group}.c{number}",
            body,
            source=("S1",),
            confidence=confidence,
            **self._dates(),
        )

    def condition(self, depth: int, *, money: bool) -> dict[str, Any]:
        random = self.random
        if depth and random.random() < 0.5:
            word = random.choice(["all", "any", "not"])
            if word == "not":
                return {"not": self.condition(depth - 1, money=money)}
            parts = range(random.randint(1, 3))
            return {word: [self.condition(depth - 1, money=money) for _ in parts]}
        return random.choice(self._tests(money=money))

    def _tests(self, *, money: bool) -> list[dict[str, Any]]:
        random = self.random
        booleans = [*BOOLEANS[: None if money else -1], "facts", "both", "same", "staff"]
        day = (ON - timedelta(days=30)).isoformat()
        return [
            {"ask": random.choice(booleans), "is": random.random() < 0.7},
            {"ask": random.choice(booleans), "is": random.random() < 0.7},
            {"ask": "one", "is": "a"},
            {"ask": "one", "in": ["a", "b"]},
            {"ask": "code", "is": "x"},
            {"ask": "list", "any_in": ["a", "b"]},
            {"ask": "list", "none_in": ["c"]},
            {"ask": "list", "some": True},
            {"ask": "nationalities", "any_in": {"table": "list"}},
            {"ask": "nationalities", "any_in": {"value_of": "here"}},
            {"ask": "nationalities", "true_in": {"table": "keyed"}},
            {"ask": "here", "in": {"table": "list"}},
            {"ask": "day", "on_or_before": day},
            {"ask": "day", "after": day},
            {"ask": "day", "earlier_than": {"table": "days", "by": "nationalities"}},
            {"ask": "born", "age_at_least": 18},
            {"ask": "born", "age_under": 21},
            {"related_as": ["applicant"]},
            {"accompanied_by": ["parent"]},
            {"told_apart": "b4"},
            {"phase_is": {"of": "p1", "in": ["open"]}},
            {"below_cap": "cap"},
        ]

    def _phases(self, owner: str) -> list[Entry]:
        random = self.random
        if random.random() < 0.4 and owner != "desk":
            return []
        word = random.choice(["open", "open", "open", "suspended", "window", "contact_only"])
        body: dict[str, Any] = {"phase": word}
        if word == "window":
            body["days"] = [ON.isoformat(), (ON + timedelta(days=2)).isoformat()]
        if random.random() < 0.3:
            body["nationalities"] = ["GT", "HN"]
        return [Entry("phase", owner, body, source=("S1",), **self._dates())]


# Households and answers -----------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    household: Household
    answers: dict[str, Value]
    member_answers: dict[str, dict[str, Value]] = field(default_factory=dict)

    def screened(self, rule_set: RuleSet, *, on: date = ON, country: str = "GT") -> Result:
        return screen(
            rule_set,
            country=country,
            on=on,
            household=self.household,
            answers=self.answers,
            member_answers=self.member_answers,
        )


def given(rule_set: RuleSet, seed: int, *, known: float = 0.6) -> Given:
    """A household of one to four, with some answers known, some unknown and some not given."""
    random = Random(seed)
    members = [Member("m1", "applicant", *_born(random))]
    for n in range(random.choice([0, 0, 1, 2, 3])):
        marital = random.choice([None, "single", "married"])
        role = random.choice(ROLES)
        members.append(Member(f"m{n + 2}", role, *_born(random), marital=marital))
    mine = {
        member.id: _answers(rule_set, random, known / 3)
        for member in members
        if random.random() < 0.4
    }
    relatives = tuple(
        Relative(f"r{n}", _answers(rule_set, random, known / 2))
        for n in range(random.choice([0, 0, 1, 2]))
    )
    household = Household(tuple(members), relatives)
    return Given(household, _answers(rule_set, random, known), mine)


def _born(random: Random) -> tuple[date | None]:
    return (None if random.random() < 0.3 else date(random.randint(1950, 2023), 6, 15),)


def _answers(rule_set: RuleSet, random: Random, known: float) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for question in rule_set.questions.values():
        chance = random.random()
        if chance < known:
            found[question.id] = answer(question, random)
        elif chance < known + 0.1:
            found[question.id] = UNKNOWN
    return found


def answer(question: Question, random: Random) -> Value:
    kind = question.type
    if kind is QuestionType.BOOLEAN:
        return random.random() < 0.5
    if kind is QuestionType.DATE:
        return date(random.randint(1950, 2023), random.randint(1, 10), random.randint(1, 28))
    if kind is QuestionType.NOTHING:
        return UNKNOWN
    codes = sorted(question.codes) or list(COUNTRIES)
    if not kind.is_list:
        return random.choice(codes)
    chosen = random.sample(codes, min(random.randint(0, 2), len(codes)))
    extra = random.choice([[], [], [], ["unknown"]])
    return tuple(sorted({*chosen, *extra}))


def _less(value: Value, random: Random) -> Value:
    """Unknown in place of an answer; of a list, sometimes only a part stays known."""
    if not isinstance(value, tuple) or random.random() < 0.5:
        return UNKNOWN
    return (*(code for code in value if random.random() < 0.5), "unknown")


def forgotten(case: Given, seed: int, *, share: float = 0.5) -> Given:
    """The same with "unknown" written in place of some answers and records."""
    random = Random(seed)

    def forget(answers: dict[str, Value]) -> dict[str, Value]:
        return {k: _less(v, random) if random.random() < share else v for k, v in answers.items()}

    members = tuple(
        Member(m.id, m.role, None if random.random() < share else m.born_on, m.sex, m.marital)
        for m in case.household.members
    )
    relatives = tuple(Relative(r.id, forget(dict(r.answers))) for r in case.household.relatives)
    return Given(
        Household(members, relatives),
        forget(case.answers),
        {member: forget(answers) for member, answers in case.member_answers.items()},
    )

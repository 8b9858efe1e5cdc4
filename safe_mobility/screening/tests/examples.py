"""One worked example or more for each outcome of each word of the grammar."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from safe_mobility.programmes.rules.building import build
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.screening.rules.household import Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.rules.result import Verdict
from safe_mobility.screening.tests.made_up import COUNTRIES, ON, SAYS, W

T, F, N = Verdict.OPEN, Verdict.NOT_TODAY, Verdict.PERSON
"""What a single requirement makes of the pathway when it holds, fails, or is not known."""

ALONE = Household((Member("a", "applicant", date(1990, 5, 2)),))
WITH_CHILD = Household((*ALONE.members, Member("b", "child", date(2010, 5, 2))))


@dataclass(frozen=True)
class Example:
    word: str
    condition: dict[str, Any]
    answers: dict[str, Value]
    expected: Verdict
    household: Household = ALONE
    member_answers: dict[str, dict[str, Value]] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        rules = rules_with(json.dumps(self.condition))
        result = screen(
            rules,
            country="GT",
            on=ON,
            household=self.household,
            answers=self.answers,
            member_answers=self.member_answers,
        )
        return result.pathway("p").verdict


def _examples() -> list[Example]:
    made = []
    for word, condition, outcomes in TABLE:
        for answers, expected in outcomes:
            made.append(Example(word, condition, answers, expected))
    return made


IS = {"ask": "yes", "is": True}
YES: dict[str, Value] = {"yes": True}
LIST = {"ask": "list", "any_in": ["a", "b"]}
TABLE: list[tuple[str, dict[str, Any], list[tuple[dict[str, Value], Verdict]]]] = [
    ("is", IS, [(YES, T), ({"yes": False}, F), ({}, N), ({"yes": UNKNOWN}, N)]),
    ("is", {"ask": "one", "is": "a"}, [({"one": "a"}, T), ({"one": "b"}, F), ({}, N)]),
    ("in", {"ask": "one", "in": ["a", "b"]}, [({"one": "b"}, T), ({"one": "c"}, F), ({}, N)]),
    (
        "any_in",
        LIST,
        [
            ({"list": ("b", "c")}, T),
            ({"list": ("b", "unknown")}, T),
            ({"list": ("c",)}, F),
            ({"list": ()}, F),
            ({"list": ("c", "unknown")}, N),
            ({"list": ("unsure",)}, N),
            ({}, N),
        ],
    ),
    (
        "none_in",
        {"ask": "list", "none_in": ["a"]},
        [({"list": ("b",)}, T), ({"list": ("a", "b")}, F), ({"list": ("b", "unsure")}, N)],
    ),
    (
        "some",
        {"ask": "list", "some": True},
        [
            ({"list": ("a",)}, T),
            ({"list": ("a", "unknown")}, T),
            ({"list": ()}, F),
            ({"list": ("none",)}, F),
            ({"list": ("none", "unknown")}, N),
            ({}, N),
        ],
    ),
    ("some", {"ask": "list", "some": False}, [({"list": ("none",)}, T), ({"list": ("a",)}, F)]),
    (
        "on_or_before",
        {"ask": "day", "on_or_before": "2023-06-11"},
        [({"day": date(2023, 6, 11)}, T), ({"day": date(2023, 6, 12)}, F), ({}, N)],
    ),
    (
        "after",
        {"ask": "day", "after": "2023-06-11"},
        [({"day": date(2023, 6, 12)}, T), ({"day": date(2023, 6, 11)}, F), ({}, N)],
    ),
    (
        "earlier_than",
        {"ask": "day", "earlier_than": {"table": "days", "by": "here"}},
        [
            ({"day": date(2014, 12, 31), "here": "GT"}, T),
            ({"day": date(2015, 1, 1), "here": "GT"}, F),
            ({"day": date(2015, 1, 1), "here": "HN"}, T),
            ({"day": date(2015, 1, 1), "here": "MX"}, N),
            ({"day": date(2015, 1, 1)}, N),
            ({"here": "GT"}, N),
        ],
    ),
    (
        "age_at_least",
        {"ask": "born", "age_at_least": 18},
        [({"born": date(2005, 11, 20)}, T), ({"born": date(2005, 11, 21)}, F)],
    ),
    (
        "age_under",
        {"ask": "born", "age_under": 21},
        [({"born": date(2002, 11, 21)}, T), ({"born": date(2002, 11, 20)}, F)],
    ),
    (
        "true_in",
        {"ask": "nationalities", "true_in": {"table": "listed"}},
        [
            ({"nationalities": ("GT",)}, T),
            ({"nationalities": ("GT", "unknown")}, T),
            ({"nationalities": ("GT", "HN")}, T),
            ({"nationalities": ("HN",)}, F),
            ({"nationalities": ("HN", "unknown")}, N),
            ({"nationalities": ("MX",)}, N),
            ({}, N),
        ],
    ),
    (
        "true_in",
        {"ask": "nationalities", "true_in": {"table": "nobody"}},
        [({"nationalities": ("MX",)}, F), ({}, F), ({"nationalities": ("GT", "unknown")}, F)],
    ),
    (
        "any_in",
        {"ask": "nationalities", "any_in": {"value_of": "here"}},
        [
            ({"nationalities": ("GT",), "here": "GT"}, T),
            ({"nationalities": ("GT",), "here": "HN"}, F),
            ({"nationalities": ("GT", "unknown"), "here": "HN"}, N),
            ({"here": "HN"}, N),
        ],
    ),
    ("told_apart", {"told_apart": "yes"}, [({}, N), (YES, F), ({"yes": UNKNOWN}, N)]),
    ("phase_is", {"phase_is": {"of": "q", "in": ["suspended"]}}, [({}, T)]),
    ("phase_is", {"phase_is": {"of": "q", "in": ["open", "window"]}}, [({}, F)]),
    ("phase_is", {"phase_is": {"of": "p", "in": ["open"]}}, [({}, T)]),
    ("below_cap", {"below_cap": "free"}, [({}, T)]),
    ("below_cap", {"below_cap": "full"}, [({}, F)]),
    ("below_cap", {"below_cap": "later"}, [({}, N)]),
    ("related_as", {"related_as": ["applicant"]}, [({}, T)]),
    ("related_as", {"related_as": ["child", "parent"]}, [({}, F)]),
    ("accompanied_by", {"accompanied_by": ["child"]}, [({}, F)]),
    ("all", {"all": [IS, LIST]}, [({**YES, "list": ("a",)}, T)]),
    ("all", {"all": [IS, LIST]}, [({"list": ("a",)}, N), ({"yes": False}, F), (YES, N)]),
    ("any", {"any": [IS, LIST]}, [(YES, T), ({"list": ("a",)}, T), ({"yes": False}, N)]),
    ("any", {"any": [IS, LIST]}, [({"yes": False, "list": ()}, F)]),
    ("not", {"not": IS}, [(YES, F), ({"yes": False}, T), ({}, N)]),
]
EXAMPLES = [
    *_examples(),
    Example("told_apart", {"told_apart": "yes"}, {}, T, ALONE, {"a": {"yes": UNKNOWN}}),
    Example("told_apart", {"told_apart": "yes"}, YES, F, WITH_CHILD, {"b": YES}),
    Example("accompanied_by", {"accompanied_by": ["child"]}, {}, T, WITH_CHILD),
    Example("accompanied_by", {"accompanied_by": ["parent"]}, {}, F, WITH_CHILD),
    Example(
        "age_under",
        {"ask": "born", "age_under": 21},
        {},
        N,
        Household((Member("a", "applicant"),)),
    ),
    Example(
        "age_at_least",
        {"ask": "born", "age_at_least": 18},
        {},
        N,
        Household((Member("a", "applicant"),)),
    ),
]


@cache
def rules_with(condition: str) -> RuleSet:
    """The smallest programme in which one requirement decides."""
    holds_if = json.loads(condition)
    return build(
        [
            Entry("theme", "one", {"name": W, "position": 0}),
            *(Entry("country", code, {"name": W}) for code in COUNTRIES),
            *_questions(),
            *_tables(),
            _group("desk", "office"),
            _group("p", "work"),
            _group("q", "work"),
            Entry("phase", "q", {"phase": "suspended"}, from_on=date(2023, 1, 1)),
            Entry("phase", "q", {"phase": "open"}, until_on=date(2022, 12, 31)),
            Entry(
                "criterion",
                "p.c",
                {
                    "group": "p",
                    "ask": "yes",
                    "effect": "require",
                    "says": SAYS,
                    "holds_if": holds_if,
                },
            ),
            Entry(
                "programme",
                "here",
                {
                    "country": "GT",
                    "zone": "America/Guatemala",
                    "name": W,
                    "languages": ["es"],
                    "office_groups": ["desk"],
                    "pathways": ["p"],
                    "news_within_days": 30,
                },
            ),
        ]
    )


def _group(code: str, kind: str) -> Entry:
    body: dict[str, Any] = {"kind": kind, "name": W, "what": W}
    if kind == "work":
        body |= {"who_decides": W, "cost": W, "steps": [W], "next": {}, "unit": {}}
        body["unit"] = {"principal": ["applicant"]}
    return Entry("pathway", code, body)


def _questions() -> list[Entry]:
    types: dict[str, dict[str, Any]] = {
        "yes": {"type": "boolean"},
        "one": {"type": "choice", "choices": dict.fromkeys("abc", W)},
        "list": {"type": "multi", "choices": dict.fromkeys("abc", W)},
        "day": {"type": "date"},
        "born": {"type": "date", "record": "born_on"},
        "here": {"type": "country"},
        "nationalities": {"type": "countries"},
    }
    frame = {"theme": "one", "topic": "family", "text": W, "why": W}
    return [
        Entry("question", name, {**frame, "position": n, **body})
        for n, (name, body) in enumerate(types.items())
    ]


def _tables() -> list[Entry]:
    later = date(2024, 1, 1)
    return [
        Entry("table", "listed", {"keyed": True, "values": "boolean"}),
        Entry("table_row", "listed", {"key": "GT", "value": True}),
        Entry("table_row", "listed", {"key": "HN", "value": False}),
        Entry("table", "nobody", {"keyed": True, "values": "boolean", "otherwise": False}),
        Entry("table_row", "nobody", {"key": "GT", "value": False}),
        Entry("table", "days", {"keyed": True, "values": "date"}),
        Entry("table_row", "days", {"key": "GT", "value": "2015-01-01"}),
        Entry("table_row", "days", {"key": "HN", "value": "2020-01-01"}),
        Entry("table", "caps", {"keyed": True, "values": "boolean"}),
        Entry("table_row", "caps", {"key": "free", "value": False}),
        Entry("table_row", "caps", {"key": "full", "value": True}),
        Entry("table_row", "caps", {"key": "later", "value": True}, from_on=later),
    ]

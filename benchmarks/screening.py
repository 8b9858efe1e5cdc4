"""One family judged by every pathway, with reasons, and how few questions it takes.

The peer for speed is what the rules would cost if they were typed into Python by hand, without
dates, sources or reasons; the limit is one millisecond. For the questions the peer is asking
everything.
"""

import json
import os
import statistics
import time
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.report import Report, interleaved, rate
from safe_mobility.programmes import files
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import UNKNOWN, Value
from safe_mobility.screening.rules import asking, judging
from safe_mobility.screening.rules.answering import plain_answers
from safe_mobility.screening.rules.case import Case
from safe_mobility.screening.rules.compiling import Compiler
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.rules.judging import screen
from safe_mobility.screening.tests import made_up

FOLDER = Path(__file__).parents[1] / "programmes"
ON = date(2023, 11, 20)
VISITORS = 400
FAMILY = Household(
    (
        Member("a", "applicant", date(1980, 1, 1)),
        Member("b", "spouse", date(1982, 1, 1)),
        Member("c", "child", date(2005, 1, 1)),
        Member("d", "child", date(2010, 1, 1)),
    )
)
ANSWERS: dict[str, Value] = {
    "gt.loc": "GT",
    "nationalities": ("GT",),
    "cm.age": date(1980, 1, 1),
    "fv.rel": ("sibling",),
    "fv.status": "USC",
    "fv.usc_age": True,
    "fv.petition": "approved",
    "fr.invite": "no",
    "ca.child": True,
    "ca.parent": False,
    "h2a.interest": True,
    "h2a.offer": "no",
    "h2b.interest": False,
    "mt.exp": True,
}


def main(report: Report) -> None:
    began = time.perf_counter()
    rules = files.load(FOLDER, training=False).rule_set
    report.figure("all files read and checked", (time.perf_counter() - began) * 1000, "ms")
    began = time.perf_counter()
    judging.ready(rules, "GT", ON)
    report.figure("compiled for one day", (time.perf_counter() - began) * 1000, "ms")
    _speed(report, rules)
    _api(report, rules)
    _questions(report, rules)


def _speed(report: Report, rules: RuleSet) -> None:
    def one(household: Household) -> object:
        return screen(rules, country="GT", on=ON, household=household, answers=ANSWERS)

    def ask() -> object:
        return asking.next_question(rules, country="GT", on=ON, answers=ANSWERS)

    rates = interleaved(
        {
            "by hand": lambda: rate(_by_hand, seconds=0.5),
            "one person": lambda: rate(lambda: one(VISITOR), seconds=0.5),
            "a family of four": lambda: rate(lambda: one(FAMILY), seconds=0.5),
            "the next question": lambda: rate(ask, seconds=0.5),
        }
    )
    by_hand = rates.pop("by hand")
    report.figure("typed by hand, no dates and no reasons", by_hand, "/s")
    for name, times in rates.items():
        milliseconds = 1000 / times
        beside = f"1 ms; by hand {by_hand / times:,.0f} times quicker"
        report.figure(name, milliseconds, "ms", ratio=milliseconds, aim="<= 1", beside=beside)


BODY = {
    "country": "GT",
    "on": "2023-11-20",
    "household": {
        "members": [
            {"id": member.id, "role": member.role, "born_on": str(member.born_on)}
            for member in FAMILY.members
        ]
    },
    "answers": plain_answers(ANSWERS),
}


def _api(report: Report, rules: RuleSet) -> None:
    """What the API does with one body, from its text to the reply's; the peer is the verdicts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.tests")
    from safe_mobility.doors.api.v1 import asking as api
    from safe_mobility.doors.api.v1 import telling

    text = json.dumps(BODY)

    def reply() -> str:
        asked = api.read(rules, api.ScreeningIn.model_validate_json(text))
        return json.dumps(telling.screening(rules, asked, language="es"))

    rates = interleaved(
        {
            "verdicts": lambda: rate(
                lambda: screen(rules, country="GT", on=ON, household=FAMILY, answers=ANSWERS),
                seconds=0.5,
            ),
            "reply": lambda: rate(reply, seconds=0.5),
        }
    )
    beside = f"verdicts alone {rates['verdicts']:,.0f}/s; the rest is what would help, and words"
    ratio = rates["reply"] / rates["verdicts"]
    report.figure(
        "API screenings of a family of four", rates["reply"], "/s", ratio=ratio, beside=beside
    )


def _by_hand() -> tuple[bool, ...]:
    """The same requirements as a programmer in a hurry would write them."""
    a = ANSWERS
    born = a["cm.age"]
    adult = isinstance(born, date) and (ON.year - born.year) >= 18
    guatemalan = "GT" in a["nationalities"]  # type: ignore[operator]
    return (
        adult and guatemalan and a["gt.loc"] == "GT",
        a["gt.loc"] != "US",
        a["fv.status"] == "USC" and "sibling" in a["fv.rel"] and a["fv.usc_age"] is True,  # type: ignore[operator]
        guatemalan and a["fv.petition"] == "approved" and a["fr.invite"] == "yes",
        a["ca.child"] is True and a["ca.parent"] is True,
        adult and a["h2a.interest"] is True and a["h2a.offer"] == "yes",
        adult and a["h2b.interest"] is True,
        adult and guatemalan and a["mt.exp"] is True,
    )


def _questions(report: Report, rules: RuleSet) -> None:
    """Visitors who know most answers: how many questions each is asked, and at what price."""
    little, everything, differing = [], [], 0
    for seed in range(VISITORS):
        profile = _profile(rules, Random(seed))
        asked = _asked(rules, profile)
        whole = _everything(rules, profile)
        little.append(len(asked))
        everything.append(len(whole))
        differing += _verdicts(rules, asked) != _verdicts(rules, whole)
    mean, peer = statistics.mean(little), statistics.mean(everything)
    beside = f"asking everything: {peer:.1f}"
    report.figure("questions asked, mean", mean, "", ratio=mean / peer, beside=beside)
    ordered = sorted(little)
    report.figure("questions asked, 90 % are asked at most", ordered[VISITORS * 9 // 10], "")
    report.figure("questions asked, most", ordered[-1], "")
    report.count("visitors with another verdict than asking everything", differing)


def _profile(rules: RuleSet, random: Random) -> dict[str, Value]:
    profile = {
        q.id: UNKNOWN if random.random() < 0.1 else made_up.answer(q, random)
        for q in rules.questions.values()
    }
    if random.random() < 0.7:
        profile |= {"gt.loc": "GT", "nationalities": ("GT",)}
    if random.random() < 0.5:
        profile["fv.rel"] = ("none",)
    return profile


def _asked(rules: RuleSet, profile: dict[str, Value]) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    while True:
        question = asking.next_question(
            rules, country="GT", on=ON, answers=answers, voluntary=False
        )
        if question is None:
            return answers
        answers[question.id] = profile[question.id]


def _everything(rules: RuleSet, profile: dict[str, Value]) -> dict[str, Value]:
    """Every question for visitors that their other answers do not settle."""
    answers: dict[str, Value] = {}
    compiler = Compiler(rules, ON)
    visitors = [q for q in rules.questions.values() if q.is_for_visitors and not q.prepares]
    for question in sorted(visitors, key=lambda q: q.facts is not None):
        computed = compiler.question(question.id).computed
        case = Case(VISITOR, answers, {}, frozenset())
        if computed is None or computed(case, 0) is UNKNOWN:
            answers[question.id] = profile[question.id]
    return answers


def _verdicts(rules: RuleSet, answers: dict[str, Value]) -> tuple[tuple[str, str], ...]:
    result = screen(rules, country="GT", on=ON, household=VISITOR, answers=answers)
    return tuple(sorted((p.code, p.verdict) for p in (result.office, *result.pathways)))

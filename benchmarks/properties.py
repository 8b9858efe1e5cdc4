"""What must be true of every verdict, held over ten thousand made-up families and the real rules.

The properties are those of `screening/tests/test_properties.py`, which the tests run over a few
dozen families each; here the rules we ship judge all of them. The controls change the meaning of
one word of the grammar at a time and count the worked examples that go red: a word without any
would be held by nothing. `python -m benchmarks.properties 10000` gives each property so many.
"""

import inspect
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unittest import mock

from benchmarks.report import Report
from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.conditions import PLAIN_WORDS, QUESTION_WORDS
from safe_mobility.programmes.rules.values import Truth
from safe_mobility.programmes.tests.shipped import FOLDER, shipped
from safe_mobility.screening.rules import judging
from safe_mobility.screening.rules.compiling import Compiled, Compiler
from safe_mobility.screening.scenarios import differences, read_scenarios
from safe_mobility.screening.tests import test_properties
from safe_mobility.screening.tests.examples import EXAMPLES

FAMILIES = 10_000
REBUILT = 60
"""For a property that builds all rules anew for each family; the others share the rest."""
WORDS = (*QUESTION_WORDS, *PLAIN_WORDS, "all", "any", "not")
SHIPPED_RULES = 3
"""Seeds that are a multiple of this are judged by the rules we ship."""


def main(report: Report, *, each: int = 0) -> None:
    found = dict(_properties())
    quick = sum(not holds.rebuilds for holds in found.values())
    share = -(-FAMILIES // quick)
    total, began = 0, time.perf_counter()
    for name, holds in found.items():
        cases = each or (REBUILT if holds.rebuilds else share)
        report.count(name, _broken(holds, cases))
        total += cases
    report.figure("families judged by the rules we ship", total, "")
    report.figure("time for all of them", time.perf_counter() - began, "s")
    for word in WORDS:
        report.control(f"examples red where '{word}' says the opposite", _red(word))


@dataclass(frozen=True, slots=True)
class Property:
    kind: type
    holds: Callable[[object, int], None]

    @property
    def rebuilds(self) -> bool:
        return "build(" in inspect.getsource(self.holds)

    def __call__(self, seed: int) -> None:
        self.holds(self.kind(), seed)


def _properties() -> Iterator[tuple[str, Property]]:
    """Each property, ready to be asked of one seed."""
    for kind in vars(test_properties).values():
        if not inspect.isclass(kind) or not kind.__name__.startswith("Test"):
            continue
        for name, test in vars(kind).items():
            if hasattr(test, "hypothesis"):
                words = name.removeprefix("test_").replace("_", " ")
                yield words[:46], Property(kind, test.hypothesis.inner_test)


def _broken(holds: Property, cases: int) -> int:
    """How many families break a property."""
    broken = 0
    for number in range(cases):
        try:
            holds(number * SHIPPED_RULES)
        except AssertionError:
            broken += 1
    return broken


def _red(word: str) -> int:
    """How many worked examples notice that a word says the opposite of what it means."""

    class Mutant(Compiler):
        def condition(self, condition: c.Condition) -> Compiled:
            honest = super().condition(condition)
            if _word(condition) != word:
                return honest
            return Compiled(lambda case, who: _opposite(honest.truth(case, who)), honest.residual)

    judging.ready.cache_clear()
    try:
        with mock.patch.object(judging, "Compiler", Mutant):
            red = sum(each.verdict() != each.expected for each in EXAMPLES if each.word == word)
            return red + sum(bool(differences(s, s.run(shipped()))) for s in _SCENARIOS)
    finally:
        judging.ready.cache_clear()


def _word(condition: c.Condition) -> str:
    if isinstance(condition, c.Test):
        return condition.word
    return {c.All: "all", c.Any: "any", c.Not: "not"}[type(condition)]


def _opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


_SCENARIOS = read_scenarios(FOLDER)


if __name__ == "__main__":
    whole = Report()
    whole.section("properties", (__doc__ or "").split("\n")[0])
    main(whole, each=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    whole.end()
    sys.exit(1 if whole.broken else 0)

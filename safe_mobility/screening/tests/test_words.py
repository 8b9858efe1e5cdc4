"""Each word of the grammar does what it says, and no change of its meaning goes unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.conditions import PLAIN_WORDS, QUESTION_WORDS
from safe_mobility.programmes.rules.values import Truth
from safe_mobility.screening.rules import judging
from safe_mobility.screening.rules.compiling import Compiled, Compiler
from safe_mobility.screening.tests.examples import EXAMPLES, Example

WORDS = (*QUESTION_WORDS, *PLAIN_WORDS, "all", "any", "not")
MUTATIONS: dict[str, Callable[[Truth], Truth]] = {
    "says the opposite": lambda truth: None if truth is None else not truth,
    "takes unknown for no": lambda truth: bool(truth),
    "takes unknown for yes": lambda truth: truth is not False,
    "always holds": lambda _truth: True,
    "never holds": lambda _truth: False,
}
BLIND = {("related_as", "takes unknown for no"), ("related_as", "takes unknown for yes")} | {
    (word, mutation)
    for word in ("phase_is", "accompanied_by")
    for mutation in ("takes unknown for no", "takes unknown for yes")
}
"""Words that are never unknown for a person, and so cannot take it for anything."""


class TestExamples:
    @pytest.mark.parametrize(
        "example", EXAMPLES, ids=lambda e: f"{e.word} {e.condition} {e.answers}"[:100]
    )
    def test_come_out_as_written(self, example: Example) -> None:
        assert example.verdict() == example.expected

    def test_stand_for_every_word(self) -> None:
        assert {example.word for example in EXAMPLES} == set(WORDS)


class TestMutants:
    """The negative control: examples that stay green when a word lies are worth nothing."""

    @pytest.fixture(autouse=True)
    def _afresh(self) -> Iterator[None]:
        judging.ready.cache_clear()
        yield
        judging.ready.cache_clear()

    @pytest.mark.parametrize(
        ("word", "mutation"),
        [(w, m) for w in WORDS for m in MUTATIONS if (w, m) not in BLIND],
    )
    def test_are_seen(self, word: str, mutation: str, monkeypatch: pytest.MonkeyPatch) -> None:
        change = MUTATIONS[mutation]

        class Mutant(Compiler):
            def condition(self, condition: c.Condition) -> Compiled:
                honest = super().condition(condition)
                if _word(condition) != word:
                    return honest
                return Compiled(lambda case, who: change(honest.truth(case, who)), honest.residual)

        monkeypatch.setattr(judging, "Compiler", Mutant)

        concerned = [example for example in EXAMPLES if example.word == word]
        assert any(example.verdict() != example.expected for example in concerned)


def _word(condition: c.Condition) -> str:
    if isinstance(condition, c.Test):
        return condition.word
    return {c.All: "all", c.Any: "any", c.Not: "not"}[type(condition)]

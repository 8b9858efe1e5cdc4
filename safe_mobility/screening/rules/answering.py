"""Takes answers in as plain values and refuses what is no answer, naming each one.

The question pages and the public API send the same plain values: true, false, "unknown", a
code, a list of codes, an ISO date. They come out named by question, whatever alias they came
under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safe_mobility.programmes.rules.ruleset import Question, RuleSet
from safe_mobility.programmes.rules.values import (
    NONE_WORD,
    OPEN_WORDS,
    UNKNOWN,
    QuestionType,
    Value,
)

Plain = bool | str | list[str]

_FREE_CODE = re.compile(r"[A-Za-z0-9_\-]{1,40}")
_MOST_CODES = 60
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """`field` is the name under which it came."""

    field: str
    problem: str
    """unknown_question, wrong_type, not_a_choice, not_a_day, differs, too_many."""


class AnswersWrong(Exception):
    """Some answers cannot be used. Holds each of them."""

    def __init__(self, wrong: Iterable[NoAnswer]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(", ".join(f"{each.field}: {each.problem}" for each in self.wrong))


def read_answers(rule_set: RuleSet, plain: Mapping[str, Any], *, on: date) -> dict[str, Value]:
    """Answers by question id. Raises `AnswersWrong` with every field that cannot be used.

    A birth date or other day after `on` is not an answer. Two names of one question with
    different answers are refused under the second name.
    """
    read: dict[str, Value] = {}
    wrong: list[NoAnswer] = []
    for name, value in plain.items():
        question = rule_set.questions.get(rule_set.names.get(name, ""))
        if question is None:
            wrong.append(NoAnswer(name, "unknown_question"))
            continue
        answer = read_answer(rule_set, question, value, on=on)
        if isinstance(answer, _Problem):
            wrong.append(NoAnswer(name, answer.word))
        elif question.id in read and read[question.id] != answer:
            wrong.append(NoAnswer(name, "differs"))
        else:
            read[question.id] = answer
    if wrong:
        raise AnswersWrong(wrong)
    return read


@dataclass(frozen=True, slots=True)
class _Problem:
    word: str


def read_answer(rule_set: RuleSet, question: Question, plain: Any, *, on: date) -> Value | _Problem:
    if isinstance(plain, str) and plain in OPEN_WORDS and plain not in question.codes:
        return UNKNOWN
    kind = question.type
    if kind is QuestionType.NOTHING:
        return _Problem("wrong_type")
    if kind is QuestionType.BOOLEAN:
        return plain if isinstance(plain, bool) else _Problem("wrong_type")
    if kind is QuestionType.DATE:
        return _day(plain, on)
    if kind.is_list:
        return _codes(rule_set, question, plain)
    if not isinstance(plain, str):
        return _Problem("wrong_type")
    return plain if _is_choice(rule_set, question, plain) else _Problem("not_a_choice")


def _day(plain: Any, on: date) -> Value | _Problem:
    if isinstance(plain, date):
        day = plain
    elif isinstance(plain, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
        try:
            day = date.fromisoformat(plain)
        except ValueError:
            return _Problem("not_a_day")
    else:
        return _Problem("wrong_type")
    return day if _EARLIEST <= day <= on else _Problem("not_a_day")


def _codes(rule_set: RuleSet, question: Question, plain: Any) -> Value | _Problem:
    if not isinstance(plain, list | tuple) or not all(isinstance(code, str) for code in plain):
        return _Problem("wrong_type")
    codes = tuple(sorted(set(plain)))
    if len(codes) > _MOST_CODES:
        return _Problem("too_many")
    if codes and not set(codes) - OPEN_WORDS:
        return UNKNOWN
    for code in codes:
        allowed = code in OPEN_WORDS or code == NONE_WORD or _is_choice(rule_set, question, code)
        if not allowed:
            return _Problem("not_a_choice")
    return codes


def _is_choice(rule_set: RuleSet, question: Question, code: str) -> bool:
    if question.type in (QuestionType.COUNTRY, QuestionType.COUNTRIES):
        return code in rule_set.countries
    if question.type is QuestionType.MUNICIPALITY:
        return code in rule_set.municipalities
    if code in question.codes:
        return True
    return question.open_list and bool(_FREE_CODE.fullmatch(code))


def to_plain(value: Value) -> Plain:
    """The plain value of an answer, fit for JSON."""
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool | str):
        return value
    raise TypeError(type(value).__name__)


def plain_answers(answers: Mapping[str, Value]) -> dict[str, Plain]:
    return {name: to_plain(value) for name, value in sorted(answers.items())}

"""What each word of the grammar means for one answer. See `programmes.rules.conditions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from safe_mobility.programmes.rules.conditions import Argument
from safe_mobility.programmes.rules.values import NONE_WORD, OPEN_WORDS, UNKNOWN, Truth, Value
from safe_mobility.screening.rules import kleene
from safe_mobility.screening.rules.household import age_on

Compare = Callable[[Value], Truth]

NATIONALITIES: Final = "nationalities"
"""The question by which phases tell people apart, where notices differ by nationality."""


def named(codes: tuple[str, ...]) -> tuple[str, ...]:
    """What a list names: its codes, without "none" and without the words for not knowing."""
    return tuple(code for code in codes if code not in OPEN_WORDS and code != NONE_WORD)


def is_open(value: Value) -> bool:
    """Whether something is still unknown about this answer."""
    if isinstance(value, tuple):
        return any(code in OPEN_WORDS for code in value)
    return value is UNKNOWN


def _codes(argument: Argument | Value) -> frozenset[str]:
    return frozenset(argument) if isinstance(argument, tuple) else frozenset({str(argument)})


def any_in(value: Value, wanted: frozenset[str]) -> Truth:
    codes = value if isinstance(value, tuple) else (value,)
    if any(code in wanted for code in codes):
        return True
    return None if is_open(value) else False


def _some(value: Value) -> Truth:
    if not isinstance(value, tuple):
        return None
    if named(value):
        return True
    return None if is_open(value) else False


def comparison(word: str, argument: Argument, on: date) -> Compare:
    """The function that says whether an answer makes this word true."""
    if word in ("age_at_least", "age_under"):
        return _age(word, argument, on)
    if word in _DATES and isinstance(argument, date):
        return _date(word, argument)
    if word == "some":
        return lambda value: None if (t := _some(value)) is None else t is argument
    if word == "is":
        return lambda value: None if value is UNKNOWN else value == argument
    wanted = _codes(argument)
    if word == "in":
        return lambda value: None if value is UNKNOWN else value in wanted
    if word == "any_in":
        return lambda value: any_in(value, wanted)
    if word == "none_in":
        return lambda value: None if (t := any_in(value, wanted)) is None else not t
    raise ValueError(f"the word '{word}' has no meaning for {argument!r}")


_DATES: dict[str, Callable[[date, date], bool]] = {
    "on_or_before": lambda day, limit: day <= limit,
    "after": lambda day, limit: day > limit,
    "earlier_than": lambda day, limit: day < limit,
}


def _date(word: str, limit: date) -> Compare:
    test = _DATES[word]
    return lambda value: test(value, limit) if isinstance(value, date) else None


def _age(word: str, argument: Argument, on: date) -> Compare:
    limit = int(argument) if isinstance(argument, int) else 0
    reached = word == "age_at_least"
    return lambda value: (
        (age_on(value, on) >= limit) is reached if isinstance(value, date) else None
    )


def compare_two(word: str, left: Value, right: Value) -> Truth:
    """A word that compares the answer to one question with the answer to another."""
    if word in ("any_in", "none_in"):
        truth = _share_a_code(left, right)
        return truth if word == "any_in" or truth is None else not truth
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if word in _DATES:
        both_days = isinstance(left, date) and isinstance(right, date)
        return _DATES[word](left, right) if both_days else None  # type: ignore[arg-type]
    if word == "in":
        if left in _codes(right):
            return True
        return None if is_open(right) else False
    return left == right


def _share_a_code(left: Value, right: Value) -> Truth:
    if left is UNKNOWN or right is UNKNOWN:
        return None
    ours = frozenset(named(left if isinstance(left, tuple) else (str(left),)))
    theirs = frozenset(named(right if isinstance(right, tuple) else (str(right),)))
    if ours & theirs:
        return True
    return None if is_open(left) or is_open(right) else False


# Rows of a table --------------------------------------------------------------------------------

LookUp = Callable[[Value, Callable[[Value], Truth]], Truth]


def look_up(rows: Mapping[str, Value], otherwise: Value | None) -> LookUp:
    """Says of the row (or rows) for a key what `test` says of their value.

    For a list of keys one row that holds is enough: a person with two nationalities may use
    either. Where the key is unknown, only what all possible rows agree on is known.
    """

    def missing(test: Callable[[Value], Truth]) -> Truth:
        return None if otherwise is None else test(otherwise)

    def agreed(test: Callable[[Value], Truth]) -> Truth:
        truths = {test(value) for value in rows.values()} | {missing(test)}
        return truths.pop() if len(truths) == 1 else None

    def found(key: Value, test: Callable[[Value], Truth]) -> Truth:
        if key is UNKNOWN:
            return agreed(test)
        keys = named(key) if isinstance(key, tuple) else (str(key),)
        if not keys:
            return agreed(test) if is_open(key) else missing(test)
        truth = kleene.some(test(rows[k]) if k in rows else missing(test) for k in keys)
        # What an open list may hold besides could still make this true, unless no row can.
        if truth is False and is_open(key) and agreed(test) is not False:
            return None
        return truth

    return found


def argument(value: Value) -> Argument:
    """A table's value as what an answer is compared with."""
    return value if isinstance(value, bool | str | date | tuple) else ""

"""Checks that each word of a condition fits the question and the value it is used with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from safe_mobility.programmes.rules.conditions import PLAIN_WORDS, QUESTION_WORDS
from safe_mobility.programmes.rules.entries import Entry, Mistakes
from safe_mobility.programmes.rules.ruleset import PHASES, Question, RuleSet, Table
from safe_mobility.programmes.rules.values import NONE_WORD, OPEN_WORDS, QuestionType

Path = tuple[str | int, ...]
Found = Iterator[tuple[Path, str]]


def check_condition(
    rule_set: RuleSet, entry: Entry, path: Path, ask: str | None, mistakes: Mistakes
) -> None:
    body: Any = entry.body
    for step in path:
        body = body[step]
    for where, message in _in_condition(rule_set, body, path, ask):
        mistakes.add(entry, where, message)


def check_facts(rule_set: RuleSet, entry: Entry, question: Question, mistakes: Mistakes) -> None:
    """`from_facts`: right for the type of its question, and free of dated lists."""
    facts: Mapping[str, Any] = entry.body["from_facts"]
    path: Path = ("from_facts",)
    found: list[tuple[Path, str]] = []
    if "choose" in facts:
        if not question.type.is_code:
            found.append((path, f"gives a code, but the question is of type {question.type}"))
        for n, branch in enumerate(facts["choose"]):
            found += _code(question, branch["code"], (*path, "choose", n, "code"))
            found += _in_condition(rule_set, branch["if"], (*path, "choose", n, "if"), None)
    elif "value_of" in facts:
        found += _value_of(rule_set, facts["value_of"], question, (*path, "value_of"))
    else:
        if question.type is not QuestionType.BOOLEAN:
            found.append((path, f"gives yes or no, but the question is of type {question.type}"))
        found += _in_condition(rule_set, facts, path, None)
    found += _dated_lists(rule_set, facts, path)
    for where, message in found:
        mistakes.add(entry, where, message)


def _dated_lists(rule_set: RuleSet, body: Any, path: Path) -> Found:
    """Lists of countries in from_facts carry no dates; dates stand in phases and keyed tables."""
    if isinstance(body, list):
        for n, part in enumerate(body):
            yield from _dated_lists(rule_set, part, (*path, n))
    elif isinstance(body, Mapping):
        table = rule_set.tables.get(body.get("table", ""))
        if table is not None and not table.keyed and table.is_dated:
            yield (
                (*path, "table"),
                f"the list '{table.name}' is dated; use a keyed table or a phase",
            )
        for name, part in body.items():
            yield from _dated_lists(rule_set, part, (*path, name))


def _in_condition(rule_set: RuleSet, body: Any, path: Path, ask: str | None) -> Found:
    for word in ("all", "any"):
        if word in body:
            for n, part in enumerate(body[word]):
                yield from _in_condition(rule_set, part, (*path, word, n), ask)
            return
    if "not" in body:
        yield from _in_condition(rule_set, body["not"], (*path, "not"), ask)
        return
    word = next(name for name in body if name != "ask")
    here = (*path, word)
    if word in PLAIN_WORDS:
        yield from _plain_word(rule_set, word, body[word], here)
        return
    name = body.get("ask", ask)
    question = rule_set.questions.get(name or "")
    if question is None:
        known = f"there is no question '{name}'" if name else "says of no question what it looks at"
        yield (*path, "ask"), known
        return
    if _kind(question.type) not in QUESTION_WORDS[word]:
        message = f"cannot be said of '{question.id}', which is of type {question.type}"
        yield here, message
        return
    yield from _argument(rule_set, word, body[word], question, here)


def _plain_word(rule_set: RuleSet, word: str, argument: Any, here: Path) -> Found:
    if word == "phase_is":
        if argument["of"] not in rule_set.pathways:
            yield (*here, "of"), f"there is no office or pathway '{argument['of']}'"
        for n, phase in enumerate(argument["in"]):
            if phase not in PHASES:
                yield (*here, "in", n), f"'{phase}' is no phase"
    elif word == "told_apart":
        if argument not in rule_set.questions:
            yield here, f"there is no question '{argument}'"
    elif word == "below_cap":
        caps = rule_set.tables.get("caps")
        if caps is None or argument not in {row.key for row in caps.rows}:
            yield here, f"the table caps has no row for '{argument}'"


def _kind(type_: QuestionType) -> str:
    if type_.is_list:
        return "list"
    return "code" if type_.is_code else str(type_)


def _argument(rule_set: RuleSet, word: str, argument: Any, question: Question, here: Path) -> Found:
    if word == "true_in":
        yield from _table(rule_set, argument, here, keyed=True)
    elif word in ("age_at_least", "age_under", "some"):
        return
    elif isinstance(argument, Mapping) and "value_of" in argument:
        yield from _value_of(rule_set, argument["value_of"], question, (*here, "value_of"))
    elif isinstance(argument, Mapping):
        yield from _table(rule_set, argument, here, keyed="by" in argument)
        by = argument.get("by")
        asked = rule_set.questions.get(by or "")
        if by is not None and (asked is None or _kind(asked.type) not in ("list", "code")):
            yield (*here, "by"), f"'{by}' is no question with a code or a list as its answer"
    elif word == "is":
        yield from _is(question, argument, here)
    elif isinstance(argument, list):
        for n, code in enumerate(argument):
            yield from _code(rule_set_codes(rule_set, question), code, (*here, n))


def _is(question: Question, argument: Any, here: Path) -> Found:
    if (question.type is QuestionType.BOOLEAN) != isinstance(argument, bool):
        wanted = "true or false" if question.type is QuestionType.BOOLEAN else "a code"
        yield here, f"should be {wanted}, as '{question.id}' is of type {question.type}"
    elif not isinstance(argument, bool):
        yield from _code(question, argument, here)


def rule_set_codes(rule_set: RuleSet, question: Question) -> Question | frozenset[str]:
    """The codes a question can be answered with: its choices, or the countries."""
    if question.type in (QuestionType.COUNTRY, QuestionType.COUNTRIES):
        return rule_set.countries
    return rule_set.municipalities if question.type is QuestionType.MUNICIPALITY else question


def _code(known: Question | frozenset[str], code: Any, here: Path) -> Found:
    if isinstance(known, Question):
        if known.open_list or not known.choices:
            return
        known = known.codes | {NONE_WORD} if known.type.is_list else known.codes
    if code in OPEN_WORDS:
        yield here, f"'{code}' is not an answer but the lack of one"
    elif code not in known:
        yield here, f"'{code}' is not among the answers"


def _table(rule_set: RuleSet, argument: Mapping[str, Any], here: Path, *, keyed: bool) -> Found:
    table: Table | None = rule_set.tables.get(argument["table"])
    if table is None:
        yield (*here, "table"), f"there is no table '{argument['table']}'"
    elif table.keyed != keyed:
        word = "has one value per key and needs `by`" if table.keyed else "has no keys"
        yield (*here, "table"), f"the table '{table.name}' {word}"


def _value_of(rule_set: RuleSet, name: str, question: Question, here: Path) -> Found:
    other = rule_set.questions.get(name)
    if other is None:
        yield here, f"there is no question '{name}'"
    elif _kind(other.type) not in (_kind(question.type), "code"):
        yield here, f"'{name}' is of type {other.type}, '{question.id}' of type {question.type}"

"""Turns the plain body of an entry into conditions, questions, criteria and the rest.

Nothing is checked here that needs a second entry: see `checking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from safe_mobility.programmes.rules import conditions as c
from safe_mobility.programmes.rules.entries import Entry
from safe_mobility.programmes.rules.ruleset import (
    Choice,
    Criterion,
    Help,
    Pathway,
    Phase,
    Programme,
    Question,
    Source,
    TableRow,
    Unit,
    help_text,
)
from safe_mobility.programmes.rules.values import QuestionType, Value

Body = Mapping[str, Any]


def condition(body: Body, *, ask: str | None) -> c.Condition:
    """Read a condition; `ask` is the question it looks at where it names none."""
    if "all" in body:
        return c.All(tuple(condition(part, ask=ask) for part in body["all"]))
    if "any" in body:
        return c.Any(tuple(condition(part, ask=ask) for part in body["any"]))
    if "not" in body:
        return c.Not(condition(body["not"], ask=ask))
    word = next(name for name in body if name != "ask")
    looks_at = body.get("ask", ask) if word in c.QUESTION_WORDS else None
    return c.Test(word, looks_at, _argument(word, body[word]))


def _argument(word: str, plain: Any) -> c.Argument:
    if word == "phase_is":
        return c.PhaseOf(plain["of"], tuple(plain["in"]))
    if isinstance(plain, Mapping):
        if "table" in plain:
            return c.TableRef(plain["table"], plain.get("by"))
        return c.ValueOf(plain["value_of"])
    if isinstance(plain, list):
        return tuple(plain)
    if word in ("on_or_before", "after", "earlier_than"):
        return date.fromisoformat(plain)
    argument: bool | str | int = plain
    return argument


def facts(body: Body) -> c.Facts:
    if "choose" in body:
        return c.Choose(
            tuple((each["code"], condition(each["if"], ask=None)) for each in body["choose"])
        )
    if "value_of" in body:
        return c.ValueOf(body["value_of"])
    return condition(body, ask=None)


def question(entry: Entry, position: int) -> Question:
    body = entry.body
    return Question(
        id=entry.code,
        type=QuestionType(body["type"]),
        theme=body["theme"],
        topic=body["topic"],
        can_change=body.get("can_change", "no"),
        asked_by=body.get("asked_by", "visitor"),
        sensitive=body.get("sensitive", False),
        prepares=body.get("prepares", False),
        aliases=tuple(body.get("aliases", ())),
        choices=tuple(
            Choice(code, f"question.{entry.code}.choice.{code}")
            for code in body.get("choice_order", body.get("choices", ()))
        ),
        open_list=body.get("open_list", False),
        record=body.get("record"),
        position=position,
        facts=facts(body["from_facts"]) if "from_facts" in body else None,
    )


def criterion(entry: Entry, key: str, asked_by: str) -> Criterion:
    body = entry.body
    ask = body.get("ask", entry.code)
    stage = body.get("stage", "screening")
    by = body.get("asked_by", asked_by)
    later = stage != "screening" or by == "staff"
    return Criterion(
        id=entry.code,
        key=key,
        group=body["group"],
        of=body.get("of", "principal"),
        ask=ask,
        effect=body["effect"],
        period=entry.period,
        holds_if=condition(body["holds_if"], ask=ask) if "holds_if" in body else None,
        applies_if=condition(body["applies_if"], ask=ask) if "applies_if" in body else None,
        passes=later or body.get("if_unknown", "person") == "passes",
        stage=stage,
        asked_by=by,
        has_next="next" in body,
        next_url=body.get("next_url"),
        law=body.get("law", ""),
        note=body.get("note", ""),
    )


def phase(entry: Entry) -> Phase:
    body = entry.body
    key = f"phase.{entry.code}.{entry.body['phase']}.{entry.from_on or ''}"
    since = body.get("weekdays_from")
    return Phase(
        owner=entry.code,
        phase=body["phase"],
        period=entry.period,
        nationalities=tuple(body.get("nationalities", ())),
        days=tuple(date.fromisoformat(day) for day in body.get("days", ())),
        weekdays=tuple(body.get("weekdays", ())),
        weekdays_from_on=date.fromisoformat(since) if since else None,
        says=key if "says" in body else None,
        news_within_days=body.get("news_within_days"),
        date_inferred=body.get("date_inferred", False),
    )


def pathway(entry: Entry) -> Pathway:
    body = entry.body
    unit = body.get("unit", {})
    at_best = body.get("at_best")
    return Pathway(
        code=entry.code,
        kind=body["kind"],
        unit=Unit(
            principals=tuple(unit.get("principal", ("applicant",))),
            with_principal=tuple(condition(each, ask=None) for each in unit.get("with", ())),
        ),
        at_best=at_best["verdict"] if at_best else None,
        door=body.get("door"),
        steps=len(body.get("steps", ())),
        next_urls=body.get("next_urls", {}),
        never_ask=tuple(each["id"] for each in body.get("never_ask", ())),
        period=entry.period,
    )


def programme(entry: Entry) -> Programme:
    body = entry.body
    return Programme(
        code=entry.code,
        country=body["country"],
        zone=body["zone"],
        languages=tuple(body["languages"]),
        office_groups=tuple(body["office_groups"]),
        pathways=tuple(body["pathways"]),
        news_within_days=body["news_within_days"],
    )


def help_entry(entry: Entry, position: int) -> Help:
    body = entry.body
    return Help(
        code=entry.code,
        position=position,
        url=body.get("url"),
        only_if=condition(body["only_if"], ask=None) if "only_if" in body else None,
        programme=body.get("programme", ""),
    )


def source(entry: Entry) -> Source:
    return Source(entry.code, entry.body.get("url"))


def row_value(kind: str, plain: Any) -> Value:
    return date.fromisoformat(plain) if kind == "date" else plain


def table_row(entry: Entry, kind: str) -> TableRow:
    return TableRow(
        entry.body.get("key"), row_value(kind, entry.body.get("value", True)), entry.period
    )


# Words ------------------------------------------------------------------------------------


def texts(entry: Entry, key: str) -> Mapping[str, Mapping[str, str]]:
    """The words that an entry brings, by the keys under which they are asked for."""
    read = _TEXTS.get(entry.kind)
    return read(entry, key) if read else {}


def _question_texts(entry: Entry, _: str) -> Mapping[str, Mapping[str, str]]:
    start, body = f"question.{entry.code}", entry.body
    words = {f"{start}.text": body["text"], f"{start}.why": body["why"]}
    words |= {f"{start}.{name}": body[name] for name in ("hint", "each") if name in body}
    for code, text in body.get("choices", {}).items():
        words[f"{start}.choice.{code}"] = text
    return words


def _criterion_texts(entry: Entry, key: str) -> Mapping[str, Mapping[str, str]]:
    start, body = f"criterion.{key}", entry.body
    words = {f"{start}.{outcome}": text for outcome, text in body.get("says", {}).items()}
    if "next" in body:
        words[f"{start}.next"] = body["next"]
    return words


def _pathway_texts(entry: Entry, _: str) -> Mapping[str, Mapping[str, str]]:
    start, body = f"pathway.{entry.code}", entry.body
    words = {
        f"{start}.{name}": body[name]
        for name in ("name", "what", "who_decides", "cost")
        if name in body
    }
    for verdict, text in body.get("next", {}).items():
        words[f"{start}.next.{verdict}"] = text
    for number, text in enumerate(body.get("steps", ())):
        words[f"{start}.steps.{number}"] = text
    if "at_best" in body:
        words[f"{start}.at_best"] = body["at_best"]["says"]
    for each in body.get("never_ask", ()):
        words[f"{start}.never_ask.{each['id']}"] = each["why"]
    return words


def _phase_texts(entry: Entry, _: str) -> Mapping[str, Mapping[str, str]]:
    read = phase(entry)
    return {read.says: entry.body["says"]} if read.says else {}


def _source_texts(entry: Entry, _: str) -> Mapping[str, Mapping[str, str]]:
    return {source(entry).note: entry.body["note"]} if "note" in entry.body else {}


def _help_texts(entry: Entry, _: str) -> Mapping[str, Mapping[str, str]]:
    return {help_text(entry.body.get("programme", ""), entry.code): entry.body["text"]}


def _named(prefix: str) -> Callable[[Entry, str], Mapping[str, Mapping[str, str]]]:
    return lambda entry, _: {f"{prefix}.{entry.code}": entry.body["name"]}


_TEXTS: Mapping[str, Callable[[Entry, str], Mapping[str, Mapping[str, str]]]] = {
    "question": _question_texts,
    "criterion": _criterion_texts,
    "pathway": _pathway_texts,
    "phase": _phase_texts,
    "help": _help_texts,
    "source": _source_texts,
    "text": lambda entry, _: {entry.code: entry.body["text"]},
    "theme": _named("theme"),
    "country": _named("country"),
    "programme": _named("programme"),
    "office": _named("office"),
    "language": _named("language"),
}

"""How each file of a programme may look: its fields, and what each of them can hold.

Every field of every file stands here once. Whether two entries fit together (a question that
exists, a table with keys) is checked in `rules.checking`, after all files are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from safe_mobility.programmes.rules import ruleset as r
from safe_mobility.programmes.rules.conditions import PLAIN_WORDS, QUESTION_WORDS, RELATIONS
from safe_mobility.programmes.rules.cutoffs import CHARTS
from safe_mobility.programmes.rules.values import Confidence, QuestionType
from safe_mobility.shared.strict_yaml import (
    MISSING,
    Boolean,
    Date,
    Decimal,
    Integer,
    ListOf,
    MapOf,
    Node,
    OpenEnd,
    Place,
    Record,
    Spec,
    Text,
    Word,
    said,
)

CODE = Text(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}", "a code (letters, digits, _ . -)", 60)
COUNTRY = Text(r"[A-Z]{2}", "a country code of two capitals", 2)
LANGUAGE = Text(r"[a-z]{2,3}", "a language code", 3)
URL = Text(r"https?://\S+|/\S*", "an address that begins with https:// or /", 300)
WORDS = Record({"es": Text(), "en": Text()})
SOURCE = ListOf(Text(longest=200), least=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """One word with what it is compared with, or `all`, `any`, `not` of others."""

    def read(self, node: Node, at: Place) -> Any:
        if node.fields is None:
            at.wrong(node, f"should be a condition, not {said(node)}")
            return MISSING
        words = [name for name in node.fields if name != "ask"]
        if len(words) != 1:
            at.wrong(node, f"needs exactly one word, and has {', '.join(words) or 'none'}")
            return MISSING
        word = words[0]
        spec = _WORD_SPECS.get(word)
        if spec is None:
            known = ", ".join(sorted(_WORD_SPECS))
            at.below(word).wrong(node.fields[word], f"is not a known word; known are {known}")
            return MISSING
        return self._whole(node.fields, word, spec, at)

    def _whole(self, fields: dict[str, Node], word: str, spec: Spec, at: Place) -> Any:
        read: dict[str, Any] = {}
        if "ask" in fields:
            if word not in QUESTION_WORDS:
                at.below("ask").wrong(fields["ask"], f"has no use beside '{word}'")
            read["ask"] = CODE.read(fields["ask"], at.below("ask"))
        read[word] = spec.read(fields[word], at.below(word))
        return MISSING if MISSING in read.values() else read


@dataclass(frozen=True, slots=True)
class Either:
    """A mapping is read by one spec, a list by another, a single value by a third."""

    mapping: Spec | None = None
    listed: Spec | None = None
    single: Spec | None = None
    words: str = ""

    def read(self, node: Node, at: Place) -> Any:
        by_kind = {"a mapping": self.mapping, "a list": self.listed, "a single value": self.single}
        spec = by_kind[node.kind]
        if spec is None:
            at.wrong(node, f"should be {self.words}, not {said(node)}")
            return MISSING
        return spec.read(node, at)


@dataclass(frozen=True, slots=True)
class YesOrCode:
    def read(self, node: Node, at: Place) -> Any:
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return CODE.read(node, at)


@dataclass(frozen=True, slots=True)
class Reference:
    """`{table: t}`, `{table: t, by: question}` or `{value_of: question}`."""

    def read(self, node: Node, at: Place) -> Any:
        fields = node.fields or {}
        if "value_of" in fields:
            return Record({"value_of": CODE}).read(node, at)
        return Record({"table": CODE}, {"by": CODE}).read(node, at)


_CODES = Either(Reference(), ListOf(CODE, least=1), None, "a list of codes or a table")
_DAY = Either(Reference(), None, Date(), "a date or a table")
_AGE = Integer(0, 130)

_WORD_SPECS: dict[str, Spec] = {
    "all": ListOf(Condition(), least=1),
    "any": ListOf(Condition(), least=1),
    "not": Condition(),
    "is": Either(Reference(), None, YesOrCode(), "true, false, a code or a table"),
    "in": _CODES,
    "any_in": _CODES,
    "none_in": _CODES,
    "some": Boolean(),
    "on_or_before": _DAY,
    "after": _DAY,
    "earlier_than": _DAY,
    "age_at_least": _AGE,
    "age_under": _AGE,
    "true_in": Record({"table": CODE}),
    "related_as": ListOf(Word(RELATIONS), least=1),
    "accompanied_by": ListOf(Word(RELATIONS), least=1),
    "told_apart": CODE,
    "phase_is": Record({"of": CODE, "in": ListOf(Word(r.PHASES), least=1)}),
    "below_cap": CODE,
}
if set(_WORD_SPECS) != {*QUESTION_WORDS, *PLAIN_WORDS, "all", "any", "not"}:
    raise RuntimeError("a word of the grammar has no schema")


@dataclass(frozen=True, slots=True)
class FactsSpec:
    def read(self, node: Node, at: Place) -> Any:
        fields = node.fields or {}
        if "choose" in fields:
            branch = Record({"code": CODE, "if": Condition()})
            return Record({"choose": ListOf(branch, least=1)}).read(node, at)
        if "value_of" in fields:
            return Record({"value_of": CODE}).read(node, at)
        return Condition().read(node, at)


# Dated entries -------------------------------------------------------------------------------

DATED: dict[str, Spec] = {
    "from": OpenEnd(),
    "until": OpenEnd(),
    "announced": Date(),
    "until_announced": Date(),
    "source": SOURCE,
    "confidence": Word(tuple(Confidence)),
    "confidence_note": Text(),
    "note": Text(),
}


def _sourced(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every entry says who says so, and how sure we are."""
    for name in ("source", "confidence"):
        if name not in values:
            yield name, "is missing"


def dated(must: dict[str, Spec], may: dict[str, Spec] | None = None) -> Record:
    return Record(must, {**(may or {}), **DATED}, _sourced)


CRITERION = dated(
    {"id": CODE, "effect": Word(r.EFFECTS)},
    {
        "of": Word(r.SUBJECTS),
        "ask": CODE,
        "holds_if": Condition(),
        "applies_if": Condition(),
        "if_unknown": Word(("person", "passes")),
        "stage": Word(("screening", "registration", "interview")),
        "asked_by": Word(("staff",)),
        "law": Text(),
        "says": Record({}, {"holds": WORDS, "fails": WORDS, "unknown": WORDS, "tells": WORDS}),
        "next": WORDS,
        "next_url": URL,
    },
)

PHASE = dated(
    {"of": CODE, "phase": Word(r.PHASES)},
    {
        "nationalities": ListOf(COUNTRY, least=1),
        "days": ListOf(Date(), least=1),
        "weekdays": ListOf(Integer(1, 7), least=1),
        "weekdays_from": Date(),
        "says": WORDS,
        "news_within_days": Integer(1, 400),
        "date_inferred": Boolean(),
    },
)

PATHWAY_FILE = dated(
    {"code": CODE, "kind": Word(r.KINDS), "name": WORDS, "what": WORDS},
    {
        "who_decides": WORDS,
        "cost": WORDS,
        "steps": ListOf(WORDS, least=1),
        "next": Record({"open": WORDS, "person": WORDS, "not_today": WORDS}),
        "next_urls": Record({}, {"open": URL, "person": URL, "not_today": URL}),
        "at_best": Record({"verdict": Word(("PERSON",)), "says": WORDS}),
        "door": CODE,
        "unit": Record(
            {"principal": ListOf(Word(("applicant", "any_adult", "child")), least=1)},
            {"with": ListOf(Condition())},
        ),
        "never_ask": ListOf(Record({"id": CODE, "why": WORDS, "source": SOURCE})),
        "phases": ListOf(PHASE),
        "criteria": ListOf(CRITERION),
    },
)

QUESTION = Record(
    {
        "id": CODE,
        "type": Word(tuple(QuestionType)),
        "theme": CODE,
        "topic": Word(r.TOPICS),
        "text": WORDS,
        "why": WORDS,
    },
    {
        "hint": WORDS,
        "each": WORDS,
        "choices": MapOf(CODE, WORDS),
        "open_list": Boolean(),
        "aliases": ListOf(CODE),
        "can_change": Word(("no", "document", "act")),
        "asked_by": Word(("visitor", "registration", "staff", "facts")),
        "sensitive": Boolean(),
        "prepares": Boolean(),
        "record": Word(("born_on", "sex", "marital")),
        "from_facts": FactsSpec(),
    },
)
QUESTIONS_FILE = Record(
    {"themes": ListOf(Record({"code": CODE, "name": WORDS}), least=1)},
    {"questions": ListOf(QUESTION, least=1)},
)

TABLE_ROW = dated({}, {"key": CODE, "value": YesOrCode()})
FROM_BULLETINS = Record({"chart": Word(CHARTS), "area": CODE})
TABLE_FILE = Record(
    {
        "table": CODE,
        "keyed": Boolean(),
        "values": Word(("code", "boolean", "date")),
        "rows": ListOf(TABLE_ROW),
    },
    {"otherwise": YesOrCode(), "note": Text(), "from_bulletins": FROM_BULLETINS},
)

WORDS_FILE = Record({"words": MapOf(CODE, WORDS)})
COUNTRIES_FILE = Record(
    {"countries": ListOf(Record({"code": COUNTRY, "es": Text(), "en": Text()}))}
)
SOURCES_FILE = Record(
    {"sources": ListOf(Record({"code": CODE}, {"note": WORDS, "url": URL}), least=1)}
)
HELP = dated({"code": CODE, "text": WORDS}, {"url": URL, "only_if": Condition()})

PROGRAMME_FILE = dated(
    {
        "code": CODE,
        "country": COUNTRY,
        "zone": Text(r"[A-Za-z_]+/[A-Za-z_/]+", "a time zone like America/Guatemala"),
        "name": WORDS,
        "languages": ListOf(LANGUAGE, least=1),
        "interpreter_languages": ListOf(
            Record({"code": LANGUAGE, "name": WORDS, "own_name": Text()}), least=1
        ),
        "office_groups": ListOf(CODE, least=1),
        "pathways": ListOf(CODE, least=1),
        "news_within_days": Integer(1, 400),
        "phases": ListOf(PHASE, least=1),
        "help": ListOf(HELP, least=1),
    },
)

_MODE = Word(("IN_PERSON", "PHONE", "VIDEO"))
MODALITY = dated({"mode": _MODE})
OFFICE = dated(
    {"code": Text(r"[A-Z]{3}", "an office code of three capitals"), "name": WORDS},
    {"municipality": CODE, "place": WORDS, "modalities": ListOf(MODALITY)},
)
BOOKING = dated({"office": CODE, "rule": Word(("OPEN", "INVITATION", "CLOSED", "DRAW"))})
OFFICES_FILE = Record(
    {
        "offices": ListOf(OFFICE, least=1),
        "booking": ListOf(BOOKING),
        "serves": ListOf(Record({"office": CODE, "departments": ListOf(CODE, least=1)})),
    },
)
CONTACT = Record(
    {
        "code": Word(("helpline", "emergency", "asylum", "child", "violence")),
        "name": WORDS,
        "phone": Text(r"[0-9+ ]{3,20}", "a telephone number", 20),
    },
    {"hours": WORDS},
)
CONTACTS_FILE = Record({"contacts": ListOf(CONTACT, least=1)})
TRAINING_FILE = Record(
    {
        "contacts": ListOf(CONTACT),
        "booking": ListOf(BOOKING),
        "addresses": ListOf(Record({"office": CODE, "address": WORDS, "phone": Text(longest=30)})),
        "modalities": ListOf(dated({"office": CODE, "mode": _MODE})),
    },
)
MUNICIPALITIES_FILE = Record(
    {
        "source": SOURCE,
        "departments": ListOf(Record({"code": CODE, "name": Text(), "iso": CODE})),
        "municipalities": ListOf(
            Record(
                {
                    "code": CODE,
                    "name": Text(),
                    "department": CODE,
                    "lat": Decimal(),
                    "lon": Decimal(),
                }
            )
        ),
    },
)
HOLIDAY = dated(
    {"name": WORDS},
    {
        "day": Text(r"\d{2}-\d{2}", "a day of the year like 09-15"),
        "easter": Integer(-60, 60),
        "offices": ListOf(CODE, least=1),
        "moves": Word(("monday",)),
    },
)
HOLIDAYS_FILE = Record({"holidays": ListOf(HOLIDAY, least=1)})

"""Everything in force and ever in force, as one value with one hash.

A `RuleSet` is built once per process from the dated rows and never changes. It knows texts,
questions, tables, phases, criteria and pathways; how a verdict comes of them is decided in
`screening.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from safe_mobility.programmes.rules.conditions import Condition, Facts
from safe_mobility.programmes.rules.cutoffs import Cutoffs
from safe_mobility.programmes.rules.values import InForce, QuestionType, Value

SHUTTING = ("gate", "require")
JUDGING = ("gate", "require", "flag")
EFFECTS = (*JUDGING, "route", "document", "priority", "information")
SUBJECTS = ("applicant", "principal", "any_member", "each_member", "any_relative", "household")
PHASES = ("announced", "contact_only", "open", "window", "suspended", "closed")
KINDS = ("common", "office", "protection", "family", "work", "other")
TOPICS = ("place", "family", "status", "record", "danger", "needs", "money", "work", "papers")
HIDDEN_IN_PROTECTION = frozenset({"money", "work", "papers"})


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    text: str
    """Key of its words, for `RuleSet.text`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked once however many pathways need it."""

    id: str
    type: QuestionType
    theme: str
    topic: str
    can_change: str
    asked_by: str
    sensitive: bool
    prepares: bool
    aliases: tuple[str, ...]
    choices: tuple[Choice, ...]
    open_list: bool
    record: str | None
    position: int
    facts: Facts | None = None

    @property
    def text(self) -> str:
        return f"question.{self.id}.text"

    @property
    def hint(self) -> str:
        """Key of the hint; its words are empty where there is none."""
        return f"question.{self.id}.hint"

    @property
    def each(self) -> str:
        """Key of the words where each person has a row; empty where `text` does for both."""
        return f"question.{self.id}.each"

    @property
    def why(self) -> str:
        return f"question.{self.id}.why"

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(choice.code for choice in self.choices)

    @property
    def is_for_visitors(self) -> bool:
        return self.asked_by == "visitor"


@dataclass(frozen=True, slots=True)
class TableRow:
    key: str | None
    value: Value
    period: InForce


@dataclass(frozen=True, slots=True)
class Table:
    """Values that a notice changes. A set of codes, or one value per key."""

    name: str
    keyed: bool
    otherwise: Value | None
    rows: tuple[TableRow, ...]

    @property
    def is_dated(self) -> bool:
        return any(row.period.from_on or row.period.until_on for row in self.rows)


@dataclass(frozen=True, slots=True)
class Phase:
    owner: str
    phase: str
    period: InForce
    nationalities: tuple[str, ...] = ()
    """Whom this entry speaks of; empty means everybody."""
    days: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    weekdays_from_on: date | None = None
    says: str | None = None
    news_within_days: int | None = None
    date_inferred: bool = False

    def has_day(self, day: date) -> bool:
        """Whether an open window falls on this day. Any other phase holds on all its days."""
        if self.phase != "window":
            return True
        later = self.weekdays_from_on is None or self.weekdays_from_on <= day
        return day in self.days or (later and day.isoweekday() in self.weekdays)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One dated requirement of one group."""

    id: str
    key: str
    """Unique among all entries; the id, with its first day where the id occurs more than once."""
    group: str
    of: str
    ask: str
    effect: str
    period: InForce
    holds_if: Condition | None
    applies_if: Condition | None
    passes: bool
    stage: str
    asked_by: str
    has_next: bool
    next_url: str | None
    law: str
    note: str

    @property
    def judges(self) -> bool:
        return self.effect in JUDGING

    @property
    def shuts(self) -> bool:
        """Only a sourced gate or requirement can close a pathway; others act as flags."""
        return self.effect in SHUTTING and self.period.confidence == "sourced"

    def says(self, outcome: str) -> str:
        """Key of the sentence for `holds`, `fails` or `unknown`."""
        return f"criterion.{self.key}.{outcome}"

    @property
    def next(self) -> str | None:
        return f"criterion.{self.key}.next" if self.has_next else None


@dataclass(frozen=True, slots=True)
class Unit:
    """Who may ask for a pathway, and who goes along with that person."""

    principals: tuple[str, ...]
    with_principal: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    code: str
    kind: str
    unit: Unit
    at_best: str | None
    door: str | None
    steps: int
    next_urls: Mapping[str, str]
    """Where the next step leads: by open, person and not_today."""
    never_ask: tuple[str, ...]
    period: InForce

    def says(self, what: str) -> str:
        """Key of `name`, `what`, `who_decides`, `cost`, `at_best`, `next.open`, `steps.0` ..."""
        return f"pathway.{self.code}.{what}"

    @property
    def is_judged_alone(self) -> bool:
        return self.kind not in ("common", "office")


@dataclass(frozen=True, slots=True)
class Help:
    """What stays open when nothing else is."""

    code: str
    position: int
    url: str | None
    only_if: Condition | None
    programme: str = ""
    """The country whose help this is; empty where it is everybody's."""

    @property
    def text(self) -> str:
        return help_text(self.programme, self.code)

    def is_for(self, programme: str) -> bool:
        return self.programme in ("", programme)


def help_text(programme: str, code: str) -> str:
    """Key of the words of one entry of help."""
    return f"help.{programme}.{code}" if programme else f"help.{code}"


@dataclass(frozen=True, slots=True)
class Programme:
    """One country's programme: which groups judge its office and which pathways it shows."""

    code: str
    country: str
    zone: str
    languages: tuple[str, ...]
    office_groups: tuple[str, ...]
    pathways: tuple[str, ...]
    news_within_days: int

    @property
    def office_group(self) -> str:
        """The group whose phases are the office's own."""
        return self.office_groups[-1]


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so. `url` opens the page; a citation alone has none."""

    code: str
    url: str | None

    @property
    def note(self) -> str:
        """Key of what there is to know about it; its words are empty where there is nothing."""
        return f"source.{self.code}.note"


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    position: int

    @property
    def text(self) -> str:
        return f"theme.{self.code}"


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules as loaded. Two rule sets with one version are the same."""

    version: str
    programmes: Mapping[str, Programme]
    """By country code."""
    themes: tuple[Theme, ...]
    questions: Mapping[str, Question]
    names: Mapping[str, str]
    """Every id or alias under which an answer may come, and the question it belongs to."""
    tables: Mapping[str, Table]
    pathways: Mapping[str, Pathway]
    criteria: tuple[Criterion, ...]
    phases: tuple[Phase, ...]
    help: tuple[Help, ...]
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)
    countries: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)
    cutoffs: Cutoffs = field(default_factory=Cutoffs)
    """The visa bulletins, month by month."""

    def text(self, key: str, language: str) -> str:
        """The words for a key; Spanish where the language has none, empty where nobody has."""
        words = self.texts.get(key)
        if words is None:
            return ""
        return words.get(language) or words.get("es", "")

    def criteria_of(self, groups: Iterable[str], *, on: date) -> tuple[Criterion, ...]:
        wanted = frozenset(groups)
        return tuple(c for c in self.criteria if c.group in wanted and c.period.on(on))

    def phases_of(self, owner: str) -> tuple[Phase, ...]:
        return tuple(phase for phase in self.phases if phase.owner == owner)

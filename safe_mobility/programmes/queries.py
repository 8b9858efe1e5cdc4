"""Reads of the programme as loaded. All of it is public: nothing here asks who wants to know.

Each process builds the rules once and compares their version with the database at most once a
second, so that a page may ask for fifty sentences without fifty queries, and a new version is
in force everywhere a second after it was loaded.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from safe_mobility.programmes import entry_rows
from safe_mobility.programmes.models import ProgrammeEntry, RulesInForce
from safe_mobility.programmes.rules import building
from safe_mobility.programmes.rules.cutoffs import Cutoffs
from safe_mobility.programmes.rules.directory import (
    BookingRule,
    Contact,
    Country,
    Directory,
    Language,
    Municipality,
    OfficeSeen,
    ProgrammeState,
)
from safe_mobility.programmes.rules.ruleset import RuleSet, Source

FRESH_FOR_SECONDS = 1.0


class NoRulesLoaded(Exception):
    """The programme's files were never loaded: run `manage.py load_programmes`."""


@dataclass(slots=True)
class _Held:
    directory: Directory
    checked_at: float


_held: list[_Held] = []


def forget() -> None:
    """Compare with the database at the next question, whenever that comes."""
    _held.clear()


def _current() -> Directory:
    held = _held[0] if _held else None
    moment = time.monotonic()
    if held is not None and moment - held.checked_at < FRESH_FOR_SECONDS:
        return held.directory
    version = RulesInForce.objects.filter(pk=RulesInForce.ONLY).values_list("version", flat=True)
    wanted = version.first()
    if wanted is None:
        raise NoRulesLoaded
    if held is None or held.directory.rule_set.version != wanted:
        held = _Held(_build(), moment)
        _held[:] = [held]
    held.checked_at = moment
    return held.directory


def _of(country: str | None) -> Directory:
    """The directory of a country. Raises `NoProgrammeHere` where it has no folder."""
    ours = _current()
    return ours if country is None else ours.of(country)


def _build() -> Directory:
    entries = entry_rows.entries(ProgrammeEntry.objects.all())
    return Directory(entries, building.build(entries), country=settings.HOME_COUNTRY)


# The rules and their words -------------------------------------------------------------------


def rule_set() -> RuleSet:
    return _current().rule_set


@dataclass(frozen=True, slots=True)
class LoadedSeen:
    version: str
    loaded_at: datetime
    entries: int


def loaded() -> LoadedSeen | None:
    """Which rules are loaded, and since when; None before the first load."""
    row = RulesInForce.objects.filter(pk=RulesInForce.ONLY).first()
    if row is None:
        return None
    return LoadedSeen(row.version, row.loaded_at, ProgrammeEntry.objects.count())


def text_of(key: str, language: str) -> str:
    """The words for a key of the programme, such as `pathway.h2a.name`; empty if there are none."""
    return _current().rule_set.text(key, language)


def source(code: str) -> Source | None:
    """What stands behind a number such as S62; None for a citation in words."""
    return _current().rule_set.sources.get(code)


def cutoffs() -> Cutoffs:
    """The visa bulletins that are known, month by month."""
    return _current().rule_set.cutoffs


def programme_state(*, on: date, country: str | None = None) -> ProgrammeState:
    """The phase of a country's office; without a country, of the one in which this site works."""
    return _of(country).state(on=on)


# Places --------------------------------------------------------------------------------------


def office(code: str, *, on: date) -> OfficeSeen | None:
    return _current().office(code, on=on)


def offices(*, on: date, country: str | None = None) -> tuple[OfficeSeen, ...]:
    """The offices there are on that day, by name."""
    return _of(country).offices(on=on)


def office_codes() -> tuple[str, ...]:
    """Every office there ever was, for what is dated otherwise."""
    return _current().office_codes()


def office_for_municipality(code: str, *, on: date) -> str:
    return _current().office_for(code, on=on)


def booking_rule(office_code: str, *, on: date) -> BookingRule:
    """How a household comes to an appointment: OPEN, INVITATION or CLOSED."""
    return _current().booking_rule(office_code, on=on)


def zone(office_code: str) -> ZoneInfo:
    """The zone in which an office's days and hours are meant."""
    return _current().zone


def municipalities() -> tuple[Municipality, ...]:
    """The municipalities by their INE code."""
    return _current().municipalities


def place_name(code: str, language: str) -> str:
    """The name of an office, municipality or department."""
    return _current().place_name(code, language)


# Days and names ------------------------------------------------------------------------------


def holidays(office_code: str, first: date, last: date, language: str = "es") -> dict[date, str]:
    """Days on which this office does not work, national and local, with their names."""
    found = _current().holidays(office_code, first, last)
    return {day: names.get(language) or names["es"] for day, names in found.items()}


def countries(language: str) -> tuple[Country, ...]:
    return _current().countries(language)


def contacts(language: str) -> dict[str, Contact]:
    """Whom to call: helpline, emergency, asylum, child, violence; only those that are known."""
    return _current().contacts(language)


def languages(*, country: str | None = None) -> tuple[Language, ...]:
    """The languages in which an interview can be held, with interpreter or without."""
    return _of(country).languages()

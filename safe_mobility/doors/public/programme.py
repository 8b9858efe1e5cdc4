"""The programme whose site this is: one country, its day and its words."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from safe_mobility.doors.common import clock
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Programme, RuleSet
from safe_mobility.programmes.rules.values import Value


def programme() -> Programme:
    """The programme of the country in which this site works: its offices, its day, its help."""
    return programmes.rule_set().programmes[settings.HOME_COUNTRY]


def programme_of(place: Value | None) -> Programme:
    """The programme that judges somebody who is there: of that country, or else the site's own.

    A family in a country without an office is judged by the site's own programme, whose rules
    say what holds for people outside it.
    """
    found = programmes.rule_set().programmes.get(place) if isinstance(place, str) else None
    return found or programme()


def today() -> date:
    """The day it is where the programme is, not where the server stands."""
    return clock.now().astimezone(ZoneInfo(programme().zone)).date()


@dataclass(frozen=True)
class Words:
    """The programme's texts in the language of the page."""

    rule_set: RuleSet
    language: str

    def __call__(self, key: str) -> str:
        return self.rule_set.text(key, self.language)


def words_of_page() -> Words:
    return Words(programmes.rule_set(), get_language() or "es")


def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Every country by name, in the language's order."""
    return _country_names(programmes.rule_set().version, language)


@lru_cache(maxsize=8)
def _country_names(_version: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.code, each.name) for each in programmes.countries(language))


def source_list(sources: tuple[str, ...]) -> str:
    return ", ".join(sources)

"""The programme whose site this is: one country, its day and its words."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from safe_mobility.doors.common import clock
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Programme, RuleSet


def programme() -> Programme:
    """A site serves one programme; a second country is a site of its own."""
    return next(iter(programmes.rule_set().programmes.values()))


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

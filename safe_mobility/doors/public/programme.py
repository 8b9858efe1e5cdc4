"""The programme whose site this is: one country, its day and its words."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.answer_words import Words
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.ruleset import Programme
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


def words_of_page() -> Words:
    return Words(programmes.rule_set(), get_language() or "es")

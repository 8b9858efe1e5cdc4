"""The partition of the programme whose site this is, from its own lists."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from safe_mobility.cases.rules import REASONS, Outcome
from safe_mobility.programmes import queries as programmes
from safe_mobility.statistics.rules import calendar
from safe_mobility.statistics.rules.partition import OTHER, Partition
from safe_mobility.statistics.rules.traits import AGES, CHANNELS, SIZES

NEIGHBOURS = ("HN", "SV", "NI", "CU", "HT", "VE")
"""Beside a country's own people, those whom an office of any country was opened for."""


def first_day() -> date:
    """The first day of the programme that is counted."""
    rule_set = programmes.rule_set()
    ours = rule_set.programmes[settings.HOME_COUNTRY]
    began = [
        each.period.from_on
        for each in rule_set.phases_of(ours.office_group)
        if each.phase in {"open", "window"} and each.period.from_on is not None
    ]
    return min(began)


def partition(*, first_on: date, cut_off: date) -> Partition:
    version = programmes.rule_set().version
    fixed = _fixed(version, cut_off)
    cohorts = tuple(calendar.months(first_on, cut_off))
    return Partition({**fixed.values, "cohort": cohorts}, fixed.served)


@lru_cache(maxsize=4)
def _fixed(_version: str, on: date) -> Partition:
    towns = programmes.municipalities()
    departments = tuple(dict.fromkeys(town.department for town in towns))
    served = {
        (programmes.office_for_municipality(town.code, on=on), town.department) for town in towns
    }
    ours = programmes.rule_set().programmes[settings.HOME_COUNTRY]
    languages = ("es", "en", *(each.code for each in programmes.languages()))
    here = programmes.offices(on=on)
    # Last stands the office that serves most departments: it takes whom no office took yet.
    by_size = sorted(here, key=lambda each: sum(office == each.code for office, _ in served))
    values = {
        "office": tuple(each.code for each in by_size),
        "department": (*departments, OTHER),
        "sex": ("F", "M"),
        "age": AGES,
        "nationality": tuple(dict.fromkeys((ours.country, *NEIGHBOURS, OTHER))),
        "language": tuple(dict.fromkeys((*languages, OTHER))),
        "size": SIZES,
        "channel": CHANNELS,
        "needs": ("YES", "NO"),
        "pathway": (*ours.pathways, OTHER),
        "reason": tuple(each.value for each in REASONS[Outcome.NOT_HERE]),
    }
    return Partition(values, tuple(sorted(served)))

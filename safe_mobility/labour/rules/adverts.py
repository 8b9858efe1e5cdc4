"""What an advert or a recruiter said of a job, and how it is compared with a certified order.

Nothing here calls an advert false. Each field agrees, nearly agrees, differs, or cannot be
compared, and the rule of each is short enough to be said aloud.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from safe_mobility.labour.rules import work_words
from safe_mobility.labour.rules.places import Place, read_place

LONGEST = 4_000
"""Of a longer text the beginning is read, and the page says so."""
QUETZALES_A_DOLLAR = (7.2, 8.2)
"""Wide enough for every day since 2010: pay in quetzales is compared as a range."""
USUAL_HOURS = (35.0, 48.0)
"""Hours a week, where an order does not say them."""
WORKING_DAYS = (5.0, 6.0)
MONTHS_A_WEEK = 12 / 52
PAID_LESS = 0.93
PAID_MORE = 1.25
A_YEAR_RAISES = 1.06
"""Certified wages rose by about this much a year; an older order is compared with more room."""


class Per(StrEnum):
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    TWO_WEEKS = "TWO_WEEKS"
    MONTH = "MONTH"
    SEASON = "SEASON"
    PIECE = "PIECE"


class Currency(StrEnum):
    USD = "USD"
    GTQ = "GTQ"


class Sign(IntEnum):
    """How a field of an advert stands to the same field of an order."""

    DIFFERS = -1
    NOT_COMPARED = 0
    NEAR = 1
    AGREES = 2


class Field(StrEnum):
    EMPLOYER = "EMPLOYER"
    PLACE = "PLACE"
    WORK = "WORK"
    SEASON = "SEASON"
    PAY = "PAY"


@dataclass(frozen=True, slots=True)
class Advert:
    """What was said; everything may be missing. Pay and fee are amounts as typed."""

    employer: str = ""
    recruiter: str = ""
    place: str = ""
    work: str = ""
    first_month: int | None = None
    last_month: int | None = None
    year: int | None = None
    pay: float | None = None
    per: Per | None = None
    currency: Currency | None = None
    fee_asked: bool | None = None
    number: str = ""
    """The number of the job order, as typed."""

    @property
    def says_where(self) -> Place:
        return read_place(self.place)

    @property
    def kinds(self) -> int:
        return work_words.kinds(self.work)

    @property
    def months(self) -> int:
        """The months as bits, January first; 0 where none was said."""
        return season_bits(self.first_month, self.last_month or self.first_month)

    @property
    def is_empty(self) -> bool:
        where = self.says_where
        named = self.employer or self.recruiter or self.number
        return not (named or where.states or where.town or self.kinds)


def season_bits(first: int | None, last: int | None) -> int:
    """Months from first to last as bits; a season may go over the new year."""
    if first is None or last is None:
        return 0
    bits, month = 0, first
    while True:
        bits |= 1 << (month - 1)
        if month == last:
            return bits
        month = month % 12 + 1


def widened(bits: int) -> int:
    """A season and the month on either side of it: workers come early and stay on."""
    around = (bits << 1 | bits >> 11) | (bits >> 1 | bits << 11)
    return (bits | around) & 0xFFF


def dollars(advert: Advert) -> tuple[float, float] | None:
    """The pay as a range of dollars; None where the amount or the currency was not said."""
    if advert.pay is None or advert.pay <= 0 or advert.currency is None:
        return None
    if advert.currency is Currency.USD:
        return advert.pay, advert.pay
    low, high = QUETZALES_A_DOLLAR
    return advert.pay / high, advert.pay / low


def hourly_range(
    advert: Advert, *, hours: float | None, weeks: float | None
) -> tuple[float, float] | None:
    """The pay by the hour under an order's weekly hours and season, as a range."""
    amount = dollars(advert)
    if amount is None or advert.per is None or advert.per is Per.PIECE:
        return None
    least, most = (hours, hours) if hours else USUAL_HOURS
    per_hour = {
        Per.HOUR: (1.0, 1.0),
        Per.DAY: (WORKING_DAYS[0] / most, WORKING_DAYS[1] / least),
        Per.WEEK: (1 / most, 1 / least),
        Per.TWO_WEEKS: (0.5 / most, 0.5 / least),
        Per.MONTH: (MONTHS_A_WEEK / most, MONTHS_A_WEEK / least),
    }
    if advert.per is Per.SEASON:
        if not weeks:
            return None
        return amount[0] / (weeks * most), amount[1] / (weeks * least)
    low, high = per_hour[advert.per]
    return amount[0] * low, amount[1] * high


@dataclass(frozen=True, slots=True)
class Finding:
    """One field beside an order: how it stands, and why where that needs a word."""

    field: Field
    sign: Sign
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Of a certified order, what is compared."""

    kinds: int
    occupation_kinds: int
    months: int
    first_year: int | None
    last_year: int | None
    hourly: float | None
    hourly_to: float | None
    hours: float | None
    weeks: float | None
    state: str
    employer_state: str
    city: str
    county: str
    employer: str
    trade_name: str


class Verdict(StrEnum):
    """What an answer begins with. None of them says that an offer is false."""

    FITS = "FITS"
    """A certified order of this employer agrees in all that could be compared."""
    DIFFERS = "DIFFERS"
    """We know orders of this employer, but not like this."""
    SIMILAR_NAME = "SIMILAR_NAME"
    """We know an employer whose name looks like it."""
    NAME_ONLY = "NAME_ONLY"
    """We know orders of this employer; nothing else was said that could be compared."""
    LIKE = "LIKE"
    """No employer was named; orders for such work, or in such a place, exist."""
    NUMBER_FITS = "NUMBER_FITS"
    """The number of the job order is known, and nothing that was said differs from it."""
    NUMBER_DIFFERS = "NUMBER_DIFFERS"
    NUMBER_REFUSED = "NUMBER_REFUSED"
    """The number is known, and the order was not certified."""
    NONE = "NONE"
    TOO_LITTLE = "TOO_LITTLE"


@dataclass(frozen=True, slots=True)
class Near:
    """One of the nearest orders: `at` is its place among those that were asked."""

    at: int
    score: float
    findings: tuple[Finding, ...]

    def sign(self, of: Field) -> Sign:
        return next((f.sign for f in self.findings if f.field is of), Sign.NOT_COMPARED)


def work_sign(said: int, known: int) -> tuple[Sign, str]:
    """`said` and `known` are kinds of work as bits."""
    if not said or not known:
        return Sign.NOT_COMPARED, ""
    special = ~work_words.GENERAL
    if said & known & special or (not said & special and said & known):
        return Sign.AGREES, ""
    if said & known & work_words.GENERAL:
        return Sign.NEAR, "other_crop"
    return Sign.DIFFERS, ""


def season_sign(advert: Advert, known: Known) -> tuple[Sign, str]:
    said = advert.months
    if not said or not known.months:
        return Sign.NOT_COMPARED, ""
    if said & ~widened(known.months):
        return (Sign.NEAR, "partly") if said & known.months else (Sign.DIFFERS, "")
    years = (known.first_year, known.last_year)
    if advert.year and years[0] and years[1] and not years[0] <= advert.year <= years[1]:
        return Sign.NEAR, "other_year"
    return Sign.AGREES, ""


def pay_sign(advert: Advert, known: Known, *, this_year: int) -> tuple[Sign, str]:
    if advert.pay is None:
        return Sign.NOT_COMPARED, ""
    if advert.currency is None or advert.per is None:
        return Sign.NOT_COMPARED, "unit_not_said"
    said = hourly_range(advert, hours=known.hours, weeks=known.weeks)
    if said is None or known.hourly is None:
        return Sign.NOT_COMPARED, "piece"
    later = max(0, (advert.year or this_year) - (known.last_year or this_year))
    most = max(known.hourly, known.hourly_to or 0) * PAID_MORE * A_YEAR_RAISES**later
    if said[1] < known.hourly * PAID_LESS:
        return Sign.DIFFERS, "less"
    return (Sign.DIFFERS, "more") if said[0] > most else (Sign.AGREES, "")


def verdict_of_number(near: Near) -> Verdict:
    """What an order says whose number was given."""
    differs = any(finding.sign is Sign.DIFFERS for finding in near.findings)
    return Verdict.NUMBER_DIFFERS if differs else Verdict.NUMBER_FITS


def verdict_of(advert: Advert, nearest: tuple[Near, ...]) -> Verdict:
    """What the nearest orders say together; the first is the nearest of all."""
    if advert.is_empty:
        return Verdict.TOO_LITTLE
    if not nearest:
        return Verdict.NONE
    first = nearest[0]
    others = [first.sign(of) for of in Field if of is not Field.EMPLOYER]
    agree, differ = others.count(Sign.AGREES), others.count(Sign.DIFFERS)
    if not advert.employer:
        by_work = first.sign(Field.WORK) is Sign.AGREES
        return Verdict.LIKE if by_work or agree >= 2 else Verdict.NONE
    named = first.sign(Field.EMPLOYER)
    if named is Sign.NEAR:
        return Verdict.SIMILAR_NAME
    if named is not Sign.AGREES:
        return Verdict.NONE
    if not any(others):
        return Verdict.NAME_ONLY
    return Verdict.DIFFERS if differ or not agree else Verdict.FITS

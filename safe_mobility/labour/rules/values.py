"""What a cell of a Labor Department file means, or that it means nothing sure.

The files are typed by thousands of employers: `1900-01-01` stands for no date, a state is
written in full or short, a wage is paid by the hour, the month or the bale. A value is read
or told apart with a reason; none is ever guessed or mended into something else.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

EARLIEST_DATE = date(1980, 1, 1)
LATEST_DATE = date(2100, 1, 1)
SHEET_ZERO = "a spreadsheet's zero, not a date"
MOST_WORKERS = 20_000
MOST_HOURS = Decimal(168)
LEAST_HOURLY = Decimal(2)
MOST_HOURLY = Decimal(250)
"""Beyond these an hourly wage is a slip: it is shown as printed and not reckoned with."""
WAGE_LIMIT = Decimal(10**9)
WEEKS_A_YEAR = Decimal(52)

_NOTHING = {
    "",
    "N/A",
    "NA",
    "#N/A",
    "(BLANK)",
    "NONE",
    "NULL",
    "-",
    "--",
    ".",
    "NOT APPLICABLE",
    "SELECT PAY RANGE",
}
_DATE_SHAPES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%m/%d/%y",
    "%Y%m%d",
    "%Y/%m/%d",
    "%m-%d-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]00:?00)?$", re.IGNORECASE)
_SHEET_DAY = re.compile(r"^\d{5}(\.\d+)?$")
_SHEET_DAY_ZERO = date(1899, 12, 30)
_CASE_WITHIN = re.compile(r"\bH[\s-]?([34]00)[\s-]?(\d{5})[\s-]?(\d{6})\b")
_CASE = re.compile(r"^H-?(?P<visa>300|400)-?\d{5}-?\d{6}$|^[A-Z]-?\d{5}-?\d{5,6}$")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """One cell: its value, or why there is none. Empty and not applicable are no fault."""

    value: T | None
    fault: str = ""


class Unit(StrEnum):
    HOUR = "HOUR"
    WEEK = "WEEK"
    TWO_WEEKS = "TWO_WEEKS"
    MONTH = "MONTH"
    YEAR = "YEAR"
    PIECE = "PIECE"


_UNITS = {
    "HOUR": Unit.HOUR,
    "HOURLY": Unit.HOUR,
    "HR": Unit.HOUR,
    "HRS": Unit.HOUR,
    "PER HOUR": Unit.HOUR,
    "WK": Unit.WEEK,
    "BW": Unit.TWO_WEEKS,
    "MO": Unit.MONTH,
    "MTH": Unit.MONTH,
    "YR": Unit.YEAR,
    "WEEK": Unit.WEEK,
    "WEEKLY": Unit.WEEK,
    "BI WEEKLY": Unit.TWO_WEEKS,
    "BIWEEKLY": Unit.TWO_WEEKS,
    "MONTH": Unit.MONTH,
    "MONTHLY": Unit.MONTH,
    "YEAR": Unit.YEAR,
    "YEARLY": Unit.YEAR,
    "ANNUAL": Unit.YEAR,
    "PIECE RATE": Unit.PIECE,
    "PIECE": Unit.PIECE,
}
_WEEKS = {
    Unit.WEEK: Decimal(1),
    Unit.TWO_WEEKS: Decimal(2),
    Unit.MONTH: WEEKS_A_YEAR / 12,
    Unit.YEAR: WEEKS_A_YEAR,
}
_STATE_NAMES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut"
    "|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois"
    "|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland"
    "|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana"
    "|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York"
    "|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania"
    "|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah"
    "|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
    "|AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|VI Virgin Islands"
    "|FM Federated States of Micronesia|MH Marshall Islands|PW Palau"
)
STATES = dict(pair.split(" ", 1) for pair in _STATE_NAMES.split("|"))
_STATE_OF = {name.upper(): code for code, name in STATES.items()} | {
    "US VIRGIN ISLANDS": "VI",
    "WASHINGTON DC": "DC",
    "COMMONWEALTH OF THE NORTHERN MARIANA ISLANDS": "MP",
}


def is_nothing(text: str) -> bool:
    return " ".join(text.split()).upper() in _NOTHING


def read_case(text: str) -> Read[str]:
    """A case number, in capitals."""
    plain = text.strip().upper()
    return Read(plain) if _CASE.match(plain) else Read(None, "not a case number")


def case_within(text: str) -> str:
    """The number of a job order that stands in a text, as the Department writes it; or nothing."""
    found = _CASE_WITHIN.search(text.upper())
    return "H-{}-{}-{}".format(*found.groups()) if found else ""


def visa_of_case(case: str) -> str | None:
    """What newer case numbers say of the visa; older ones (`C-…`) say nothing."""
    match = _CASE.match(case)
    return {"300": "H-2A", "400": "H-2B"}.get(match["visa"] or "") if match else None


def read_member(text: str) -> Read[bool]:
    """Whether the row is one member's share of a joint application, or the whole."""
    said = {"PRI": False, "PRIMARY": False, "SUB": True}.get(text.strip().upper())
    return Read(said, "" if said is not None or is_nothing(text) else "neither whole nor member")


def day_of_case(case: str) -> date | None:
    """The day on which a case was opened, which its number tells: year and day of the year."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"^H-?[34]00", "", case))[:5]
    try:
        return datetime.strptime(digits, "%y%j").date()  # noqa: DTZ007
    except ValueError:
        return None


def fiscal_year(day: date) -> int:
    """The United States government's year, which begins in October of the year before."""
    return day.year + (day.month >= 10)


def read_text(text: str, *, most: int = 300) -> Read[str]:
    plain = " ".join(text.split())
    return Read(None) if plain.upper() in _NOTHING else Read(plain[:most])


def read_date(text: str) -> Read[date]:
    """A day, or a spreadsheet's number of one. The spreadsheet's day zero and days outside of
    any programme are no dates."""
    plain = text.strip()
    if is_nothing(plain):
        return Read(None)
    if _SHEET_DAY.match(plain):
        return _plausible(_SHEET_DAY_ZERO + timedelta(days=int(float(plain))))
    bare = _HOUR.sub("", plain)
    for shape in _DATE_SHAPES:
        try:
            # A day of a file has no zone; only the date is taken.
            day = datetime.strptime(bare, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        return _plausible(day)
    if plain in {"0", "1", "0.0", "1.0"}:
        return Read(None, SHEET_ZERO)
    return Read(None, "not a date")


def _plausible(day: date) -> Read[date]:
    if day.year in {1899, 1900}:
        return Read(None, SHEET_ZERO)
    if not EARLIEST_DATE <= day < LATEST_DATE:
        return Read(None, "a date outside 1980 to 2099")
    return Read(day)


def read_state(text: str) -> Read[str]:
    """The postal code of a state, written in full or short."""
    plain = re.sub(r"[^A-Z ]", "", " ".join(text.upper().split()))
    if is_nothing(text):
        return Read(None)
    code = plain if plain in STATES else _STATE_OF.get(plain)
    return Read(code) if code else Read(None, "not a state")


def read_count(text: str) -> Read[int]:
    """A whole number of people, beds or units."""
    number = _number(text)
    if number.value is None:
        return Read(None, number.fault)
    if number.value != int(number.value) or not 0 <= number.value <= MOST_WORKERS:
        return Read(None, f"not a whole number from 0 to {MOST_WORKERS}")
    return Read(int(number.value))


def read_hours(text: str) -> Read[Decimal]:
    """Hours a week."""
    number = _number(text)
    if number.value is not None and not 0 < number.value <= MOST_HOURS:
        return Read(None, "not hours of a week")
    return number


def read_wage(text: str) -> Read[Decimal]:
    """An amount of dollars as printed; zero is no wage."""
    number = _number(text.replace("$", ""))
    if number.value is not None and number.value <= 0:
        return Read(None, "a wage of 0 is no wage")
    if number.value is not None and number.value >= WAGE_LIMIT:
        return Read(None, "an amount beyond any wage")
    return number


def read_unit(text: str) -> Read[Unit]:
    plain = re.sub(r"[^A-Z]+", " ", text.upper()).strip()
    if is_nothing(text):
        return Read(None)
    unit = _UNITS.get(plain)
    return Read(unit) if unit else Read(None, "not a unit of pay")


@lru_cache(maxsize=8192)
def per_hour(wage: Decimal, unit: Unit, hours_a_week: Decimal | None) -> Read[Decimal]:
    """Dollars an hour, where the unit and the weekly hours say it without a guess.

    A piece rate has no hourly wage: it depends on the hands. A wage beyond what is ever paid
    by the hour is a wrong unit or a slip, and is told apart.
    """
    if unit is Unit.PIECE:
        return Read(None)
    if unit is not Unit.HOUR and hours_a_week is None:
        return Read(None, "no weekly hours to reckon an hourly wage with")
    hourly = wage if unit is Unit.HOUR else wage / (_WEEKS[unit] * (hours_a_week or 1))
    if not LEAST_HOURLY <= hourly <= MOST_HOURLY:
        return Read(None, f"{unit.lower().replace('_', ' ')} pay of no known job")
    return Read(hourly.quantize(Decimal("0.01")))


def _number(text: str) -> Read[Decimal]:
    plain = text.strip().replace(",", "").rstrip(".")
    if is_nothing(plain):
        return Read(None)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return Read(None, "not a number")
    return Read(number) if number.is_finite() else Read(None, "not a number")

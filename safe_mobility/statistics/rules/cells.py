"""What one cell of a published table says. A cell that can be read in two ways is refused."""

import re
from datetime import date
from typing import Final

EARLIEST, LATEST = 1900, 2100
NOT_GIVEN: Final = frozenset({"", "na", "n/a", "nan", "null", "none", ".", "..", "-", "–", "—"})
HIDDEN: Final = frozenset({"*", "**", "d", "s", "x", "c", "<5", "< 5", "<10", "< 10", "(d)", "(x)"})
"""Signs by which publishers say that a small figure is not shown."""

MONTHS: Final[dict[str, int]] = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9, "setiembre": 9}


class CellRefused(Exception):
    """Why a cell cannot be read."""


class LineRefused(CellRefused):
    """A line that can be read and is refused for what it says, such as one of totals."""


class NotShown(Exception):
    """The publisher hides this figure: it is neither zero nor missing."""


_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([,\u00a0\u202f' ])\d{3}(\1\d{3})*(\.\d+)?")
_DOTTED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


def number(text: str) -> float | None:
    """A figure that is not negative, or None where the cell is empty.

    Thousands may be set apart by commas, spaces or apostrophes. "1.234" in a column of counts
    may be one thousand or one and a bit; `count` refuses it.
    """
    written = text.strip()
    if written.casefold() in NOT_GIVEN:
        return None
    if written.casefold() in HIDDEN:
        raise NotShown
    if _GROUPED.fullmatch(written):
        written = re.sub(r"[,\u00a0\u202f' ]", "", written)
    elif not _PLAIN.fullmatch(written):
        raise CellRefused(f"{_short(text)} is not a number")
    value = float(written)
    if value < 0:
        raise CellRefused(f"{_short(text)} is below zero")
    if value == float("inf"):
        raise CellRefused(f"{_short(text)} is larger than any figure")
    return value


def count(text: str) -> float | None:
    """A whole number of people, events or visas, or None where the cell is empty."""
    if _DOTTED.fullmatch(text.strip()):
        raise CellRefused(f"{_short(text)} may be thousands or a fraction")
    value = number(text)
    if value is not None and value != int(value):
        raise CellRefused(f"{_short(text)} is not a whole number")
    return value


def rate(text: str) -> float | None:
    """A share, an index or a rate: "1,234" is refused, for a comma may stand before a fraction."""
    written = text.strip()
    if _DOTTED.fullmatch(written) is None and re.fullmatch(r"\d{1,3},\d{3}", written):
        raise CellRefused(f"{_short(text)} may be thousands or a fraction")
    return number(text)


def year(text: str) -> int:
    """A year: 2024, 2024.0, FY2024, FY 24, "2025 (FYTD)", "Fiscal Year 2024"."""
    found = re.fullmatch(
        r"(?:fy|fiscal year|a[nñ]o fiscal|cy)?[ \-]*'?(\d{4}|\d{2})(?:\.0+)?[ ]*"
        r"(?:\([^)]*\)|fytd|ytd|to date)?\*?",
        text.strip().casefold(),
    )
    if found is None:
        raise CellRefused(f"{_short(text)} is not a year")
    digits = found.group(1)
    if len(digits) == 2 and not text.strip().casefold().startswith(("fy", "fiscal", "a")):
        raise CellRefused(f"{_short(text)} is a year of two figures")
    value = int(digits) + (2000 if len(digits) == 2 else 0)
    if not EARLIEST <= value < LATEST:
        raise CellRefused(f"{_short(text)} is not a year of ours")
    return value


def month_name(text: str) -> int:
    """A month by its name, its first letters or its number."""
    written = text.strip().casefold().rstrip(".")
    if written in MONTHS:
        return MONTHS[written]
    if written.isdecimal() and 1 <= int(written) <= 12:
        return int(written)
    raise CellRefused(f"{_short(text)} is not a month")


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]00:00(?::00(?:\.0+)?)?)?Z?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(r"([^\W\d]+)\.?[ \-,/]*(?:de )?(?:1,? )?(\d{4})")
_WORDS_LATER = re.compile(r"(\d{4})[ \-/]*([^\W\d]+)\.?")
_THREE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


def month(text: str) -> date:
    """The first day of a month: 2023-06, 2023-06-01, 06/2023, June 2023, jun-2023."""
    written = text.strip().casefold()
    if _THREE.fullmatch(written):
        raise CellRefused(f"{_short(text)} may begin with the day or with the month")
    if found := _ISO.fullmatch(written):
        if found.group(3) not in (None, "1", "01"):
            raise CellRefused(f"{_short(text)} is a day, not a month")
        return _first_of(int(found.group(1)), found.group(2), text)
    if found := _MONTH_FIRST.fullmatch(written):
        return _first_of(int(found.group(2)), found.group(1), text)
    if found := _WORDS.fullmatch(written):
        return _first_of(int(found.group(2)), found.group(1), text)
    if found := _WORDS_LATER.fullmatch(written):
        return _first_of(int(found.group(1)), found.group(2), text)
    raise CellRefused(f"{_short(text)} is not a month of a year")


def _first_of(in_year: int, named: str, text: str) -> date:
    if not EARLIEST <= in_year < LATEST:
        raise CellRefused(f"{_short(text)} is not a year of ours")
    return date(in_year, month_name(named), 1)


def month_of_fiscal_year(fiscal_year: int, named: str) -> date:
    """October to December of a fiscal year belong to the calendar year before it."""
    numbered = month_name(named)
    return date(fiscal_year - (numbered >= 10), numbered, 1)


def fiscal_year_of(on: date) -> int:
    return on.year + (on.month >= 10)


def first_day_of_fiscal_year(fiscal_year: int) -> date:
    return date(fiscal_year - 1, 10, 1)


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return f"'{shown[:40]}…'" if len(shown) > 40 else f"'{shown}'"

"""Dates and times in words, as the programme says them to a person.

Numbers as digits, dates in words, the time of the office. Python's own locale tables are not
used: a cheap machine lacks them, and "9:30 de la mañana" stands in none of them.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
        *("septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}
PARTS_OF_DAY = {
    "es": ("de la madrugada", "de la mañana", "del mediodía", "de la tarde", "de la noche"),
    "en": ("at night", "in the morning", "midday", "in the afternoon", "in the evening"),
}


def _language(language: str | None) -> str:
    code = language or translation.get_language() or "es"
    return code if code in MONTHS else "es"


def local(value: datetime, zone: ZoneInfo | str | None = None) -> datetime:
    """The wall time of `value` in `zone`; without one, in the programme's own."""
    if isinstance(zone, str):
        zone = ZoneInfo(zone)
    return value.astimezone(zone or timezone.get_default_timezone())


def day_of(value: date) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def long_date(value: date, *, language: str | None = None, year: bool = True) -> str:
    """`martes 21 de noviembre de 2023`, `Tuesday 21 November 2023`."""
    weekday = WEEKDAYS[_language(language)][day_of(value).weekday()]
    return f"{weekday} {plain_date(value, language=language, year=year)}"


def plain_date(value: date, *, language: str | None = None, year: bool = True) -> str:
    """`21 de noviembre de 2023`, `21 November 2023`."""
    code, day = _language(language), day_of(value)
    month = MONTHS[code][day.month - 1]
    if code == "es":
        return f"{day.day} de {month}" + (f" de {day.year}" if year else "")
    return f"{day.day} {month}" + (f" {day.year}" if year else "")


def month_date(value: date, *, language: str | None = None) -> str:
    """`noviembre de 2023`, `November 2023`."""
    code, day = _language(language), day_of(value)
    between = " de " if code == "es" else " "
    return f"{MONTHS[code][day.month - 1]}{between}{day.year}"


def short_date(value: date, *, language: str | None = None) -> str:
    """`mar 21 nov`, `Tue 21 Nov`."""
    code, day = _language(language), day_of(value)
    return f"{WEEKDAYS[code][day.weekday()][:3]} {day.day} {MONTHS[code][day.month - 1][:3]}"


def year_date(value: date, *, language: str | None = None) -> str:
    """`21 nov 2023`, `21 Nov 2023`: for the cells of a table that spans years."""
    code, day = _language(language), day_of(value)
    return f"{day.day} {MONTHS[code][day.month - 1][:3]} {day.year}"


def clock_time(value: datetime | time, *, language: str | None = None) -> str:
    """`9:30 de la mañana`, `9:30 in the morning`: twelve hours and the part of the day."""
    moment = local(value).time() if isinstance(value, datetime) and value.tzinfo else value
    part = PARTS_OF_DAY[_language(language)][_part_of_day(moment.hour)]
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {part}"


def short_time(value: datetime | time) -> str:
    """`9:30`, `15:00`: for rows of a table and for buttons."""
    moment = local(value).time() if isinstance(value, datetime) and value.tzinfo else value
    return f"{moment.hour}:{moment.minute:02}"


def _part_of_day(hour: int) -> int:
    if hour < 5:
        return 0
    if hour < 12:
        return 1
    if hour < 13:
        return 2
    return 3 if hour < 19 else 4

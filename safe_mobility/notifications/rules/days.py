"""Dates and hours in words, short for an SMS and long for a page."""

from datetime import date, datetime, time

# "sab" without its accent: á is not in the alphabet of an SMS.
_SHORT_DAYS = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sab", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_PARTS = {
    "es": ("de la mañana", "de la tarde", "de la noche"),
    "en": ("in the morning", "in the afternoon", "in the evening"),
}


def short_date(day: date, language: str) -> str:
    """`1 ene`"""
    return f"{day.day} {_MONTHS[language][day.month - 1][:3]}"


def short_day(day: date, language: str) -> str:
    """`mar 21 nov`"""
    return f"{_SHORT_DAYS[language][day.weekday()]} {short_date(day, language)}"


def short_when(at: datetime, language: str) -> str:
    """`mar 21 nov, 9:30`"""
    return f"{short_day(at.date(), language)}, {at.hour}:{at.minute:02}"


def long_date(day: date, language: str) -> str:
    """`1 de diciembre`"""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} de {month}" if language == "es" else f"{day.day} {month}"


def long_day(day: date, language: str) -> str:
    """`martes 21 de noviembre`"""
    return f"{_DAYS[language][day.weekday()]} {long_date(day, language)}"


def clock(at: time, language: str) -> str:
    """`9:30 de la mañana`"""
    part = _PARTS[language][(at.hour >= 12) + (at.hour >= 18)]
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {part}"


def long_when(at: datetime, language: str) -> str:
    """`martes 21 de noviembre, 9:30 de la mañana`"""
    return f"{long_day(at.date(), language)}, {clock(at.time(), language)}"

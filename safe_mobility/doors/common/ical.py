"""One appointment as an iCalendar file (RFC 5545), so that the phone itself reminds."""

from collections.abc import Iterator
from datetime import UTC, datetime

LONGEST_LINE = 75
"""Octets. A longer line is folded: it goes on in the next one after a space."""


def event(
    *,
    uid: str,
    starts_at: datetime,
    ends_at: datetime,
    stamped_at: datetime,
    summary: str,
    place: str,
    description: str,
    reminder: str,
) -> str:
    """A calendar with one event and a reminder a day before.

    Opening a newer file with the same `uid` replaces the event instead of adding a second.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Movilidad Segura//ES",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(uid)}",
        f"SEQUENCE:{int(stamped_at.timestamp())}",
        f"DTSTAMP:{_moment(stamped_at)}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_escaped(summary)}",
        f"LOCATION:{_escaped(place)}",
        f"DESCRIPTION:{_escaped(description)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(reminder)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n")):
        text = text.replace(sign, escaped)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces that no letter is cut in two by."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += sign
    yield piece

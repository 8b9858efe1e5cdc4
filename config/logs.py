"""What the logs say: one JSON object a line in production, one plain line elsewhere.

A log is read by many and kept for long, so nothing that a person has told us may stand in
it. Three things would bring it there, and each is stopped here: the message of an exception
(PostgreSQL quotes the row, Python the value), the path of a request, and an argument that
somebody logs. What remains says where it happened and of which kind it was.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from config.environment import BASE_DIR

Event = MutableMapping[str, Any]
WITHHELD = "[withheld]"
# Exceptions whose words come from the program alone, never from a person.
SAFE_TO_QUOTE = {
    "AttributeError",
    "EnvironmentFaults",
    "ImportError",
    "ImproperlyConfigured",
    "ModuleNotFoundError",
    "NameError",
    "TemplateDoesNotExist",
    "TemplateSyntaxError",
}
WORDS_OF_A_PERSON = re.compile(
    r"name|phone|email|mail_|address|born|document|password|secret|token|pin$|^pin|^code$|cookie"
    r"|answer|words|note|body|value",
    re.IGNORECASE,
)
OURS = {"logger", "level", "event", "timestamp", "door", "route", "status", "error", "where"}
LOOKS_LIKE_A_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\+?\d(?:[ .-]?\d){6,}")


def settings(*, as_json: bool, level: str, door: str) -> dict[str, Any]:
    """Django's `LOGGING`, for a process of this door."""

    def say_door(_logger: Any, _method: str, event: Event) -> Event:
        event["door"] = door
        return event

    before = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        say_door,
        say_route,
        say_where,
        withhold,
    ]
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else plain
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {
            "stream": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level},
            # An address that does not exist is no event; a broken page is.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }


def say_route(_logger: Any, _method: str, event: Event) -> Event:
    """Of a request: which view and how it ended, never the path (it may hold a code)."""
    request = event.pop("request", None)
    event.pop("server_time", None)
    if (status := event.pop("status_code", None)) is not None:
        event["status"] = status
    record: logging.LogRecord | None = event.get("_record")
    if request is not None:
        match = getattr(request, "resolver_match", None)
        event["route"] = getattr(match, "view_name", None) or "-"
    if record is not None and record.name.startswith(("django.request", "django.security")):
        event["event"] = str(record.msg).split(":")[0].replace("%s", "-").strip()
    return event


def say_where(_logger: Any, _method: str, event: Event) -> Event:
    """Of an exception: its kind and the lines it went through, without its message."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found if isinstance(found, BaseException) else found[1] if found else None
    if error is None:
        return event
    event["error"] = " < ".join(_kind(one) for one in _causes(error))
    event["where"] = [line for one in _causes(error) for line in _lines(one.__traceback__)]
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        record.exc_info = record.exc_text = None  # or the formatter adds it all again
    return event


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _kind(error: BaseException) -> str:
    name = type(error).__name__
    if name in SAFE_TO_QUOTE:
        return f"{name}: {error}"
    if code := getattr(error, "code", None):
        return f"{name} ({code})"  # a refusal
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        parts = (diagnosis.sqlstate, diagnosis.table_name, diagnosis.constraint_name)
        return f"{name} ({' '.join(part for part in parts if part)})"
    return name


def _lines(trail: TracebackType | None) -> list[str]:
    return [
        f"{_near(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trail)
    ]


def _near(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(BASE_DIR) and "site-packages" not in path.parts:
        return str(path.relative_to(BASE_DIR))
    return "/".join(path.parts[-3:])


def withhold(_logger: Any, _method: str, event: Event) -> Event:
    """Put a sign in place of what a person may have said."""
    for key, value in list(event.items()):
        if key.startswith("_"):
            continue
        if key not in OURS and WORDS_OF_A_PERSON.search(key):
            event[key] = WITHHELD
        elif isinstance(value, str) and key not in {"timestamp", "where"}:
            event[key] = LOOKS_LIKE_A_CONTACT.sub(WITHHELD, value)
    return event


def plain(_logger: Any, _method: str, event: Event) -> str:
    """One line for a person at a desk, and the way of an error below it."""
    first = f"{event.pop('level', '')}: {event.pop('event', '')}"
    where = event.pop("where", [])
    for key in ("timestamp", "logger"):
        event.pop(key, None)
    rest = " ".join(f"{key}={value}" for key, value in event.items())
    return "\n".join([f"{first}  {rest}", *(f"    {line}" for line in where)])

"""How long a session of the console lasts, and what it opens before it is whole.

Real time: a session is about the person at the keyboard, not about the programme's day. A
page that refreshes by itself says so (`?auto=1`) and does not count as use; otherwise a
screen left open would stay signed in all night.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone

from safe_mobility.staff import rules

BEGAN, SEEN, SECOND_FACTOR, OFFICE = "began_at", "seen_at", "second_factor", "office"
AUTO = "auto"
_WRITE_EVERY = 30
"""Seconds between two notes of use: not every request has to write the session's row."""

View = TypeVar("View", bound=Callable[..., Any])


def begin(request: HttpRequest, *, second_factor: bool) -> None:
    """Note at sign-in when the session began and whether a second factor was shown."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[SECOND_FACTOR] = second_factor


def is_over(request: HttpRequest) -> bool:
    """Whether the session was idle too long or is too old. One without notes is over."""
    session = request.session
    if BEGAN not in session or SEEN not in session:
        return True
    return not rules.session_open(
        began_at=_at(session[BEGAN]), seen_at=_at(session[SEEN]), now=timezone.now()
    )


def note_use(request: HttpRequest) -> None:
    if AUTO in request.GET:
        return
    now = timezone.now().timestamp()
    if now - request.session[SEEN] > _WRITE_EVERY:
        request.session[SEEN] = now


def has_second_factor(request: HttpRequest) -> bool:
    return bool(request.session.get(SECOND_FACTOR))


def note_second_factor(request: HttpRequest) -> None:
    """The person has just enrolled one in this session."""
    request.session[SECOND_FACTOR] = True


def opens_early(view: View) -> View:
    """Mark a page that opens before the first password is changed and a factor is enrolled:
    the pages that do just that, and the way out."""
    view.opens_early = True  # type: ignore[attr-defined]
    return view


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)

"""Pages for when something is not there, not allowed just now, or our fault.

Every door with pages has the same ones, in its own words and frame, under `<door>/errors/`. None
of them reads the database, so each can be shown when nothing else works. Each says what happened,
what is kept and what to do; none shows a number of an error.
"""

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from safe_mobility.doors.common.words import words_for
from safe_mobility.oversight.services.limits import TooMany
from safe_mobility.shared.refusal import NotVisible, Refusal


def page(
    request: HttpRequest, door: str, name: str, status: int, **context: object
) -> HttpResponse:
    return render(request, f"{door}/errors/{name}.html", context, status=status)


def wrong_method(request: HttpRequest, refused: HttpResponse, *, door: str) -> HttpResponse:
    """An address that only takes a form, opened by hand or after going back."""
    response = page(request, door, "wrong_method", 405)
    if allow := refused.headers.get("Allow"):
        response["Allow"] = allow
    return response


def answer(request: HttpRequest, error: Exception, *, door: str) -> HttpResponse | None:
    """The page for what a view did not catch; None where it is a bug, which rises to the 500
    page.

    A stranger's thing and a thing that never was are one page.
    """
    if isinstance(error, (Http404, NotVisible)):
        return page(request, door, "not_found", 404)
    if isinstance(error, TooMany):
        return page(request, door, "too_many", 429, words=words_for(error))
    if isinstance(error, Refusal):
        return page(request, door, "refused", 409, words=words_for(error))
    if isinstance(error, (OperationalError, InterfaceError)):
        response = page(request, door, "resting", 503)
        response["Retry-After"] = "60"
        return response
    return None

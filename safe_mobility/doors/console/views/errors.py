"""Pages of the console for what is not there, is refused just now, or is our fault.

None of them reads the database, so each can be shown when nothing else works.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import waiting
from safe_mobility.shared.refusal import Refusal


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"console/errors/{name}.html", context, status=status)


@access(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what never was, what is another office's and what a role may not open."""
    return _page(request, "not_found", 404)


@access(ANYONE)
def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "unreadable", 400)


@access(ANYONE)
def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, "broken", 500)


@access(ANYONE)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in. Nothing is done; what was written in it waits."""
    if waiting.keep(request):
        return redirect("console:waiting")
    return _page(request, "form_too_old", 403)


@access(ANYONE)
def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries at the sign-in from one place."""
    return _page(request, "too_many", 429)


def wrong_method(request: HttpRequest, answered: HttpResponse) -> HttpResponse:
    """An address that only takes a form, opened by hand or after going back."""
    response = _page(request, "wrong_method", 405)
    if allow := answered.headers.get("Allow"):
        response["Allow"] = allow
    return response


def refused(request: HttpRequest, refusal: Refusal, *, status: int = 409) -> HttpResponse:
    return _page(request, "refused", status, words=words_for(refusal))


def resting(request: HttpRequest) -> HttpResponse:
    response = _page(request, "resting", 503)
    response["Retry-After"] = "60"
    return response

"""The console's pages for what goes wrong, by the addresses under which Django looks for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from safe_mobility.doors.common import errors
from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.console import waiting

DOOR = "console"


@access(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what never was, what is another office's and what a role may not open."""
    return errors.page(request, DOOR, "not_found", 404)


@access(ANYONE)
def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return errors.page(request, DOOR, "unreadable", 400)


@access(ANYONE)
def broken(request: HttpRequest) -> HttpResponse:
    return errors.page(request, DOOR, "broken", 500)


@access(ANYONE)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in. Nothing is done; what was written in it waits."""
    if waiting.keep(request):
        return redirect("console:waiting")
    return errors.page(request, DOOR, "form_too_old", 403)


@access(ANYONE)
def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries at the sign-in from one place."""
    return errors.page(request, DOOR, "too_many", 429)

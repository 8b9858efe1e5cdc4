"""The public site's pages for what goes wrong, by the addresses under which Django looks for
them."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, REASON_NO_REFERER

from safe_mobility.doors.common import errors
from safe_mobility.doors.common.access import ANYONE, access

DOOR = "public"
# A secret is never sent back to the page, even to the person who typed it.
_NEVER_SHOWN_AGAIN = frozenset({"csrfmiddlewaretoken", "press", "pin", "code", "new_pin"})


@access(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what never was and for what is another household's."""
    return errors.page(request, DOOR, "not_found", 404)


@access(ANYONE)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here is forbidden: what one may not see is not there."""
    return not_found(request)


@access(ANYONE)
def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return errors.page(request, DOOR, "unreadable", 400)


@access(ANYONE)
def broken(request: HttpRequest) -> HttpResponse:
    return errors.page(request, DOOR, "broken", 500)


@access(ANYONE)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is gone. What was written is offered again, to be sent with a new one.

    Only to a page of our own: another site's form must never become one press of ours.
    """
    ours = _is_from_here(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER_SHOWN_AGAIN
    ]
    no_cookies = reason == REASON_NO_CSRF_COOKIE and not request.COOKIES
    return errors.page(
        request,
        DOOR,
        "form_too_old",
        403,
        typed=typed if ours and not request.FILES else [],
        no_cookies=no_cookies or reason == REASON_NO_REFERER,
    )


def _is_from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()

"""Pages for when something is not there, not allowed just now, or our fault.

None of them reads the database, so each can be shown when nothing else works. Each says what
happened, what is kept and what to do; none shows a number of an error.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, REASON_NO_REFERER
from django.shortcuts import render

from safe_mobility.doors.common.access import ANYONE, access
from safe_mobility.doors.common.words import words_for
from safe_mobility.oversight.services.limits import TooMany
from safe_mobility.shared.refusal import Refusal

# A secret is never sent back to the page, even to the person who typed it.
_NEVER_SHOWN_AGAIN = frozenset({"csrfmiddlewaretoken", "press", "pin", "code", "new_pin"})


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"public/errors/{name}.html", context, status=status)


@access(ANYONE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what never was and for what is another household's."""
    return _page(request, "not_found", 404)


@access(ANYONE)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here is forbidden: what one may not see is not there."""
    return not_found(request)


@access(ANYONE)
def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "unreadable", 400)


@access(ANYONE)
def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, "broken", 500)


def wrong_method(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """An address that only takes a form, opened by hand or after going back."""
    response = _page(request, "wrong_method", 405)
    if allow := refused.headers.get("Allow"):
        response["Allow"] = allow
    return response


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    return _page(request, "too_many", 429, words=words_for(refusal))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _page(request, "refused", 409, words=words_for(refusal))


def resting(request: HttpRequest) -> HttpResponse:
    response = _page(request, "resting", 503)
    response["Retry-After"] = "60"
    return response


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
    return _page(
        request,
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

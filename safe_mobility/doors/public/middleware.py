"""The frame around every public page: who asks, may they, and what if something goes wrong.

Pages marked ANYONE cost no look-up and set no cookie. A page that keeps answers gives the
browser a token; a page of a household needs a token that signed in.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from safe_mobility.doors.common.access import Access, Admits, access_of
from safe_mobility.doors.common.asking import Visitor, new_visitor, read_visitor
from safe_mobility.doors.common.frame import Frame, View
from safe_mobility.doors.public import session
from safe_mobility.doors.public.views.people import signing_in
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind

COOKIE_SECONDS = 7 * 24 * 60 * 60


class PublicFrame(Frame):
    door = "public"

    def begin(self, request: HttpRequest) -> None:
        request.visitor = None  # type: ignore[attr-defined]
        request.asker = ANYONE  # type: ignore[attr-defined]

    def finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        self._keep_language(request, response)
        self._keep_visitor(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not self.takes(request, view):
            return None
        mark = access_of(view)
        if mark.admits is Admits.ANYONE:
            return None
        found = _visitor_of(request)
        request.visitor = found  # type: ignore[attr-defined]
        # Looked up only where a page wants to know: a question page does not.
        request.asker = SimpleLazyObject(lambda: _asker_of(found, mark))  # type: ignore[attr-defined]
        if mark.lets_in(request.asker):  # type: ignore[attr-defined]
            self._give_visitor(request, mark)
            return None
        if request.method == "POST":
            # The session ended while somebody was writing: what they wrote waits.
            self._give_visitor(request, Access(admits=Admits.VISITOR))
            return signing_in.timed_out(request)
        return HttpResponseRedirect(f"/{get_language()}/solicitud")

    def _give_visitor(self, request: HttpRequest, mark: Access) -> None:
        if request.visitor is None and mark.admits is Admits.VISITOR:  # type: ignore[attr-defined]
            visitor = new_visitor()
            request.visitor = visitor  # type: ignore[attr-defined]
            request.asker = _visiting(visitor)  # type: ignore[attr-defined]

    def _keep_visitor(self, request: HttpRequest, response: HttpResponse) -> None:
        visitor = getattr(request, "visitor", None)
        if visitor is None:
            return
        # Answers and cases stay out of every cache between us and the phone, and out of the
        # list of pages that the phone itself shows again after somebody else picks it up.
        patch_cache_control(response, private=True, no_store=True)
        response.set_cookie(
            settings.VISITOR_COOKIE_NAME,
            visitor.cookie,
            max_age=COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def _keep_language(self, request: HttpRequest, response: HttpResponse) -> None:
        """The language of the address is remembered for addresses that have none."""
        language = get_language() or settings.LANGUAGE_CODE
        if not request.path.startswith(f"/{language}/"):
            return
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=365 * 24 * 60 * 60,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )


def _visitor_of(request: HttpRequest) -> Visitor | None:
    cookie = request.COOKIES.get(settings.VISITOR_COOKIE_NAME)
    return read_visitor(cookie) if cookie else None


def _asker_of(visitor: Visitor | None, mark: Access) -> Asker:
    """The household that signed in with this token, else the visitor, else anyone.

    Only the pages of a household keep its session fresh: reading questions writes nothing.
    """
    if visitor is None:
        return ANYONE
    if mark.admits is Admits.HOUSEHOLD:
        return session.signed_in(visitor) or _visiting(visitor)
    return people.session_household(token_id=visitor.token_id) or _visiting(visitor)


def _visiting(visitor: Visitor) -> Asker:
    return Asker(kind=AskerKind.VISITOR, id=visitor.token_id)

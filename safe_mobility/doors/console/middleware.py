"""The frame around every page of the console: who asks, may they, and what if it goes wrong.

No page opens before the first password was changed and a second factor enrolled. Whoever may
not open a page gets the page for what is not there.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from safe_mobility.doors.common import clock, dates, errors
from safe_mobility.doors.common.access import Admits, access_of
from safe_mobility.doors.common.frame import Frame, View
from safe_mobility.doors.console import gate, waiting
from safe_mobility.shared.asker import ANYONE
from safe_mobility.staff import queries as staff


class ConsoleFrame(Frame):
    door = "console"

    def finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # What staff see stays out of every cache, and out of the browser's own list of pages.
        patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not self.takes(request, view):
            return None
        request.asker = ANYONE  # type: ignore[attr-defined]
        mark = access_of(view)
        if request.user.is_authenticated and gate.is_over(request):
            logout(request)
            if mark.admits is not Admits.ANYONE:
                return _to_sign_in(request, over=True)
        if request.user.is_authenticated:
            self._recognise(request)
        if mark.admits is Admits.ANYONE:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request, over=False)
        if (first := _first(request)) and not getattr(view, "opens_early", False):
            return HttpResponseRedirect(reverse(first))
        if not mark.lets_in(request.asker):  # type: ignore[attr-defined]
            return errors.page(request, self.door, "not_found", 404)
        return None

    def _recognise(self, request: HttpRequest) -> None:
        """The asker of this request, in their own language, at the office they chose."""
        gate.note_use(request)
        user = request.user
        request.asker = staff.asker_of(  # type: ignore[attr-defined]
            user=user,  # type: ignore[arg-type]
            on=dates.day_of(clock.now()),
            office=str(request.session.get(gate.OFFICE, "")),
        )
        language = getattr(user, "language", settings.LANGUAGE_CODE)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language


def _first(request: HttpRequest) -> str:
    """What has to be done before anything else opens; empty when the session is whole."""
    if getattr(request.user, "must_change_password", False):
        return "console:password"
    return "" if gate.has_second_factor(request) else "mfa_activate_totp"


def _to_sign_in(request: HttpRequest, *, over: bool) -> HttpResponse:
    """To the sign-in and back here. A form waits meanwhile: it is never sent unseen."""
    asked = {}
    if request.method == "GET":
        asked["next"] = request.get_full_path()
        if over:
            asked["over"] = "1"
    elif waiting.keep(request):
        asked = {"next": reverse("console:waiting"), "over": "kept"}
    elif over:
        asked["over"] = "form"
    query = f"?{urlencode(asked)}" if asked else ""
    return HttpResponseRedirect(reverse("account_login") + query)

"""Signing in, the second factor, and the pages of one's own account.

The sign-in library does the work; its views are called from functions of our own, so that
each says who may open it and the frame knows the page. The names of these addresses are the
library's: it leads from one to the next by them.
"""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ACCOUNT, ANYONE, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import adapters, gate
from safe_mobility.doors.console.forms.entry import NewPassword
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff.services import accounts, factors


@access(ANYONE)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; the library leads on to the second factor."""
    page = LoginView.as_view(template_name="console/entry/sign_in.html")
    return _answer(page(request))


@access(ANYONE)
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code or the passkey. Opens only between the password and the console."""
    return _answer(
        AuthenticateView.as_view(template_name="console/entry/second_factor.html")(request)
    )


@access(ANYONE)
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey that asked for a finger, a face or its PIN is both factors in one."""
    return _answer(LoginWebAuthnView.as_view()(request))


@gate.opens_early
@access(ACCOUNT)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    adapters.mark("staff.signed_out", int(asker(request).id))
    logout(request)
    return redirect("account_login")


@access(ACCOUNT)
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before the way in is changed."""
    page = ReauthenticateView.as_view(template_name="console/entry/confirm.html")
    return _answer(page(request))


class _EnrolCode(ActivateTOTPView):  # type: ignore[misc]
    template_name = "console/entry/enrol_code.html"

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _enrolled(self.request, "totp")
        return response


class _AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    template_name = "console/entry/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super(AddWebAuthnView, self).get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, True)
        return {**context, "js_data": {"creation_options": options}}

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _enrolled(self.request, "webauthn")
        return response


@gate.opens_early
@access(ACCOUNT)
def enrol_code(request: HttpRequest) -> HttpResponse:
    """An authenticator app: scan, type its first code. The first page anybody new sees."""
    if not _may_enrol(request):
        return _leave(request)
    if any(each.kind == "totp" for each in factors.of_person(user_id=int(asker(request).id))):
        return redirect("mfa_index")
    return _answer(_EnrolCode.as_view()(request))


@gate.opens_early
@access(ACCOUNT)
def add_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey on this device or a key on a string. The one page that needs a script."""
    if not _may_enrol(request):
        return _leave(request)
    return _answer(_AddPasskey.as_view()(request))


@access(ACCOUNT)
def security(request: HttpRequest) -> HttpResponse:
    """My ways in: what is enrolled, since when, used when."""
    mine = factors.of_person(user_id=int(asker(request).id))
    has_code = any(each.kind == "totp" for each in mine)
    context = {"factors": mine, "has_code": has_code, "only_one": len(mine) == 1}
    return render(request, "console/entry/security.html", context)


@access(ACCOUNT)
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True, app="allauth.mfa")  # type: ignore[untyped-decorator]
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Ask before one of my ways in goes; the last one stays."""
    mine = factors.of_person(user_id=int(asker(request).id))
    chosen = next((each for each in mine if each.id == factor_id), None)
    refused = ""
    if request.method == "POST":
        try:
            with once(request, asker(request)) as act:
                act(factors.remove, factor_id=factor_id, actor=asker(request), now=clock.now())
        except NotVisible:
            raise
        except Refusal as refusal:
            refused = words_for(refusal)
        else:
            return redirect("mfa_index")
    if chosen is None:
        raise NotVisible(factor=factor_id)
    return render(request, "console/entry/remove.html", {"factor": chosen, "refused": refused})


@gate.opens_early
@access(ACCOUNT)
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own; all other sessions of this person end."""
    user: Any = request.user
    handed_over = user.must_change_password
    if not handed_over and not gate.has_second_factor(request):
        return redirect("mfa_activate_totp")
    form = NewPassword(request.POST or None, user=user, ask_old=not handed_over)
    if form.is_valid():
        accounts.change_password(
            user_id=user.pk,
            password=form.cleaned_data["new"],
            actor=asker(request),
            now=clock.now(),
        )
        user.refresh_from_db()
        update_session_auth_hash(request, user)
        return redirect("mfa_index" if gate.has_second_factor(request) else "mfa_activate_totp")
    context = {"form": form, "handed_over": handed_over}
    return render(request, "console/entry/password.html", context)


@access(ANYONE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the console: kept with the person, and in a cookie for the sign-in."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.set_language(user_id=request.user.pk, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@access(ACCOUNT)
@require_POST
def office(request: HttpRequest) -> HttpResponse:
    """Which of my offices I stand at. One that is not mine changes nothing."""
    request.session[gate.OFFICE] = request.POST.get("office", "")[:12]
    return HttpResponseRedirect(_back(request))


def _answer(response: Any) -> HttpResponse:
    """Render a library's page now, so that it is made in the language of this request."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    assert isinstance(response, HttpResponse)  # noqa: S101
    return response


def _enrolled(request: HttpRequest, kind: str) -> None:
    gate.note_second_factor(request)
    adapters.mark("staff.factor_added", int(asker(request).id), kind=kind)


def _may_enrol(request: HttpRequest) -> bool:
    """A session that showed no second factor may only enrol the very first one: otherwise a
    stolen password would be enough to add a factor of the thief's own."""
    user: Any = request.user
    if user.must_change_password:
        return False
    return gate.has_second_factor(request) or not factors.has_factor(user_id=user.pk)


def _leave(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if user.must_change_password:
        return redirect("console:password")
    logout(request)
    return redirect("account_login")


def _back(request: HttpRequest) -> str:
    """The page one came from, if it is ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours and back.startswith("/consola/") else reverse("console:home")

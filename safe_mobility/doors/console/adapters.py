"""How the sign-in library behaves in this house.

Nobody signs up; secrets are sealed; nothing is mailed; its own messages are not shown, the
pages say what happened. Each sign-in and each refused one leaves a mark.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.console import gate, waiting
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import ANYONE, Asker, AskerKind
from safe_mobility.staff import queries as staff
from safe_mobility.staff.services import factors

_NO_MATCH = _("That name and that password do not go together. Check both.")
_TOO_MANY = _("Too many tries. Wait 5 minutes and try again.")
_WRONG_CODE = _("That code does not match, or was used before. Wait for the next one.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NO_MATCH,
        "too_many_login_attempts": _TOO_MANY,
        "incorrect_password": _("That is not your password. Check it and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """The page one comes to says what happened."""

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """There is no mailbox in this: recovery goes through two people."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To what waits for this person, if anything does; else to the day."""
        who = staff.asker_of(user=request.user, on=dates.day_of(clock.now()))  # type: ignore[arg-type]
        return reverse("console:waiting" if waiting.of(who) else "console:home")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        shown = get_authentication_records(request, user)
        super().login(request, user)
        gate.begin(request, second_factor=any(each["method"] == "mfa" for each in shown))
        mark("staff.signed_in", user.pk)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Marked only where the name is somebody's: people type passwords into that field."""
        user_id = staff.user_id(username=str(credentials.get("username", "")))
        if user_id is not None:
            mark("staff.sign_in_refused", user_id, actor=ANYONE)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Who has not enrolled yet has just given the password and has nothing else to give."""
        return gate.has_second_factor(context.request)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _TOO_MANY,
    }

    def encrypt(self, text: str) -> str:
        return factors.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factors.open_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Movilidad Segura"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Movilidad Segura"}

    def build_totp_svg(self, url: str) -> str:
        code = QRCode(border=2, image_factory=SvgPathImage)
        code.add_data(url)
        return str(code.make_image().to_string(encoding="unicode"))

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """See `AccountAdapter`."""


def mark(act: str, user_id: int, *, actor: Asker | None = None, **facts: Any) -> None:
    """One line of the trail about somebody's own account."""
    who = actor or Asker(kind=AskerKind.STAFF, id=str(user_id))
    trail.record(act, actor=who, about=f"staff:{user_id}", now=clock.now(), **facts)

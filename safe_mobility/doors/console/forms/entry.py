"""Forms of the sign-in, in the programme's words, over the sign-in library's own."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.staff.services import factors

_SECRET = "factor_being_enrolled"  # noqa: S105
_EMPTY = _("This is still empty. Please answer it.")


class PasswordField(forms.CharField):
    """A password as it was typed: no sign of it is mended, and it is never shown again."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)
        self.error_messages["required"] = _EMPTY


class CodeField(forms.CharField):
    """Six digits from an authenticator; a space between them does no harm."""

    def __init__(self) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        )
        super().__init__(label=_("Code of 6 digits"), max_length=12, widget=widget)
        self.error_messages["required"] = _EMPTY


class SignIn(LoginForm):  # type: ignore[misc]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.CharField(label=_("Name"), max_length=40)
        name.widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        name.error_messages["required"] = _EMPTY
        self.fields["login"] = name
        self.fields["password"] = PasswordField(
            label=_("Password"), autocomplete="current-password"
        )


class Confirm(LibraryReauthenticateForm):  # type: ignore[misc]
    """The password once more, before the way in is changed."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(
            label=_("Your password"), autocomplete="current-password"
        )


class SecondFactor(AuthenticateForm):  # type: ignore[misc]
    use_required_attribute = False
    code = CodeField()

    def clean_code(self) -> str:
        """The code of this person's authenticator, for the first time.

        The library remembers a used code for 30 seconds, and its neighbours' codes are taken
        too; so a step that was used is spent for good in a row of our own.
        """
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        row = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if row is None or not factors.spend_code(
            user_id=self.user.pk,
            secret=factors.open_secret(row.data["secret"]),
            code=code,
            real_now=timezone.now(),
        ):
            raise get_adapter().validation_error("incorrect_code")
        row.user = self.user
        self.authenticator = row
        forget_tries()
        return code


class EnrolCode(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator. Its secret waits in the session, sealed."""

    use_required_attribute = False
    code = CodeField()

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        # The library's own beginning would put the secret into the session in clear.
        super(ActivateTOTPForm, self).__init__(*args, **kwargs)
        self.user = user
        session = context.request.session
        if _SECRET not in session or not self.is_bound:
            session[_SECRET] = factors.seal_secret(factors.new_secret())
        self.secret = factors.open_secret(session[_SECRET])

    def clean_code(self) -> str:
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        spent = factors.spend_code(
            user_id=self.user.pk, secret=self.secret, code=code, real_now=timezone.now()
        )
        if not spent:
            raise get_adapter().validation_error("incorrect_code")
        forget_tries()
        del context.request.session[_SECRET]
        return code


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    use_required_attribute = False
    # Every passkey here is kept on the device and asks for a finger, a face or its PIN, so
    # each may be used alone; there is no weaker kind to choose.
    passwordless = None
    name = TextField(
        label=_("Name of this passkey"),
        help_text=_("So that you know it again: “Work phone”, “Blue key”."),
        max_length=40,
        required=False,
    )


class PasskeySignIn(LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone, by somebody who still works here."""

    def clean_credential(self) -> Authenticator:
        row = super().clean_credential()
        if not row.user.is_active:
            raise get_adapter().validation_error("incorrect_code")
        return row


class NewPassword(Form):
    """A password of one's own. The old one is asked for unless it was handed over just now."""

    old = PasswordField(label=_("Your password until now"), autocomplete="current-password")
    new = PasswordField(
        label=_("New password"),
        help_text=_("At least 12 signs. Four words that do not belong together are good."),
        autocomplete="new-password",
    )
    again = PasswordField(label=_("The new password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, user: AbstractBaseUser, ask_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not ask_old:
            del self.fields["old"]

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(_("That is not your password. Check it and try again."))
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if self.user.check_password(new):
            raise ValidationError(_("This is the password you already have. Choose another one."))
        validate_password(new, self.user)  # type: ignore[arg-type]
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError(_("The two are not the same. Write the new password twice."))
        return again

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.people.rules import pins
from safe_mobility.shared import references


class _WithNumber(Form):
    def clean_reference(self) -> str:
        """The check sign tells a slip of the pen before anybody looks anything up."""
        reference = references.parse_reference(self.cleaned_data["reference"])
        if reference is None:
            raise ValidationError(_("Look at the number again: one of its signs is not right."))
        return reference


class SignInForm(_WithNumber):
    reference = TextField(
        label=gettext_lazy("Your number"),
        help_text=gettext_lazy("Twelve signs, like QZ7K‑4M92‑XW3T."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    pin = TextField(
        label=gettext_lazy("Your PIN"),
        help_text=gettext_lazy("Six digits."),
        max_length=20,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "inputmode": "numeric"}, render_value=False
        ),
    )


class ContactCodeForm(Form):
    code = TextField(
        label=gettext_lazy("The code we sent"),
        help_text=gettext_lazy("Six digits. It lasts 10 minutes."),
        max_length=20,
        autocomplete="one-time-code",
        inputmode="numeric",
    )


class CodeForm(ContactCodeForm, _WithNumber):
    reference = forms.CharField(max_length=40, widget=forms.HiddenInput)


class PinForm(Form):
    new_pin = TextField(
        label=gettext_lazy("Your new PIN"),
        help_text=gettext_lazy("Six digits, not a date of birth."),
        max_length=20,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "inputmode": "numeric"}, render_value=False
        ),
    )

    def clean_new_pin(self) -> str:
        try:
            return pins.check_new_pin(self.cleaned_data["new_pin"])
        except pins.WeakPin:
            raise ValidationError(
                _("Choose six digits that are not all the same and not in a row.")
            ) from None

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form


class ConsentForm(Form):
    agree = forms.ChoiceField(
        label=_("Do you agree?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes, I agree")),
            ("no", _("No, I do not want to register")),
        ],
    )

    @property
    def refused(self) -> bool:
        return bool(self.cleaned_data["agree"] == "no")

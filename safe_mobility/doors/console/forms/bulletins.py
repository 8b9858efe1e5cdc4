"""A page of the visa bulletin that somebody saved and brings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form

MOST_BYTES = 2_000_000


class BringPage(Form):
    page = forms.FileField(
        label=_("The saved page"),
        help_text=_("The page of one month at travel.state.gov, saved as HTML, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".html,.htm,text/html"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file first.")},
    )

    def clean_page(self) -> Any:
        sent = self.cleaned_data["page"]
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 2 MB. Save the page alone, as HTML."))
        return sent

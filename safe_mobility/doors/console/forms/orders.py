from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form


class HandIn(Form):
    table = forms.FileField(
        label=_("The file"),
        help_text=_("As CSV, plain or packed with gzip, at most 300 MB. A spreadsheet is no CSV."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file first.")},
    )

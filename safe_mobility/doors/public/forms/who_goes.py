"""Who would go along. No name is asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from safe_mobility.doors.common.fields import DayField, Form

Choices = Iterable[tuple[str, str]]


class PersonForm(Form):
    """Somebody who would go along. No name is asked."""

    role = forms.ChoiceField(widget=forms.RadioSelect)
    born_on = DayField(required=False)
    married = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any, *, roles: Choices, married: Choices, latest: date) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            label=_("Who is this person to you?"), choices=[*roles], widget=forms.RadioSelect
        )
        self.fields["born_on"] = DayField(
            label=_("Date of birth"),
            help_text=_("Leave it empty if you do not know it."),
            latest=lambda: latest,
            required=False,
        )
        self.fields["married"] = forms.ChoiceField(
            label=_("Is this person married?"),
            choices=[*married],
            widget=forms.RadioSelect,
            required=False,
        )

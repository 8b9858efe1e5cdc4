"""How much each theme weighs: a form that changes nothing and travels in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.public.root_words import THEMES as NAMES
from safe_mobility.statistics.rules.roots import LEAST, MOST, USUAL, Theme, Weights


def weights_in(asked: Mapping[str, Any]) -> dict[str, str]:
    """What an address says of each theme; a theme that it does not name has the usual weight."""
    return {theme.lower(): str(asked.get(theme.lower(), USUAL)) for theme in Theme}


class WeightsForm(Form):
    """One list for each theme, named by its first letters in the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in Theme:
            self.fields[theme.lower()] = forms.TypedChoiceField(
                label=str(NAMES[theme]),
                coerce=int,
                initial=USUAL,
                choices=[(number, str(number)) for number in range(LEAST, MOST + 1)],
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Give at least one theme a weight above 0."))
        return cleaned

    @property
    def weights(self) -> Weights:
        return {theme: self.cleaned_data[theme.lower()] for theme in Theme}

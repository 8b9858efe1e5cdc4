"""What to look for in the trail."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.doors.console import trail_words


class FindMarks(Form):
    about = TextField(
        label=_("About"), help_text=_("A family's number."), max_length=40, required=False
    )
    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody, everything = ("", _("everybody")), ("", _("everything"))
        self.fields["who"].choices = [everybody, *people]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [everything, *trail_words.KINDS.items()]  # type: ignore[attr-defined]

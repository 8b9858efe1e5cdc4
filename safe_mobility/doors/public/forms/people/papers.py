from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safe_mobility.doors.common import people_words
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.words import words_for
from safe_mobility.people.rules.papers import MOST_BYTES, PhotoTooLarge


class PhotoField(forms.Field):
    """The bytes of one photo. What is wrong with them is for the act to say."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def clean(self, value: Any) -> bytes:
        if value is None:
            raise ValidationError(_("Choose a photo first, or go on without it."))
        if getattr(value, "too_large", False) or value.size > MOST_BYTES:
            raise ValidationError(words_for(PhotoTooLarge(most=MOST_BYTES)))
        return bytes(value.read())


class PaperForm(Form):
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    photo = PhotoField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = _("What paper is it?")
        self.fields["kind"].choices = list(people_words.paper_kinds())  # type: ignore[attr-defined]
        self.fields["photo"].label = _("The photo")
        self.fields["photo"].help_text = gettext_lazy("Up to 6 MB. One photo at a time.")

"""Finding a case: by its number, or by a whole value that somebody at the counter says."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.fields import DayField, Form, TextField


class NumberForm(Form):
    number = TextField(label=_("Number"), max_length=40, inputmode="text")


class PhoneForm(Form):
    phone = TextField(label=_("Phone"), max_length=40, inputmode="tel")


class EmailForm(Form):
    email = TextField(label=_("E-mail"), max_length=254, inputmode="email")


class DocumentForm(Form):
    document = TextField(label=_("Number of an identity paper"), max_length=40)
    country = forms.ChoiceField(label=_("Country that gave it"))

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101
        country.choices = countries


class PersonForm(Form):
    given_names = TextField(label=_("Given names"), max_length=80)
    surnames = TextField(label=_("Surnames"), max_length=80)
    born_on = DayField(label=_("Date of birth"), latest=lambda: today())


def today() -> date:
    return clock.now().date()

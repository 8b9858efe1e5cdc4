"""Forms of an office's capacity: its desks, its hours, a day that is closed."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import DayField, Form, TextField
from safe_mobility.doors.console.forms.day import MODES
from safe_mobility.offices.rules import LONGEST_SLOT, SHORTEST_SLOT, Mode

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "5"}),
        help_text=_("Like 8:00 or 15:30"),
        error_messages={"invalid": _("Write the time like 8:00 or 15:30.")},
    )


class AddDesk(Form):
    name = TextField(label=_("Name"), max_length=40, help_text=_("What is called out: Desk 2"))
    mode = forms.TypedChoiceField(
        label=_("How families are seen there"),
        coerce=Mode,
        choices=[(mode.value, words) for mode, words in MODES.items()],
    )
    link = forms.URLField(
        label=_("Link of the video room"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(),
        help_text=_("Only for video. The family sees it on its slip."),
        error_messages={"invalid": _("Copy the whole link, from https:// to its end.")},
    )


class AddPeriod(Form):
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int, choices=WEEKDAYS)
    opens = _clock(_("Opens"))
    closes = _clock(_("Closes"))
    slot_minutes = forms.IntegerField(
        label=_("Minutes for one appointment"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3"}),
        error_messages={"invalid": _("Write the minutes as a number.")},
        validators=[MinValueValidator(SHORTEST_SLOT), MaxValueValidator(LONGEST_SLOT)],
    )
    from_on = DayField(label=_("From this day on"))


class CloseDay(Form):
    reason = TextField(
        label=_("Why does the office close?"),
        max_length=200,
        help_text=_("Colleagues read it in the plan. The families read only that it closes."),
    )


class TheDay(Form):
    """A day in an address: `?on=2023-11-21`."""

    on = forms.DateField(input_formats=["%Y-%m-%d"])


def read_day(text: str, *, otherwise: date) -> date:
    form = TheDay({"on": text})
    day: date = form.cleaned_data["on"] if form.is_valid() else otherwise
    return day

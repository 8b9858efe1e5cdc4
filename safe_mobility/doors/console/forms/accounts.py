"""Forms of the supervisor: accounts, roles, recovery, and who comes on which day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.day import desk_choices
from safe_mobility.offices.queries import DeskSeen
from safe_mobility.staff.queries import PersonSeen
from safe_mobility.staff.rules import DayRole, Role

_AT_AN_OFFICE = [(role.value, places.ROLE_NAMES[role.value]) for role in Role]
_NO_TIME = {"invalid": _("Write a time like 8:00 or 15:30.")}


class NewAccount(Form):
    username = TextField(
        label=_("Name to sign in with"),
        help_text=_("Small letters, digits and dots: “maria.lopez”."),
        max_length=40,
        autocomplete="off",
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,}$",
                _("Use small letters, digits, dots and dashes; at least 3."),
            )
        ],
    )
    display_name = TextField(label=_("How colleagues see this person"), max_length=80)
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, choices=_AT_AN_OFFICE)
    language = forms.ChoiceField(
        label=_("Language of the console"), choices=[("es", "Español"), ("en", "English")]
    )


class GiveRole(Form):
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, choices=_AT_AN_OFFICE)


class AskRecovery(Form):
    reason = TextField(
        label=_("What was lost, and how did you recognise the person?"), max_length=200, lines=2
    )


class PlanDay(Form):
    """Somebody for a span of one day. Without a desk it can be planned, not confirmed."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    role = forms.TypedChoiceField(
        label=_("As"),
        coerce=DayRole,
        choices=[(role.value, places.ROLE_NAMES[role.value]) for role in DayRole],
    )
    desk = forms.TypedChoiceField(label=_("At"), coerce=int, empty_value=None, required=False)
    starts = forms.TimeField(label=_("From"), error_messages=_NO_TIME)
    ends = forms.TimeField(label=_("Until"), error_messages=_NO_TIME)
    languages = forms.MultipleChoiceField(label=_("Languages spoken"))

    def __init__(
        self,
        *args: Any,
        people: Sequence[PersonSeen],
        desks: Sequence[DeskSeen],
        languages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = dict(self.fields)
        chosen["person"].choices = [(str(each.id), each.name) for each in people]
        chosen["desk"].choices = [("", _("no desk")), *desk_choices(desks)]
        chosen["languages"].choices = languages
        for name in ("starts", "ends"):
            chosen[name].widget.attrs["inputmode"] = "numeric"


class WhichDay(forms.Form):
    """The day in the address; today where it is none."""

    on = forms.DateField(input_formats=["%Y-%m-%d"])

    @classmethod
    def read(cls, given: Any, *, today: date) -> date:
        form = cls(given)
        day: date = form.cleaned_data["on"] if form.is_valid() else today
        return day if abs((day - today).days) < 400 else today

"""Who asked, born where, since when: what a place in line is looked up by. Nothing is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import line_words
from safe_mobility.doors.common.fields import DayField, Form

OLDEST = date(1952, 12, 24)
"""Before the law of 1952 there were no such petitions."""
NEEDS_NO_DATE = (line_words.NO_LINE, line_words.UNKNOWN)


class PriorityDay(DayField):
    """The date of the notice. What is wrong with it is said in words that help to find it."""

    def clean(self, value: object) -> date | None:
        try:
            return super().clean(value)
        except ValidationError as error:
            if getattr(error, "code", "") == "early":
                raise ValidationError(
                    _("No petition is older than December 1952. Look at the year again."),
                    code="early",
                ) from None
            if getattr(error, "code", "") == "late":
                raise ValidationError(
                    _(
                        "This day has not come yet. The priority date is the day on which the "
                        "petition was received."
                    ),
                    code="late",
                ) from None
            raise


class PlaceForm(Form):
    category = forms.ChoiceField(
        label=_("Who asked for you?"),
        help_text=_("Who filed the petition, Form I-130, in the United States."),
        choices=line_words.WHO_ASKED,
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(
        label=_("In which country were you born?"),
        help_text=_("For people born in Mexico, China, India or the Philippines the line differs."),
    )
    priority_on = PriorityDay(
        label=_("What priority date does the notice show?"),
        help_text=_("It stands at the top of letter I-797, as “Priority Date”."),
        earliest=OLDEST,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        countries: tuple[tuple[str, str], ...],
        latest: Callable[[], date],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["country"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("Choose a country")), *countries]
        day = self.fields["priority_on"]
        if isinstance(day, DayField):
            day.latest = latest
        self.fields["category"].smalls = line_words.SMALLS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where there is no line, or the category is not known, nothing else is asked for."""
        given = super().clean() or self.cleaned_data
        category = given.get("category")
        if category in NEEDS_NO_DATE:
            for name in ("country", "priority_on"):
                self.errors.pop(name, None)
        elif category and not given.get("priority_on") and "priority_on" not in self.errors:
            self.add_error(
                "priority_on",
                _("Write the date of the notice. Below it says how to find it without the paper."),
            )
        return given

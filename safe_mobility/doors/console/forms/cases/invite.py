"""An invitation: whom, and until which day."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.fields import DayField, Form, TextField

LONGEST = timedelta(days=30)


class InviteForm(Form):
    number = TextField(label=_("Number"), max_length=40)
    day = DayField(
        label=_("Until which day can they choose?"),
        help_text=_("Choosing first gives no advantage. A week is usual."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today < day <= self.today + LONGEST:
            raise ValidationError(_("Choose a day after today, at most 30 days from now."))
        return day

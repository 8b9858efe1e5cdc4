"""What somebody was told of a job. Everything may be left empty; not all of it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.dates import MONTHS
from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.labour.rules.adverts import Advert, Currency, Per

_LINE = 200
MOST_SIGNS = 20_000
UNITS = (
    ("", _("I do not know")),
    (Per.HOUR.value, _("an hour")),
    (Per.DAY.value, _("a day")),
    (Per.WEEK.value, _("a week")),
    (Per.TWO_WEEKS.value, _("for two weeks")),
    (Per.MONTH.value, _("a month")),
    (Per.SEASON.value, _("for the whole season")),
    (Per.PIECE.value, _("a box, a bucket, a row")),
)
CURRENCIES = (
    ("", _("I do not know")),
    (Currency.USD.value, _("dollars")),
    (Currency.GTQ.value, _("quetzales")),
)
FEE = (("yes", _("Yes")), ("no", _("No")))


def _months() -> list[tuple[str, object]]:
    names = MONTHS.get(get_language() or "es", MONTHS["es"])
    return [("", _("I do not know")), *((str(at), name) for at, name in enumerate(names, start=1))]


class AmountField(TextField):
    """An amount as people write it: `5,000`, `Q5.000`, `$12.50`, `12,50`."""

    def clean(self, value: Any) -> float | None:
        typed = re.sub(r"[^\d.,]", "", super().clean(value))
        if not typed:
            if value and str(value).strip():
                raise ValidationError(_("Write the amount as a number, like 12.50 or 5,000."))
            return None
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", typed):
            return float(re.sub(r"[.,]", "", typed))
        try:
            return float(typed.replace(",", ".") if typed.count(",") == 1 else typed)
        except ValueError:
            raise ValidationError(_("Write the amount as a number, like 12.50 or 5,000.")) from None


class JobForm(Form):
    text = TextField(
        label=_("What does the advert or the message say?"),
        help_text=_("Copy it here. If it is a photo, type what it says."),
        max_length=MOST_SIGNS,
        lines=5,
        required=False,
    )
    employer = TextField(label=_("Who would employ you?"), max_length=_LINE, required=False)
    number = TextField(
        label=_("The number of the job order, if they gave one"),
        help_text=_("Like H-300-23010-000001. Every true job of this kind has one."),
        max_length=60,
        required=False,
    )
    recruiter = TextField(
        label=_("Who offered it to you?"),
        help_text=_("The name of the person or agency."),
        max_length=_LINE,
        required=False,
    )
    place = TextField(
        label=_("Where is the work?"),
        help_text=_("The town and the state, like Yakima, Washington."),
        max_length=_LINE,
        required=False,
    )
    work = TextField(
        label=_("What is the work?"),
        help_text=_("In your own words: strawberries, garden, hotel."),
        max_length=_LINE,
        required=False,
    )
    first_month = forms.ChoiceField(label=_("From which month?"), required=False)
    last_month = forms.ChoiceField(label=_("Until which month?"), required=False)
    year = TextField(label=_("In which year?"), max_length=4, inputmode="numeric", required=False)
    pay = AmountField(
        label=_("How much would they pay?"), max_length=20, inputmode="decimal", required=False
    )
    currency = forms.ChoiceField(label=_("In which money?"), choices=CURRENCIES, required=False)
    per = forms.ChoiceField(label=_("For how long?"), choices=UNITS, required=False)
    fee = forms.ChoiceField(
        label=_("Did somebody ask you for money?"),
        choices=FEE,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_month", "last_month"):
            self.fields[name].choices = _months()  # type: ignore[attr-defined]

    def clean_year(self) -> int | None:
        typed = self.cleaned_data["year"]
        if not typed:
            return None
        if not re.fullmatch(r"20\d\d", typed):
            raise ValidationError(_("Write the year with 4 numbers, like 2024."))
        return int(typed)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        names = ("text", "employer", "number", "recruiter", "place", "work")
        said = (given.get(name) for name in names)
        if not self.errors and not any(said):
            self.add_error("text", _("Write at least the employer, the place or the work."))
        return given

    @property
    def advert(self) -> Advert:
        given = self.cleaned_data
        currency = given["currency"] or _currency_in(self.data.get("pay", ""))
        return Advert(
            employer=given["employer"],
            number=given["number"],
            recruiter=given["recruiter"],
            place=given["place"],
            work=given["work"],
            first_month=int(given["first_month"]) if given["first_month"] else None,
            last_month=int(given["last_month"]) if given["last_month"] else None,
            year=given["year"],
            pay=given["pay"],
            per=Per(given["per"]) if given["per"] else None,
            currency=Currency(currency) if currency else None,
            fee_asked={"yes": True, "no": False}.get(given["fee"]),
        )


def _currency_in(amount: str) -> str:
    """The currency that was typed with the amount."""
    if "$" in amount:
        return Currency.USD.value
    return Currency.GTQ.value if "q" in amount.casefold() else ""

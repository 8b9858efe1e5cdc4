"""What every door's forms share: kind sentences, days as three fields, clean text.

People type on small keyboards, paste from chats and press twice. What can be mended without
a doubt is mended here (invisible signs, spaces); the rest is answered with a sentence that
says what to do, and the form keeps what was written.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common.dates import MONTHS

PRESS_FIELD = "press"
"""Holds the random key that makes pressing twice one act (`doors.common.once`)."""
EARLIEST = date(1900, 1, 1)
_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
_DJANGO_CHOICE = forms.ChoiceField.default_error_messages["invalid_choice"]


class Form(forms.Form):
    """A form that speaks as the programme does. The markup stands in `common/parts`.

    The browser's own bubbles are switched off: they speak the phone's language, not the page's.
    """

    use_required_attribute = False

    def full_clean(self) -> None:
        """Fields may be added until the form is read, so the sentences are put in only then."""
        for field in self.fields.values():
            messages = field.error_messages
            if messages.get("required") == _DJANGO_REQUIRED:
                messages["required"] = _("This is still empty. Please answer it.")
            if messages.get("invalid_choice") == _DJANGO_CHOICE:
                messages["invalid_choice"] = _("Choose one of the answers on the page.")
        super().full_clean()


def clean_text(text: str, *, lines: bool = False) -> str:
    """`text` as a person meant it: composed letters, no invisible or direction-changing signs.

    The joiner inside emoji and of some scripts stays; a sign that could turn the order of a
    line around, or that no database keeps, goes.
    """
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if _visible(sign))
    if lines:
        return "\n".join(" ".join(line.split()) for line in kept.splitlines()).strip()
    return " ".join(kept.split())


def _visible(sign: str) -> bool:
    if sign in "\t\n\r\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}":
        return True
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Cn", "Co"}


class TextField(forms.CharField):
    """One line, or with `lines` a box, cleaned. `max_length` counts what is left.

    The attributes that help a thumb (`autocomplete`, `inputmode`) are arguments.
    """

    def __init__(
        self,
        *,
        max_length: int = 100,
        lines: int = 0,
        autocomplete: str = "",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        attrs = {"autocomplete": autocomplete, "inputmode": inputmode, "rows": lines or ""}
        widget = forms.Textarea if lines else forms.TextInput
        kwargs.setdefault("widget", widget(attrs={n: v for n, v in attrs.items() if v}))
        self.lines = bool(lines)
        super().__init__(max_length=max_length, **kwargs)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = _("This is too long. Write at most %(limit_value)d signs.")

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", lines=self.lines)


_PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class DayParts:
    """What was typed, kept as typed so that the form can show it again."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        return not (self.day or self.month or self.year)


class DayWidget(forms.Widget):
    first_control = "{id}_day"

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],
        name: str,
    ) -> DayParts:
        typed = (clean_text(str(data.get(f"{name}_{part}", "")))[:20] for part in _PARTS)
        return DayParts(*typed)

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],
        name: str,
    ) -> bool:
        return all(f"{name}_{part}" not in data for part in _PARTS)


def day_parts(value: object) -> DayParts:
    """The three parts of a day or of what was typed for one."""
    if isinstance(value, DayParts):
        return value
    if isinstance(value, date):
        return DayParts(str(value.day), str(value.month), str(value.year))
    return DayParts()


class DayField(forms.Field):
    """A day typed as day, month (chosen by its name) and year.

    `latest` is asked when the form is read, so that "not in the future" means that day.
    """

    widget = DayWidget

    def __init__(
        self,
        *,
        earliest: date = EARLIEST,
        latest: Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        super().__init__(**kwargs)

    def clean(self, value: object) -> date | None:
        parts = day_parts(value)
        if parts.empty:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        day = self._day(parts)
        if day < self.earliest:
            raise ValidationError(_("Look at the year again: it is too long ago."), code="early")
        if self.latest is not None and day > self.latest():
            raise ValidationError(_("This day has not come yet. Look at it again."), code="late")
        return day

    def _day(self, parts: DayParts) -> date:
        if not (parts.day and parts.month and parts.year):
            raise ValidationError(_("Write the day, the month and the year."), code="part")
        try:
            day, month, year = int(parts.day), _month(parts.month), int(parts.year)
        except ValueError:
            raise ValidationError(
                _("Write the day and the year as numbers."), code="word"
            ) from None
        if year < 100:
            raise ValidationError(_("Write the year with 4 numbers, like 1987."), code="year")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(
                _("That day does not exist. Look at the day and the month again."), code="none"
            ) from None


def _month(text: str) -> int:
    for names in MONTHS.values():
        for number, name in enumerate(names, start=1):
            if text.casefold() == name.casefold():
                return number
    return int(text)

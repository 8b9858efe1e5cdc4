"""What is read from the pages on which a family chooses its time."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.doors.common.fields import Form
from safe_mobility.offices.rules import Mode
from safe_mobility.programmes import queries as programme


def way_value(office_code: str, mode: Mode) -> str:
    """An office and a way of being seen, as one value of a form or an address."""
    return f"{office_code}.{mode.value}"


def read_way(text: str) -> tuple[str, Mode] | None:
    office_code, _dot, mode = text.partition(".")
    if mode not in set(Mode) or programme.place_name(office_code, "es") == "":
        return None
    return office_code, Mode(mode)


def slot_value(slot: Slot) -> str:
    return f"{slot.on.isoformat()}T{slot.at:%H:%M}"


class ChooseTime(Form):
    """One time of one office. Which times are free is not asked here: that changes between
    the page and the press, and the act says it better."""

    donde = forms.CharField(max_length=40, widget=forms.HiddenInput)
    hora = forms.CharField(
        max_length=20, error_messages={"required": _("Choose one of the times.")}
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "donde" not in data or "hora" not in data:
            return data
        way, moment = read_way(data["donde"]), _read_moment(data["hora"])
        if way is None or moment is None:
            self.add_error("hora", _("Choose one of the times."))
            return data
        data["slot"] = Slot(*way, *moment, programme.zone(way[0]))
        return data


def _read_moment(text: str) -> tuple[date, time] | None:
    on, _t, at = text.partition("T")
    try:
        return date.fromisoformat(on), time.fromisoformat(at)
    except ValueError:
        return None

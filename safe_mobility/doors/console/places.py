"""Names of offices, languages and roles as the console shows them, and the office's day."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import clock, dates
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.asker import Asker
from safe_mobility.staff import queries as staff

ROLE_NAMES = {
    "RECEPTION": _("Reception"),
    "INTERVIEWER": _("Interviewer"),
    "INTERPRETER": _("Interpreter"),
    "SUPERVISOR": _("Supervisor"),
    "AUDITOR": _("Auditor"),
}


def name(code: str) -> str:
    """The office's name; its code where the programme no longer knows it."""
    return programmes.place_name(code, get_language() or "es") if code else ""


def language_name(code: str) -> str:
    """A language by its name in the language of the page."""
    here = get_language() or "es"
    for each in programmes.languages():
        if each.code == code:
            return str(each.name.get(here) or each.own_name)
    return code


def offices_of(user: Any) -> list[tuple[str, str]]:
    """Code and name of each office where this person holds a role today."""
    codes = staff.offices_of(user=user, on=dates.day_of(clock.now()))
    return [(code, name(code)) for code in codes]


def office_of(asker: Asker) -> str:
    """The one office at which this person stands."""
    return next(iter(asker.offices), "")


def local(office_code: str, at: datetime) -> datetime:
    return at.astimezone(programmes.zone(office_code))


def today(office_code: str) -> date:
    """The office's own day."""
    return local(office_code, clock.now()).date()


def wall_time(office_code: str, at: datetime) -> time:
    return local(office_code, at).time().replace(second=0, microsecond=0)

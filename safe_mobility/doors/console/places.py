"""Names of offices and roles as the console shows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from safe_mobility.doors.common import clock, dates
from safe_mobility.staff import queries as staff

ROLE_NAMES = {
    "RECEPTION": _("Reception"),
    "INTERVIEWER": _("Interviewer"),
    "INTERPRETER": _("Interpreter"),
    "SUPERVISOR": _("Supervisor"),
    "AUDITOR": _("Auditor"),
}


def name(code: str) -> str:
    return code


def offices_of(user: Any) -> list[tuple[str, str]]:
    """Code and name of each office where this person holds a role today."""
    codes = staff.offices_of(user=user, on=dates.day_of(clock.now()))
    return [(code, name(code)) for code in codes]

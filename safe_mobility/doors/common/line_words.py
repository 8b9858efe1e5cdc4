"""Words for a place in line: who asked for whom, what a list says, and a wait as a range.

A range is rounded outwards and its middle to the nearest, so that no words promise more than
the figures. Nothing here names one date.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safe_mobility.doors.common.dates import MONTHS, plain_date
from safe_mobility.programmes.rules.cutoffs import CURRENT, Cutoff
from safe_mobility.reunification.rules.line import LONGEST_FIGURE, Forecast

NO_LINE, UNKNOWN = "IR", "UNKNOWN"
TWO_YEARS = 24

WHO_ASKED = (
    ("F4", gettext_lazy("My brother or sister, a citizen")),
    ("F1", gettext_lazy("My father or mother, a citizen; I am 21 or over and not married")),
    ("F3", gettext_lazy("My father or mother, a citizen; I am married")),
    ("F2A", gettext_lazy("My husband or wife, a permanent resident")),
    ("F2B", gettext_lazy("My father or mother, a permanent resident; I am 21 or over")),
    (NO_LINE, gettext_lazy("My husband or wife, a citizen")),
    (UNKNOWN, gettext_lazy("I do not know")),
)
SMALLS = {
    "F2A": gettext_lazy("Or my father or mother, a resident, and I am under 21 and not married."),
    "F2B": gettext_lazy("I am not married."),
    NO_LINE: gettext_lazy(
        "Or my father or mother, a citizen, and I am under 21 and not married. "
        "Or my son or daughter, a citizen of 21 or over."
    ),
}


def category_name(code: str) -> str:
    return {
        "F1": _("F1: sons and daughters of citizens, 21 or over, not married"),
        "F2A": _("F2A: husbands, wives and children under 21 of permanent residents"),
        "F2B": _("F2B: sons and daughters of permanent residents, 21 or over, not married"),
        "F3": _("F3: married sons and daughters of citizens"),
        "F4": _("F4: brothers and sisters of citizens"),
    }[code]


def area_name(code: str) -> str:
    names: Mapping[str, str] = {
        "all_other": _("any country but Mexico, China, India and the Philippines"),
        "china": _("China"),
        "india": _("India"),
        "mexico": _("Mexico"),
        "philippines": _("the Philippines"),
        "dominican_republic": _("the Dominican Republic"),
    }
    return names.get(code, code.replace("_", " "))


def chart_name(code: str) -> str:
    return {
        "final_action": _("Dates for the visa itself"),
        "filing": _("Dates for handing in papers"),
    }[code]


def month_name(month: date, *, language: str) -> str:
    """`diciembre de 2023`, `December 2023`."""
    name = MONTHS["en" if language == "en" else "es"][month.month - 1]
    return f"{name} {month.year}" if language == "en" else f"{name} de {month.year}"


def cutoff_words(cutoff: Cutoff | None) -> str:
    if cutoff is None:
        return _("This list has no such date")
    if isinstance(cutoff, date):
        return plain_date(cutoff)
    if cutoff == CURRENT:
        return _("Current: nobody waits")
    return _("Unavailable: nobody has a turn this month")


def waiting(forecast: Forecast | None) -> str:
    """How long still, as one sentence that names no day."""
    if forecast is None or forecast.low is None:
        return _("How long still, nobody can say: the past of this line is too short or too mixed.")
    low = at_least(forecast.low)
    if forecast.median is None:
        return _(
            "At least %(low)s. How much longer, nobody can say: the known past does not reach so "
            "far."
        ) % {"low": low}
    if forecast.high is None:
        return _(
            "At least %(low)s. For the longest waits the known past does not reach: they may take "
            "more than %(limit)s."
        ) % {"low": low, "limit": at_most(LONGEST_FIGURE)}
    return _("Between %(low)s and %(high)s more.") % {"low": low, "high": at_most(forecast.high)}


def half_of_them(forecast: Forecast | None) -> str:
    """The middle: half of such cases were over by then. Empty where it is not known."""
    if forecast is None or forecast.median is None:
        return ""
    about = _length(forecast.median, round)
    return _("In half of such cases it took about %(about)s or less.") % {"about": about}


def at_least(months: float) -> str:
    return _length(months, math.floor)


def at_most(months: float) -> str:
    return _length(months, math.ceil)


def _length(months: float, turn: Callable[[float], int]) -> str:
    if months < TWO_YEARS:
        count = max(1, turn(months))
        if count < TWO_YEARS:
            return ngettext("%(n)d month", "%(n)d months", count) % {"n": count}
        months = float(TWO_YEARS)
    years, half = divmod(turn(months / 6), 2)
    if half:
        return ngettext("%(n)d year and a half", "%(n)d years and a half", years) % {"n": years}
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}

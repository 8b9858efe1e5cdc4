"""Words for the rows of figures, the same on pages, on paper and in the console."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import dates
from safe_mobility.doors.common.charts import thousands
from safe_mobility.programmes import queries as programmes
from safe_mobility.statistics.rules.calendar import Span
from safe_mobility.statistics.rules.partition import OTHER


def cut_name(cut: str) -> str:
    return {
        "total": _("In all"),
        "block": _("By week"),
        "office": _("By office"),
        "department": _("By department"),
        "nationality": _("By nationality"),
        "age": _("By age at registration"),
        "sex": _("By sex"),
        "language": _("By language of the interview"),
        "size": _("By size of the family"),
        "channel": _("By way of registering"),
        "needs": _("By whether the family told of a need for help"),
        "cohort": _("By month of registration"),
        "pathway": _("By pathway"),
        "reason": _("By reason"),
    }[cut]


def value_name(cut: str, value: str) -> str:
    """One row of a table. The last row of a cut says whom else it takes."""
    language = get_language() or "es"
    if cut in _WORDS:
        return str(_WORDS[cut]().get(value, value))
    if value == OTHER:
        return {
            "department": _("Elsewhere, or not said"),
            "nationality": _("Another, several, or not said"),
            "language": _("Another, or not said"),
            "pathway": _("Another"),
        }.get(cut, _("Another"))
    if cut == "cohort":
        return month(date.fromisoformat(f"{value}-01"))
    if cut == "block":
        return dates.plain_date(date.fromisoformat(value), year=False)
    if cut == "nationality":
        return {each.code: each.name for each in programmes.countries(language)}[value]
    if cut == "department":
        return departments().get(value, value)
    if cut == "language":
        return {each.code: each.own_name for each in programmes.languages()}.get(
            value, {"en": "English", "es": "Español"}.get(value, value)
        )
    key = {"office": f"office.{value}", "pathway": f"pathway.{value}.name"}[cut]
    return programmes.text_of(key, language) or value


def departments() -> dict[str, str]:
    return {town.department: town.department_name for town in programmes.municipalities()}


def month(day: date) -> str:
    """`octubre de 2023`, `October 2023`."""
    name = dates.MONTHS.get(get_language() or "es", dates.MONTHS["es"])[day.month - 1]
    return _("%(month)s %(year)s") % {"month": name, "year": day.year}


def span_name(span: Span) -> str:
    """`del 8 al 14 de octubre`, `8 to 14 October`."""
    last = dates.plain_date(span.last, year=False)
    if span.first == span.last:
        return last
    return _("%(first)s to %(last)s") % {"first": span.first.day, "last": last}


def number(value: int | None) -> str:
    """A number, or the one sign for all that are not shown."""
    return _("not shown") if value is None else thousands(value)


def people(value: int | None) -> str:
    if value is None:
        return _("not shown")
    return _("%(number)s people") % {"number": thousands(value)}


def _sexes() -> dict[str, str]:
    return {"F": _("Women and girls"), "M": _("Men and boys, another answer, or not said")}


def _ages() -> dict[str, str]:
    return {
        "0-4": _("0 to 4 years"),
        "5-11": _("5 to 11 years"),
        "12-17": _("12 to 17 years"),
        "18-24": _("18 to 24 years"),
        "25-39": _("25 to 39 years"),
        "40-59": _("40 to 59 years"),
        "60+": _("60 years and over, or not said"),
    }


def _sizes() -> dict[str, str]:
    return {
        "1": _("One person"),
        "2": _("Two people"),
        "3-4": _("Three or four people"),
        "5+": _("Five people or more"),
    }


def _channels() -> dict[str, str]:
    return {"WEB": _("On the web"), "ASSISTED": _("With a person of the office")}


def _needs() -> dict[str, str]:
    return {"YES": _("Told of a need"), "NO": _("Told of none")}


def _reasons() -> dict[str, str]:
    return {
        "NATIONALITY": _("The office may not take this nationality today"),
        "RESIDENCE": _("The family does not live where the office may take it"),
        "NO_PATHWAY_TODAY": _("No pathway is open to the family today"),
        "OTHER_PROGRAMME": _("Another programme is the right one"),
        "OTHER": _("Another reason, told to the family"),
    }


_WORDS = {
    "sex": _sexes,
    "age": _ages,
    "size": _sizes,
    "channel": _channels,
    "needs": _needs,
    "reason": _reasons,
}

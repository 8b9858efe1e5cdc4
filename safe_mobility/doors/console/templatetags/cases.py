"""How a case's codes are called on a page: `{% load cases %}`."""

from collections.abc import Iterable, Mapping

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safe_mobility.doors.common import people_words
from safe_mobility.doors.common.fields import DayWidget
from safe_mobility.doors.common.words import cases
from safe_mobility.doors.console import case_labels
from safe_mobility.people.rules.drafts import Role, Sex
from safe_mobility.people.rules.needs import Need
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.programmes import queries as programme

register = template.Library()


@register.filter
def part_of(field: BoundField) -> str:
    """The markup of a field, by what it is."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "common/parts/checks.html"
    if isinstance(widget, RadioSelect):
        return "common/parts/choices.html"
    if isinstance(widget, Select):
        return "common/parts/select.html"
    return f"common/parts/{'date' if isinstance(widget, DayWidget) else 'text'}.html"


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, code)


@register.filter
def sex_name(code: str) -> str:
    return people_words.sex(Sex(code))


@register.filter
def member_role(code: str) -> str:
    return people_words.role(Role(code))


@register.filter
def need_told(code: str) -> str:
    return people_words.need(Need(code))


@register.filter
def paper_kind(code: str) -> str:
    return people_words.paper_kind(PaperKind(code))


@register.filter
def country_name(code: str) -> str:
    """A country by its name in the language of the page, or of the letter."""
    names = {each.code: each.name for each in programme.countries(get_language() or "es")}
    return names.get(code, code)


@register.filter
def country_names(codes: Iterable[str]) -> str:
    return ", ".join(country_name(code) for code in codes)


@register.filter
def state_of(code: str) -> str:
    return str(case_labels.STATES.get(code, code))


@register.filter
def station_name(code: str) -> str:
    return {
        "registered": _("Registered"),
        "sent": _("Application sent"),
        "appointment": _("Appointment"),
        "interview": _("Interview"),
        "outcome": _("Answer of the office"),
    }[code]


@register.filter
def mode_name(code: str) -> str:
    return {
        "IN_PERSON": _("in person"),
        "PHONE": _("by phone"),
        "VIDEO": _("by video"),
    }.get(code, code)


@register.filter
def visit_state(code: str) -> str:
    return {
        "CONFIRMED": _("confirmed"),
        "ARRIVED": _("is here"),
        "CALLED": _("called"),
        "PARKED": _("on hold"),
        "IN_INTERVIEW": _("in interview"),
        "DONE": _("done"),
        "ABSENT": _("did not come"),
        "LEFT": _("left"),
    }.get(code, code)


@register.filter
def waits_for(code: str) -> str:
    return {
        "OPEN": _("Your interview is open"),
        "DECIDE": _("Waits for your outcome"),
        "CONFIRM": _("A referral wants a second person"),
    }[code]


@register.filter
def overdue_for(code: str) -> str:
    return {
        "NEWS": _("we promised news"),
        "PARTNER": _("the partner's answer is late"),
        "MORE": _("the family's answer is late"),
    }[code]


@register.filter
def purpose_name(code: str) -> str:
    return cases.purpose_name(code)


@register.filter
def ground_name(code: str) -> str:
    return str(case_labels.GROUNDS.get(code, code))

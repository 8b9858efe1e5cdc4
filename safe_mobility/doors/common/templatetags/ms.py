"""The few tags and filters that every template may use: `{% load ms %}`."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, Form, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from safe_mobility.doors.common import dates, whose
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import PRESS_FIELD, day_parts
from safe_mobility.doors.common.whose import WHOSE_FIELD
from safe_mobility.shared.references import spell_reference

register = template.Library()

ICONS = {
    "yes": "M2 9.5l2-2 3.2 3.2L14 3.8l2 2L7.2 14.7z",
    "ask": (
        "M9 1.5C6 1.5 4 3.3 4 6h2.6c0-1.4.9-2.2 2.4-2.2s2.4.8 2.4 2c0 2-3.7 2.2-3.7 5.6h2.6"
        "c0-2.2 3.7-2.5 3.7-5.7C14 3.2 12 1.5 9 1.5zM7.6 13.2h2.8V16H7.6z"
    ),
    "not-today": (
        "M9 1a8 8 0 1 0 0 16A8 8 0 0 0 9 1zm0 2.5A5.5 5.5 0 1 1 9 14.5 5.5 5.5 0 0 1 9 3.5z"
        "M5 7.7h8v2.6H5z"
    ),
    "arrow": "M9.7 3l6.3 6-6.3 6-1.5-1.5 3.5-3.4H2V7.9h9.700L8.200 4.500z",
    "play": "M5 3v12l10-6z",
    "phone": (
        "M4.200 2l3 .6.9 3.500-1.700 1.500a11 11 0 0 0 4 4l1.500-1.700 3.500.9.6 3"
        "c-.7 1.400-1.800 2-3.200 2C7.500 15.500 2.500 10.500 2.200 5.200c0-1.400.6-2.500 2-3.200z"
    ),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our own shapes. It is hidden from readers: a word always stands beside it."""
    return format_html(
        '<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag(takes_context=True)
def press(context: template.Context, again: str = "") -> SafeString:
    """The random key that makes pressing twice one act. It stands beside the CSRF token.

    `again` is the key of a form that was sent before and is offered once more. On a page of the
    console it also says whose form it is, see `whose`.
    """
    key = again or secrets.token_urlsafe(16)
    hidden = [(PRESS_FIELD, key)]
    request = context.get("request")
    if request is not None and getattr(request, "is_console_page", False):
        hidden.append((WHOSE_FIELD, whose.sign(asker(request), press=key)))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden)


@register.simple_tag
def attributes(field: BoundField, *, described_by: str = "") -> SafeString:
    """The attributes that a form gave to its control, with those that tell of hint and error."""
    attrs = {
        name: value
        for name, value in field.field.widget.attrs.items()
        if value not in (None, False)
    }
    described = [described_by] if described_by else []
    if field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_why")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return format_html_join("", ' {}="{}"', attrs.items())


@register.filter
def first_control(field: BoundField) -> str:
    """Where an error's link leads: the first control of the field, so that one can type at once."""
    widget = field.field.widget
    many = "{id}_0" if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)) else "{id}"
    return str(getattr(widget, "first_control", many)).format(id=field.auto_id)


@register.filter
def wrong_fields(form: Form) -> list[BoundField]:
    """The fields that could not be read, in the order of the page."""
    return [field for field in form if field.errors] if form.is_bound else []


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    small: str
    selected: bool


@register.filter
def options(field: BoundField) -> list[Option]:
    """The choices of a field with what is chosen. `smalls` of the form's field adds a second,
    smaller line to a choice."""
    return [option for _group, group in option_groups(field) for option in group]


@register.filter
def option_groups(field: BoundField) -> list[tuple[str, list[Option]]]:
    """The same, by group; choices outside any group stand under ""."""
    value = field.value()
    chosen = {str(v) for v in value} if isinstance(value, (list, tuple, set)) else {str(value)}
    smalls = getattr(field.field, "smalls", {})

    def option(code: object, label: object) -> Option:
        text = str(code)
        small = smalls.get(code, "")
        return Option(text, str(label), str(small), bool(text) and text in chosen)

    groups: list[tuple[str, list[Option]]] = []
    for code, label in field.field.choices:  # type: ignore[attr-defined]
        if isinstance(label, (list, tuple)):
            groups.append((str(code), [option(*one) for one in label]))
        elif groups and groups[-1][0] == "":
            groups[-1][1].append(option(code, label))
        else:
            groups.append(("", [option(code, label)]))
    return groups


@register.filter
def date_parts(field: BoundField) -> dict[str, object]:
    """The three parts of a day, and the months by name."""
    parts = day_parts(field.value())
    names = dates.MONTHS.get(get_language() or "es", dates.MONTHS["es"])
    months = [(str(number), name) for number, name in enumerate(names, start=1)]
    return {"day": parts.day, "month": parts.month, "year": parts.year, "months": months}


@register.filter
def long_date(value: date) -> str:
    return dates.long_date(value)


@register.filter
def plain_date(value: date) -> str:
    return dates.plain_date(value)


@register.filter
def month_date(value: date) -> str:
    return dates.month_date(value)


@register.filter
def day_and_month(value: date) -> str:
    """`martes 21 de noviembre`: for days so near that the year goes without saying."""
    return dates.long_date(value, year=False)


@register.filter
def short_date(value: date) -> str:
    return dates.short_date(value)


@register.filter
def clock_time(value: datetime | time) -> SafeString:
    """The time never breaks over two lines."""
    return _unbroken(dates.clock_time(value))


@register.filter
def short_time(value: datetime | time) -> str:
    return dates.short_time(value)


@register.filter
def local(value: datetime, zone: str) -> datetime:
    """`{{ starts_at|local:zone|clock_time }}`: an office's time where it is not the programme's."""
    return dates.local(value, zone).replace(tzinfo=None)


@register.filter
def spell(reference: str) -> str:
    """The household's number by fours."""
    return spell_reference(reference)


def _unbroken(text: str) -> SafeString:
    return mark_safe(format_html("{}", text).replace(" ", "\N{NO-BREAK SPACE}"))  # noqa: S308

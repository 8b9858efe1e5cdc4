"""Tags of the console's frame: `{% load console %}`."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from safe_mobility.appointments.queries import VisitSeen
from safe_mobility.doors.common import charts
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.console import board, nav, places
from safe_mobility.doors.console.board import Act

register = template.Library()


@register.inclusion_tag("console/parts/nav.html", takes_context=True)
def console_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The links of this person; nothing on a page of the sign-in."""
    request: HttpRequest | None = context.get("request")
    if request is None or not hasattr(request, "asker"):
        return {}
    links = nav.links(asker(request), path=request.path)
    return {
        "links": [link for link in links if link.first],
        "more": [link for link in links if not link.first],
    }


@register.inclusion_tag("console/parts/who.html", takes_context=True)
def console_who(context: dict[str, Any]) -> dict[str, Any]:
    """Who is signed in, at which office, in which language; and the way out."""
    request: HttpRequest | None = context.get("request")
    shown: dict[str, Any] = {
        "languages": context.get("languages"),
        "csrf_token": context.get("csrf_token"),
        # A page that answered a form has no address to come back to.
        "back": request.get_full_path() if request and request.method == "GET" else "",
    }
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return shown
    who = asker(request)
    return {
        **shown,
        "name": user.get_full_name(),
        "at": sorted(who.offices),
        "offices": places.offices_of(user) if who.offices else [],
    }


@register.simple_tag(takes_context=True)
def opens(context: dict[str, Any], name: str) -> bool:
    """`{% opens "console:referrals" as may %}`: no page shows a link that ends in a 404."""
    return nav.opens(asker(context["request"]), name)


@register.filter
def office_name(code: str) -> str:
    """How an office is called, in the language of the page."""
    return places.name(code)


@register.filter
def role_name(code: str) -> str:
    return str(places.ROLE_NAMES.get(code, code))


@register.filter
def fours(text: str) -> str:
    """A secret in groups of four, to be typed without losing one's place."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def language_name(code: str) -> str:
    """How a language is called, in the language of the page."""
    return places.language_name(code)


@register.filter
def thousands(value: float) -> str:
    """A large number as both languages write it here."""
    return charts.thousands(value)


@register.simple_tag
def act_url(visit: VisitSeen, act: Act) -> str:
    """Where the button of an act leads."""
    return board.url_of(visit, act)


@register.simple_tag
def case_url(reference: str) -> str:
    """The case of a household."""
    return reverse("console:case", args=[reference])

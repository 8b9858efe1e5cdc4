"""What a family gives to the relative abroad: a leaflet without names, and a letter of its own.

Both say everything twice, in Spanish and in English: the relative may read one, the agency or the
helper there the other. We send neither; the family prints, photographs or copies it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from safe_mobility.doors.common import relatives_page
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.relatives_page import RelativeSaid
from safe_mobility.doors.public import session
from safe_mobility.doors.public.views.people.registration import today
from safe_mobility.people import queries as people
from safe_mobility.reunification.queries.relatives import RelativeSeen, relative

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Side:
    """One language of the paper."""

    code: str
    relative: RelativeSaid


@access(HOUSEHOLD)
@require_safe
def leaflet(request: HttpRequest, number: int) -> HttpResponse:
    """Category, what to do and by when. It names neither family nor relative."""
    seen, _writer = _seen(request, number)
    context = {"number": number, "sides": sides(seen), "on": today()}
    return render(request, "public/relatives/leaflet.html", context)


@access(HOUSEHOLD)
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """The same as a letter from the family to the relative, ready to copy."""
    seen, writer = _seen(request, number)
    context = {"number": number, "sides": sides(seen), "writer": writer, "on": today()}
    return render(request, "public/relatives/letter.html", context)


def sides(seen: RelativeSeen) -> list[Side]:
    found = []
    for code in LANGUAGES:
        with translation.override(code):
            found.append(Side(code, relatives_page.said(seen)))
    return found


def _seen(request: HttpRequest, number: int) -> tuple[RelativeSeen, str]:
    household = session.household_in_session(request)
    seen = relative(asker=household.asker, household_id=household.id, number=number, on=today())
    members = people.members(asker=household.asker, household_id=household.id, purpose="relatives")
    return seen, members[0].name

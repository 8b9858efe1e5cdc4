"""The notice and the choice: who sees what, and a No that leads somewhere."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from safe_mobility.doors.common import clock, dates, network
from safe_mobility.doors.common.access import VISITOR, access
from safe_mobility.doors.common.asking import asker, visitor
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people.consent import ConsentForm
from safe_mobility.people.rules import consents
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.programmes import queries as programmes
from safe_mobility.screening import services as screening_acts
from safe_mobility.shared.refusal import Refusal

COUNTRY = "GT"
NEW_PER_HOUR = 1_000
"""Families of one network: a day of registering at a town hall is far below it."""


@access(VISITOR)
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Do you agree? A yes makes the draft, its number and its PIN.

    While the programme takes no applications nobody is asked: what is registered already stays
    open, and help does too.
    """
    if session.signed_in(visitor(request)):
        return redirect("public:registration")
    state = programmes.programme_state(on=dates.day_of(clock.now()))
    if not state.takes_applications:
        return render(request, "public/people/consent_closed.html")
    form = ConsentForm(request.POST or None)
    if form.is_valid() and form.refused:
        return redirect("public:consent_refused")
    if form.is_valid():
        try:
            network.limit(request, "registrations", per_hour=NEW_PER_HOUR)
            _register(request)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:number")
    version = consents.VERSIONS[ConsentKind.PROCESSING]
    return render(request, "public/people/consent.html", {"form": form, "version": version})


@access(VISITOR)
@require_safe
def consent_refused(request: HttpRequest) -> HttpResponse:
    """Nothing was kept; what helps without registering."""
    return render(request, "public/people/consent_refused.html")


def _register(request: HttpRequest) -> None:
    """Register once, with the answers given so far; then sign this phone in, also where the
    first response got lost."""
    now = clock.now()
    with once(request, asker(request)) as act:
        household_id = act(
            screening_acts.register,
            keep=lambda made: str(made.household_id),
            visitor_id=visitor(request).row_id,
            key=visitor(request).key,
            language=get_language() or "es",
            country=COUNTRY,
            consent_version=request.POST.get("version", ""),
            actor=asker(request),
            on=dates.day_of(now),
            now=now,
        )
    session.open_for(request, UUID(household_id))

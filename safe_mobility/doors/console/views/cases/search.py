"""Finding a case, and what waits for this officer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries import files, search
from safe_mobility.cases.queries.search import By, Found
from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.case_labels import STATES
from safe_mobility.doors.console.forms.cases.search import (
    DocumentForm,
    EmailForm,
    NumberForm,
    PersonForm,
    PhoneForm,
)
from safe_mobility.doors.console.views.cases.opening import READERS
from safe_mobility.oversight.services import limits, trail
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal

SEARCHES_PER_HOUR = 120
HOME_COUNTRY = "GT"


@access(STAFF, roles=READERS)
@require_http_methods(["GET", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """Search by POST: what was searched for stands in no address and no log."""
    who, now = asker(request), clock.now()
    forms, found = _forms(request), None
    by = next((kind for kind, form in forms.items() if form.is_bound), None)
    if by is not None and forms[by].is_valid():
        found = _search(who, by, forms[by])
        if found is not None and len(found) == 1:
            return redirect("console:case", reference=found[0].reference)
    today = dates.day_of(now)
    return render(
        request,
        "console/cases/cases.html",
        {
            "forms": {kind.value: form for kind, form in forms.items()},
            "by": by,
            "found": None if found is None else [(each, STATES[each.state]) for each in found],
            "mine": files.my_cases(asker=who),
            "overdue": files.overdue(asker=who, today=today),
        },
    )


def _forms(request: HttpRequest) -> dict[By, Form]:
    by = request.POST.get("by") if request.method == "POST" else None
    made: dict[By, Callable[..., Form]] = {
        By.NUMBER: NumberForm,
        By.PHONE: PhoneForm,
        By.EMAIL: EmailForm,
        By.DOCUMENT: DocumentForm,
        By.PERSON: PersonForm,
    }
    more: dict[By, dict[str, Any]] = {
        By.DOCUMENT: {
            "countries": [
                (each.code, each.name) for each in programme.countries(get_language() or "es")
            ],
            "initial": {"country": HOME_COUNTRY},
        }
    }
    return {
        kind: make(request.POST if by == kind else None, auto_id=f"{kind}_%s", **more.get(kind, {}))
        for kind, make in made.items()
    }


def _search(who: Asker, by: By, form: Form) -> list[Found] | None:
    """What was found, or None where the form says what could not be read. Leaves its mark."""
    now = clock.now()
    limits.take("case search", key=who.ref, limit=SEARCHES_PER_HOUR, per=timedelta(hours=1))
    office = next(iter(sorted(who.offices)), "")
    try:
        found = _SEARCHES[by](who, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
        return None
    trail.record(
        "case.searched",
        actor=who,
        about=f"office:{office}",
        now=now,
        office=office,
        by=by.value,
        found=len(found),
    )
    return found


_SEARCHES: dict[By, Callable[[Asker, dict[str, Any]], list[Found]]] = {
    By.NUMBER: lambda who, said: search.by_number(asker=who, text=said["number"]),
    By.PHONE: lambda who, said: search.by_contact(
        asker=who, kind=ContactKind.PHONE, text=said["phone"], country=HOME_COUNTRY
    ),
    By.EMAIL: lambda who, said: search.by_contact(
        asker=who, kind=ContactKind.EMAIL, text=said["email"], country=HOME_COUNTRY
    ),
    By.DOCUMENT: lambda who, said: search.by_document(
        asker=who, number=said["document"], country=said["country"]
    ),
    By.PERSON: lambda who, said: search.by_person(
        asker=who,
        given_names=said["given_names"],
        surnames=said["surnames"],
        born_on=said["born_on"],
    ),
}

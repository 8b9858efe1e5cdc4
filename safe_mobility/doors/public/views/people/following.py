"""What a family sees and may change after it registered: where it stands, how to reach it, who
belongs to it, and its PIN."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.appointments import queries as appointments
from safe_mobility.cases.queries import files
from safe_mobility.doors.common import clock, people_words
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.asking import visitor
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people import answers
from safe_mobility.doors.public.forms.people.asking import At
from safe_mobility.doors.public.forms.people.of_households import ContactForm
from safe_mobility.doors.public.forms.people.signing_in import ContactCodeForm, PinForm
from safe_mobility.doors.public.views.people.registration import today
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import states
from safe_mobility.people.rules.contacts import masked
from safe_mobility.people.rules.pins import PinLocked, WrongCode
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programmes
from safe_mobility.shared.refusal import Refusal

MAY_LOOK = frozenset({State.SENT, State.IN_REVIEW, State.WAITING})


@access(HOUSEHOLD)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The path with plain sentences, the last change, the next news, who acts."""
    household = session.household_in_session(request)
    seen = people.application(asker=household.asker, household_id=household.id)
    day = today()
    here = people_words.station_of(seen)
    booked = appointments.mine(asker=household.asker) if seen.state is State.BOOKED else None
    may_book = seen.state in states.MAY_BOOK and seen.suspended_on is None
    held = None
    if may_book and booked is None:
        held = appointments.held(asker=household.asker, now=clock.now())
    context = {
        "application": seen,
        "state": seen.state.value,
        "state_name": people_words.state_name(seen.state),
        "appointment": booked,
        "office": programmes.place_name(booked.office_code, get_language() or "es")
        if booked
        else "",
        "said": people_words.said(seen, today=day),
        "stations": list(enumerate(people_words.station_names())),
        "here": here,
        "reference": household.reference,
        "news_by": seen.news_by(today=day),
        "call_word": people.call_word(asker=household.asker, household_id=household.id),
        "asked": files.asks_family(asker=household.asker, household_id=household.id),
        "answered": files.has_answer(asker=household.asker, household_id=household.id),
        "held": held,
        "may_book": may_book,
        # Whoever waits has nothing to do, and may all the same choose: the button needs a word.
        "may_look": may_book and held is None and seen.state in MAY_LOOK,
        "may_edit": seen.state in states.MAY_EDIT,
        "may_reopen": seen.state is State.WITHDRAWN
        and seen.reopen_until is not None
        and day <= seen.reopen_until,
        "unchecked": [
            masked(contact.kind, contact.value)
            for contact in people.contacts(asker=household.asker, household_id=household.id)
            if contact.verified_at is None
        ],
    }
    return render(request, "public/people/status.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Change how we reach the family."""
    household = session.household_in_session(request)
    at = At(household=household, asker=household.asker, now=clock.now())
    form = ContactForm(request.POST or None, at=at)
    if form.is_valid():
        service, arguments = form.deed()
        try:
            with once(request, household.asker) as act:
                act(
                    service,
                    household_id=household.id,
                    actor=household.asker,
                    now=at.now,
                    **arguments,
                )
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
        else:
            return redirect("public:contact" if form.silent else "public:check_contact")
    return render(request, "public/people/contact.html", {"form": form, "contacts": _contacts(at)})


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def check_contact(request: HttpRequest) -> HttpResponse:
    """Take the code back that we sent, so that we know somebody answers there."""
    household = session.household_in_session(request)
    at = At(household=household, asker=household.asker, now=clock.now())
    form = ContactCodeForm(request.POST or None)
    if form.is_valid():
        try:
            people_acts.check_contact(
                household_id=household.id,
                code=form.cleaned_data["code"],
                actor=household.asker,
                now=at.now,
            )
        except (WrongCode, PinLocked) as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:registration")
    waiting = [each for each in at.contacts if each.verified_at is None]
    if not waiting:
        return redirect("public:registration")
    context = {
        "form": form,
        "where": ", ".join(masked(each.kind, each.value) for each in waiting),
    }
    return render(request, "public/people/check_contact.html", context)


@access(HOUSEHOLD)
@require_POST
def send_check_again(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    people_acts.limit_contact_checks(household_id=household.id)
    with once(request, household.asker) as act:
        act(
            people_acts.ask_contact_check,
            household_id=household.id,
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:check_contact")


@access(HOUSEHOLD)
@require_safe
def family(request: HttpRequest) -> HttpResponse:
    """Who belongs to the application; add a person, mend a fact."""
    household = session.household_in_session(request)
    at = At(household=household, asker=household.asker, now=clock.now())
    seen = people.application(asker=household.asker, household_id=household.id)
    everybody = people.members(
        asker=household.asker, household_id=household.id, purpose="family", former=True
    )
    context = {
        "people": answers.of_people(at),
        "facts": answers.of_household(at),
        "may_edit": seen.state in states.MAY_EDIT,
        "next_number": max(member.number for member in everybody) + 1,
    }
    return render(request, "public/people/family.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def change_pin(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    form = PinForm(request.POST or None)
    if form.is_valid():
        with once(request, household.asker) as act:
            act(
                people_acts.change_pin,
                household_id=household.id,
                pin=form.cleaned_data["new_pin"],
                actor=household.asker,
                now=clock.now(),
                token_id=visitor(request).token_id,
            )
        return redirect("public:pin_changed")
    return render(request, "public/people/pin.html", {"form": form})


@access(HOUSEHOLD)
@require_safe
def pin_changed(request: HttpRequest) -> HttpResponse:
    return render(request, "public/people/pin_changed.html")


@access(HOUSEHOLD)
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    household = session.household_in_session(request)
    with once(request, household.asker) as act:
        act(
            people_acts.reopen,
            household_id=household.id,
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:status")


def _contacts(at: At) -> list[dict[str, object]]:
    return [
        {
            "value": masked(each.kind, each.value),
            "checked": each.verified_at is not None,
        }
        for each in at.contacts
    ]

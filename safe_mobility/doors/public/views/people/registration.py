"""The registration: number and PIN, one fact a page, the check of the answers, and sending.

Each answer is kept when it is sent. Whoever comes back, on any phone, goes on at the first page
that was not answered.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people import answers
from safe_mobility.doors.public.forms.people.asking import At, StepForm
from safe_mobility.doors.public.forms.people.of_persons import FamilyForm, NewPersonForm
from safe_mobility.doors.public.forms.people.steps import FORMS
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import drafts, states
from safe_mobility.people.rules.ages import UnderAge
from safe_mobility.people.rules.drafts import OF_A_PERSON, Draft, Step
from safe_mobility.people.rules.states import State
from safe_mobility.shared.refusal import Refusal

PARTS = 4


@access(HOUSEHOLD)
@require_safe
def registration(request: HttpRequest) -> HttpResponse:
    """Go on where the family stopped."""
    household = session.household_in_session(request)
    seen = people.application(asker=household.asker, household_id=household.id)
    if seen.state is not State.DRAFT:
        return redirect("public:status")
    if household.pin_seen_at is None:
        return redirect("public:number")
    return _onward(people.draft(asker=household.asker, household_id=household.id))


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """The number, the PIN and the call word, until the family says it has them."""
    household = session.household_in_session(request)
    if request.method == "POST":
        with once(request, household.asker) as act:
            act(
                people_acts.note_pin,
                household_id=household.id,
                actor=household.asker,
                now=clock.now(),
            )
        return redirect("public:registration")
    if household.pin_seen_at is not None:
        return redirect("public:registration")
    pin = people_acts.first_pin(household.id)
    seen = people.application(asker=household.asker, household_id=household.id)
    context = {
        "reference": household.reference,
        "pin": f"{pin[:3]} {pin[3:]}",
        "call_word": people.call_word(asker=household.asker, household_id=household.id),
        "until": seen.expires_at,
    }
    return render(request, "public/people/number.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """One page of the registration; the same page changes the answer later."""
    at = _at(request, number)
    kind = _step_of(slug, number, at)
    form_class = NewPersonForm if kind is Step.NAME and at.is_new else FORMS[kind]
    form = form_class(request.POST or None, at=at)
    if form.is_valid():
        try:
            return _keep(request, form, kind, at)
        except UnderAge:
            return redirect("public:under_age")
        except Refusal as refusal:
            form.refuse(refusal, words_for(refusal))
    seen = people.application(asker=at.asker, household_id=at.household.id)
    context = {
        "form": form,
        "part": form.part,
        "parts": PARTS,
        "sent": seen.state is not State.DRAFT,
        "back": _back(kind, at),
        "step": kind.value,
    }
    return render(request, "public/people/step.html", context)


@access(HOUSEHOLD)
@require_POST
def remove_person(request: HttpRequest, number: int) -> HttpResponse:
    household = session.household_in_session(request)
    with once(request, household.asker) as act:
        act(
            people_acts.remove_person,
            household_id=household.id,
            number=number,
            actor=household.asker,
            now=clock.now(),
        )
    return redirect("public:step", slug=Step.FAMILY.value)


@access(HOUSEHOLD)
@require_safe
def under_age(request: HttpRequest) -> HttpResponse:
    """Under 18 and alone: to child protection, not to a dead end."""
    return render(request, "public/people/under_age.html")


@access(HOUSEHOLD)
@require_safe
def check_answers(request: HttpRequest) -> HttpResponse:
    """Is this right? Each row leads to its page and back here."""
    at = _at(request, 1)
    draft = people.draft(asker=at.asker, household_id=at.household.id)
    missing = [item for item in drafts.missing(draft) if _required(item.step)]
    context = {
        "people": answers.of_people(at),
        "facts": answers.of_household(at),
        "missing": missing,
        "paper_count": len(people.papers(asker=at.asker, household_id=at.household.id)),
    }
    return render(request, "public/people/check.html", context)


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send it? Once; pressed again, the same confirmation."""
    household = session.household_in_session(request)
    seen = people.application(asker=household.asker, household_id=household.id)
    if seen.state is not State.DRAFT:
        return redirect("public:sent")
    refused = ""
    if request.method == "POST":
        try:
            with once(request, household.asker) as act:
                act(
                    people_acts.send,
                    household_id=household.id,
                    actor=household.asker,
                    now=clock.now(),
                )
        except UnderAge:
            return redirect("public:under_age")
        except drafts.DraftIncomplete as refusal:
            return redirect(
                "public:step_of", slug=refusal.facts["step"], number=refusal.facts["person"]
            )
        except Refusal as refusal:
            refused = words_for(refusal)
        else:
            return redirect("public:sent")
    return render(request, "public/people/send.html", {"refused": refused, "seen": seen})


@access(HOUSEHOLD)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Done: the number once more, what happens now and by when."""
    household = session.household_in_session(request)
    seen = people.application(asker=household.asker, household_id=household.id)
    if seen.sent_at is None:
        return redirect("public:registration")
    context = {
        "reference": household.reference,
        "call_word": people.call_word(asker=household.asker, household_id=household.id),
        "news_by": seen.news_by(today=today()),
        "may_book": seen.state in states.MAY_BOOK,
        "reachable": bool(household.contact_kind),
    }
    return render(request, "public/people/sent.html", context)


def today() -> date:
    return dates.day_of(clock.now())


def _keep(request: HttpRequest, form: StepForm, kind: Step, at: At) -> HttpResponse:
    """Do the page's one act, and go where the rule says that something is still missing."""
    adds = isinstance(form, FamilyForm) and form.adds
    if not adds:
        service, arguments = form.deed()
        if service is not people_acts.note_answered and service is not people_acts.save_department:
            arguments["now"] = at.now
        with once(request, at.asker) as act:
            act(
                service,
                household_id=at.household.id,
                actor=at.asker,
                **arguments,
            )
    else:
        last = max(member.number for member in _everybody(at))
        return redirect("public:step_of", slug=Step.NAME.value, number=last + 1)
    if kind is Step.DEPARTMENT:
        return redirect("public:step", slug=Step.MUNICIPALITY.value)
    if kind is Step.CONTACT and arguments.get("value"):
        return redirect("public:check_contact")
    return _after(kind, at)


def _after(kind: Step, at: At) -> HttpResponse:
    seen = people.application(asker=at.asker, household_id=at.household.id)
    if seen.state is not State.DRAFT:
        return redirect("public:family" if kind in OF_A_PERSON else "public:status")
    return _onward(people.draft(asker=at.asker, household_id=at.household.id), number=at.number)


def _onward(draft: Draft, *, number: int = 1) -> HttpResponse:
    """To the first page that is missing; whoever is being added is asked about to the end."""
    missing = drafts.missing(draft)
    if not missing:
        return redirect("public:check_answers")
    of_this_person = [item for item in missing if item.person == number and number > 1]
    first = (of_this_person or missing)[0]
    if first.person == 1:
        return redirect("public:step", slug=first.step.value)
    return redirect("public:step_of", slug=first.step.value, number=first.person)


def _at(request: HttpRequest, number: int) -> At:
    household = session.household_in_session(request)
    return At(household=household, asker=asker(request), now=clock.now(), number=number)


def _step_of(slug: str, number: int, at: At) -> Step:
    """The page, if there is one: a person's page needs the person, a new name the next number."""
    try:
        kind = Step(slug)
    except ValueError:
        raise Http404 from None
    if kind not in OF_A_PERSON:
        if number != 1:
            raise Http404
        return kind
    last = max((member.number for member in _everybody(at)), default=0)
    joins = kind is Step.NAME and number == last + 1
    if (at.is_new and not joins) or (kind is Step.ROLE and at.is_applicant):
        raise Http404
    return kind


def _everybody(at: At) -> list[people.MemberSeen]:
    return people.members(
        asker=at.asker, household_id=at.household.id, purpose="registration", former=True
    )


def _back(kind: Step, at: At) -> str:
    """The page before, in the order in which they are asked."""
    if at.is_new:
        return answers.address(Step.FAMILY)
    order = [
        *((each, at.number) for each in OF_A_PERSON if each is not Step.ROLE),
        *((each, 1) for each in Step if each not in OF_A_PERSON),
    ]
    if (kind, at.number) not in order:
        return answers.address(Step.FAMILY)
    place = order.index((kind, at.number))
    if place:
        return answers.address(*order[place - 1])
    return answers.address(Step.FAMILY) if at.number > 1 else ""


def _required(kind: Step) -> bool:
    return kind in drafts.REQUIRED_OF_A_PERSON or kind is Step.MUNICIPALITY

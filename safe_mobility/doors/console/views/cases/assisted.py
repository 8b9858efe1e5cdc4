"""Registering with the person present: staff's frame in staff's language, the questions in theirs.

Each part is read back aloud before it is kept, and the trail says who spoke. What is asked is the
same as on a phone; nothing is required that a phone would not require.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries import waiting
from safe_mobility.cases.services import assisted as assisted_acts
from safe_mobility.cases.services.assisted import Speaker
from safe_mobility.doors.common import clock, people_words
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import asked_at_desk
from safe_mobility.doors.console.forms.cases.assisted import (
    HOME_COUNTRY,
    STEPS,
    BackForm,
    ContactForm,
    EachPersonForm,
    HomeForm,
    NeedsForm,
    PersonForm,
    QuestionsForm,
    StartForm,
)
from safe_mobility.doors.console.views.cases.opening import open_case, today_of
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries import HouseholdSeen, MemberSeen
from safe_mobility.people.rules import consents
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.states import State
from safe_mobility.screening import queries as screenings
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal

QUESTIONS = "preguntas"
HELPERS = ("RECEPTION", "INTERVIEWER", "SUPERVISOR")


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The notice read aloud, the yes, and who speaks; and the drafts begun here before."""
    who = asker(request)
    written = people_words.written_languages()
    asked = request.GET.get("idioma", "es")
    read_in = asked if asked in dict(written) else "es"
    form = StartForm(request.POST or None, initial={"language": read_in, "spoken": read_in})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            with once(request, who) as press:
                reference = press(
                    assisted_acts.begin,
                    keep=lambda done: done.reference,
                    language=said["language"],
                    country=HOME_COUNTRY,
                    consent_version=consents.VERSIONS[ConsentKind.PROCESSING],
                    office_code=next(iter(sorted(who.offices)), ""),
                    speaker=Speaker(said["speaker"]),
                    spoken=said["spoken"],
                    actor=who,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            request.session[_key(reference)] = said["speaker"]
            return redirect("console:assisted_draft", reference=reference)
    return render(
        request,
        "console/assisted/begin.html",
        {
            "form": form,
            "drafts": waiting.assisted_drafts(asker=who),
            "read_in": read_in,
            "written": written,
        },
    )


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The parts and how far each is; here the application is sent and the number handed over."""
    who, now = asker(request), clock.now()
    seen = _open(request, reference)
    wrong = ""
    if request.method == "POST":
        act = people_acts.note_pin if "noted" in request.POST else people_acts.send
        try:
            with once(request, who) as press:
                press(act, household_id=seen.id, actor=who, now=now)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("console:assisted_draft", reference=seen.reference)
    application = people.application(asker=who, household_id=seen.id)
    sent = application.state is not State.DRAFT
    show_pin = sent and seen.pin_seen_at is None
    return render(
        request,
        "console/assisted/draft.html",
        {
            "household": seen,
            "sent": sent,
            "members": people.members(asker=who, household_id=seen.id, purpose="assisted"),
            "parts": [(slug, title, _is_ready(who, seen, slug)) for slug, title in _parts()],
            "wrong": wrong,
            "pin": people_acts.first_pin(seen.id) if show_pin else "",
            "call_word": people.call_word(asker=who, household_id=seen.id) if sent else "",
        },
    )


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, reference: str, number: int = 0) -> HttpResponse:
    """One person: everything on one page, because here somebody who knows the form types it."""
    who = asker(request)
    seen = _open(request, reference)
    members = people.members(asker=who, household_id=seen.id, purpose="assisted")
    member = next((each for each in members if each.number == number), None)
    if number and member is None:
        raise Http404
    title = _("Somebody who applies too")
    if member is not None:
        title = member.name or _("The person who applies")
    return _part(request, seen, "persona", title, member=member)


@access(STAFF, roles=HELPERS)
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Home and languages, contact, or needs."""
    titles = dict(_parts())
    if slug not in titles:
        raise Http404
    return _part(request, _open(request, reference), slug, titles[slug])


def _part(
    request: HttpRequest,
    seen: HouseholdSeen,
    slug: str,
    title: str,
    *,
    member: MemberSeen | None = None,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    with translation.override(seen.language):
        form = _form(request, seen, slug, data, member)
        _fix_words(form)
    _add_staff_words(form, _form(request, seen, slug, None, member))
    speaker = request.session.get(_key(seen.reference), Speaker.SELF.value)
    back = BackForm(data, initial={"speaker": speaker})
    if data is not None and all([form.is_valid(), back.is_valid()]):
        try:
            _keep(request, seen, slug, form, back, member)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            request.session[_key(seen.reference)] = back.cleaned_data["speaker"]
            if slug == QUESTIONS and asked_at_desk.put_next(asker(request), seen).questions:
                return redirect(request.path)
            return redirect("console:assisted_draft", reference=seen.reference)
    return render(
        request,
        "console/assisted/part.html",
        {
            "household": seen,
            "title": title,
            "form": form,
            "back_form": back,
            "two_languages": seen.language != (translation.get_language() or "es"),
        },
    )


def _form(
    request: HttpRequest, seen: HouseholdSeen, slug: str, data: Any, member: MemberSeen | None
) -> Any:
    who = asker(request)
    match slug:
        case "persona":
            return PersonForm(data, member=member)
        case "hogar":
            return HomeForm(data, household=seen)
        case _ if slug == QUESTIONS:
            return _questions_form(who, seen, data)
        case "contacto":
            contacts = people.contacts(asker=who, household_id=seen.id, purpose="assisted")
            return ContactForm(data, contacts=contacts)
        case _:
            told = people.needs(asker=who, household_id=seen.id, purpose="assisted")
            return NeedsForm(data, told=told)


def _questions_form(who: Asker, seen: HouseholdSeen, data: Any) -> QuestionsForm | EachPersonForm:
    put = asked_at_desk.put_next(who, seen)
    if not put.rows:
        return QuestionsForm(data, questions=put.questions)
    persons = asked_at_desk.names(who, seen, put.rows)
    return EachPersonForm(data, question=put.questions[0], persons=persons, given=put.given)


def _keep(
    request: HttpRequest,
    seen: HouseholdSeen,
    slug: str,
    form: Any,
    back: BackForm,
    member: MemberSeen | None,
) -> None:
    who = asker(request)
    if isinstance(form, PersonForm):
        acts = form.acts(number=member.number if member else None)
    elif isinstance(form, QuestionsForm | EachPersonForm):
        acts = form.acts(on=today_of(seen, now=clock.now()))
    else:
        acts = form.acts()
    with once(request, who) as press:
        press(
            assisted_acts.write_down,
            household_id=seen.id,
            part=slug,
            speaker=Speaker(back.cleaned_data["speaker"]),
            read_back=bool(back.cleaned_data["read_back"]),
            acts=acts,
            actor=who,
            now=clock.now(),
        )


def _fix_words(form: Form) -> None:
    """Say the lazy words now, in the person's language, before the frame turns to staff's."""
    for field in form.fields.values():
        field.label, field.help_text = str(field.label or ""), str(field.help_text or "")


def _add_staff_words(form: Form, same: Form) -> None:
    form.staff_title = getattr(same, "title", "")  # type: ignore[attr-defined]
    for name, field in form.fields.items():
        field.staff_label = str(same.fields[name].label or "")  # type: ignore[attr-defined]


def _parts() -> list[tuple[str, str]]:
    return [
        ("hogar", _("Where they live, and languages")),
        ("contacto", _("How we reach them")),
        ("necesidades", _("What we should know to look after them")),
        (QUESTIONS, _("What may be open: the questions")),
    ]


def _is_ready(who: Asker, seen: HouseholdSeen, slug: str) -> bool:
    if slug in STEPS:
        return STEPS[slug].value in seen.answered
    answered = screenings.latest(asker=who, household_id=seen.id) is not None
    return answered and not asked_at_desk.put_next(who, seen).questions


def _open(request: HttpRequest, reference: str) -> HouseholdSeen:
    return open_case(request, reference, part="assisted", now=clock.now())


def _key(reference: str) -> str:
    return f"speaker {reference}"

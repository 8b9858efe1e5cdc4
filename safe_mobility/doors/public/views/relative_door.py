"""The door of a relative abroad: a code from the family, a yes of their own, their own words.

Nothing on these pages says who invited, who applies, or whether anything came of it.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.doors.common import clock, network
from safe_mobility.doors.common import relatives_words as words
from safe_mobility.doors.common.access import HOUSEHOLD, VISITOR, access
from safe_mobility.doors.common.asking import asker, new_visitor, renew_visitor, visitor
from safe_mobility.doors.common.fields import Form, TextField
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.relatives_forms import (
    AboutDay,
    AboutDayField,
    about_initial,
    countries,
)
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people.signing_in import SignInForm
from safe_mobility.doors.public.views.people.registration import today
from safe_mobility.oversight.services import limits
from safe_mobility.people.rules.pins import PinLocked, WrongPin
from safe_mobility.reunification.queries import consenting as queries
from safe_mobility.reunification.queries.relatives import relative
from safe_mobility.reunification.rules.kin import Status
from safe_mobility.reunification.services import consenting as acts
from safe_mobility.reunification.services.consenting import OwnWords
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal

TRIES_PER_HOUR = 10
NETWORK_TRIES_PER_HOUR = 500


class CodeForm(Form):
    code = TextField(
        label=gettext_lazy("The code that your family gave you"),
        help_text=gettext_lazy("Twelve signs, like QZ7K‑4M92‑XW3T."),
        max_length=40,
    )


class OwnForm(Form):
    """Place and status in the relative's own words, and who may read them."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    state = TextField(label=gettext_lazy("City and state"), max_length=60, required=False)
    status = forms.ChoiceField(widget=forms.RadioSelect)
    since = AboutDayField(label=gettext_lazy("Since when?"), required=False)
    shares = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, told: OwnWords | None, shares: bool) -> None:
        super().__init__(data, initial={} if told is None else _facts(told, shares=shares))
        self.fields["country"].choices = [("", ""), *countries()]  # type: ignore[attr-defined]
        self.fields["status"].label = _("What are you in that country?")
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (code.value, words.status(code)) for code in Status
        ]
        self.fields["since"].help_text = _(
            "The day on the card or the decision. If you know only the year, write the year."
        )
        self.fields["shares"].label = _("May your family and its office read this?")
        self.fields["shares"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes")),
            ("no", _("No, only me")),
        ]

    def told(self) -> OwnWords:
        found = self.cleaned_data
        since: AboutDay | None = found["since"]
        return OwnWords(
            country=found["country"],
            state=found["state"],
            status=Status(found["status"]),
            since_on=None if since is None else since.day,
            since_about=since is not None and since.about,
        )


def _facts(told: OwnWords, *, shares: bool) -> dict[str, Any]:
    return {
        "country": told.country,
        "state": told.state,
        "status": told.status.value,
        "since": about_initial(told.since_on, about=told.since_about),
        "shares": "yes" if shares else "no",
    }


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """The code that the family hands over; made when it is asked for, shown while it opens."""
    household = session.household_in_session(request)
    now, wrong = clock.now(), ""
    if request.method == "POST":
        try:
            with once(request, household.asker) as act:
                act(
                    acts.invite,
                    household_id=household.id,
                    number=number,
                    actor=household.asker,
                    now=now,
                )
        except acts.AlreadyAgreed as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("public:invite_relative", number=number)
    mine: dict[str, Any] = {
        "asker": household.asker,
        "household_id": household.id,
        "number": number,
    }
    relative(**mine, on=today())
    found = queries.invitation(**mine, now=now)
    context = {"invitation": found, "number": number, "wrong": wrong}
    return render(request, "public/relatives/invite.html", context)


@access(VISITOR)
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Which code did your family give you? Then the notice, which shows nothing of them."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            _count_try(request)
            acts.open_invitation(code=form.cleaned_data["code"], now=clock.now())
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _notice(request, form.cleaned_data["code"])
    return render(request, "public/relatives/code.html", {"form": form})


@access(VISITOR)
@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """The relative's own yes."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "public/relatives/code.html", {"form": form})
    try:
        _count_try(request)
        with once(request, asker(request)) as act:
            subject_id = act(
                acts.agree,
                keep=str,
                code=form.cleaned_data["code"],
                version=request.POST.get("version", ""),
                language=get_language() or "es",
                now=clock.now(),
            )
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
        return render(request, "public/relatives/code.html", {"form": form})
    fresh = renew_visitor(request)
    acts.open_session(subject_id=UUID(subject_id), token_id=fresh.token_id)
    return redirect("public:relative_own")


@access(VISITOR)
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid():
        fresh = new_visitor()
        try:
            acts.sign_in(
                reference=form.cleaned_data["reference"],
                pin=form.cleaned_data["pin"],
                token_id=fresh.token_id,
            )
        except (WrongPin, PinLocked) as refusal:
            form.add_error(None, words_for(refusal))
        else:
            request.visitor = fresh  # type: ignore[attr-defined]
            return redirect("public:relative_own")
    return render(request, "public/relatives/sign_in.html", {"form": form})


@access(VISITOR)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """What the relative told, and who may read it."""
    who = _who(request)
    if who is None:
        return redirect("public:relative_sign_in")
    seen = acts.seen(actor=who)
    form = OwnForm(request.POST or None, told=seen.told, shares=seen.shares)
    if form.is_valid():
        try:
            with once(request, who) as act:
                act(
                    acts.tell,
                    told=form.told(),
                    shares=form.cleaned_data["shares"] == "yes",
                    actor=who,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("public:relative_own")
    pin = f"{seen.pin[:3]} {seen.pin[3:]}" if seen.pin else ""
    return render(request, "public/relatives/own.html", {"form": form, "seen": seen, "pin": pin})


@access(VISITOR)
@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """The number and the PIN were written down: the PIN is never shown again."""
    return _done(request, acts.note_pin)


@access(VISITOR)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Take the yes back; everything of one's own is erased."""
    _done(request, acts.stop)
    renew_visitor(request)
    return redirect("public:relative_code")


@access(VISITOR)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    acts.sign_out(token_id=visitor(request).token_id)
    renew_visitor(request)
    return redirect("public:relative_code")


def _done(request: HttpRequest, service: Any) -> HttpResponse:
    who = _who(request)
    if who is None:
        return redirect("public:relative_sign_in")
    with once(request, who) as act:
        act(service, actor=who, now=clock.now())
    return redirect("public:relative_own")


def _who(request: HttpRequest) -> Asker | None:
    return acts.signed_in(token_id=visitor(request).token_id)


def _notice(request: HttpRequest, code: str) -> HttpResponse:
    context = {"code": code, "version": acts.VERSION}
    return render(request, "public/relatives/notice.html", context)


def _count_try(request: HttpRequest) -> None:
    """A code has 53 bits; what one browser and one network may try leaves no way to find one."""
    network.limit(request, "relative codes", per_hour=NETWORK_TRIES_PER_HOUR)
    limits.take(
        "relative code",
        key=visitor(request).token_id,
        limit=TRIES_PER_HOUR,
        per=timedelta(hours=1),
    )

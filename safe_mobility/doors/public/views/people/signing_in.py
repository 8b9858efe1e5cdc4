"""Letting a family in: its number and the PIN, or its number and a code sent to its contact.

Whether a number exists, whether it has a contact, whether the PIN was right: a stranger reads the
same words. The number never stands in an address; it goes from page to page in the form.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import VISITOR, access
from safe_mobility.doors.common.asking import Visitor, new_visitor, visitor
from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public import session
from safe_mobility.doors.public.forms.people.signing_in import CodeForm, SignInForm
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules.pins import PinLocked, WrongCode, WrongPin

# A secret is never carried from page to page, nor what belongs to one form alone.
_NOT_CARRIED = frozenset({"csrfmiddlewaretoken", PRESS_FIELD, "pin", "code", "new_pin"})
CARRIED = "kept."
LONGEST_CARRIED = 100_000
"""Signs in all: far more than any form takes, so that a text too long for its field is not lost."""


@access(VISITOR)
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """What is your number?"""
    if request.method == "GET" and session.signed_in(visitor(request)):
        return redirect("public:status")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        fresh = new_visitor()
        try:
            people_acts.sign_in(
                reference=form.cleaned_data["reference"],
                pin=form.cleaned_data["pin"],
                token_id=fresh.token_id,
                now=clock.now(),
            )
        except (WrongPin, PinLocked) as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _let_in(request, fresh)
    return render(
        request, "public/people/sign_in.html", {"form": form, "carried": _carried(request)}
    )


@access(VISITOR)
@require_POST
def ask_code(request: HttpRequest) -> HttpResponse:
    """Send a code to whoever is on file, and say the same in every case."""
    form = SignInForm(request.POST)
    form.fields["pin"].required = False
    if not form.is_valid():
        return render(
            request, "public/people/sign_in.html", {"form": form, "carried": _carried(request)}
        )
    reference = form.cleaned_data["reference"]
    people_acts.ask_code(reference=reference, now=clock.now())
    return _code_page(request, CodeForm(initial={"reference": reference}))


@access(VISITOR)
@require_POST
def sign_in_with_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        fresh = new_visitor()
        try:
            people_acts.sign_in_with_code(
                reference=form.cleaned_data["reference"],
                code=form.cleaned_data["code"],
                token_id=fresh.token_id,
                now=clock.now(),
            )
        except (WrongCode, PinLocked) as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _let_in(request, fresh)
    return _code_page(request, form)


@access(VISITOR)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session.close(request, visitor(request))
    return redirect("public:signed_out")


@access(VISITOR)
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "public/people/signed_out.html")


def timed_out(request: HttpRequest) -> HttpResponse:
    """A form that arrived after the session ended: what was written waits behind the door.

    A photo does not: a page cannot hold it, so the page says that it has to be sent again.
    """
    with_photo = bool(request.FILES)
    kept = [] if with_photo else [(CARRIED + name, value) for name, value in _fields(request)]
    context = {
        "form": SignInForm(),
        "carried": [("kept_path", request.path), *kept] if kept else [],
        "timed_out": True,
        "kept": bool(kept),
        "with_photo": with_photo,
    }
    return render(request, "public/people/sign_in.html", context)


def _let_in(request: HttpRequest, fresh: Visitor) -> HttpResponse:
    """Go on under a token that nobody saw before, with what was waiting at the door."""
    request.visitor = fresh  # type: ignore[attr-defined]
    path = request.POST.get("kept_path", "")
    waiting = [
        (name.removeprefix(CARRIED), value)
        for name, value in _carried(request)
        if name.startswith(CARRIED)
    ]
    if waiting and _ours(path):
        return render(request, "public/people/go_on.html", {"path": path, "waiting": waiting})
    return redirect("public:registration")


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "public/people/code.html", {"form": form, "carried": _carried(request)})


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED and isinstance(value, str)
    ]
    return fields if sum(len(value) for _name, value in fields) <= LONGEST_CARRIED else []


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in _fields(request)
        if name.startswith(CARRIED) or name == "kept_path"
    ]


def _ours(path: str) -> bool:
    """Only a page of this site, never an address that a stranger wrote into the form."""
    parts = urlsplit(path)
    return path.startswith("/") and not path.startswith("//") and not parts.netloc

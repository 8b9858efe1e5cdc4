"""Trust: report somebody who asked for money, follow the report, check a message or a call.

Reports leave no cookie of ours and no address: the receipt code is shown once, kept as a hash,
and comes back in the body of a form. A stranger learns here nothing about any household.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import ANYONE, VISITOR, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import PRESS_FIELD
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.public.forms.trust import (
    AddWords,
    JobToldForm,
    MessageForm,
    ReceiptForm,
    ReportForm,
)
from safe_mobility.feedback import queries as feedback
from safe_mobility.feedback import services as feedback_acts
from safe_mobility.feedback.rules import Body, State
from safe_mobility.notifications import queries as notifications
from safe_mobility.notifications.rules.checking import Finding
from safe_mobility.oversight.services import limits
from safe_mobility.people import queries as people
from safe_mobility.shared.asker import ANYONE as ANYBODY
from safe_mobility.shared.asker import AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal

# A flood of made-up reports would hide the true ones; a village behind one address is no flood.
REPORTS_PER_HOUR = 1000
CODES_PER_HOUR = 3000
HOUR = timedelta(hours=1)


@access(ANYONE)
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    return render(request, "public/trust/trust.html")


# Reporting ----------------------------------------------------------------------------------


@access(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """One short page. What was pressed twice is one report with one receipt."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.take("report", key="all", limit=REPORTS_PER_HOUR, per=HOUR)
        try:
            return _received(request, form)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
    return render(request, "public/trust/report.html", {"form": form})


@access(ANYONE)
@never_cache
@require_POST
def report_job(request: HttpRequest) -> HttpResponse:
    """The same page, filled in with what somebody was told of a job. It keeps nothing yet; what
    was told comes in the body, because a name must not stand in an address."""
    told = JobToldForm(request.POST)
    form = ReportForm(initial=told.as_report())
    return render(request, "public/trust/report.html", {"form": form})


def _received(request: HttpRequest, form: ReportForm) -> HttpResponse:
    receipt = feedback_acts.receipt_for(request.POST.get(PRESS_FIELD, ""))
    with once(request, ANYBODY) as act:
        act(
            feedback_acts.receive,
            receipt=receipt,
            kind=form.chosen,
            told=form.cleaned_data["told"],
            language=get_language() or "es",
            now=clock.now(),
        )
    seen = feedback.followed(receipt=receipt)
    return render(request, "public/trust/received.html", {"receipt": receipt, "seen": seen})


# Following ----------------------------------------------------------------------------------


@access(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """What became of a report, for whoever holds its receipt. It only reads: send it twice."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.take("receipt", key="all", limit=CODES_PER_HOUR, per=HOUR)
        receipt = form.cleaned_data["receipt"]
        try:
            return _followed(request, receipt)
        except NotVisible:
            form.add_error("receipt", _("We have no report with this code. Check each sign."))
    return render(request, "public/trust/follow.html", {"form": form})


@access(ANYONE)
@never_cache
@require_POST
def add_words(request: HttpRequest) -> HttpResponse:
    """Whoever reported answers or adds something."""
    form = AddWords(request.POST)
    if form.errors.get("receipt"):
        raise NotVisible
    receipt = form.cleaned_data["receipt"]
    if not form.is_valid():
        return _followed(request, receipt, form=form)
    limits.take("receipt", key="all", limit=CODES_PER_HOUR, per=HOUR)
    with once(request, ANYBODY) as act:
        act(
            feedback_acts.add_words,
            receipt=receipt,
            words=form.cleaned_data["words"],
            now=clock.now(),
        )
    return _followed(request, receipt, added=True)


def _followed(
    request: HttpRequest, receipt: str, *, form: AddWords | None = None, added: bool = False
) -> HttpResponse:
    seen = feedback.followed(receipt=receipt)
    context = {
        "seen": seen,
        "sentence": _sentences()[seen.state],
        "receiver": _receivers()[seen.forwarded_to] if seen.forwarded_to else "",
        "form": form or AddWords(initial={"receipt": receipt}),
        "receipt": receipt,
        "added": added,
    }
    return render(request, "public/trust/followed.html", context)


def _sentences() -> dict[State, str]:
    return {
        State.RECEIVED: _("We have your report. Nobody has read it yet."),
        State.ACKNOWLEDGED: _("A person has read your report."),
        State.OPEN: _("A person is working on your report."),
        State.ASKED: _("We have a question for you."),
        State.FORWARDED: _("We handed your report on. They decide what happens next."),
        State.CLOSED: _("We have finished. Our answer is below."),
    }


def _receivers() -> dict[Body, str]:
    return {
        Body.PROSECUTOR: _("The public prosecutor"),
        Body.HUMAN_RIGHTS: _("The human rights ombudsman"),
        Body.CONSUMER: _("The office that protects consumers"),
        Body.AGENCY: _("The organisation that the person works for"),
    }


# Checking -----------------------------------------------------------------------------------


@access(VISITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_message(request: HttpRequest) -> HttpResponse:
    """What can honestly be said about a text. A household that signed in hears whether exactly
    this was sent to it; a stranger only what its form shows."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        checked = notifications.check_message(text)
        context |= {"checked": checked, "signs": [str(sign) for sign in checked.signs]}
        context["ours"] = checked.finding is not Finding.NOT_OURS and _was_said(request, text)
    return render(request, "public/trust/check_message.html", context)


def _was_said(request: HttpRequest, text: str) -> bool:
    who = asker(request)
    if who.kind is not AskerKind.HOUSEHOLD:
        return False
    visible = people.visible(who, UUID(who.id))
    return notifications.was_said(visible=visible, text=text)


@access(ANYONE)
@require_safe
def check_call(request: HttpRequest) -> HttpResponse:
    """How we call, and how somebody knows that it is us. Nobody can test call words here."""
    return render(request, "public/trust/check_call.html")

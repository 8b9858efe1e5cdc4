"""Referrals: who waits for whom, and the acts on each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.files import ReferralSeen
from safe_mobility.cases.rules import ReferralState
from safe_mobility.cases.services import decisions, referrals
from safe_mobility.doors.common import clock, dates
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console.case_labels import REFERRAL_STATES, RESULTS, RETURN_REASONS
from safe_mobility.doors.console.forms.cases.outcome import ResultForm, ReturnForm, names_of
from safe_mobility.doors.console.views.cases.interview import pathways
from safe_mobility.doors.console.views.cases.letters import WITH_PARTNER
from safe_mobility.doors.console.views.cases.opening import HEARERS, open_case, today_of
from safe_mobility.programmes import partners
from safe_mobility.shared.refusal import Refusal
from safe_mobility.staff import queries as staff

GROUPS = (
    ReferralState.CONSENTED,
    ReferralState.PROPOSED,
    ReferralState.SENT,
    ReferralState.ACCEPTED,
    ReferralState.RETURNED,
    ReferralState.DONE,
)


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET"])
def listed(request: HttpRequest) -> HttpResponse:
    """By what each waits for, the overdue marked; names stand only inside a case."""
    who, now = asker(request), clock.now()
    today = dates.day_of(now)
    language, names = get_language() or "es", pathways()
    rows: dict[ReferralState, list[dict[str, Any]]] = {state: [] for state in GROUPS}
    for each in files.referrals(asker=who):
        if each.state in rows:
            rows[each.state].append(
                {
                    "referral": each,
                    "pathway": names.get(each.pathway, each.pathway),
                    "partner": partners.partner_name(each.recipient, language=language),
                    "overdue": each.overdue(today=today),
                    "mine": each.proposed_by == who.id,
                }
            )
    groups = [(REFERRAL_STATES[state], found) for state, found in rows.items() if found]
    return render(request, "console/cases/referrals.html", {"groups": groups})


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """One referral: what would go or went to whom, and the one act that is next."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="referral", now=now)
    found = files.referral(asker=who, referral_id=referral_id)
    forms = {"send_back": ReturnForm(), "finish": ResultForm()}
    wrong = ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in forms:
            forms[act] = type(forms[act])(request.POST)
        try:
            if _done(request, act, found, forms.get(act)):
                return redirect(request.path)
        except Refusal as refusal:
            wrong = words_for(refusal)
    decision = next(
        each
        for each in files.outcomes(asker=who, household_id=seen.id)
        if each.referral is not None and each.referral.id == referral_id
    )
    language = get_language() or "es"
    names = staff.display_names([found.proposed_by, found.sent_by])
    return render(
        request,
        "console/cases/referral.html",
        {
            "household": seen,
            "referral": found,
            "state": REFERRAL_STATES[found.state],
            "pathway": pathways().get(found.pathway, found.pathway),
            "partner": partners.partner_name(found.recipient, language=language),
            "fields": names_of(found.fields),
            "words": decision.words,
            "proposed_by": names.get(found.proposed_by, ""),
            "sent_by": names.get(found.sent_by, ""),
            "mine": found.proposed_by == who.id,
            "overdue": found.overdue(today=today_of(seen, now=now)),
            "why": RETURN_REASONS.get(found.return_reason, ""),  # type: ignore[call-overload]
            "result": RESULTS.get(found.result, ""),  # type: ignore[call-overload]
            "may_print": found.state in WITH_PARTNER,
            "forms": forms,
            "wrong": wrong,
        },
    )


def _done(request: HttpRequest, act: str, found: ReferralSeen, form: Form | None) -> bool:
    """Do what was pressed; False where its form could not be read."""
    who = asker(request)
    more: dict[str, Any] = {}
    if form is not None:
        if not form.is_valid():
            return False
        more = _chosen(form)
    service = _ACTS.get(act)
    if service is None:
        return False
    with once(request, who) as press:
        press(service, referral_id=found.id, actor=who, now=clock.now(), **more)
    return True


def _chosen(form: Form) -> dict[str, Any]:
    if isinstance(form, ReturnForm):
        return {"reason": form.chosen()}
    if isinstance(form, ResultForm):
        return {"result": form.chosen()}
    return {}


_ACTS: dict[str, Callable[..., None]] = {
    "consent": referrals.record_consent,
    "decline": referrals.decline,
    "send": referrals.send,
    "drop": decisions.drop_proposal,
    "accept": referrals.accept,
    "send_back": referrals.send_back,
    "finish": referrals.finish,
    "revoke": referrals.revoke,
}

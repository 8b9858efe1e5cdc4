"""What the office answered, in the words of the letter; and the yes or no to a referral."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.files import OutcomeSeen
from safe_mobility.cases.rules import ReferralState
from safe_mobility.cases.services import referrals
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import HOUSEHOLD, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.common.words.cases import field_name, outcome_paragraphs, purpose_name
from safe_mobility.people import queries as people
from safe_mobility.programmes import partners
from safe_mobility.shared.refusal import NotVisible, Refusal

_ACTS = {"yes": referrals.record_consent, "no": referrals.decline}


@access(HOUSEHOLD)
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest) -> HttpResponse:
    """The newest answer on top, earlier ones below. Without one, the page says when one comes."""
    who, wrong = asker(request), ""
    household_id = UUID(who.id)
    given = files.outcomes(asker=who, household_id=household_id)
    if request.method == "POST":
        try:
            _answer(request, given)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("public:outcome")
    application = people.application(asker=who, household_id=household_id)
    return render(
        request,
        "public/outcome/outcome.html",
        {
            "back": f"/{get_language()}/solicitud/estado",
            "answers": [_said(each) for each in given],
            "news_by": application.next_news_by,
            "wrong": wrong,
        },
    )


def _answer(request: HttpRequest, given: list[OutcomeSeen]) -> None:
    waiting = next((each.referral for each in given if _asks(each)), None)
    service = _ACTS.get(request.POST.get("answer", ""))
    if waiting is None or service is None:
        raise NotVisible
    who = asker(request)
    with once(request, who) as act:
        act(service, referral_id=waiting.id, actor=who, now=clock.now())


def _asks(each: OutcomeSeen) -> bool:
    return each.referral is not None and each.referral.state is ReferralState.PROPOSED


def _said(each: OutcomeSeen) -> dict[str, Any]:
    language, referral = get_language() or "es", each.referral
    return {
        "day": each.in_force_at or each.proposed_at,
        "lines": outcome_paragraphs(
            outcome=each.outcome,
            reason=each.reason,
            words=each.words,
            partner=partners.partner_name(referral.recipient, language=language)
            if referral
            else "",
            sent=each.in_force_at is not None,
            answer_by=each.answer_by,
            look_again_on=each.look_again_on,
        ),
        "asks": _asks(each),
        "agreed": referral is not None and referral.state is ReferralState.CONSENTED,
        "fields": [field_name(code) for code in referral.fields] if referral else [],
        "purpose": purpose_name(referral.purpose) if referral else "",
    }

"""The outcome: chosen, written, read as the family will read it, and only then given."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from safe_mobility.cases import rules
from safe_mobility.cases.rules import Outcome, Proposal
from safe_mobility.cases.services import decisions, referrals
from safe_mobility.cases.services.decisions import Terms
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.fields import Form
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.common.words.cases import outcome_paragraphs
from safe_mobility.doors.console.case_labels import OUTCOME_HINTS, OUTCOMES
from safe_mobility.doors.console.forms.cases.outcome import (
    HERE,
    OutcomeForm,
    ReferralForm,
    names_of,
)
from safe_mobility.doors.console.views.cases.interview import pathways
from safe_mobility.doors.console.views.cases.opening import HEARERS, open_case, today_of
from safe_mobility.people import queries as people
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import partners
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.partners import PartnerSeen
from safe_mobility.shared.refusal import Refusal

PREVIEW_LANGUAGES = ("es", "en")


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET"])
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Which of the four. Only what the application's state allows can be chosen."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="outcome", now=now)
    state = people.application(asker=who, household_id=seen.id).state
    today = today_of(seen, now=now)
    names = pathways()
    ways = [
        (each, names.get(code, code), each.called(translation.get_language() or "es"), code)
        for each in partners.partners(on=today)
        for code in each.pathways
    ]
    return render(
        request,
        "console/cases/outcome_choose.html",
        {
            "household": seen,
            "state": state,
            "choices": [
                (outcome, OUTCOMES[outcome], OUTCOME_HINTS[outcome])
                for outcome in Outcome
                if _possible(outcome, state)
            ],
            "ways": ways if _possible(Outcome.REFERRED, state) else [],
        },
    )


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, reference: str, outcome: str) -> HttpResponse:
    """More needed, not here, or closed: written, read, given."""
    which = _outcome(outcome)
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="outcome", now=now)
    form = OutcomeForm(request.POST or None, outcome=which, language=_language_name(seen.language))

    def act(proposal: Proposal) -> None:
        with once(request, who) as press:
            press(
                decisions.give_outcome,
                keep=str,
                household_id=seen.id,
                proposal=proposal,
                actor=who,
                now=now,
            )

    today = today_of(seen, now=now)
    proposal, given = _read_or_given(request, form, form.proposal, act, today=today)
    if given:
        return redirect("console:case", reference=seen.reference)
    return render(
        request,
        "console/cases/outcome_write.html",
        {
            "household": seen,
            "outcome": which,
            "title": OUTCOMES[which],
            "form": form,
            "previews": previews(seen, proposal) if proposal else None,
            "given": _given(request),
        },
    )


@access(STAFF, roles=HEARERS)
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, reference: str, pathway: str) -> HttpResponse:
    """A referral: which facts, how the family agrees; written, read, proposed."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="outcome", now=now)
    partner = partners.partner_for(pathway, on=today_of(seen, now=now))
    if partner is None:
        return redirect("console:outcome", reference=seen.reference)
    form = ReferralForm(request.POST or None, partner=partner)

    def act(proposal: Proposal) -> None:
        with once(request, who) as press:
            press(
                referrals.propose,
                keep=str,
                household_id=seen.id,
                proposal=proposal,
                terms=Terms(partner.code, tuple(form.cleaned_data["fields_sent"])),
                said_yes_here=form.cleaned_data["consent"] == HERE,
                actor=who,
                now=now,
            )

    today = today_of(seen, now=now)
    proposal, given = _read_or_given(
        request, form, lambda: form.proposal(pathway=pathway), act, today=today
    )
    if given:
        return redirect("console:case", reference=seen.reference)
    return render(
        request,
        "console/cases/refer_write.html",
        {
            "household": seen,
            "pathway": pathways().get(pathway, pathway),
            "partner": partner.called(translation.get_language() or "es"),
            "partner_seen": partner,
            "form": form,
            "previews": previews(seen, proposal, partner=partner) if proposal else None,
            "sent_names": names_of(form.cleaned_data["fields_sent"]) if proposal else [],
            "given": _given(request),
        },
    )


def _read_or_given(
    request: HttpRequest,
    form: Form,
    proposal_of: Callable[[], Proposal],
    act: Callable[[Proposal], None],
    *,
    today: date,
) -> tuple[Proposal | None, bool]:
    """What was written, to be read before it is given, and whether it was given just now.

    A refusal stands in the form, and there is nothing to read.
    """
    if not form.is_bound or "again" in request.POST or not form.is_valid():
        return None, False
    try:
        proposal = rules.check_proposal(proposal_of(), today=today)
        if "give" in request.POST:
            act(proposal)
    except Refusal as refusal:
        form.add_error(None, words_for(refusal))
        return None, False
    return proposal, "give" in request.POST


def _outcome(code: str) -> Outcome:
    """One of the three that one person gives."""
    try:
        found = Outcome(code)
    except ValueError:
        raise Http404 from None
    if rules.needs_second(found):
        raise Http404
    return found


def previews(
    seen: HouseholdSeen, proposal: Proposal, *, partner: PartnerSeen | None = None
) -> list[tuple[str, list[str]]]:
    """The outcome as the family will read it: first in its own language, then in the other."""
    first = seen.language if seen.language in PREVIEW_LANGUAGES else PREVIEW_LANGUAGES[0]
    order = (first, *(each for each in PREVIEW_LANGUAGES if each != first))
    return [(language, _said(proposal, partner, language)) for language in order]


def _said(proposal: Proposal, partner: PartnerSeen | None, language: str) -> list[str]:
    with translation.override(language):
        return outcome_paragraphs(
            outcome=proposal.outcome,
            reason=proposal.reason,
            words=proposal.words,
            partner=partner.called(language) if partner else "",
            answer_by=proposal.answer_by,
            look_again_on=proposal.look_again_on,
        )


def _possible(outcome: Outcome, state: State) -> bool:
    if outcome is Outcome.REFERRED:
        return str(state) in rules.MAY_REFER
    return State(str(outcome)) in states.ways_from(state)


def _language_name(code: str) -> str:
    spoken = {each.code: each.own_name for each in programme.languages()}
    return spoken.get(code, code)


def _given(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written, to be sent again with the press that gives it."""
    apart = {"csrfmiddlewaretoken", "press", "give", "read"}
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in apart
        for value in values
    ]

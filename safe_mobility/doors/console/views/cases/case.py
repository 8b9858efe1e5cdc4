"""One case on one page: the one next act on top, then the way, the people, what they said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safe_mobility.cases import rules
from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.duplicates import open_pairs
from safe_mobility.cases.queries.files import InterviewSeen, OutcomeSeen
from safe_mobility.cases.queries.visits import VisitLine, visits_of
from safe_mobility.cases.rules import NextAct, ReferralState
from safe_mobility.cases.services import reviewing
from safe_mobility.doors.common import clock, relatives_page
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import case_labels as labels
from safe_mobility.doors.console.forms.cases.interview import said
from safe_mobility.doors.console.trail_lines import Line, lines_of
from safe_mobility.doors.console.views.cases.interview import pathways
from safe_mobility.doors.console.views.cases.opening import HEARERS, READERS, open_case, today_of
from safe_mobility.doors.console.views.relatives import HELPERS
from safe_mobility.notifications import queries as notifications
from safe_mobility.oversight import queries as oversight
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.queries.reading import ApplicationSeen
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.programmes import partners
from safe_mobility.programmes import queries as programme
from safe_mobility.reunification.queries.relatives import relatives
from safe_mobility.screening import queries as screenings
from safe_mobility.screening.rules.result import PathwayResult, Verdict
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal
from safe_mobility.staff import queries as staff

LINES_OF_TRAIL = 60
_REVIEWS: dict[str, Callable[..., None]] = {
    "begin_review": reviewing.begin_review,
    "let_wait": reviewing.let_wait,
    "more_received": reviewing.more_received,
}


@dataclass(frozen=True, slots=True)
class Next:
    """The one act: a sentence, and a button that leads somewhere or does something here."""

    sentence: str
    button: str = ""
    url: str = ""
    act: str = ""


@access(STAFF, roles=READERS)
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, reference: str) -> HttpResponse:
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="case", now=now)
    wrong = ""
    if request.method == "POST" and (act := _REVIEWS.get(request.POST.get("act", ""))):
        try:
            with once(request, who) as press:
                press(act, household_id=seen.id, actor=who, now=now)
        except Refusal as refusal:
            wrong = words_for(refusal)
        else:
            return redirect("console:case", reference=seen.reference)
    return render(
        request, "console/cases/case.html", {"wrong": wrong, **_page(request, seen, now=now)}
    )


def _page(request: HttpRequest, seen: HouseholdSeen, *, now: datetime) -> dict[str, Any]:
    who = asker(request)
    application = people.application(asker=who, household_id=seen.id)
    visits = visits_of(asker=who, household_id=seen.id)
    hears = who.has_role(*HEARERS)
    outcomes = files.outcomes(asker=who, household_id=seen.id)
    found = files.interview(asker=who, household_id=seen.id) if hears else None
    pairs = open_pairs(asker=who, household_id=seen.id)
    language = get_language() or "es"
    facts = _facts(who, seen, application, visits, found, outcomes, bool(pairs), now=now)
    return {
        "household": seen,
        "state": labels.STATES[application.state],
        "application": application,
        "news_by": application.news_by(today=today_of(seen, now=now)),
        "next": _next(facts, seen, outcomes, hears=hears),
        "path": _path(application, visits, found, outcomes),
        "members": people.members(asker=who, household_id=seen.id, purpose="case"),
        "relatives": [
            relatives_page.said(each, to_staff=True)
            for each in relatives(
                asker=who, household_id=seen.id, on=today_of(seen, now=now), purpose="case"
            )
        ]
        if who.has_role(*HELPERS)
        else [],
        "contacts": people.contacts(asker=who, household_id=seen.id, purpose="case"),
        "call_word": people.call_word(asker=who, household_id=seen.id),
        "needs": people.needs(asker=who, household_id=seen.id, purpose="case") if hears else None,
        "papers": _papers(who, seen),
        "files_url": settings.FILES_URL,
        "place": programme.place_name(seen.municipality, language) if seen.municipality else "",
        "spoken": {each.code: each.own_name for each in programme.languages()},
        "visits": visits,
        "interview": found,
        "heard": _heard(found) if found else [],
        "outcomes": _outcomes(outcomes, language=language),
        "verdicts": _verdicts(who, seen, language=language, now=now),
        "messages": notifications.messages(visible=people.visible(who, seen.id), limit=8),
        "marks": _marks(who, seen),
        "hears": hears,
        "helps": who.has_role(*HELPERS),
        "may_close": hears and _may_answer(application) and facts.open_referral is None,
    }


def _facts(
    who: Asker,
    seen: HouseholdSeen,
    application: ApplicationSeen,
    visits: list[VisitLine],
    found: InterviewSeen | None,
    outcomes: list[OutcomeSeen],
    duplicate: bool,
    *,
    now: datetime,
) -> rules.CaseFacts:
    live = next((visit.state for visit in visits if visit.live or visit.state == "DONE"), "")
    proposed = next((each for each in outcomes if each.open), None)
    referral = proposed.referral if proposed else None
    by_invitation = bool(seen.office_code) and (
        programme.booking_rule(seen.office_code, on=today_of(seen, now=now)) == "INVITATION"
    )
    return rules.CaseFacts(
        application=str(application.state),
        appointment=live,
        interview_open=found is not None and found.open,
        interview_closed=found is not None and not found.open,
        open_referral=ReferralState(referral.state) if referral else None,
        proposed_by_me=proposed is not None and proposed.proposed_by == who.id,
        duplicate=duplicate,
        by_invitation=by_invitation,
    )


def _next(
    facts: rules.CaseFacts, seen: HouseholdSeen, outcomes: list[OutcomeSeen], *, hears: bool
) -> Next:
    act = rules.next_act(facts)
    sentence, button = labels.next_words(act)
    if act is NextAct.RECEIVE:
        return Next(sentence, button, url=reverse("console:home"))
    if not hears:
        return Next(sentence)
    if act in _ACTS_HERE:
        return Next(sentence, button, act=_ACTS_HERE[act])
    return Next(sentence, button, url=_where(act, seen, outcomes) if button else "")


_ACTS_HERE = {
    NextAct.BEGIN_REVIEW: "begin_review",
    NextAct.LET_WAIT: "let_wait",
    NextAct.TAKE_WHAT_CAME: "more_received",
}


def _where(act: NextAct, seen: HouseholdSeen, outcomes: list[OutcomeSeen]) -> str:
    reference = seen.reference
    match act:
        case NextAct.CHECK_DUPLICATE:
            return reverse("console:duplicates")
        case NextAct.INVITE:
            return reverse("console:invitations") + f"?numero={reference}"
        case NextAct.OPEN_INTERVIEW | NextAct.GO_ON_INTERVIEW:
            return reverse("console:interview", args=[reference])
        case NextAct.DECIDE:
            return reverse("console:outcome", args=[reference])
    referral = next((each.referral for each in outcomes if each.referral is not None), None)
    if referral is None:
        return reverse("console:referrals")
    return reverse("console:referral", args=[reference, referral.id])


def _path(
    application: ApplicationSeen,
    visits: list[VisitLine],
    found: InterviewSeen | None,
    outcomes: list[OutcomeSeen],
) -> list[dict[str, Any]]:
    """The stations of the way, each done with its day, now, or later."""
    visit = visits[0] if visits else None
    given = next((each for each in outcomes if each.in_force_at), None)
    done = [
        ("registered", application.opened_at),
        ("sent", application.sent_at),
        ("appointment", visit.on if visit else None),
        ("interview", found.closed_at if found else None),
        ("outcome", given.in_force_at if given else None),
    ]
    at = next((n for n, (_, day) in enumerate(done) if day is None), len(done))
    return [
        {"name": name, "day": day, "look": "done" if day else ("now" if n == at else "")}
        for n, (name, day) in enumerate(done)
    ]


def _heard(found: InterviewSeen) -> list[dict[str, Any]]:
    names = pathways()
    by = staff.display_names(each.saved_by for each in found.sections.values())
    return [
        {
            "title": labels.SECTIONS[section],
            "apart": section is rules.Section.APART,
            "lines": said(section, found.sections[section].body, pathways=names),
            "by": by.get(found.sections[section].saved_by, ""),
            "at": found.sections[section].saved_at,
        }
        for section in rules.Section
        if section in found.sections
    ]


def _outcomes(outcomes: list[OutcomeSeen], *, language: str) -> list[dict[str, Any]]:
    names = pathways()
    by = staff.display_names(
        who for each in outcomes for who in (each.proposed_by, each.confirmed_by)
    )
    return [
        {
            "outcome": each,
            "title": labels.OUTCOMES[each.outcome],
            "reason": labels.REASONS[each.reason],
            "pathway": names.get(each.pathway, each.pathway),
            "partner": partners.partner_name(each.referral.recipient, language=language)
            if each.referral
            else "",
            "state": labels.REFERRAL_STATES[each.referral.state] if each.referral else "",
            "by": by.get(each.proposed_by, ""),
            "second": by.get(each.confirmed_by, ""),
        }
        for each in outcomes
    ]


def _papers(who: Asker, seen: HouseholdSeen) -> list[dict[str, Any]]:
    """Each with its pass: the files origin opens one photo, once, for who holds it."""
    return [
        {
            "kind": paper.kind,
            "received_at": paper.received_at,
            "token": people_acts.paper_pass(paper_id=paper.id, asker=who),
        }
        for paper in people.papers(asker=who, household_id=seen.id)
    ]


_TAGS = {Verdict.OPEN: "ok", Verdict.PERSON: "care", Verdict.NOT_TODAY: ""}


def _verdicts(
    who: Asker, seen: HouseholdSeen, *, language: str, now: datetime
) -> list[dict[str, Any]]:
    """What the rules of today say to the family's answers, with every reason."""
    if screenings.latest(asker=who, household_id=seen.id) is None:
        return []
    found = screenings.household_result(asker=who, household_id=seen.id, on=today_of(seen, now=now))
    return [_verdict(each, language) for each in (found.office, *found.pathways)]


def _verdict(found: PathwayResult, language: str) -> dict[str, Any]:
    sentences = [programme.text_of(each.sentence, language) for each in found.explaining]
    return {
        "name": programme.text_of(f"pathway.{found.code}.name", language),
        "state": labels.VERDICTS[found.verdict],
        "tag": _TAGS[found.verdict],
        "reasons": [each for each in dict.fromkeys(sentences) if each],
    }


def _marks(who: Asker, seen: HouseholdSeen) -> list[Line]:
    """The trail of this case, for those who watch over the others."""
    return lines_of(
        oversight.marks(asker=who, about=seen.reference, limit=LINES_OF_TRAIL), asker=who
    )


def _may_answer(application: ApplicationSeen) -> bool:
    return str(application.state) in rules.MAY_REFER | {"IN_REVIEW", "REVIEW_ASKED"}

"""Pages to print: the family's letter, the referral letter, the case file.

A letter says what the page says, from the same sentences. What is kept apart from the family
stands on none of them.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from safe_mobility.cases import rules
from safe_mobility.cases.queries import files
from safe_mobility.cases.queries.files import OutcomeSeen, ReferralSeen
from safe_mobility.cases.rules import ReferralState
from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.words.cases import outcome_paragraphs
from safe_mobility.doors.console import case_labels as labels
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.cases.interview import said
from safe_mobility.doors.console.forms.cases.outcome import names_of
from safe_mobility.doors.console.views.cases.interview import pathways
from safe_mobility.doors.console.views.cases.opening import HEARERS, open_case, today_of
from safe_mobility.people import queries as people
from safe_mobility.people.queries.reading import MemberSeen
from safe_mobility.people.queries.scope import HouseholdSeen
from safe_mobility.programmes import partners
from safe_mobility.programmes import queries as programme
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.staff import queries as staff

WRITTEN = ("es", "en")
WITH_PARTNER = frozenset({ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.DONE})
"""While a referral stands with the partner, its letter can be printed."""


@access(STAFF, roles=HEARERS)
@require_GET
def letter(request: HttpRequest, reference: str, decision_id: UUID) -> HttpResponse:
    """The outcome on paper, in the family's language or, asked for, in another."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="letter", now=now)
    found = _outcome(who, seen, decision_id)
    language = _language(request, seen)
    with translation.override(language):
        return render(
            request,
            "console/cases/letter.html",
            {
                "household": seen,
                "language": language,
                "others": [each for each in WRITTEN if each != language],
                "applicant": _applicant(who, seen),
                "lines": _lines(found, language),
                "day": found.in_force_at,
                "office": _office(seen, language, now=now),
            },
        )


@access(STAFF, roles=HEARERS)
@require_GET
def referral_letter(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """What goes to the partner: exactly the fields of the referral, and no other fact.

    It can be printed only while the referral stands: a copy is the partner's, not ours.
    """
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="referral letter", now=now)
    found = files.referral(asker=who, referral_id=referral_id)
    if found.state not in WITH_PARTNER or found.household_id != seen.id:
        raise NotVisible(referral=str(referral_id))
    language = _language(request, seen)
    names = staff.display_names([found.proposed_by, found.sent_by])
    with translation.override(language):
        return render(
            request,
            "console/cases/referral_letter.html",
            {
                "household": seen,
                "language": language,
                "others": [each for each in WRITTEN if each != language],
                "referral": found,
                "pathway": programme.text_of(f"pathway.{found.pathway}.name", language),
                "partner": partners.partner_name(found.recipient, language=language),
                "fields": names_of(found.fields),
                "members": _members(who, seen, found),
                "facts": _facts(who, seen, found, language),
                "heard": _heard(who, seen, found),
                "proposed_by": names.get(found.proposed_by, ""),
                "sent_by": names.get(found.sent_by, ""),
                "office": _office(seen, language, now=now),
                **{f"has_{each.lower()}": each in found.fields for each in _COLUMNS},
            },
        )


@access(STAFF, roles=HEARERS)
@require_GET
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """The case on paper, for the office's own cabinet or a supervisor's table."""
    who, now = asker(request), clock.now()
    seen = open_case(request, reference, part="printed file", now=now)
    application = people.application(asker=who, household_id=seen.id)
    found = files.interview(asker=who, household_id=seen.id)
    names = pathways()
    shown = [each for each in rules.Section if each is not rules.Section.APART]
    return render(
        request,
        "console/cases/file.html",
        {
            "household": seen,
            "state": labels.STATES[application.state],
            "application": application,
            "members": people.members(asker=who, household_id=seen.id, purpose="printed file"),
            "contacts": people.contacts(asker=who, household_id=seen.id, purpose="printed file"),
            "heard": [
                (labels.SECTIONS[each], said(each, found.sections[each].body, pathways=names))
                for each in shown
                if each in found.sections
            ]
            if found
            else [],
            "outcomes": [
                (each, labels.OUTCOMES[each.outcome], labels.REASONS[each.reason])
                for each in files.outcomes(asker=who, household_id=seen.id)
                if each.in_force_at
            ],
            "now": now,
        },
    )


_COLUMNS = ("NAMES", "BIRTH_DATES", "SEX", "NATIONALITY", "DOCUMENT", "FAMILY")


def _outcome(who: Asker, seen: HouseholdSeen, decision_id: UUID) -> OutcomeSeen:
    for each in files.outcomes(asker=who, household_id=seen.id):
        if each.id == decision_id and each.in_force_at is not None:
            return each
    raise NotVisible(decision=str(decision_id))


def _lines(found: OutcomeSeen, language: str) -> list[str]:
    referral = found.referral
    return outcome_paragraphs(
        outcome=found.outcome,
        reason=found.reason,
        words=found.words,
        partner=partners.partner_name(referral.recipient, language=language) if referral else "",
        sent=True,
        answer_by=found.answer_by,
        look_again_on=found.look_again_on,
    )


def _language(request: HttpRequest, seen: HouseholdSeen) -> str:
    asked = request.GET.get("idioma", seen.language)
    return asked if asked in WRITTEN else WRITTEN[0]


def _applicant(who: Asker, seen: HouseholdSeen) -> str:
    found = people.members(asker=who, household_id=seen.id, purpose="letter")
    return next((each.name for each in found if each.role == "APPLICANT"), "")


def _office(seen: HouseholdSeen, language: str, *, now: Any) -> str:
    office = programme.office(seen.office_code, on=today_of(seen, now=now))
    return office.name_in(language) if office else ""


def _members(who: Asker, seen: HouseholdSeen, found: ReferralSeen) -> Iterable[MemberSeen]:
    members = people.members(asker=who, household_id=seen.id, purpose="referral letter")
    return members if "FAMILY" in found.fields else members[:1]


def _facts(
    who: Asker, seen: HouseholdSeen, found: ReferralSeen, language: str
) -> list[tuple[str, str]]:
    names = dict(zip(found.fields, names_of(found.fields), strict=True))
    facts = []
    if "RESIDENCE" in names:
        facts.append((names["RESIDENCE"], programme.place_name(seen.municipality, language)))
    if "LANGUAGE" in names:
        codes = [seen.language, seen.interpreter_language]
        told = ", ".join(places.language_name(code) for code in codes if code)
        facts.append((names["LANGUAGE"], told))
    if "CONTACT" in names:
        reached = people.contacts(asker=who, household_id=seen.id, purpose="referral letter")
        facts += [(names["CONTACT"], each.value) for each in reached]
    return facts


def _heard(who: Asker, seen: HouseholdSeen, found: ReferralSeen) -> list[tuple[str, list[str]]]:
    """Needs and summary, where the referral names them; what is kept apart never."""
    wanted = {
        rules.Section.NEEDS: "NEEDS" in found.fields,
        rules.Section.NOTE: "SUMMARY" in found.fields,
    }
    if not any(wanted.values()):
        return []
    talk = files.interview(asker=who, household_id=seen.id)
    if talk is None:
        return []
    return [
        (str(labels.SECTIONS[each]), said(each, talk.sections[each].body, pathways={}))
        for each, goes in wanted.items()
        if goes and each in talk.sections
    ]

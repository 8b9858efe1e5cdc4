"""Words about cases: for each refusal, and for each outcome as the household reads it.

An outcome is said from codes, so that it can be said in every language; the officer's own words
stand beside it. The same sentences serve the console's preview, the household's page and the
printed letter, so nobody decides on words that somebody else then reads differently.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import long_date
from safe_mobility.doors.common.words import Words

WORDS: dict[str, Words] = {
    "cases.section_changed": lambda _facts: _(
        "A colleague saved this part while you were writing. Both texts are below: put together"
        " what belongs together, then save again."
    ),
    "cases.text_too_long": lambda facts: (
        _("This text has %(signs)s signs; there is room for %(limit)s. Shorten it and save again.")
        % facts
    ),
    "cases.interview_closed": lambda _facts: _(
        "This interview is complete and is not changed any more."
        " What you learn now belongs in the outcome, or in a second interview."
    ),
    "cases.nothing_written": lambda _facts: _(
        "Before the interview is complete, save the identity check and a note:"
        " whoever decides rests on them."
    ),
    "cases.not_yet_interviewed": lambda _facts: _(
        "The interview opens when the family sits down at the desk. Press “Begin” on the day's"
        " page first."
    ),
    "cases.reason_does_not_fit": lambda _facts: _(
        "This reason does not go with this outcome. Choose one of those below it."
    ),
    "cases.words_missing": lambda _facts: _(
        "“Other” needs your own words: the family must read what the reason is."
    ),
    "cases.pathway_missing": lambda _facts: _("Choose the pathway to which you refer the family."),
    "cases.date_missing": lambda _facts: _("Give the date: the family is promised one."),
    "cases.date_out_of_reach": lambda facts: (
        _("The date must lie after today and not after %(last)s.")
        % {"last": long_date(date.fromisoformat(facts["last"]))}
    ),
    "cases.same_person": lambda _facts: _(
        "You proposed this referral. Another person has to read and confirm it."
    ),
    "cases.not_waiting_for_second": lambda _facts: _(
        "This proposal was answered already. Load the page again to see how it stands."
    ),
    "cases.decision_open": lambda _facts: _(
        "A proposal is waiting for this family. Confirm it or take it back first."
    ),
    "cases.outcome_not_now": lambda _facts: _(
        "This outcome cannot be given at this point. Load the page again to see how it stands."
    ),
    "cases.referral_move": lambda _facts: _(
        "The referral has moved on meanwhile. Load the page again to see how it stands."
    ),
    "cases.consent_missing": lambda _facts: _(
        "The family has not agreed to this recipient and purpose, or has stopped its consent."
        " Nothing was sent. Ask the family, record its answer, then confirm."
    ),
    "cases.not_read_back": lambda _facts: _(
        "Read it back aloud first. It is kept when they say that it is right."
    ),
    "cases.partner_unknown": lambda _facts: _("No partner takes referrals for this pathway today."),
    "cases.fields_not_allowed": lambda _facts: _(
        "The agreement with this partner does not name one of these facts. Take it out."
    ),
}

Said = Callable[[], str]

_REASONS: dict[str, Said] = {
    "MAY_FIT": lambda: _("After the interview we think that this pathway may fit your family."),
    "BIRTH_DATE": lambda: _("One date of birth is missing."),
    "IDENTITY_PAPER": lambda: _(
        "We would like to see a paper that shows who you are. A photo of it is enough."
    ),
    "FAMILY_PAPER": lambda: _(
        "We would like to see a paper that shows how you belong together."
        " If you have none, tell us: we find another way."
    ),
    "PERSON_MISSING": lambda: _("We still have to talk with one person of your family."),
    "CONTACT": lambda: _("We need a phone number or an e-mail address where we can reach you."),
    "UNCLEAR_ANSWERS": lambda: _(
        "Two of your answers do not go together. We want to understand them with you."
    ),
    "SECOND_TALK": lambda: _("We would like to talk with you once more."),
    "NATIONALITY": lambda: _(
        "Today this office cannot take applications from people of your nationality."
    ),
    "RESIDENCE": lambda: _("This office serves people who live in its area, and you live outside."),
    "NO_PATHWAY_TODAY": lambda: _("None of the pathways is open to your answers today."),
    "OTHER_PROGRAMME": lambda: _("Another programme is already looking after your application."),
    "HOUSEHOLD_ASKED": lambda: _("You asked us to close it."),
    "NO_ANSWER": lambda: _("We tried to reach you several times and got no answer."),
    "OTHER_APPLICATION": lambda: _("Your family has another application, and that one goes on."),
    "LEFT_COUNTRY": lambda: _("You told us that you now live in another country."),
    "OTHER": lambda: "",
}

_OPENINGS: dict[str, Said] = {
    "MORE_NEEDED": lambda: _("Your application goes on. Something is still missing."),
    "NOT_HERE": lambda: _("Today we cannot go on with your application at this office."),
    "CLOSED": lambda: _("We closed your application."),
}


def outcome_paragraphs(
    *,
    outcome: str,
    reason: str,
    words: str = "",
    partner: str = "",
    sent: bool = False,
    answer_by: date | None = None,
    look_again_on: date | None = None,
) -> list[str]:
    """What the household reads, in the language of this moment, one idea a paragraph."""
    opening = (
        _referral_opening(partner, sent=sent) if outcome == "REFERRED" else _OPENINGS[outcome]()
    )
    lines = [opening, _REASONS[reason](), words.strip()]
    lines += _CLOSINGS[outcome](answer_by or look_again_on, sent)
    return [line for line in lines if line]


def _referral_opening(partner: str, *, sent: bool) -> str:
    if sent:
        return _("We sent your application to: %(partner)s.") % {"partner": partner}
    return _("We would like to send your application to: %(partner)s.") % {"partner": partner}


def _after_referral(_day: date | None, sent: bool) -> list[str]:
    decides = _("They decide. This is not an approval yet. You do not pay anything.")
    if sent:
        return [decides]
    return [
        decides,
        _("Nothing is sent before you agree. You can say no: your application stays with us."),
    ]


def _after_more(day: date | None, _sent: bool) -> list[str]:
    assert day is not None  # noqa: S101
    return [
        _("Please answer before %(day)s. If you need more time or cannot, call us: it is free.")
        % {"day": long_date(day)}
    ]


def _after_not_here(day: date | None, _sent: bool) -> list[str]:
    assert day is not None  # noqa: S101
    return [
        _("It is worth looking again on %(day)s. We keep your application.")
        % {"day": long_date(day)},
        _(
            "Other help is still open. You have the right to seek asylum,"
            " here or in another country."
        ),
        _("If you do not agree, you can ask for another person to look again."),
    ]


def _after_closed(_day: date | None, _sent: bool) -> list[str]:
    return [_("If you do not agree, you can ask for another person to look again.")]


_CLOSINGS: dict[str, Callable[[date | None, bool], list[str]]] = {
    "REFERRED": _after_referral,
    "MORE_NEEDED": _after_more,
    "NOT_HERE": _after_not_here,
    "CLOSED": _after_closed,
}

_FIELDS: dict[str, Said] = {
    "NAMES": lambda: _("Names"),
    "BIRTH_DATES": lambda: _("Dates of birth"),
    "SEX": lambda: _("Sex"),
    "NATIONALITY": lambda: _("Nationality"),
    "FAMILY": lambda: _("How the people of the family belong together"),
    "RESIDENCE": lambda: _("Municipality of residence"),
    "LANGUAGE": lambda: _("Language and interpreter"),
    "CONTACT": lambda: _("Phone or e-mail"),
    "DOCUMENT": lambda: _("Number of an identity paper, if one was given"),
    "NEEDS": lambda: _("Specific needs, as assessed in the interview"),
    "SUMMARY": lambda: _("The note of the talk, without what is kept apart"),
}


def field_name(code: str) -> str:
    return _FIELDS[code]()


def reason_sentence(reason: str, _facts: Mapping[str, Any] | None = None) -> str:
    return _REASONS[reason]()


_PURPOSES: dict[str, Said] = {
    "PREPARE_REFUGEE_CASE": lambda: _("To prepare a case for the US refugee programme"),
    "GUIDE_THROUGH_PATHWAY": lambda: _("To guide the family through this pathway"),
    "REGISTER_FOR_TEMPORARY_WORK": lambda: _("To register for temporary work abroad"),
}


def purpose_name(code: str) -> str:
    """What a partner may use a family's facts for."""
    said = _PURPOSES.get(code)
    return said() if said else code

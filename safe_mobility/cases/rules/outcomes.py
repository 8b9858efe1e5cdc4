"""What may come of a case: always one of four outcomes, a reason from a closed list, and a date.

A reason is a code, so that it can be said in every language and counted; an officer's own words
come on top of it, never instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.cases.rules.interviews import check_text
from safe_mobility.shared.refusal import Refusal

WORDS_LIMIT = 600
"""Signs an officer may add to an outcome: the household reads it on a small screen."""
ANSWER_WITHIN = timedelta(days=120)
LOOK_AGAIN_WITHIN = timedelta(days=730)


class Outcome(StrEnum):
    REFERRED = "REFERRED"
    MORE_NEEDED = "MORE_NEEDED"
    NOT_HERE = "NOT_HERE"
    CLOSED = "CLOSED"


class Reason(StrEnum):
    MAY_FIT = "MAY_FIT"

    BIRTH_DATE = "BIRTH_DATE"
    IDENTITY_PAPER = "IDENTITY_PAPER"
    FAMILY_PAPER = "FAMILY_PAPER"
    PERSON_MISSING = "PERSON_MISSING"
    CONTACT = "CONTACT"
    UNCLEAR_ANSWERS = "UNCLEAR_ANSWERS"
    SECOND_TALK = "SECOND_TALK"

    NATIONALITY = "NATIONALITY"
    RESIDENCE = "RESIDENCE"
    NO_PATHWAY_TODAY = "NO_PATHWAY_TODAY"
    OTHER_PROGRAMME = "OTHER_PROGRAMME"

    HOUSEHOLD_ASKED = "HOUSEHOLD_ASKED"
    NO_ANSWER = "NO_ANSWER"
    OTHER_APPLICATION = "OTHER_APPLICATION"
    LEFT_COUNTRY = "LEFT_COUNTRY"

    OTHER = "OTHER"
    """Only with the officer's own words: a household is never left with "other"."""


REASONS: dict[Outcome, tuple[Reason, ...]] = {
    Outcome.REFERRED: (Reason.MAY_FIT,),
    Outcome.MORE_NEEDED: (
        Reason.BIRTH_DATE,
        Reason.IDENTITY_PAPER,
        Reason.FAMILY_PAPER,
        Reason.PERSON_MISSING,
        Reason.CONTACT,
        Reason.UNCLEAR_ANSWERS,
        Reason.SECOND_TALK,
        Reason.OTHER,
    ),
    Outcome.NOT_HERE: (
        Reason.NATIONALITY,
        Reason.RESIDENCE,
        Reason.NO_PATHWAY_TODAY,
        Reason.OTHER_PROGRAMME,
        Reason.OTHER,
    ),
    Outcome.CLOSED: (
        Reason.HOUSEHOLD_ASKED,
        Reason.NO_ANSWER,
        Reason.OTHER_APPLICATION,
        Reason.LEFT_COUNTRY,
        Reason.OTHER,
    ),
}


class ReasonDoesNotFit(Refusal):
    code = "cases.reason_does_not_fit"


class WordsMissing(Refusal):
    code = "cases.words_missing"


class PathwayMissing(Refusal):
    code = "cases.pathway_missing"


class DateMissing(Refusal):
    """The household is promised a date: when to answer, when to look again."""

    code = "cases.date_missing"


class DateOutOfReach(Refusal):
    """The date lies in the past, or so far ahead that it promises nothing."""

    code = "cases.date_out_of_reach"


class SamePerson(Refusal):
    code = "cases.same_person"


class NotWaitingForSecond(Refusal):
    code = "cases.not_waiting_for_second"


class DecisionOpen(Refusal):
    """There is a proposal that a second person has not answered yet."""

    code = "cases.decision_open"


class OutcomeNotNow(Refusal):
    """The application is not at the point where this outcome can be given."""

    code = "cases.outcome_not_now"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An outcome as an officer writes it, before it is anybody's."""

    outcome: Outcome
    reason: Reason
    pathway: str = ""
    answer_by: date | None = None
    look_again_on: date | None = None
    words: str = ""


MAY_REFER = frozenset({"INTERVIEWED", "REFERRED", "WITH_PARTNER", "DECIDED"})
"""Where an application stands when its interview has been heard: from here it can be referred."""


def needs_second(outcome: Outcome) -> bool:
    """A referral hands a family's facts to others, so two people must stand behind it."""
    return outcome is Outcome.REFERRED


def check_proposal(proposal: Proposal, *, today: date) -> Proposal:
    """The proposal, cleaned, if it says all that the household needs to know.

    Raises `ReasonDoesNotFit`, `PathwayMissing`, `WordsMissing`, `TextTooLong`, `DateMissing`
    or `DateOutOfReach`.
    """
    if proposal.reason not in REASONS[proposal.outcome]:
        raise ReasonDoesNotFit(outcome=str(proposal.outcome), reason=str(proposal.reason))
    if proposal.outcome is Outcome.REFERRED and not proposal.pathway:
        raise PathwayMissing
    words = check_text(proposal.words, limit=WORDS_LIMIT)
    if proposal.reason is Reason.OTHER and not words:
        raise WordsMissing(outcome=str(proposal.outcome))
    answer_by = look_again_on = None
    if proposal.outcome is Outcome.MORE_NEEDED:
        answer_by = _ahead(proposal.answer_by, "answer_by", today=today, within=ANSWER_WITHIN)
    if proposal.outcome is Outcome.NOT_HERE:
        look_again_on = _ahead(
            proposal.look_again_on, "look_again_on", today=today, within=LOOK_AGAIN_WITHIN
        )
    return Proposal(
        outcome=proposal.outcome,
        reason=proposal.reason,
        pathway=proposal.pathway if proposal.outcome is Outcome.REFERRED else "",
        answer_by=answer_by,
        look_again_on=look_again_on,
        words=words,
    )


def _ahead(day: date | None, name: str, *, today: date, within: timedelta) -> date:
    if day is None:
        raise DateMissing(field=name)
    if not today < day <= today + within:
        raise DateOutOfReach(field=name, day=day.isoformat(), last=(today + within).isoformat())
    return day


def check_second(*, proposed_by: str, confirmed_by: str) -> None:
    if proposed_by == confirmed_by:
        raise SamePerson(by=confirmed_by)

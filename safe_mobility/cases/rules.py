"""What may come of a case: outcomes, their reasons, referrals and what an officer does next.

An outcome is always one of four, always with a reason that stands in a closed list, and
always with the date on which the household hears more. A reason is a code, so that it can be
said in every language and counted; an officer's own words come on top of it, never instead.
A referral needs two people and the household's own yes; nothing here can skip either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal

TEXT_LIMIT = 8000
"""Signs in one section of an interview: about four pages, more than anybody reads."""
WORDS_LIMIT = 600
"""Signs an officer may add to an outcome: the household reads it on a small screen."""
ANSWER_WITHIN = timedelta(days=120)
LOOK_AGAIN_WITHIN = timedelta(days=730)


# --- the interview ---------------------------------------------------------------------------


class Section(StrEnum):
    """The parts of an interview. Each is saved on its own, in any order."""

    IDENTITY = "IDENTITY"
    NOTE = "NOTE"
    NEEDS = "NEEDS"
    PATHWAYS = "PATHWAYS"
    APART = "APART"
    """What somebody told us that their own family must not learn. It never leaves the office:
    not on the household's page, its download, a letter or a referral."""


class Identity(StrEnum):
    PAPERS_SEEN = "PAPERS_SEEN"
    TOLD = "TOLD"
    DOUBT = "DOUBT"


class Need(StrEnum):
    """A specific need as assessed, by the codes in which agencies pass such needs on."""

    CHILD_AT_RISK = "CR-NE"
    CHILD_SEPARATED = "SC-SC"
    CHILD_ALONE = "SC-UC"
    WOMAN_AT_RISK = "WR-WR"
    PREGNANT = "WR-PY"
    NURSING = "WR-LC"
    OLDER_PERSON = "ER-FR"
    SINGLE_PARENT = "SP-PT"
    SEEING = "DS-BD"
    HEARING = "DS-DF"
    MOVING = "DS-PM"
    MIND = "DS-MM"
    MENTAL_HEALTH = "SM-MI"
    LASTING_ILLNESS = "SM-CI"
    CRITICAL_ILLNESS = "SM-CC"
    FAMILY_APART = "FU-FR"
    TORTURE = "TR-PI"
    VIOLENCE_AT_HOME = "SV-VA"
    ABUSE = "LP-AN"
    NO_PAPERS = "LP-ND"
    FORCED_RETURN = "LP-RR"


class Wish(StrEnum):
    """What the household said when a pathway was explained to it."""

    WANTS = "WANTS"
    LATER = "LATER"
    DECLINES = "DECLINES"


class SectionChanged(Refusal):
    """Somebody saved this section after the officer opened it. Nothing is overwritten."""

    code = "cases.section_changed"


class TextTooLong(Refusal):
    code = "cases.text_too_long"


class InterviewClosed(Refusal):
    code = "cases.interview_closed"


class NothingWritten(Refusal):
    """An interview without identity check and note cannot be closed: nobody could decide."""

    code = "cases.nothing_written"


class NotYetInterviewed(Refusal):
    """An interview begins when the household sits down: its appointment is not there yet."""

    code = "cases.not_yet_interviewed"


NEEDED_TO_CLOSE = frozenset({Section.IDENTITY, Section.NOTE})


def check_base(*, based_on: int, newest: int, section: Section) -> None:
    """Refuse a save that was written over an older version than the newest one."""
    if based_on != newest:
        raise SectionChanged(section=str(section), based_on=based_on, newest=newest)


def check_text(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """The text without its outer spaces, or a refusal that says the limit."""
    stripped = text.strip()
    if len(stripped) > limit:
        raise TextTooLong(signs=len(stripped), limit=limit)
    return stripped


def check_complete(written: Iterable[Section]) -> None:
    missing = NEEDED_TO_CLOSE.difference(written)
    if missing:
        raise NothingWritten(missing=sorted(missing))


# --- the outcome -----------------------------------------------------------------------------


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


# --- the referral ----------------------------------------------------------------------------


class ReferralState(StrEnum):
    PROPOSED = "PROPOSED"
    CONSENTED = "CONSENTED"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    DONE = "DONE"
    REVOKED = "REVOKED"


class PartnerResult(StrEnum):
    """What the partner decided in the end. The deciding State decides, never this office."""

    ADMITTED = "ADMITTED"
    NOT_ADMITTED = "NOT_ADMITTED"
    OTHER_WAY = "OTHER_WAY"


class ReturnReason(StrEnum):
    NOT_THIS_PATHWAY = "NOT_THIS_PATHWAY"
    INCOMPLETE = "INCOMPLETE"
    NO_CAPACITY = "NO_CAPACITY"
    NO_CONTACT = "NO_CONTACT"


class ReferralMove(Refusal):
    code = "cases.referral_move"


class ConsentMissing(Refusal):
    """The household has not said yes to this recipient and purpose, or stopped its yes."""

    code = "cases.consent_missing"


class PartnerUnknown(Refusal):
    code = "cases.partner_unknown"


class FieldsNotAllowed(Refusal):
    """The referral would send a field that this partner's agreement does not name."""

    code = "cases.fields_not_allowed"


REFERRAL_MOVES: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.PROPOSED: frozenset({ReferralState.CONSENTED, ReferralState.REVOKED}),
    ReferralState.CONSENTED: frozenset({ReferralState.SENT, ReferralState.REVOKED}),
    ReferralState.SENT: frozenset(
        {ReferralState.ACCEPTED, ReferralState.RETURNED, ReferralState.REVOKED}
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.DONE, ReferralState.REVOKED}),
    ReferralState.RETURNED: frozenset(),
    ReferralState.DONE: frozenset(),
    ReferralState.REVOKED: frozenset(),
}
LEFT_THE_OFFICE = frozenset(
    {ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.RETURNED, ReferralState.DONE}
)
WAITING_FOR_PARTNER = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
OVER = frozenset(state for state, moves in REFERRAL_MOVES.items() if not moves)


def check_referral_move(now_in: ReferralState, to: ReferralState) -> None:
    if to not in REFERRAL_MOVES[now_in]:
        raise ReferralMove(now_in=str(now_in), to=str(to))


def application_after(referrals: Iterable[ReferralState]) -> str | None:
    """The application's state that follows from the referrals that left, or None for none.

    One that is still under way leads over one that is decided; only when every referral has
    come back is the family again where it was after its interview.
    """
    states = set(referrals)
    for state, follows in _FOLLOWS:
        if state in states:
            return follows
    return None


_FOLLOWS = (
    (ReferralState.ACCEPTED, "WITH_PARTNER"),
    (ReferralState.SENT, "REFERRED"),
    (ReferralState.DONE, "DECIDED"),
    (ReferralState.RETURNED, "INTERVIEWED"),
    (ReferralState.REVOKED, "INTERVIEWED"),
)
_WAYS = {
    "INTERVIEWED": ("REFERRED",),
    "REFERRED": ("WITH_PARTNER", "INTERVIEWED"),
    "WITH_PARTNER": ("DECIDED", "INTERVIEWED"),
    "DECIDED": ("REFERRED",),
}


def way(here: str, wanted: str) -> tuple[str, ...]:
    """The states to pass, one by one, from `here` to `wanted`: a partner may decide before
    anybody recorded that it took the referral on. Empty where there is nothing to do, or where
    the application stands outside of the referrals' reach."""
    if here not in _WAYS:
        return ()
    ways: list[tuple[str, ...]] = [()]
    for taken in ways:
        last = taken[-1] if taken else here
        if last == wanted:
            return taken
        ways += [(*taken, step) for step in _WAYS[last] if step not in (here, *taken)]
    return ()


# --- what an officer does next ---------------------------------------------------------------


class NextAct(StrEnum):
    """The one act on top of a case page. Everything else on the page is secondary."""

    CHECK_DUPLICATE = "CHECK_DUPLICATE"
    BEGIN_REVIEW = "BEGIN_REVIEW"
    LET_WAIT = "LET_WAIT"
    INVITE = "INVITE"
    WAIT_FOR_APPOINTMENT = "WAIT_FOR_APPOINTMENT"
    RECEIVE = "RECEIVE"
    OPEN_INTERVIEW = "OPEN_INTERVIEW"
    GO_ON_INTERVIEW = "GO_ON_INTERVIEW"
    DECIDE = "DECIDE"
    ASK_CONSENT = "ASK_CONSENT"
    CONFIRM = "CONFIRM"
    WAIT_FOR_SECOND = "WAIT_FOR_SECOND"
    RECORD_ANSWER = "RECORD_ANSWER"
    TAKE_WHAT_CAME = "TAKE_WHAT_CAME"
    WAIT_FOR_HOUSEHOLD = "WAIT_FOR_HOUSEHOLD"
    NOTHING = "NOTHING"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the next act depends on; plain values, gathered by the door from several rooms."""

    application: str
    appointment: str = ""
    interview_open: bool = False
    interview_closed: bool = False
    open_referral: ReferralState | None = None
    proposed_by_me: bool = False
    duplicate: bool = False
    by_invitation: bool = False


_BY_APPLICATION: dict[str, NextAct] = {
    "DRAFT": NextAct.WAIT_FOR_HOUSEHOLD,
    "SENT": NextAct.BEGIN_REVIEW,
    "MORE_NEEDED": NextAct.TAKE_WHAT_CAME,
    "INVITED": NextAct.WAIT_FOR_HOUSEHOLD,
    "INTERVIEWED": NextAct.DECIDE,
    "REFERRED": NextAct.RECORD_ANSWER,
    "WITH_PARTNER": NextAct.RECORD_ANSWER,
    "REVIEW_ASKED": NextAct.BEGIN_REVIEW,
}
_OVER = frozenset({"WITHDRAWN", "CLOSED", "LANDED", "TRAVELLING", "DECIDED", "NOT_HERE"})


def next_act(facts: CaseFacts) -> NextAct:
    """What this case needs first. A doubt about who the family is comes before everything."""
    if facts.application in _OVER:
        return NextAct.NOTHING
    if facts.duplicate:
        return NextAct.CHECK_DUPLICATE
    if facts.open_referral is ReferralState.PROPOSED:
        return NextAct.ASK_CONSENT
    if facts.open_referral is ReferralState.CONSENTED:
        return NextAct.WAIT_FOR_SECOND if facts.proposed_by_me else NextAct.CONFIRM
    if facts.application == "BOOKED":
        return _next_when_booked(facts)
    if facts.application == "IN_REVIEW":
        return NextAct.LET_WAIT
    if facts.application == "WAITING":
        return NextAct.INVITE if facts.by_invitation else NextAct.WAIT_FOR_APPOINTMENT
    return _BY_APPLICATION.get(facts.application, NextAct.NOTHING)


def _next_when_booked(facts: CaseFacts) -> NextAct:
    if facts.interview_open:
        return NextAct.GO_ON_INTERVIEW
    if facts.appointment in {"IN_INTERVIEW", "DONE"}:
        return NextAct.OPEN_INTERVIEW
    return NextAct.RECEIVE

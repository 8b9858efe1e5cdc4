"""What an officer does next with a case."""

from dataclasses import dataclass
from enum import StrEnum

from safe_mobility.cases.rules.referrals import ReferralState


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

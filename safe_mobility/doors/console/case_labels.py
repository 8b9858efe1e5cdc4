"""How codes of a case are called on the console, in the language of the member of staff."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safe_mobility.cases.rules import (
    Identity,
    Need,
    NextAct,
    Outcome,
    PartnerResult,
    Reason,
    ReferralState,
    ReturnReason,
    Section,
    Wish,
)

Words = str | Promise

STATES: dict[str, Words] = {
    "DRAFT": gettext_lazy("Draft, not sent yet"),
    "SENT": gettext_lazy("Sent"),
    "IN_REVIEW": gettext_lazy("Being checked"),
    "MORE_NEEDED": gettext_lazy("Something is missing"),
    "WAITING": gettext_lazy("Waiting for an interview"),
    "INVITED": gettext_lazy("Invited to choose a time"),
    "BOOKED": gettext_lazy("Has an appointment"),
    "INTERVIEWED": gettext_lazy("Interviewed"),
    "NOT_HERE": gettext_lazy("Not at this office"),
    "REFERRED": gettext_lazy("Referred to a partner"),
    "WITH_PARTNER": gettext_lazy("With the partner"),
    "DECIDED": gettext_lazy("Decided by the partner"),
    "TRAVELLING": gettext_lazy("Getting ready to travel"),
    "LANDED": gettext_lazy("Travelled"),
    "REVIEW_ASKED": gettext_lazy("Asked for another look"),
    "CLOSED": gettext_lazy("Closed by the office"),
    "WITHDRAWN": gettext_lazy("Closed by the family"),
}

SECTIONS: dict[Section, Words] = {
    Section.IDENTITY: gettext_lazy("Who is here"),
    Section.NOTE: gettext_lazy("Note of the talk"),
    Section.NEEDS: gettext_lazy("Specific needs"),
    Section.PATHWAYS: gettext_lazy("Pathways talked about"),
    Section.APART: gettext_lazy("Kept apart from the family"),
}

IDENTITY: dict[Identity, Words] = {
    Identity.PAPERS_SEEN: gettext_lazy("Yes, by papers that I saw"),
    Identity.TOLD: gettext_lazy("Yes, by what they told me: they have no papers with them"),
    Identity.DOUBT: gettext_lazy("I am not sure: see my note"),
}

NEEDS: dict[Need, Words] = {
    Need.CHILD_AT_RISK: gettext_lazy("Child at risk"),
    Need.CHILD_SEPARATED: gettext_lazy("Child separated from its parents, with relatives"),
    Need.CHILD_ALONE: gettext_lazy("Child without any adult of its own"),
    Need.WOMAN_AT_RISK: gettext_lazy("Woman at risk"),
    Need.PREGNANT: gettext_lazy("Pregnant"),
    Need.NURSING: gettext_lazy("Nursing a baby"),
    Need.OLDER_PERSON: gettext_lazy("Older person who needs care"),
    Need.SINGLE_PARENT: gettext_lazy("Alone with children"),
    Need.SEEING: gettext_lazy("Does not see well"),
    Need.HEARING: gettext_lazy("Does not hear well"),
    Need.MOVING: gettext_lazy("Cannot walk or move well"),
    Need.MIND: gettext_lazy("Needs help to understand or decide"),
    Need.MENTAL_HEALTH: gettext_lazy("Mental health"),
    Need.LASTING_ILLNESS: gettext_lazy("Lasting illness"),
    Need.CRITICAL_ILLNESS: gettext_lazy("Illness that threatens life"),
    Need.FAMILY_APART: gettext_lazy("Family that was torn apart"),
    Need.TORTURE: gettext_lazy("Torture"),
    Need.VIOLENCE_AT_HOME: gettext_lazy("Violence at home"),
    Need.ABUSE: gettext_lazy("Violence, abuse or neglect"),
    Need.NO_PAPERS: gettext_lazy("No papers"),
    Need.FORCED_RETURN: gettext_lazy("In danger of being sent back"),
}

WISHES: dict[Wish, Words] = {
    Wish.WANTS: gettext_lazy("Wants it"),
    Wish.LATER: gettext_lazy("Wants to think about it"),
    Wish.DECLINES: gettext_lazy("Does not want it"),
}

OUTCOMES: dict[Outcome, Words] = {
    Outcome.REFERRED: gettext_lazy("Refer to a pathway's partner"),
    Outcome.MORE_NEEDED: gettext_lazy("Ask for more information"),
    Outcome.NOT_HERE: gettext_lazy("Not at this office today"),
    Outcome.CLOSED: gettext_lazy("Close the application"),
}

OUTCOME_HINTS: dict[Outcome, Words] = {
    Outcome.REFERRED: gettext_lazy(
        "A pathway may fit. The family has to agree, and a second person has to confirm."
    ),
    Outcome.MORE_NEEDED: gettext_lazy(
        "You cannot decide yet. The family gets a date and reads what is missing."
    ),
    Outcome.NOT_HERE: gettext_lazy(
        "Nothing here fits today. The family gets the reason and a day to look again."
    ),
    Outcome.CLOSED: gettext_lazy(
        "It ends here, with a reason. The family can ask for another look."
    ),
}

REASONS: dict[Reason, Words] = {
    Reason.MAY_FIT: gettext_lazy("The pathway may fit"),
    Reason.BIRTH_DATE: gettext_lazy("A date of birth is missing"),
    Reason.IDENTITY_PAPER: gettext_lazy("A paper of who they are"),
    Reason.FAMILY_PAPER: gettext_lazy("A paper of how they belong together"),
    Reason.PERSON_MISSING: gettext_lazy("One person still has to be heard"),
    Reason.CONTACT: gettext_lazy("A way to reach them"),
    Reason.UNCLEAR_ANSWERS: gettext_lazy("Two answers do not go together"),
    Reason.SECOND_TALK: gettext_lazy("A second talk"),
    Reason.NATIONALITY: gettext_lazy("The office does not take this nationality today"),
    Reason.RESIDENCE: gettext_lazy("They live outside the office's area"),
    Reason.NO_PATHWAY_TODAY: gettext_lazy("No pathway is open to their answers today"),
    Reason.OTHER_PROGRAMME: gettext_lazy("Another programme looks after them"),
    Reason.HOUSEHOLD_ASKED: gettext_lazy("The family asked for it"),
    Reason.NO_ANSWER: gettext_lazy("No answer after several tries"),
    Reason.OTHER_APPLICATION: gettext_lazy("Another application of the family goes on"),
    Reason.LEFT_COUNTRY: gettext_lazy("They live in another country now"),
    Reason.OTHER: gettext_lazy("Other: I write it in my own words"),
}

REFERRAL_STATES: dict[ReferralState, Words] = {
    ReferralState.PROPOSED: gettext_lazy("Waits for the family's yes"),
    ReferralState.CONSENTED: gettext_lazy("Waits for a second person"),
    ReferralState.SENT: gettext_lazy("Sent, waits for the partner's answer"),
    ReferralState.ACCEPTED: gettext_lazy("The partner works on it"),
    ReferralState.RETURNED: gettext_lazy("Came back"),
    ReferralState.DONE: gettext_lazy("Decided"),
    ReferralState.REVOKED: gettext_lazy("Called back"),
}

RETURN_REASONS: dict[ReturnReason, Words] = {
    ReturnReason.NOT_THIS_PATHWAY: gettext_lazy("The pathway does not fit"),
    ReturnReason.INCOMPLETE: gettext_lazy("Something is missing"),
    ReturnReason.NO_CAPACITY: gettext_lazy("The partner has no capacity"),
    ReturnReason.NO_CONTACT: gettext_lazy("The partner could not reach the family"),
}

RESULTS: dict[PartnerResult, Words] = {
    PartnerResult.ADMITTED: gettext_lazy("The State said yes"),
    PartnerResult.NOT_ADMITTED: gettext_lazy("The State said no"),
    PartnerResult.OTHER_WAY: gettext_lazy("The family takes another way"),
}

GROUNDS: dict[str, Words] = {
    "DOCUMENT": gettext_lazy("identity paper"),
    "EMAIL": gettext_lazy("e-mail address"),
    "PERSON": gettext_lazy("name and date of birth"),
    "PHONE": gettext_lazy("phone"),
    "SOUND": gettext_lazy("a name that sounds alike and the year of birth"),
}

VERDICTS: dict[str, Words] = {
    "OPEN": gettext_lazy("May be open"),
    "PERSON": gettext_lazy("To look at together"),
    "NOT_TODAY": gettext_lazy("Not open today"),
}

Said = Callable[[], str]
_NEXT: dict[NextAct, tuple[Said, Said]] = {
    NextAct.CHECK_DUPLICATE: (
        lambda: _("There may be a second file of this family."),
        lambda: _("Compare the two files"),
    ),
    NextAct.BEGIN_REVIEW: (
        lambda: _("Nobody has read this application yet."),
        lambda: _("Begin to check it"),
    ),
    NextAct.LET_WAIT: (
        lambda: _("Is the application complete? Then the family waits for its interview."),
        lambda: _("It is complete"),
    ),
    NextAct.INVITE: (
        lambda: _("This office books by invitation."),
        lambda: _("Invite the family to choose a time"),
    ),
    NextAct.WAIT_FOR_APPOINTMENT: (
        lambda: _("The family can choose a time on its page. There is nothing to do here."),
        lambda: "",
    ),
    NextAct.RECEIVE: (
        lambda: _(
            "The family has an appointment. It is received and called on the page of the day."
        ),
        lambda: _("Go to the day of the office"),
    ),
    NextAct.OPEN_INTERVIEW: (
        lambda: _("The family is here."),
        lambda: _("Open the interview"),
    ),
    NextAct.GO_ON_INTERVIEW: (
        lambda: _("The interview is open."),
        lambda: _("Go on with the interview"),
    ),
    NextAct.DECIDE: (
        lambda: _("The interview is complete. The family waits for an answer."),
        lambda: _("Give the outcome"),
    ),
    NextAct.ASK_CONSENT: (
        lambda: _("A referral is proposed. The family has not said yes or no."),
        lambda: _("Record the family's answer"),
    ),
    NextAct.CONFIRM: (
        lambda: _("A referral waits for a second person."),
        lambda: _("Read and confirm it"),
    ),
    NextAct.WAIT_FOR_SECOND: (
        lambda: _("You proposed a referral. Another person has to confirm it."),
        lambda: _("See the referral"),
    ),
    NextAct.RECORD_ANSWER: (
        lambda: _("The partner has the application."),
        lambda: _("Record the partner's answer"),
    ),
    NextAct.TAKE_WHAT_CAME: (
        lambda: _("Something was missing. Has it come?"),
        lambda: _("It has come: go on"),
    ),
    NextAct.WAIT_FOR_HOUSEHOLD: (
        lambda: _("It is the family's turn. There is nothing to do here."),
        lambda: "",
    ),
    NextAct.NOTHING: (lambda: _("There is nothing to do here today."), lambda: ""),
}


def next_words(act: NextAct) -> tuple[str, str]:
    """The sentence that says how things stand, and the words of the one button."""
    sentence, button = _NEXT[act]
    return sentence(), button()

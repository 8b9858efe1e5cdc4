"""Words about seasonal work: occupations' surroundings, stages, tasks, and why somebody is on a
list or not. The same sentences serve the person's page, the console and the command.

What a person reads speaks to them and names nobody else; what staff read names codes.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safe_mobility.labour.rules.candidates import Avoids, Destination, PastVisa, Proof, Trouble
from safe_mobility.labour.rules.contracts import Line, Verdict
from safe_mobility.labour.rules.demands import DemandState, Problem
from safe_mobility.labour.rules.explaining import Limit
from safe_mobility.labour.rules.fitting import Bound
from safe_mobility.labour.rules.stages import EmployerSaid, Owner, Stage, Task

Words = str | Promise

DESTINATIONS: Mapping[Destination, Words] = {
    Destination.US: _("United States"),
    Destination.CA: _("Canada"),
    Destination.MX: _("Mexico"),
    Destination.ES: _("Spain"),
}
PROOFS: Mapping[Proof, Words] = {
    Proof.NONE: _("Nothing, and that is fine"),
    Proof.PERSON: _("Somebody who can confirm it"),
    Proof.LETTER: _("A letter"),
    Proof.PHOTO: _("Photos"),
    Proof.CONTRACT: _("A contract or pay slips"),
}
PAST_VISAS: Mapping[PastVisa, Words] = {
    PastVisa.H2A: _("Farm work in the United States (H-2A)"),
    PastVisa.H2B: _("Other seasonal work in the United States (H-2B)"),
    PastVisa.CANADA: _("Canada"),
    PastVisa.MEXICO: _("Mexico"),
    PastVisa.SPAIN: _("Spain"),
    PastVisa.OTHER: _("Another country"),
}
TROUBLES: Mapping[Trouble, Words] = {
    Trouble.NONE: _("No"),
    Trouble.REFUSED: _("Yes, a visa was refused"),
    Trouble.OVERSTAYED: _("Yes, I stayed longer than allowed"),
    Trouble.SENT_BACK: _("Yes, I was sent back"),
    Trouble.UNSURE: _("I do not know"),
}
AVOIDS: Mapping[Avoids, Words] = {
    Avoids.HEAVY: _("Heavy loads"),
    Avoids.HEAT: _("Strong heat"),
    Avoids.COLD: _("Strong cold"),
    Avoids.HEIGHTS: _("Heights"),
    Avoids.CHEMICALS: _("Sprays and chemicals"),
    Avoids.ANIMALS: _("Animals"),
    Avoids.NIGHT: _("Work at night"),
}
DEMAND_STATES: Mapping[DemandState, Words] = {
    DemandState.OPEN: _("open"),
    DemandState.FILLED: _("filled"),
    DemandState.WITHDRAWN: _("withdrawn"),
    DemandState.INELIGIBLE: _("not a lawful offer"),
    DemandState.SUSPENDED: _("stopped for now"),
}
PROBLEMS: Mapping[Problem, Words] = {
    Problem.EMPTY: _("This is still empty."),
    Problem.UNKNOWN: _("We do not know this."),
    Problem.NO_NUMBER: _("This is no number."),
    Problem.TOO_SMALL: _("This is too small."),
    Problem.TOO_LARGE: _("This is too large."),
    Problem.NO_DAY: _("This is no day. Write it as in 2024-04-01."),
    Problem.PAST: _("This day has passed."),
    Problem.TOO_FAR: _("This day is more than two years away."),
    Problem.REVERSED: _("The end lies before the beginning."),
    Problem.TOO_LONG: _("This is too long."),
}
DEMAND_FIELDS: Mapping[str, Words] = {
    "employer": _("Employer"),
    "occupation": _("Occupation"),
    "country": _("Country"),
    "place": _("Place"),
    "places": _("Places"),
    "from_on": _("First day"),
    "until_on": _("Last day"),
    "languages": _("Languages"),
    "months_wanted": _("Months of experience"),
    "asks": _("What the work involves"),
    "interview_on": _("Day of interviews"),
    "interview_seats": _("Interviews on that day"),
    "certified_case": _("Number of the certified order"),
    "wage_hour": _("Pay an hour"),
    "hours_week": _("Hours a week"),
    "housing_free": _("Housing is free"),
    "transport_paid": _("The journey is paid"),
    "wants": _("People asked for again"),
    "line": _("Cells in the line"),
}


def country(code: str) -> Words:
    """A country by its name; its code where the programme goes nowhere near it."""
    return DESTINATIONS[Destination(code)] if code in set(Destination) else code


_MONEY = {"US": "US$", "CA": "CA$", "MX": "MX$", "ES": "€"}


def money(amount: Decimal | None, country_code: str) -> str:
    """An amount in the money of a country; empty where there is none to tell."""
    if amount is None:
        return ""
    return f"{_MONEY.get(country_code, '')} {amount:,}".strip()


# --- stages ----------------------------------------------------------------------------------

STAGES: Mapping[Stage, Words] = {
    Stage.PROPOSED: _("On a list"),
    Stage.AGREED: _("With the employer"),
    Stage.CHOSEN: _("Chosen, getting ready"),
    Stage.TRAVELLING: _("On the journey"),
    Stage.WORKING: _("At work"),
    Stage.RETURNED: _("Back home"),
    Stage.DECLINED: _("Said no"),
    Stage.NO_ANSWER: _("No answer in time"),
    Stage.NOT_CHOSEN: _("Employer chose others"),
    Stage.OFFER_WITHDRAWN: _("Offer withdrawn"),
    Stage.JOB_INELIGIBLE: _("Offer was not lawful"),
    Stage.NO_VISA: _("No visa"),
    Stage.UNREACHABLE: _("Could not be reached"),
    Stage.OTHER_ROUTE: _("Other way found"),
    Stage.SUSPENDED: _("Programme stopped"),
}
SENTENCES: Mapping[Stage, Words] = {
    Stage.PROPOSED: _("You are on the list for this offer. The employer does not see your name."),
    Stage.AGREED: _("The employer can read your name and decides whom to invite."),
    Stage.CHOSEN: _("The employer chose you. Now come the papers, one after the other."),
    Stage.TRAVELLING: _("You are on the journey. Tell us when you have arrived."),
    Stage.WORKING: _("You are at work. In the middle of the season we ask you how it is."),
    Stage.RETURNED: _("You are back. If the employer asks for you again, we tell you."),
    Stage.DECLINED: _("You said no to this offer. You stay on our list for others."),
    Stage.NO_ANSWER: _(
        "The time to answer ran out, so the place went to somebody else. You stay on our list."
    ),
    Stage.NOT_CHOSEN: _(
        "The employer chose other people. It says nothing about you. You stay on our list."
    ),
    Stage.OFFER_WITHDRAWN: _(
        "The employer took the offer back. You did nothing wrong. You stay on our list."
    ),
    Stage.JOB_INELIGIBLE: _(
        "The offer did not keep to the rules, so we stopped it. You stay on our list."
    ),
    Stage.NO_VISA: _(
        "The consulate did not give the visa this time. An officer talks with you about why."
    ),
    Stage.UNREACHABLE: _(
        "We tried to reach you and could not. Check your phone number; you stay on our list."
    ),
    Stage.OTHER_ROUTE: _("You found another way. We are glad, and wish you a good journey."),
    Stage.SUSPENDED: _(
        "The programme has stopped for now. We keep what you told us. Do not pay anyone."
    ),
}
"""What the person reads. Every stage has its sentence before anybody can be in it."""

EMPLOYER_SAID: Mapping[EmployerSaid, Words] = {
    EmployerSaid.YES: _("The employer chooses this person."),
    EmployerSaid.NO: _("The employer does not choose this person."),
}
OWNERS: Mapping[Owner, Words] = {
    Owner.WORKER: _("the worker"),
    Owner.OFFICE: _("the office"),
    Owner.EMPLOYER: _("the employer"),
    Owner.MINTRAB: _("the Ministry of Labour"),
}
TASKS: Mapping[Task, Words] = {
    Task.MINTRAB: _("Account at the Ministry of Labour"),
    Task.INTERVIEW: _("Interview with the employer"),
    Task.CONTRACT: _("Read the contract together"),
    Task.DS160: _("Form DS-160"),
    Task.VISA_FEE: _("Visa fee paid"),
    Task.MEDICAL: _("Medical examination"),
    Task.VISA: _("Visa in the passport"),
    Task.TRAVEL: _("Journey begun"),
    Task.ARRIVAL: _("Arrived"),
    Task.MID_SEASON: _("Check in mid-season"),
    Task.RETURN: _("Back home"),
    Task.REHIRE: _("Asked for again?"),
}
FOR_WORKER: Mapping[Task, Words] = {
    Task.MINTRAB: _("We register you with the Ministry of Labour, if you agree. It is free."),
    Task.INTERVIEW: _("The employer talks with you. We tell you day and hour."),
    Task.CONTRACT: _("We read the contract with you, in your language, before you sign."),
    Task.DS160: _("We fill in the visa form with you."),
    Task.VISA_FEE: _("The employer pays the visa fee. You never pay for a place."),
    Task.MEDICAL: _("A doctor examines you. Take your DPI and your passport."),
    Task.VISA: _("The interview at the consulate. Tell the truth; take all papers."),
    Task.TRAVEL: _("The journey. The employer pays it or pays it back."),
    Task.ARRIVAL: _("Call or write to us when you have arrived."),
    Task.MID_SEASON: _("We ask you whether the pay and the house are as promised."),
    Task.RETURN: _("The journey home. Tell us when you are back."),
    Task.REHIRE: _("The employer can ask for you again by name."),
}
QUESTIONS: Mapping[str, Words] = {
    "fee_paid": _("Did you pay anybody for the place?"),
    "papers_kept": _("Does anybody keep your passport or papers?"),
    "wage_less": _("Is the pay less than in the contract?"),
}
ANSWERS_YES: Mapping[str, Words] = {
    "fee_paid": _("A worker paid for the place."),
    "papers_kept": _("The employer keeps a worker's papers."),
    "wage_less": _("The pay is less than in the contract."),
}
CONTRACT_TERMS: Mapping[str, Words] = {
    "wage_hour": _("Pay an hour"),
    "hours_week": _("Hours a week"),
    "from_on": _("First day"),
    "until_on": _("Last day"),
    "housing_free": _("Housing is free"),
    "transport_paid": _("The journey is paid"),
    "three_fourths": _("At least three fourths of the hours are paid"),
}
VERDICTS: Mapping[Verdict, Words] = {
    Verdict.SAME: _("as certified"),
    Verdict.BETTER: _("better than certified"),
    Verdict.WORSE: _("worse than certified"),
    Verdict.DIFFERENT: _("differs"),
    Verdict.NOT_SAID: _("the contract does not say it"),
    Verdict.NOT_CERTIFIED: _("nothing certified to compare"),
}

_TAGS = {Verdict.SAME: "ok", Verdict.BETTER: "ok", Verdict.WORSE: "stop"}


def contract_lines(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A contract against the certified order as both doors show it: words, and how it looks."""
    return [
        {
            "name": CONTRACT_TERMS[line.field],
            "contract": line.contract,
            "certified": line.certified,
            "verdict": VERDICTS[line.verdict],
            "tag": _TAGS.get(line.verdict, "care"),
        }
        for line in lines
    ]


# --- why on a list, and why not --------------------------------------------------------------

BOUNDS: Mapping[Bound, Words] = {
    Bound.EXPIRED: _("the wish ran out and was not renewed"),
    Bound.CLOSED: _("the application is not open"),
    Bound.HIDDEN: _("did not agree that employers see the work"),
    Bound.UNTOLD: _("something is not told yet"),
    Bound.NEEDS_TALK: _("an officer has to talk with them first"),
    Bound.UNDER_WAY: _("is on the way with an offer already"),
    Bound.DESTINATION: _("does not want to go to this country"),
    Bound.OCCUPATION: _("has done no work of this kind"),
    Bound.EXPERIENCE: _("has less experience than asked for"),
    Bound.LANGUAGE: _("does not speak a language that the work needs"),
    Bound.STARTS_EARLIER: _("the work begins before they can go"),
    Bound.LASTS_LONGER: _("the season is longer than they can be away"),
    Bound.AVOIDS: _("the work involves what they would rather not do"),
}
BOUNDS_TO_PERSON: Mapping[Bound, Words] = {
    Bound.EXPIRED: _("Your wish ran out. Say below that it still stands."),
    Bound.CLOSED: _("Your application is not open."),
    Bound.HIDDEN: _("You have not agreed yet that employers see your work without your name."),
    Bound.UNTOLD: _("Something is still missing in what you told us."),
    Bound.NEEDS_TALK: _("An officer calls you first, about what happened at a border."),
    Bound.UNDER_WAY: _("You are on the way with an offer."),
    Bound.DESTINATION: _("No open offer is in a country that you chose."),
    Bound.OCCUPATION: _("No open offer is for work that you have done."),
    Bound.EXPERIENCE: _("The open offers ask for more experience."),
    Bound.LANGUAGE: _("The open offers need a language that you did not name."),
    Bound.STARTS_EARLIER: _("The open offers begin before you can go."),
    Bound.LASTS_LONGER: _("The open offers last longer than you can be away."),
    Bound.AVOIDS: _("The open offers involve what you would rather not do."),
}
_PARTS: Mapping[str, Words] = {
    "fit": _("work %(n)s"),
    "experience": _("experience %(n)s"),
    "proof": _("proof %(n)s"),
    "waiting": _("waiting %(n)s"),
    "returning": _("asked for again %(n)s"),
}


def parts(points: Mapping[str, int]) -> str:
    """The points of a pair, those that are nothing left out: "work 100, waiting 12"."""
    return ", ".join(str(_PARTS[name]) % {"n": n} for name, n in points.items() if n)


def standing(*, ahead: int | None, next_code: str, for_group: str) -> str:
    """Why this one and not the next, for staff."""
    if for_group:
        return gettext("This place keeps the equal chance of %(group)s.") % {"group": for_group}
    if ahead is None:
        return gettext("Nobody else who is free fits this offer.")
    return gettext("%(ahead)s points before %(code)s, who would come next.") % {
        "ahead": ahead,
        "code": next_code,
    }


def left_out(*, limit: str, mine: int, theirs: int, leaves: str, group: str) -> str:
    """Why somebody who fits is not on the list, for staff: the limit and the trade."""
    facts = {"mine": mine, "theirs": theirs, "code": leaves, "group": group, "n": theirs - mine}
    return _LIMITS[Limit(limit)](facts)


def full_before(limit: str) -> str:
    """The list or the day is full of people from lists before these."""
    if limit == Limit.DAY_FULL:
        return gettext("The interview day is full with people of earlier lists.")
    return gettext("The list is full with people of earlier lists.")


_LIMITS: Mapping[Limit, Callable[[Mapping[str, Any]], str]] = {
    Limit.LIST_FULL: lambda f: (
        gettext(
            "The list is full. %(code)s would have to leave, who counts %(theirs)s instead of"
            " %(mine)s."
        )
        % f
    ),
    Limit.DAY_FULL: lambda f: (
        gettext(
            "The interview day is full. %(code)s would have to leave, who counts %(theirs)s instead"
            " of %(mine)s."
        )
        % f
    ),
    Limit.MUNICIPALITY: lambda f: (
        gettext(
            "%(code)s would have to leave, who counts %(theirs)s instead of %(mine)s, but then"
            " %(group)s would be below its equal chance."
        )
        % f
    ),
    Limit.SEX: lambda f: (
        gettext(
            "%(code)s would have to leave, who counts %(theirs)s instead of %(mine)s, but then"
            " women or men would be below their equal chance."
        )
        % f
    ),
    Limit.ELSEWHERE: lambda f: gettext("Is on another list, where it counts %(theirs)s.") % f,
    Limit.NOT_WORTH: lambda _f: gettext("Letting them in would cost more on another list."),
}


def left_out_to_person(limit: str) -> str:
    """The same for the person: true, and about nobody else."""
    if limit in {Limit.MUNICIPALITY, Limit.SEX}:
        return gettext(
            "There were fewer places than people. Each municipality, and women and men, get an"
            " equal chance; this time the places ran out before you."
        )
    return gettext(
        "There were fewer places than people who fit. Who has waited longer or done more of this"
        " work came first. Each month that you wait counts."
    )

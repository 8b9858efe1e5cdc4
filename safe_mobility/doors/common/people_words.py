"""Words for what people tell us and for where an application stands, shared by every door.

A state has one sentence, written before the state existed: what it means, then what to do. The
public page, the console and the letter say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from safe_mobility.doors.common.dates import long_date
from safe_mobility.people.queries import ApplicationSeen
from safe_mobility.people.rules.drafts import Role, Sex
from safe_mobility.people.rules.needs import Need
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.people.rules.states import State


def role(code: Role) -> str:
    return {
        Role.APPLICANT: _("Applies"),
        Role.SPOUSE: _("Husband or wife"),
        Role.PARTNER: _("Partner"),
        Role.CHILD: _("Son or daughter"),
        Role.PARENT: _("Father or mother"),
        Role.SIBLING: _("Brother or sister"),
        Role.OTHER: _("Another relative or person"),
    }[code]


def sex(code: Sex) -> str:
    return {Sex.F: _("Woman"), Sex.M: _("Man"), Sex.X: _("Another answer")}[code]


def document_kinds() -> Iterator[tuple[str, str]]:
    yield "DPI", _("DPI (identity card)")
    yield "PASSPORT", _("Passport")
    yield "BIRTH", _("Birth certificate")
    yield "OTHER", _("Another paper")
    yield "NONE", _("No paper at hand")


def document_kind(code: str) -> str:
    return dict(document_kinds()).get(code, "")


def written_languages() -> list[tuple[str, str]]:
    """The languages in which pages and messages are written."""
    return [(code, name) for code, name in settings.LANGUAGES]


def needs() -> Iterator[tuple[str, str]]:
    words = {
        Need.PREGNANT: _("Somebody is pregnant."),
        Need.BABY: _("There is a baby who is breastfed."),
        Need.ILL: _("Somebody has an illness that needs treatment."),
        Need.SEEING: _("Somebody sees little or nothing."),
        Need.HEARING: _("Somebody hears or speaks with difficulty."),
        Need.MOVING: _("Somebody moves with difficulty."),
        Need.MIND: _("Somebody is not well in mind or mood, or learns with difficulty."),
        Need.ALONE_WITH_CHILDREN: _("I look after children alone."),
        Need.OLDER: _("There is an older person who needs help."),
        Need.OTHER_CHILD: _("There is a child with us whose parents are not here."),
        Need.AFRAID: _("We are in danger or afraid of somebody."),
        Need.PRIVATE: _("There is something I want to tell a person in private."),
    }
    for need in Need:
        yield need.value, words[need]


def need(code: Need) -> str:
    return dict(needs())[code.value]


def state_name(state: State) -> str:
    """The state in a few words, for a list or a tag."""
    return {
        State.DRAFT: _("Not sent yet"),
        State.SENT: _("Received"),
        State.IN_REVIEW: _("Being checked"),
        State.MORE_NEEDED: _("Something is missing"),
        State.WAITING: _("Waiting for an interview"),
        State.INVITED: _("Can choose a time"),
        State.BOOKED: _("Has an appointment"),
        State.INTERVIEWED: _("Interview done"),
        State.NOT_HERE: _("Cannot go on at this office today"),
        State.REFERRED: _("Sent to a partner"),
        State.WITH_PARTNER: _("With the partner"),
        State.DECIDED: _("The partner has decided"),
        State.TRAVELLING: _("Preparing to travel"),
        State.LANDED: _("Arrived"),
        State.REVIEW_ASKED: _("Review asked for"),
        State.CLOSED: _("Closed"),
        State.WITHDRAWN: _("Closed by the family"),
    }[state]


@dataclass(frozen=True, slots=True)
class Said:
    """What a state means, what there is to do, and who acts next."""

    meaning: str
    to_do: str
    acts: str


def said(application: ApplicationSeen, *, today: date) -> Said:
    meaning, to_do = _sentences(application, today=today)
    return Said(meaning=meaning, to_do=to_do, acts=_who_acts(application.state))


def _sentences(application: ApplicationSeen, *, today: date) -> tuple[str, str]:
    others = _("Other help is still open.")
    if application.state is State.NOT_HERE:
        again = _again(application.look_again_on, today=today)
        return _("We cannot go on with your application at this office today."), again or others
    if application.state is State.WITHDRAWN:
        until = _reopen(application.reopen_until, today=today)
        return _("You closed your application."), until or others
    if application.state is State.CLOSED:
        return _("Your application is closed. Our last message says why."), others
    return (_while_you_act() | _while_we_act() | _while_they_decide())[application.state]


def _while_you_act() -> dict[State, tuple[str, str]]:
    return {
        State.DRAFT: (
            _("Your application is not sent yet."),
            _("Go on where you stopped, and send it."),
        ),
        State.MORE_NEEDED: (
            _("Something is missing in your application."),
            _("Look at our last message, add what is missing, or call us."),
        ),
        State.INVITED: (
            _("You have a place for an interview."),
            _("Choose a time. Choosing first gives no advantage."),
        ),
        State.BOOKED: (
            _("You have an appointment."),
            _("Come even if a paper is missing. If you cannot come, change it here."),
        ),
    }


def _while_we_act() -> dict[State, tuple[str, str]]:
    nothing = _("You do not have to do anything today.")
    return {
        State.SENT: (_("We have your application."), nothing),
        State.IN_REVIEW: (_("We are checking your application."), nothing),
        State.WAITING: (_("You are waiting for an interview."), nothing),
        State.INTERVIEWED: (
            _("The interview is done. The office now looks at which pathway fits."),
            nothing,
        ),
        State.REVIEW_ASKED: (
            _("We have your request for review. Another officer reads it."),
            nothing,
        ),
    }


def _while_they_decide() -> dict[State, tuple[str, str]]:
    patience = _("This is not an approval yet. You do not have to do anything today.")
    return {
        State.REFERRED: (
            _("We are preparing to send your application to those who decide."),
            patience,
        ),
        State.WITH_PARTNER: (_("We sent your application to those who decide."), patience),
        State.DECIDED: (
            _("Those who decide have answered."),
            _("Look at our last message. It says what they decided and what comes next."),
        ),
        State.TRAVELLING: (
            _("Your journey is being prepared."),
            _("Do not sell or give up anything before you have a date in writing."),
        ),
        State.LANDED: (_("You have arrived. Your application is complete."), ""),
    }


def _again(day: date | None, *, today: date) -> str:
    if day is None or day <= today:
        return ""
    return _("It is worth looking again on %(day)s. Other help is open today.") % {
        "day": long_date(day)
    }


def _reopen(until: date | None, *, today: date) -> str:
    if until is None or until < today:
        return ""
    return _("You can open it again until %(day)s.") % {"day": long_date(until)}


def _who_acts(state: State) -> str:
    you, office = _("You"), _("The office")
    return {
        State.DRAFT: you,
        State.MORE_NEEDED: you,
        State.INVITED: you,
        State.BOOKED: _("You and the office, on the day of the appointment"),
        State.WITH_PARTNER: _("Those who decide. They are not the office."),
        State.DECIDED: office,
        State.TRAVELLING: _("The organisation that prepares the journey"),
        State.LANDED: "",
        State.NOT_HERE: "",
        State.CLOSED: "",
        State.WITHDRAWN: you,
        State.REVIEW_ASKED: _("Another officer"),
    }.get(state, office)


STATIONS: tuple[frozenset[State], ...] = (
    frozenset({State.DRAFT, State.SENT, State.IN_REVIEW}),
    frozenset({State.WAITING, State.INVITED, State.BOOKED}),
    frozenset({State.INTERVIEWED, State.NOT_HERE}),
    frozenset({State.REFERRED, State.WITH_PARTNER, State.DECIDED}),
    frozenset({State.TRAVELLING, State.LANDED}),
)


def station_names() -> tuple[str, ...]:
    return (
        _("Your application"),
        _("The interview"),
        _("The office sees which pathway fits"),
        _("Those who decide look at it"),
        _("The journey"),
    )


def station_of(application: ApplicationSeen) -> int:
    """Where on the path the family is; a state that leads back stands where it came from."""
    for state in (application.state, application.former):
        for number, states in enumerate(STATIONS):
            if state in states:
                return number
    return len(STATIONS) - 3


def paper_kinds() -> Iterator[tuple[str, str]]:
    words = {
        PaperKind.IDENTITY: _("Identity card"),
        PaperKind.PASSPORT: _("Passport"),
        PaperKind.BIRTH: _("Birth certificate"),
        PaperKind.MARRIAGE: _("Marriage certificate"),
        PaperKind.LETTER: _("A letter or a report"),
        PaperKind.OTHER: _("Another paper"),
    }
    for kind in PaperKind:
        yield kind.value, words[kind]


def paper_kind(code: PaperKind) -> str:
    return dict(paper_kinds())[code.value]

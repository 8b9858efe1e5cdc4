"""The facts of a line of the trail in words: what was chosen, of which hour, at which desk.

The trail holds codes and keys, because it must outlive every wording. A page turns them into what
they stand for; a key that says nothing to a reader is left out, since the act already says what
it was about. A fact without words here is shown as it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from safe_mobility.appointments import queries as appointments
from safe_mobility.cases.rules import Outcome, PartnerResult
from safe_mobility.doors.common import dates, people_words, work_words
from safe_mobility.doors.common.receivers import EVERY_EMPLOYER, receiver_name
from safe_mobility.doors.common.words.cases import field_name, purpose_name
from safe_mobility.doors.console import board, case_labels, places
from safe_mobility.doors.console.forms.cases.assisted import SPEAKERS
from safe_mobility.doors.console.forms.reports import RECEIVERS
from safe_mobility.doors.console.views import messages, reports
from safe_mobility.feedback.rules import Kind as ReportKind
from safe_mobility.offices import queries as offices
from safe_mobility.oversight.queries import MarkSeen
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programmes
from safe_mobility.reunification.queries.tracing import TRACED_FAMILY
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.references import parse_reference, spell_reference

Words = Mapping[Any, "str | Promise"]
NOBODY_READS = frozenset(
    {
        *("consent", "demand", "digest", "disclosure", "edition", "evidence", "invitation"),
        *("page", "pair", "paper", "period", "place", "referral"),
    }
)
"""Keys of rows: what they are the key of is said by the act."""


@dataclass(frozen=True, slots=True)
class Known:
    """What keys stand for, looked up once for all lines of a page."""

    hours: Mapping[str, datetime] = field(default_factory=dict)
    desks: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    act: str
    value: Any
    known: Known

    @property
    def text(self) -> str:
        return str(self.value)


def known_of(found: Iterable[MarkSeen], *, asker: Asker, names: Mapping[str, str]) -> Known:
    facts = [mark.facts for mark in found]
    ids = {UUID(each["appointment"]) for each in facts if "appointment" in each}
    hours = appointments.hours_of(asker=asker, appointment_ids=ids) if ids else {}
    desk_ids = {each["desk"] for each in facts if isinstance(each.get("desk"), int)}
    desks = offices.desk_names(asker=asker, desk_ids=desk_ids) if desk_ids else {}
    return Known({str(pk): at for pk, at in hours.items()}, desks, names)


def facts_words(mark: MarkSeen, known: Known) -> str:
    """The facts of a line, each in words; those without words here come last."""
    order = [name for name in SAYERS if name in mark.facts]
    order += [name for name in mark.facts if name not in SAYERS]
    said = (
        _said(name, Fact(mark.act, mark.facts[name], known))
        for name in order
        if mark.facts[name] not in ("", None, [])
    )
    return " · ".join(words for words in said if words)


def _said(name: str, fact: Fact) -> str:
    if name in NOBODY_READS:
        return ""
    sayer = SAYERS.get(name)
    return sayer(fact) if sayer else f"{name} {fact.value}"


def _in(sentence: "str | Promise", say: Callable[[Fact], str]) -> Callable[[Fact], str]:
    """The words in a sentence with a place for them; nothing where there are none."""

    def said(fact: Fact) -> str:
        words = say(fact)
        return str(sentence) % {"what": words} if words else ""

    return said


def _one_of(words: Words) -> Callable[[Fact], str]:
    return lambda fact: str(words.get(fact.value, fact.value))


def _by_act(words: Mapping[str, Callable[[Fact], str]]) -> Callable[[Fact], str]:
    """One name for different things: which, the act says, by its whole name or its kind."""

    def said(fact: Fact) -> str:
        say = words.get(fact.act) or words.get(fact.act.partition(".")[0])
        return say(fact) if say else fact.text

    return said


def _appointment(fact: Fact) -> str:
    at = fact.known.hours.get(fact.text)
    if at is None:
        return ""
    moment = dates.local(at)
    return _("appointment on %(day)s, %(time)s") % {
        "day": dates.long_date(moment, year=False),
        "time": dates.short_time(moment),
    }


def _desk(fact: Fact) -> str:
    return fact.known.desks.get(fact.value, "") if isinstance(fact.value, int) else ""


def _state(fact: Fact) -> str:
    states = {state.value: state for state in State}
    return people_words.state_name(states[fact.text]) if fact.text in states else fact.text


def _day(fact: Fact) -> str:
    try:
        return dates.short_date(date.fromisoformat(fact.text[:10]))
    except ValueError:
        return fact.text


def _yes(words: "str | Promise") -> Callable[[Fact], str]:
    return lambda fact: str(words) if fact.value is True else ""


def _counted(words: "str | Promise") -> Callable[[Fact], str]:
    return lambda fact: str(words % {"n": int(fact.value)})


def _version(fact: Fact) -> str:
    """A number, or the first signs of a fingerprint: enough to tell two apart."""
    return _("version %(version)s") % {"version": fact.text[:8]}


def _pathway(fact: Fact) -> str:
    words = programmes.text_of(f"pathway.{fact.text}.name", get_language() or "es")
    return words or fact.text


def _recipient(fact: Fact) -> str:
    if fact.value in RECIPIENTS:
        return str(RECIPIENTS[fact.value])
    return receiver_name(fact.text)


def _part(fact: Fact) -> str:
    """Which part of a file was opened or written; a part of an interview by its own name."""
    whole, _space, section = fact.text.partition(" ")
    section = section if whole == "interview" else whole
    sections = {each.value: words for each, words in case_labels.SECTIONS.items()}
    return str(sections.get(section) or PARTS.get(fact.text, fact.text))


def _gone(fact: Fact) -> str:
    number = parse_reference(fact.text) if isinstance(fact.value, str) else None
    if number:
        return _("the other one: %(number)s") % {"number": spell_reference(number)}
    return _counted(ngettext_lazy("%(n)s place withdrawn", "%(n)s places withdrawn", "n"))(fact)


def _fields(fact: Fact) -> str:
    return ", ".join(field_name(code) for code in fact.value)


RECIPIENTS: Words = {
    "PROGRAMME": gettext_lazy("this programme"),
    "GT_GOVERNMENT": gettext_lazy("the Government of Guatemala"),
    EVERY_EMPLOYER: gettext_lazy("employers, without the name"),
    TRACED_FAMILY: gettext_lazy("the relative that was found"),
}
CONSENTS: Words = {
    "PROCESSING": gettext_lazy("to keep what the family tells"),
    "SHARE_GT_GOVERNMENT": gettext_lazy("to share with the Government of Guatemala"),
    "REFERRAL": gettext_lazy("to be referred"),
    "TRACING": gettext_lazy("to look for relatives"),
}
PETITIONS: Words = {
    "I130": gettext_lazy("form I-130"),
    "I730": gettext_lazy("form I-730"),
    "CAM": gettext_lazy("form DS-7699"),
    "OTHER": gettext_lazy("another petition"),
}
CHANNELS: Words = {
    "WEB": gettext_lazy("on the public site"),
    "ASSISTED": gettext_lazy("with the person present"),
}
CONTACTS: Words = {"PHONE": gettext_lazy("phone"), "EMAIL": gettext_lazy("e-mail")}
FACTORS: Words = {
    "totp": gettext_lazy("an authenticator app"),
    "webauthn": gettext_lazy("a passkey"),
}
WISHES: Words = {
    "CHANGE": gettext_lazy("wants another time"),
    "TIME": gettext_lazy("wants to choose a time"),
}
SETTLED: Words = {
    "SAME": gettext_lazy("one family"),
    "DIFFERENT": gettext_lazy("different people"),
}
WAYS_IN: Words = {"pin": gettext_lazy("with the PIN"), "code": gettext_lazy("with a code")}
SEARCHES: Words = {
    "NUMBER": gettext_lazy("by the number"),
    "PHONE": gettext_lazy("by a phone"),
    "EMAIL": gettext_lazy("by an e-mail"),
    "DOCUMENT": gettext_lazy("by an identity paper"),
    "PERSON": gettext_lazy("by name and date of birth"),
}
PARTS: Words = {
    "assisted": gettext_lazy("registration with the person present"),
    "case": gettext_lazy("the whole case"),
    "duplicates": gettext_lazy("possible duplicates"),
    "interview": gettext_lazy("the interview"),
    "letter": gettext_lazy("the letter"),
    "outcome": gettext_lazy("the outcome"),
    "printed file": gettext_lazy("the file on paper"),
    "referral": gettext_lazy("the referral"),
    "relatives": gettext_lazy("relatives in other countries"),
    "rules": gettext_lazy("the family under the rules of another day"),
    "referral letter": gettext_lazy("the letter of the referral"),
    "persona": gettext_lazy("a person"),
    "hogar": gettext_lazy("home and languages"),
    "contacto": gettext_lazy("how to reach them"),
    "necesidades": gettext_lazy("specific needs"),
    "preguntas": gettext_lazy("the questions"),
}
# Why an application goes back to waiting, beside the reasons that an officer gives.
BACK_TO_WAITING: Words = {
    "ABSENT": gettext_lazy("did not come"),
    "CANCELLED": gettext_lazy("appointment cancelled"),
    "CLOSED_DAY": gettext_lazy("the office closed that day"),
    "LEFT": gettext_lazy("left before the talk"),
}
REASONS: Words = {
    **{reason.value: words for reason, words in case_labels.REASONS.items()},
    **{reason.value: words for reason, words in case_labels.RETURN_REASONS.items()},
    **BACK_TO_WAITING,
}


def _paper(fact: Fact) -> str:
    return dict(people_words.paper_kinds()).get(fact.text, fact.text)


STEPS: Words = {
    "NO_EVIDENCE": gettext_lazy("no evidence yet"),
    "NOT_STARTED": gettext_lazy("not begun"),
    "LIMITED": gettext_lazy("in part"),
    "SUBSTANTIAL": gettext_lazy("for the most part"),
    "COMPLETE": gettext_lazy("done"),
}


SAYERS: Mapping[str, Callable[[Fact], str]] = {
    "added": _in(gettext_lazy("added: %(what)s"), lambda fact: fact.text),
    "answer_by": _in(gettext_lazy("answer by: %(what)s"), _day),
    "appointment": _appointment,
    "before": _in(gettext_lazy("before: %(what)s"), _version),
    "by": _by_act({"case": _one_of(SEARCHES), "household": _one_of(WAYS_IN)}),
    "calls": _counted(ngettext_lazy("%(n)s call", "%(n)s calls", "n")),
    "candidate": _in(gettext_lazy("candidate: %(what)s"), lambda fact: fact.text),
    "changed": _in(gettext_lazy("changed: %(what)s"), lambda fact: fact.text),
    "channel": _one_of(CHANNELS),
    "commitment": _in(gettext_lazy("commitment: %(what)s"), lambda fact: fact.text),
    "desk": _desk,
    "drafted": _counted(
        ngettext_lazy(
            "%(n)s place lacks a confirmed desk or person",
            "%(n)s places lack a confirmed desk or person",
            "n",
        )
    ),
    "ended": _counted(ngettext_lazy("%(n)s figure ended", "%(n)s figures ended", "n")),
    "fields": _fields,
    "figures": _counted(ngettext_lazy("%(n)s figure", "%(n)s figures", "n")),
    "former": _in(
        gettext_lazy("before: %(what)s"),
        lambda fact: str(work_words.STAGES.get(fact.value, "")) or places.name(fact.text),
    ),
    "found": _counted(ngettext_lazy("%(n)s case found", "%(n)s cases found", "n")),
    "from": _in(gettext_lazy("from: %(what)s"), _state),
    "gone": _in(gettext_lazy("removed: %(what)s"), lambda fact: fact.text),
    "ground": _one_of(case_labels.GROUNDS),
    "households": _counted(ngettext_lazy("%(n)s family", "%(n)s families", "n")),
    "interpreter": _in(
        gettext_lazy("interpreter: %(what)s"), lambda fact: places.language_name(fact.text)
    ),
    "job": lambda fact: fact.text,
    "kind": _by_act(
        {
            "consent": _one_of(CONSENTS),
            "contact": _one_of(CONTACTS),
            "message": _one_of(messages.KINDS),
            "paper": _paper,
            "petition": _one_of(PETITIONS),
            "report": _one_of({ReportKind(k).value: w for k, w in reports.KINDS.items()}),
            "staff": _one_of(FACTORS),
        }
    ),
    "language": _in(
        gettext_lazy("messages in: %(what)s"), lambda fact: places.language_name(fact.text)
    ),
    "last_on": _in(gettext_lazy("last day: %(what)s"), _day),
    "left_out": _in(gettext_lazy("left out: %(what)s"), lambda fact: fact.text),
    "older": _in(gettext_lazy("known from a newer file: %(what)s"), lambda fact: fact.text),
    "repeated": _in(gettext_lazy("repeated: %(what)s"), lambda fact: fact.text),
    "unchanged": _in(gettext_lazy("unchanged: %(what)s"), lambda fact: fact.text),
    "likely": _yes(gettext_lazy("likely the same person")),
    "month": lambda fact: fact.text,
    "new": _in(gettext_lazy("added: %(what)s"), lambda fact: fact.text),
    "number": lambda fact: _("person %(number)s") % {"number": fact.value},
    "on": _day,
    "opened": _counted(ngettext_lazy("%(n)s place opened", "%(n)s places opened", "n")),
    "openings": _counted(ngettext_lazy("%(n)s family", "%(n)s families", "n")),
    "otherwise": _one_of({each.value: words for each, words in board.OTHERWISE.items()}),
    "outcome": _one_of({each.value: case_labels.OUTCOMES[each] for each in Outcome}),
    "pairs": _counted(ngettext_lazy("%(n)s pair", "%(n)s pairs", "n")),
    "part": _part,
    "pathway": _pathway,
    "proposed": _counted(ngettext_lazy("%(n)s person proposed", "%(n)s people proposed", "n")),
    "purpose": lambda fact: purpose_name(fact.text),
    "read_back": _yes(gettext_lazy("read back aloud")),
    "readable": _yes(gettext_lazy("readable")),
    "reason": _one_of(REASONS),
    "recipient": _recipient,
    "relative": lambda fact: _("relative %(number)s") % {"number": fact.value},
    "removed": _in(gettext_lazy("removed: %(what)s"), lambda fact: fact.text),
    "request": lambda fact: _("request %(number)s") % {"number": fact.value},
    "result": _one_of({each.value: case_labels.RESULTS[each] for each in PartnerResult}),
    "role": _one_of(places.ROLE_NAMES),
    "rules": _version,
    "said": _one_of(work_words.EMPLOYER_SAID),
    "settled_as": _one_of(SETTLED),
    "shares": _yes(gettext_lazy("may share")),
    "speaker": _one_of(dict(SPEAKERS)),
    "spoken": _in(gettext_lazy("spoken: %(what)s"), lambda fact: places.language_name(fact.text)),
    "staff": _in(
        gettext_lazy("not shown to %(what)s"), lambda fact: fact.known.names.get(fact.text, "")
    ),
    "to": _by_act(
        {
            "application": _in(gettext_lazy("to: %(what)s"), _state),
            "report": _in(gettext_lazy("to: %(what)s"), _one_of(dict(RECEIVERS))),
        }
    ),
    "stage": _one_of(work_words.STAGES),
    "state": _one_of(work_words.DEMAND_STATES),
    "task": _one_of(work_words.TASKS),
    "step": _one_of(STEPS),
    "told": _counted(ngettext_lazy("%(n)s family told", "%(n)s families told", "n")),
    "version": _version,
    "why": lambda fact: fact.text,
    "wish": _one_of(WISHES),
    "withdrawn": _gone,
}

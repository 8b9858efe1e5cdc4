"""The day's board: what each row says and which acts it offers to this person, in order.

Nothing here decides: which family comes next is a rule of the queue, what may follow is the
table of states, and each act asks again when it is pressed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safe_mobility.appointments.queries import DaySeen, VisitSeen
from safe_mobility.appointments.rules import queue
from safe_mobility.appointments.rules.queue import Otherwise, Reason
from safe_mobility.appointments.rules.states import AppointmentState as State
from safe_mobility.doors.common.dates import short_time
from safe_mobility.doors.console import places
from safe_mobility.offices.rules import Mode
from safe_mobility.shared.asker import Asker

DOORS = frozenset({"RECEPTION", "INTERVIEWER", "SUPERVISOR"})
DESKS = frozenset({"INTERVIEWER", "SUPERVISOR"})

REASONS: dict[Reason, "str | Promise"] = {
    Reason.WAITED_FAR_TOO_LONG: gettext_lazy("has waited more than an hour"),
    Reason.SPECIFIC_NEEDS: gettext_lazy("has specific needs"),
    Reason.INTERPRETER_IS_HERE: gettext_lazy("their interpreter is here"),
    Reason.BOOKED_HOUR: gettext_lazy("by booked hour"),
    Reason.CAME_EARLY: gettext_lazy("came before their hour"),
}
OTHERWISE: dict[Otherwise, "str | Promise"] = {
    Otherwise.CANNOT_WAIT: gettext_lazy(
        "They cannot wait: somebody is ill, a small child, a last bus"
    ),
    Otherwise.KNOWN_HERE: gettext_lazy("I have already talked with them"),
    Otherwise.LANGUAGE: gettext_lazy("Their language is spoken here now and not later"),
    Otherwise.NOT_IN_THE_ROOM: gettext_lazy("The suggested family is not in the room"),
    Otherwise.ASKED_BY_SUPERVISOR: gettext_lazy("My supervisor asked for it"),
}
GROUPS: tuple[tuple[str, "str | Promise", tuple[State, ...]], ...] = (
    ("desks", gettext_lazy("At the desks"), (State.CALLED, State.IN_INTERVIEW)),
    ("waiting", gettext_lazy("Waiting"), (State.ARRIVED,)),
    ("parked", gettext_lazy("On hold"), (State.PARKED,)),
    ("expected", gettext_lazy("Expected"), (State.CONFIRMED,)),
    ("done", gettext_lazy("Done"), (State.DONE,)),
    ("gone", gettext_lazy("Left or absent"), (State.LEFT, State.ABSENT)),
)
_FOLDED = {"done", "gone"}


@dataclass(frozen=True, slots=True)
class Act:
    """One button of a row. One that cannot be taken back asks first (`asks`)."""

    name: str
    words: "str | Promise"
    asks: bool = False


ARRIVE = Act("arrive", gettext_lazy("Has arrived"))
CALL = Act("call", gettext_lazy("Call"), asks=True)
PARK = Act("park", gettext_lazy("Put on hold"))
UNPARK = Act("unpark", gettext_lazy("Is back"))
LEFT = Act("leave", gettext_lazy("Has left"), asks=True)
ABSENT = Act("absent", gettext_lazy("Did not come"), asks=True)
START = Act("start", gettext_lazy("Begin the interview"))
UNANSWERED = Act("unanswered", gettext_lazy("Nobody came"))
INTERVIEW = Act("interview", gettext_lazy("Open the interview"), asks=True)
FINISH = Act("finish", gettext_lazy("Finished"))
REDIRECT = Act("redirect", gettext_lazy("Another desk"), asks=True)


_ROUTES = {
    "arrive": "receive",
    "park": "receive",
    "unpark": "receive",
    "start": "hear",
    "unanswered": "hear",
    "finish": "hear",
    "leave": "end",
    "absent": "end",
}


def url_of(visit: VisitSeen, act: Act) -> str:
    """Where the button of an act leads."""
    if act is INTERVIEW:
        return reverse("console:interview", args=[visit.reference])
    route = _ROUTES.get(act.name)
    if route is None:
        return reverse(f"console:{act.name}", args=[visit.id])
    return reverse(f"console:{route}", args=[visit.id, act.name])


@dataclass(frozen=True, slots=True)
class Row:
    visit: VisitSeen
    at: str
    state: str
    why: str
    first: Act | None
    more: Sequence[Act]


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: "str | Promise"
    rows: Sequence[Row]
    folded: bool


def groups(
    day: DaySeen, *, asker: Asker, now: datetime, mine: VisitSeen | None = None
) -> list[Group]:
    """The board: who is at a desk, who waits, in the order in which they would be called.

    The acts on the family at `mine`, my own desk, stand above the board and not in it twice.
    """
    made = []
    for code, title, states in GROUPS:
        visits = [visit for state in states for visit in day.rows[state]]
        ordered = in_order(visits, now=now) if code == "waiting" else [(v, None) for v in visits]
        rows = [row(visit, asker=asker, now=now, reason=reason) for visit, reason in ordered]
        rows = [replace(each, first=None, more=()) if each.visit == mine else each for each in rows]
        made.append(Group(code, title, rows, code in _FOLDED))
    return made


def in_order(
    visits: Iterable[VisitSeen], *, now: datetime
) -> list[tuple[VisitSeen, Reason | None]]:
    """The waiting room in the order of the queue, each with its reason."""
    by_id = {str(visit.id): visit for visit in visits}
    waiting = [
        queue.Waiting(
            appointment=key,
            starts_at=visit.starts_at,
            arrived_at=visit.arrived_at or visit.starts_at,
            has_needs=visit.has_needs,
            interpreter_language=visit.interpreter_language,
        )
        for key, visit in by_id.items()
    ]
    order = queue.order_to_call(waiting, now=now)
    return [(by_id[each.waiting.appointment], each.reason) for each in order]


def row(visit: VisitSeen, *, asker: Asker, now: datetime, reason: Reason | None = None) -> Row:
    acts = [act for act, roles in _acts(visit, now=now) if asker.has_role(*roles)]
    return Row(
        visit=visit,
        at=short_time(visit.at),
        state=state_words(visit, now=now),
        why=str(REASONS[reason]) if reason in _WORTH_SAYING else "",
        first=acts[0] if acts else None,
        more=acts[1:],
    )


_WORTH_SAYING = {Reason.WAITED_FAR_TOO_LONG, Reason.INTERPRETER_IS_HERE, Reason.CAME_EARLY}


def _acts(visit: VisitSeen, *, now: datetime) -> list[tuple[Act, frozenset[str]]]:
    """What may follow, the likely act first."""
    by_line = visit.mode is not Mode.IN_PERSON
    match visit.state:
        case State.CONFIRMED:
            first = (CALL, DESKS) if by_line else (ARRIVE, DOORS)
            late = now >= visit.starts_at + queue.ABSENT_AFTER
            return [first, (ABSENT, DOORS)] if late else [first]
        case State.ARRIVED:
            return [(CALL, DESKS), (PARK, DOORS), (LEFT, DOORS)]
        case State.CALLED:
            return [
                (START, DESKS),
                (UNANSWERED, DESKS),
                (PARK, DOORS),
                (REDIRECT, DOORS),
                (LEFT, DOORS),
            ]
        case State.PARKED:
            return [(UNPARK, DOORS)]
        case State.IN_INTERVIEW:
            return [(INTERVIEW, DESKS), (FINISH, DESKS), (REDIRECT, DOORS)]
        case _:
            return []


def state_words(visit: VisitSeen, *, now: datetime) -> str:
    """Where the family is, in words, with the time that matters."""
    called = _clock(visit, visit.called_at)
    match visit.state:
        case State.CONFIRMED:
            return _expected(visit, now=now)
        case State.ARRIVED:
            waited = now - (visit.arrived_at or now)
            tried = _("not answered %(calls)s of 3") % {"calls": visit.calls}
            words = _("waiting for %(minutes)s") % {"minutes": _minutes(waited)}
            if waited < timedelta(minutes=1):
                words = _("has just arrived")
            return f"{words} · {tried}" if visit.calls else words
        case State.CALLED:
            return _("called to %(desk)s at %(time)s") % {"desk": visit.desk_name, "time": called}
        case State.PARKED:
            return _("on hold")
        case State.IN_INTERVIEW:
            return _("interview at %(desk)s") % {"desk": visit.desk_name}
        case State.DONE:
            return _("done at %(time)s") % {"time": _clock(visit, visit.ended_at)}
        case State.LEFT:
            return _("left at %(time)s") % {"time": _clock(visit, visit.ended_at)}
        case _:
            return _("absent")


def _expected(visit: VisitSeen, *, now: datetime) -> str:
    if visit.answer_by is not None:
        return _("the office took this hour back")
    late = now - visit.starts_at
    if late > timedelta(minutes=5):
        return _("%(minutes)s late") % {"minutes": _minutes(late)}
    return _("expected")


def _clock(visit: VisitSeen, at: datetime | None) -> str:
    return short_time(places.wall_time(visit.office_code, at)) if at else ""


def _minutes(span: timedelta) -> str:
    whole = max(0, int(span.total_seconds() // 60))
    if whole < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", whole) % {"n": whole}
    return _("%(hours)s h %(minutes)02d min") % {"hours": whole // 60, "minutes": whole % 60}

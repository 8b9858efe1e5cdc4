"""The training day: three weeks before a Monday in November 2023, played in their own order.

Everything that happened is put on a list with its hour and then done from the first hour to the
last, so that the trail, the messages and the queue read as they would have grown.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from safe_mobility.doors.jobs import sender
from safe_mobility.doors.jobs.providers import Provider, providers
from safe_mobility.doors.jobs.training import (
    bulletins,
    capacity,
    frauds,
    journeys,
    kin,
    past,
    promises,
    seasons,
    words,
)
from safe_mobility.doors.jobs.training.capacity import TRAINER, Office
from safe_mobility.doors.jobs.training.cast import CAST, HEARD, Fate, Part
from safe_mobility.doors.jobs.training.families import MadeUpFamily, make_up
from safe_mobility.doors.jobs.training.journeys import Family
from safe_mobility.feedback import services as feedback_acts
from safe_mobility.feedback.rules import Kind, Told
from safe_mobility.notifications.rules.states import Channel
from safe_mobility.offices import queries as offices
from safe_mobility.oversight import queries as oversight
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker, AskerKind

MONDAY = date(2023, 11, 20)
OPENED_ON = date(2023, 10, 30)
HEARD_FROM = date(2023, 11, 13)
LAST_DAY = date(2023, 12, 12)
SEED = 20231120
PLAYED = "training.played"
_READER = Asker(kind=AskerKind.STAFF, id="0", roles=frozenset({"AUDITOR"}))
ZONE = ZoneInfo("America/Guatemala")

AT_THE_OFFICE = frozenset(
    {Fate.DONE, Fate.IN_INTERVIEW, Fate.ABSENT, Fate.ARRIVED, Fate.PARKED, Fate.EXPECTED}
)
REVIEWED = frozenset({Fate.IN_REVIEW, Fate.WAITING, Fate.INVITED})


@dataclass(slots=True)
class Day:
    """The list of what is still to happen, and who is in it."""

    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - made-up families
    offices: dict[str, Office] = field(default_factory=dict)
    families: dict[int, Family] = field(default_factory=dict)
    made_up: dict[int, MadeUpFamily] = field(default_factory=dict)
    _ahead: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: count = field(default_factory=count)  # type: ignore[type-arg]

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._ahead, (moment, next(self._order), act))

    def soon(self, number: int, moment: datetime, act: Callable[..., None]) -> None:
        """Something that the family of this number does or meets at `moment`."""
        self.at(moment, lambda at: act(self.families[number], at=at))

    def play(self) -> int:
        """Do everything in order of time; after each act, its messages go out."""
        done = 0
        post = self._post()
        while self._ahead:
            moment, _, act = heapq.heappop(self._ahead)
            _turn_clock(moment)
            act(moment)
            while sender.send_due(providers=post, limit=50):
                pass
            done += 1
        return done

    def _post(self) -> Mapping[Channel, Provider]:
        post = dict(providers())
        phone = self.made_up[words.ABSENT].phone
        post[Channel.SMS] = words.OneNumberIsGone(
            post[Channel.SMS], phone=phone, since=local(MONDAY, "00:00")
        )
        return post


def begun() -> bool:
    return bool(offices.desks(asker=TRAINER, office_code="QTZ"))


def played() -> bool:
    """Whether the day was played to its end, which its last mark says."""
    return bool(oversight.marks(asker=_READER, act=PLAYED, limit=1))


def play() -> int:
    """Play the day; returns how many acts there were.

    It is no single transaction: some acts of families (a code that is tried) must stand even
    where what follows is refused, and say so. A day that was cut off has to begin afresh.
    """
    offset = settings.CLOCK_OFFSET
    try:
        day = Day()
        day.at(local(OPENED_ON, "07:00"), past.live_through)
        day.at(local(OPENED_ON, "08:00"), lambda at: _open_offices(day, at))
        for number, part in enumerate(CAST):
            _plan(day, number, part)
        day.at(local(MONDAY, "08:10") - timedelta(days=3), _report_fraud)
        day.at(local(MONDAY, "08:15") - timedelta(days=3), promises.bring_and_judge)
        frauds.plan(day, monday=MONDAY, local=local)
        day.at(local(MONDAY, "08:20") - timedelta(days=3), bulletins.bring)
        seasons.plan(day, monday=MONDAY, local=local)
        kin.plan(day, monday=MONDAY, local=local)
        words.plan(day, monday=MONDAY, local=local)
        acts = day.play()
        trail.record(PLAYED, actor=TRAINER, about="training", now=local(MONDAY, "09:00"))
        return acts
    finally:
        settings.CLOCK_OFFSET = offset


def local(on: date, at: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(at), ZONE).astimezone(UTC)


def _turn_clock(moment: datetime) -> None:
    """Messages are sent by the programme's clock; it stands at each hour in turn."""
    settings.CLOCK_OFFSET = (moment - timezone.now()).total_seconds()


def _open_offices(day: Day, at: datetime) -> None:
    for plan in capacity.PLANS:
        first = HEARD_FROM if plan.office == "QTZ" else MONDAY
        day.offices[plan.office] = capacity.open_office(plan, first=first, last=LAST_DAY, now=at)


def _plan(day: Day, number: int, part: Part) -> None:
    """Put what one family did on the list."""
    on = MONDAY - timedelta(days=part.days_ago)
    at = local(on, "07:30") + timedelta(minutes=day.chance.randrange(660))
    made_up = make_up(part.wanted, chance=day.chance, number=number + 101, today=MONDAY)
    if part.same_as is not None:
        made_up = _second_file(made_up, of=day.made_up[part.same_as])
    day.made_up[number] = made_up

    def registers(moment: datetime) -> None:
        office = day.offices[part.office]
        family = journeys.register(part, made_up, office=office, at=moment)
        day.families[number] = family

    day.at(at, registers)
    if part.fate is Fate.DRAFT:
        return

    day.soon(number, at + timedelta(minutes=11), journeys.send)
    if part.fate in REVIEWED:
        _plan_review(day, number, part, at)
    if part.fate is Fate.WITHDRAWN:
        day.soon(number, at + timedelta(days=3), journeys.withdraw)
    if part.at:
        _plan_appointment(day, number, part, at)


def _second_file(made_up: MadeUpFamily, *, of: MadeUpFamily) -> MadeUpFamily:
    """The same applicant and phone, registered again with somebody added."""
    applicant = replace(of.people[0], document="")
    return replace(made_up, people=(applicant, *made_up.people[1:]), phone=of.phone, email="")


def _plan_review(day: Day, number: int, part: Part, at: datetime) -> None:
    morning = local(at.astimezone(ZONE).date() + timedelta(days=2), "10:20")
    day.soon(number, morning, journeys.begin_review)
    if part.fate is not Fate.IN_REVIEW:
        day.soon(number, morning + timedelta(minutes=9), journeys.let_wait)
    if part.fate is Fate.INVITED:
        until = local(MONDAY + timedelta(days=7), "17:00")
        day.soon(number, morning + timedelta(days=3), partial(journeys.invite, until=until))


def _plan_appointment(day: Day, number: int, part: Part, at: datetime) -> None:
    on = _day_of_appointment(number, part)
    day.soon(number, at + timedelta(minutes=19), partial(journeys.book, on=on))
    if part in HEARD:
        _plan_heard(day, number, part, on)
    elif part.fate in AT_THE_OFFICE:
        _plan_today(day, number, part)


def _day_of_appointment(number: int, part: Part) -> date:
    if part in HEARD:
        return HEARD_FROM + timedelta(days=number % 5)
    if part.fate in AT_THE_OFFICE:
        return MONDAY
    return MONDAY + timedelta(days=1 + number % 3)


def _plan_heard(day: Day, number: int, part: Part, on: date) -> None:
    """Came on time, was heard, and got the answer that the list names."""
    begins = local(on, part.at)
    seat = f"Mesa {1 + number % 3}"
    day.soon(number, begins - timedelta(minutes=10), journeys.arrive)
    day.soon(number, begins + timedelta(minutes=2), partial(journeys.sit_down, seat=seat))
    day.soon(number, begins + timedelta(minutes=34), partial(journeys.hear_out, seat=seat))
    if part.fate is not Fate.UNDECIDED:
        day.soon(number, begins + timedelta(minutes=55), partial(journeys.answer, seat=seat))


def _plan_today(day: Day, number: int, part: Part) -> None:
    """Monday until nine o'clock."""
    begins = local(MONDAY, part.at)
    comes = local(MONDAY, "08:22") + timedelta(minutes=number * 4)
    match part.fate:
        case Fate.ARRIVED:
            day.soon(number, comes, journeys.arrive)
        case Fate.PARKED:
            day.soon(number, comes, journeys.arrive)
            day.soon(number, local(MONDAY, "08:56"), journeys.park)
        case Fate.ABSENT:
            day.soon(number, begins + timedelta(minutes=34), journeys.mark_absent)
        case Fate.DONE | Fate.IN_INTERVIEW:
            _plan_talk(day, number, part, begins)


def _plan_talk(day: Day, number: int, part: Part, begins: datetime) -> None:
    if not part.seat.startswith("Línea"):  # on the phone, the call is the arrival
        day.soon(number, begins - timedelta(minutes=9), journeys.arrive)
    sits = partial(journeys.sit_down, seat=part.seat)
    day.soon(number, begins + timedelta(minutes=3), sits)
    if part.fate is Fate.DONE:
        heard = partial(journeys.hear_out, seat=part.seat)
        day.soon(number, begins + timedelta(minutes=39), heard)


def _report_fraud(at: datetime) -> None:
    """Somebody was asked for money, and told us."""
    feedback_acts.receive(
        receipt=feedback_acts.receipt_for("training report"),
        kind=Kind.MONEY,
        told=Told(
            who="Un señor que dijo ser de la oficina.",
            what="Me ofreció una cita antes que a los demás.",
            amount="Q 1,500",
            how="Por teléfono. Pidió que pagara en una tienda.",
            place="Quetzaltenango",
        ),
        language="es",
        now=at,
    )

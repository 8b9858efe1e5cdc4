"""A slot is a local date, a wall time and the office's zone. The instant is derived.

A country may change its clock between the day a place is published and the day it is used;
then the instant is derived again and the family still comes at half past nine. Also here: how
many places a day has. They are computed from who sits where and when, never typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from safe_mobility.offices.rules import Mode, Span
from safe_mobility.shared.refusal import Refusal

HOLD = timedelta(minutes=10)
LEAST_NOTICE = timedelta(hours=2)
"""Nobody can choose a time that begins sooner: the family has to get there."""
SHORTEST_REST = timedelta(minutes=30)
LONGEST_REST = timedelta(minutes=180)
MOST_HOLDS = 3


class SlotTooSoon(Refusal):
    code = "appointments.slot_too_soon"


class TooManyHolds(Refusal):
    """Holding and letting go would be a way to keep others out, or to trade."""

    code = "appointments.too_many_holds"


@dataclass(frozen=True, slots=True)
class Slot:
    """Places of one office, mode and start, as they are shown and asked for."""

    office_code: str
    mode: Mode
    on: date
    at: time
    zone: ZoneInfo

    @property
    def starts_at(self) -> datetime:
        return instant(self.on, self.at, self.zone)


@dataclass(frozen=True, slots=True)
class Shift:
    """A member of staff on one day: when, in which languages, at which desk if any."""

    staff_day: int
    person: int
    starts: time
    ends: time
    languages: frozenset[str]
    desk: int | None
    confirmed: bool

    def covers(self, begins: time, ends: time) -> bool:
        return self.starts <= begins and ends <= self.ends


@dataclass(frozen=True, slots=True)
class DeskOfDay:
    desk: int
    name: str
    mode: Mode
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """One interviewer at one desk for one span, as the day's people and hours make it."""

    at: time
    minutes: int
    mode: Mode
    desk: int
    interviewer: Shift
    interpreter: Shift | None
    desk_confirmed: bool

    @property
    def confirmed(self) -> bool:
        """Whether it may be offered: both the desk and the interviewer are sure."""
        return self.desk_confirmed and self.interviewer.confirmed

    @property
    def languages(self) -> frozenset[str]:
        spoken = self.interpreter.languages if self.interpreter else frozenset[str]()
        return self.interviewer.languages | spoken


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which this office's clock shows that time on that day.

    A time that a clock change leaves out becomes the moment as far behind the change; of a
    time that happens twice the first is meant.
    """
    return datetime.combine(on, at, zone).astimezone(ZoneInfo("UTC"))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    # Midnight in Guatemala, not UTC: an office's day must not end at six in the evening.
    return moment.astimezone(zone).date()


def day_begins_at(on: date, zone: ZoneInfo) -> datetime:
    return instant(on, time.min, zone)


def slot_times(span: Span) -> tuple[time, ...]:
    """When the slots of an open stretch begin; what is left over at its end is no slot."""
    first, last = _minutes(span.opens), _minutes(span.closes)
    starts = range(first, last - span.slot_minutes + 1, span.slot_minutes)
    return tuple(_time(minute) for minute in starts)


def plan_day(
    spans: Iterable[Span],
    desks: Sequence[DeskOfDay],
    interviewers: Sequence[Shift],
    interpreters: Sequence[Shift],
) -> tuple[PlannedPlace, ...]:
    """Every place that this day's desks, people and hours make.

    An interviewer counts at the desk their day names, one interviewer a desk. An interpreter
    who is set at a desk stays there; the others go, slot by slot, to the first desks by name
    that have none. Whether a place may be offered depends on both confirmations.
    """
    by_id = {desk.desk: desk for desk in desks}
    planned: list[PlannedPlace] = []
    for span in spans:
        for at in slot_times(span):
            ends = _time(_minutes(at) + span.slot_minutes)
            seated = _seated(interviewers, by_id, at, ends)
            helped = _helped(interpreters, [desk.desk for desk, _ in seated], at, ends)
            planned += [
                PlannedPlace(
                    at,
                    span.slot_minutes,
                    desk.mode,
                    desk.desk,
                    shift,
                    helped.get(desk.desk),
                    desk.confirmed,
                )
                for desk, shift in seated
            ]
    return tuple(planned)


def check_bookable(starts_at: datetime, *, now: datetime) -> None:
    if starts_at < now + LEAST_NOTICE:
        raise SlotTooSoon(starts_at=starts_at)


def check_holds(held_today: int) -> None:
    if held_today >= MOST_HOLDS:
        raise TooManyHolds(most=MOST_HOLDS)


def rest_until(now: datetime, chance: Random) -> datetime:
    """When a place that was given up opens again: at a moment nobody can arrange to meet."""
    seconds = chance.uniform(SHORTEST_REST.total_seconds(), LONGEST_REST.total_seconds())
    return now + timedelta(seconds=seconds)


def _seated(
    interviewers: Sequence[Shift], desks: dict[int, DeskOfDay], at: time, ends: time
) -> list[tuple[DeskOfDay, Shift]]:
    """Who sits at which desk for this span: by desk name, the earliest planned first."""
    seated: dict[int, Shift] = {}
    busy: set[int] = set()
    here = [shift for shift in interviewers if shift.desk in desks and shift.covers(at, ends)]
    for shift in sorted(here, key=lambda shift: (not shift.confirmed, shift.staff_day)):
        if shift.desk is not None and shift.desk not in seated and shift.person not in busy:
            seated[shift.desk] = shift
            busy.add(shift.person)
    pairs = [(desks[desk], shift) for desk, shift in seated.items()]
    return sorted(pairs, key=lambda pair: (pair[0].name, pair[0].desk))


def _helped(
    interpreters: Sequence[Shift], desks: Sequence[int], at: time, ends: time
) -> dict[int, Shift]:
    """Which desk has which interpreter for this span. One not yet confirmed helps nobody."""
    helped: dict[int, Shift] = {}
    busy: set[int] = set()
    here = [shift for shift in interpreters if shift.confirmed and shift.covers(at, ends)]
    for shift in sorted(here, key=lambda shift: (shift.desk is None, shift.staff_day)):
        wanted = desks if shift.desk is None else [shift.desk]
        desk = next((desk for desk in desks if desk in wanted and desk not in helped), None)
        if desk is not None and shift.person not in busy:
            helped[desk] = shift
            busy.add(shift.person)
    return helped


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)

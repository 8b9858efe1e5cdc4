"""When an office works: weekly opening periods, less holidays and closures, on its own calendar.

An office's day is a local date. Nothing here knows an instant: a wall time becomes one only
where a place is made (`appointments.rules`), so that a country may change its clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal

SHORTEST_SLOT = 10
LONGEST_SLOT = 240


class Mode(StrEnum):
    """How a household is seen. A desk has exactly one: a room, a line or a screen."""

    IN_PERSON = "IN_PERSON"
    PHONE = "PHONE"
    VIDEO = "VIDEO"


class PeriodUpsideDown(Refusal):
    """It would close before it opens, or end before it begins."""

    code = "offices.period_upside_down"


class SlotLengthOff(Refusal):
    code = "offices.slot_length_off"


class PeriodsOverlap(Refusal):
    """Another opening period already covers part of this one."""

    code = "offices.periods_overlap"


@dataclass(frozen=True, slots=True)
class Period:
    """A weekly opening, valid between two dates; `until_on` is the last day, or open ended."""

    weekday: int
    opens: time
    closes: time
    slot_minutes: int
    from_on: date
    until_on: date | None = None

    def covers(self, on: date) -> bool:
        return (
            on.weekday() == self.weekday
            and self.from_on <= on
            and (self.until_on is None or on <= self.until_on)
        )


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of an open day, cut into slots of equal length."""

    opens: time
    closes: time
    slot_minutes: int


def check_period(period: Period) -> None:
    """Refuse an opening that no clock could follow."""
    if period.closes <= period.opens:
        raise PeriodUpsideDown(opens=period.opens, closes=period.closes)
    if period.until_on is not None and period.until_on < period.from_on:
        raise PeriodUpsideDown(from_on=period.from_on, until_on=period.until_on)
    if not SHORTEST_SLOT <= period.slot_minutes <= LONGEST_SLOT:
        raise SlotLengthOff(
            minutes=period.slot_minutes, shortest=SHORTEST_SLOT, longest=LONGEST_SLOT
        )


def check_apart(period: Period, others: Iterable[Period]) -> None:
    """Refuse an opening that shares an hour of a date with one of `others`."""
    for other in others:
        same_day = period.weekday == other.weekday
        share_dates = _starts_by(period, other.until_on) and _starts_by(other, period.until_on)
        share_hours = period.opens < other.closes and other.opens < period.closes
        if same_day and share_dates and share_hours:
            raise PeriodsOverlap(opens=other.opens, closes=other.closes, from_on=other.from_on)


def open_spans(periods: Iterable[Period], *, on: date, shut: bool) -> tuple[Span, ...]:
    """The open stretches of one local day, earliest first; none when it is `shut`."""
    if shut:
        return ()
    spans = (
        Span(period.opens, period.closes, period.slot_minutes)
        for period in periods
        if period.covers(on)
    )
    return tuple(sorted(spans, key=lambda span: span.opens))


def _starts_by(period: Period, day: date | None) -> bool:
    return day is None or period.from_on <= day

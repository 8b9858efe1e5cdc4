"""What to do today about one relative, who does it, and until when.

Tasks follow from the standing of a pair and from its petition; nobody writes them down by hand.
A task has an owner: the relative abroad, the family here, or the office. Its last day, where
there is one, is a safe day: acting on it is still in time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.reunification.rules import changes as ahead
from safe_mobility.reunification.rules.categories import (
    PREFERENCE,
    VISAS,
    Category,
    Caution,
    Standing,
    judge,
)
from safe_mobility.reunification.rules.changes import Change, Event
from safe_mobility.reunification.rules.kin import Pair, PetitionKind

ONE_DAY = timedelta(days=1)


class Owner(StrEnum):
    RELATIVE = "RELATIVE"
    FAMILY = "FAMILY"
    OFFICE = "OFFICE"


class Act(StrEnum):
    FILE_I730 = "FILE_I730"
    SEEK_VISA = "SEEK_VISA"
    LOOK_AT_PAPERS = "LOOK_AT_PAPERS"
    FILE_I130 = "FILE_I130"
    ASK_CAM = "ASK_CAM"
    UPDATE_ADDRESS = "UPDATE_ADDRESS"
    WATCH_INVITATION = "WATCH_INVITATION"
    NATURALISE = "NATURALISE"
    ACT_BEFORE_21 = "ACT_BEFORE_21"
    SAY_CHANGE = "SAY_CHANGE"
    TELL_FACTS = "TELL_FACTS"
    GATHER_PROOF = "GATHER_PROOF"


OWNERS: dict[Act, Owner] = {
    Act.FILE_I730: Owner.RELATIVE,
    Act.SEEK_VISA: Owner.FAMILY,
    Act.FILE_I130: Owner.RELATIVE,
    Act.ASK_CAM: Owner.RELATIVE,
    Act.UPDATE_ADDRESS: Owner.RELATIVE,
    Act.WATCH_INVITATION: Owner.RELATIVE,
    Act.NATURALISE: Owner.RELATIVE,
    Act.ACT_BEFORE_21: Owner.RELATIVE,
    Act.SAY_CHANGE: Owner.RELATIVE,
    Act.TELL_FACTS: Owner.FAMILY,
    Act.GATHER_PROOF: Owner.FAMILY,
    Act.LOOK_AT_PAPERS: Owner.OFFICE,
}


@dataclass(frozen=True, slots=True)
class Task:
    """`from_on`: the first day on which it can be done; `until_on`: the last safe one."""

    act: Act
    from_on: date | None = None
    until_on: date | None = None

    @property
    def owner(self) -> Owner:
        return OWNERS[self.act]


def tasks(pair: Pair, *, on: date) -> tuple[Task, ...]:
    """What there is to do, those with a last day first, the nearest of them before the others."""
    found: dict[Act, Task] = {}
    for task in _tasks(pair, judge(pair, on=on), on=on):
        # Of two days for one act, the nearer one is the one to keep.
        known = found.get(task.act)
        if known is None or (task.until_on or date.max) < (known.until_on or date.max):
            found[task.act] = task
    order = list(Act)
    return tuple(
        sorted(
            found.values(),
            key=lambda task: (
                task.until_on is None,
                task.until_on or date.max,
                order.index(task.act),
            ),
        )
    )


def _tasks(pair: Pair, standing: Standing, *, on: date) -> Iterator[Task]:
    coming = ahead.changes(pair, on=on)
    if Caution.FILED_WITHOUT_STATUS in standing.cautions:
        # Nobody is sent to look after a petition that the law does not know.
        yield Task(Act.LOOK_AT_PAPERS)
        yield from _naturalise(coming)
        return
    yield from _with_a_last_day(standing, coming)
    petition = pair.petition if pair.petition is not None and pair.petition.alive else None
    possible = standing.possible
    visa = standing.visa is not None or bool(possible & VISAS)
    if petition is None:
        if visa:
            yield Task(Act.FILE_I130)
        if Category.CAM in possible:
            yield Task(Act.ASK_CAM)
    else:
        yield Task(Act.UPDATE_ADDRESS)
        if petition.kind is PetitionKind.I130:
            yield Task(Act.SAY_CHANGE)
    if Category.PAROLE in possible:
        yield Task(Act.WATCH_INVITATION)
    yield from _naturalise(coming)
    if standing.missing:
        yield Task(Act.TELL_FACTS)
    if visa or possible - {Category.NONE}:
        yield Task(Act.GATHER_PROOF)
    if _a_person_looks(standing):
        yield Task(Act.LOOK_AT_PAPERS)


def _with_a_last_day(standing: Standing, coming: Iterable[Change]) -> Iterator[Task]:
    for change in coming:
        if change.on is None:
            continue
        match change.event:
            case Event.FOLLOW_ENDS:
                yield Task(Act.FILE_I730, until_on=change.on)
            case Event.YEAR_ENDS:
                yield Task(Act.SEEK_VISA, until_on=change.on)
            case Event.TURNS_21 | Event.FOLLOWER_TURNS_21:
                yield Task(Act.ACT_BEFORE_21, until_on=change.on - ONE_DAY)
    if Caution.YEAR_OVER in standing.cautions:
        yield Task(Act.SEEK_VISA)
    if Category.I730 in standing.possible:
        yield from _follow_without_a_day(coming)


def _follow_without_a_day(coming: Iterable[Change]) -> Iterator[Task]:
    """Form I-730 where nobody told since when: file it, the sooner the better."""
    if not any(change.event is Event.FOLLOW_ENDS for change in coming):
        yield Task(Act.FILE_I730)


def _naturalise(coming: Iterable[Change]) -> Iterator[Task]:
    for change in coming:
        if change.event is Event.NATURALISES and _is_better(change):
            first = None if change.on is None else change.on - ahead.ASK_BEFORE
            yield Task(Act.NATURALISE, from_on=first)


def _is_better(change: Change) -> bool:
    """Naturalising helps where it creates a category or takes the yearly limit away.

    From F2A or F2B to F1 it can make the wait longer: that is shown, not asked for.
    """
    if change.after is None:
        return False
    return change.after not in PREFERENCE or change.before is Category.NONE


def _a_person_looks(standing: Standing) -> bool:
    return bool(set(standing.cautions) - {Caution.ELSEWHERE}) or standing.needs_person

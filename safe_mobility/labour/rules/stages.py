"""A person's way with one offer: the stages, how it can end, and what has to be done by whom.

The transition table here is the only one; nothing but `services.placements` writes the column.
Each ending is its own word, because each means something else to the person: an employer who
chose others is not a visa that was refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class Stage(StrEnum):
    PROPOSED = "PROPOSED"
    """On a confirmed list; the employer sees the work and no name. The person is asked."""
    AGREED = "AGREED"
    """The person agreed that this employer reads the name."""
    CHOSEN = "CHOSEN"
    """The employer chose; interview, contract, visa and medical follow as tasks."""
    TRAVELLING = "TRAVELLING"
    WORKING = "WORKING"
    RETURNED = "RETURNED"

    DECLINED = "DECLINED"
    NO_ANSWER = "NO_ANSWER"
    NOT_CHOSEN = "NOT_CHOSEN"
    OFFER_WITHDRAWN = "OFFER_WITHDRAWN"
    JOB_INELIGIBLE = "JOB_INELIGIBLE"
    NO_VISA = "NO_VISA"
    UNREACHABLE = "UNREACHABLE"
    OTHER_ROUTE = "OTHER_ROUTE"
    SUSPENDED = "SUSPENDED"


class EmployerSaid(StrEnum):
    """What an employer wrote down about somebody on its list. The office records the stage."""

    YES = "YES"
    NO = "NO"


S = Stage
_ANY_TIME = frozenset({S.OFFER_WITHDRAWN, S.JOB_INELIGIBLE, S.OTHER_ROUTE, S.SUSPENDED})
MOVES: Mapping[Stage, frozenset[Stage]] = {
    S.PROPOSED: frozenset({S.AGREED, S.NOT_CHOSEN, S.DECLINED, S.NO_ANSWER, S.UNREACHABLE})
    | _ANY_TIME,
    S.AGREED: frozenset({S.CHOSEN, S.NOT_CHOSEN, S.DECLINED, S.UNREACHABLE}) | _ANY_TIME,
    S.CHOSEN: frozenset({S.TRAVELLING, S.NO_VISA, S.DECLINED, S.UNREACHABLE}) | _ANY_TIME,
    S.TRAVELLING: frozenset({S.WORKING, S.RETURNED}),
    S.WORKING: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
    S.DECLINED: frozenset(),
    S.NO_ANSWER: frozenset(),
    S.NOT_CHOSEN: frozenset(),
    S.OFFER_WITHDRAWN: frozenset(),
    S.JOB_INELIGIBLE: frozenset(),
    S.NO_VISA: frozenset(),
    S.UNREACHABLE: frozenset(),
    S.OTHER_ROUTE: frozenset(),
    S.SUSPENDED: frozenset(),
}
ENDED = frozenset(stage for stage, onward in MOVES.items() if not onward)
WAY = (S.PROPOSED, S.AGREED, S.CHOSEN, S.TRAVELLING, S.WORKING, S.RETURNED)
"""The stations that a person sees, in their order."""
OFFICE_ENDS = (
    S.NOT_CHOSEN,
    S.NO_VISA,
    S.UNREACHABLE,
    S.OTHER_ROUTE,
    S.OFFER_WITHDRAWN,
    S.JOB_INELIGIBLE,
    S.SUSPENDED,
)
"""The endings that the office records. A person declines on their own page or at the desk."""
NAMED = frozenset({S.AGREED, S.CHOSEN, S.TRAVELLING, S.WORKING})
"""Where the employer may read the name, as long as the person's consent stands."""
EMPLOYER_MAY_SAY = frozenset({S.PROPOSED, S.AGREED})
"""Where the employer may still write down whom it wants: by the code before the person's yes, by
the name after it. What the office has recorded is not taken back by a press."""
HOLDS_A_PLACE = frozenset({S.CHOSEN, S.TRAVELLING, S.WORKING})
ANSWER_WITHIN = timedelta(days=7)


class WayMove(Refusal):
    """The way is not at the point where this can happen."""

    code = "labour.way_move"


class TaskNotNow(Refusal):
    """This is not to be done yet, or was done already."""

    code = "labour.task_not_now"


class TaskIncomplete(Refusal):
    """The day, the answers or the second person that belong to this task are missing."""

    code = "labour.task_incomplete"


class NoPlaceLeft(Refusal):
    """Everybody whom this offer has places for was chosen already."""

    code = "labour.no_place_left"


class EmployerSaidNo(Refusal):
    """The employer wrote down that it does not want this person: it would have to change that
    itself before the office can record the opposite."""

    code = "labour.employer_said_no"


class SameTwo(Refusal):
    """One person made the lists or proposed the hand-off, another has to confirm it."""

    code = "labour.same_two"


def check_move(now_in: Stage, to: Stage) -> None:
    if to not in MOVES[now_in]:
        raise WayMove(now_in=str(now_in), to=str(to))


def check_second(*, first: str, second: str) -> None:
    if first == second:
        raise SameTwo(by=second)


# --- what has to be done ---------------------------------------------------------------------


class Task(StrEnum):
    MINTRAB = "MINTRAB"
    INTERVIEW = "INTERVIEW"
    CONTRACT = "CONTRACT"
    DS160 = "DS160"
    VISA_FEE = "VISA_FEE"
    MEDICAL = "MEDICAL"
    VISA = "VISA"
    TRAVEL = "TRAVEL"
    ARRIVAL = "ARRIVAL"
    MID_SEASON = "MID_SEASON"
    RETURN = "RETURN"
    REHIRE = "REHIRE"


class Owner(StrEnum):
    WORKER = "WORKER"
    OFFICE = "OFFICE"
    EMPLOYER = "EMPLOYER"
    MINTRAB = "MINTRAB"


FEE_VALID = timedelta(days=365)
"""A visa fee that was paid can be used to book for 365 days [S96]."""
MID_SEASON_QUESTIONS = ("fee_paid", "papers_kept", "wage_less")
"""A yes to any of them opens a report: somebody looks, whoever is to blame."""


@dataclass(frozen=True, slots=True)
class Step:
    """One task: whose turn, after which others, how long it has.

    `days` counts from the day it opens; with `before` or `after_end` it counts from the season
    instead. `needs_day`: a day belongs to it. `moves`: the stage that its end brings.
    """

    task: Task
    owner: Owner
    after: frozenset[Task]
    days: int
    only_in: frozenset[str] = frozenset()
    before_start: int | None = None
    from_start: int | None = None
    from_end: int | None = None
    needs_day: bool = False
    moves: Stage | None = None


T = Task
_US = frozenset({"US"})
STEPS: Mapping[Task, Step] = {
    step.task: step
    for step in (
        Step(T.MINTRAB, Owner.OFFICE, frozenset(), 3),
        Step(T.INTERVIEW, Owner.EMPLOYER, frozenset(), 14, needs_day=True),
        Step(T.CONTRACT, Owner.OFFICE, frozenset({T.INTERVIEW}), 7),
        Step(T.DS160, Owner.OFFICE, frozenset({T.CONTRACT}), 7, only_in=_US),
        Step(T.VISA_FEE, Owner.EMPLOYER, frozenset({T.CONTRACT}), 10, needs_day=True),
        Step(T.MEDICAL, Owner.WORKER, frozenset({T.CONTRACT}), 21, needs_day=True),
        Step(T.VISA, Owner.WORKER, frozenset({T.DS160, T.VISA_FEE}), 30, needs_day=True),
        Step(
            *(T.TRAVEL, Owner.EMPLOYER, frozenset({T.VISA, T.MEDICAL, T.MINTRAB}), 14),
            before_start=1,
            needs_day=True,
            moves=S.TRAVELLING,
        ),
        Step(
            *(T.ARRIVAL, Owner.OFFICE, frozenset({T.TRAVEL}), 3),
            from_start=3,
            needs_day=True,
            moves=S.WORKING,
        ),
        Step(T.MID_SEASON, Owner.OFFICE, frozenset({T.ARRIVAL}), 30),
        Step(
            *(T.RETURN, Owner.OFFICE, frozenset({T.ARRIVAL}), 30),
            from_end=14,
            needs_day=True,
            moves=S.RETURNED,
        ),
        Step(T.REHIRE, Owner.EMPLOYER, frozenset({T.RETURN}), 30),
    )
}


def tasks_for(country: str) -> tuple[Task, ...]:
    """The tasks of a way to this country, in order."""
    return tuple(t for t, step in STEPS.items() if not step.only_in or country in step.only_in)


def ready(country: str, done: Collection[Task]) -> tuple[Task, ...]:
    """The tasks that can be done now: not done, and all before them done."""
    wanted = tasks_for(country)
    return tuple(
        task
        for task in wanted
        if task not in done and all(one in done or one not in wanted for one in STEPS[task].after)
    )


def due_on(task: Task, *, opened: date, from_on: date, until_on: date) -> date:
    """Until when a task that opens today has to be done. Never before the day it opens."""
    step = STEPS[task]
    due = opened + timedelta(days=step.days)
    if step.before_start is not None:
        due = min(due, from_on - timedelta(days=step.before_start))
    if step.from_start is not None:
        due = max(due, from_on + timedelta(days=step.from_start))
    if step.from_end is not None:
        due = until_on + timedelta(days=step.from_end)
    if task is T.MID_SEASON:
        due = from_on + (until_on - from_on) / 2
    return max(due, opened)


def valid_until(task: Task, done_on: date | None) -> date | None:
    """Until when what was done is good: a paid visa fee for a year."""
    if task is T.VISA_FEE and done_on is not None:
        return done_on + FEE_VALID
    return None


def check_done(task: Task, *, done_on: date | None, answers: Mapping[str, bool] | None) -> None:
    """Refuse a task as done whose day or answers are missing."""
    if STEPS[task].needs_day and done_on is None:
        raise TaskIncomplete(task=str(task), missing="day")
    if task is T.MID_SEASON and set(answers or {}) != set(MID_SEASON_QUESTIONS):
        raise TaskIncomplete(task=str(task), missing="answers")


def opens_report(answers: Mapping[str, bool] | None) -> bool:
    """Whether an answer in mid-season says that somebody has to look."""
    return any((answers or {}).get(name, False) for name in MID_SEASON_QUESTIONS)

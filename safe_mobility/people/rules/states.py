"""The states of an application and the only ways from one to the next.

One row of `TRANSITIONS` is one sentence of the programme's promise: what can happen to a family's
application, and what cannot. `people.services.advance` is the only writer of the state and asks
`check` first, so a state that no sentence explains can never be reached.
"""

from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from safe_mobility.shared.refusal import Refusal


class State(StrEnum):
    DRAFT = "DRAFT"
    SENT = "SENT"
    IN_REVIEW = "IN_REVIEW"
    MORE_NEEDED = "MORE_NEEDED"
    WAITING = "WAITING"
    INVITED = "INVITED"
    BOOKED = "BOOKED"
    INTERVIEWED = "INTERVIEWED"
    NOT_HERE = "NOT_HERE"
    REFERRED = "REFERRED"
    WITH_PARTNER = "WITH_PARTNER"
    DECIDED = "DECIDED"
    TRAVELLING = "TRAVELLING"
    LANDED = "LANDED"
    REVIEW_ASKED = "REVIEW_ASKED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


ENDED = frozenset({State.WITHDRAWN, State.CLOSED, State.LANDED})
LIVE = frozenset(State) - ENDED

# States in which the office owes the household a word: each carries a "next news by".
AWAITING_NEWS = frozenset(
    {
        State.SENT,
        State.IN_REVIEW,
        State.WAITING,
        State.INTERVIEWED,
        State.REFERRED,
        State.WITH_PARTNER,
        State.REVIEW_ASKED,
    }
)

# From these a household may take a place; from BOOKED it may take another one instead.
MAY_BOOK = frozenset({State.SENT, State.IN_REVIEW, State.WAITING, State.INVITED, State.BOOKED})

# As long as no officer has heard the family, it mends its own facts.
MAY_EDIT = frozenset(
    {
        State.DRAFT,
        State.SENT,
        State.IN_REVIEW,
        State.MORE_NEEDED,
        State.WAITING,
        State.INVITED,
        State.BOOKED,
    }
)

_FORWARD: dict[State, set[State]] = {
    State.DRAFT: {State.SENT},
    State.SENT: {State.IN_REVIEW, State.BOOKED},
    State.IN_REVIEW: {
        State.MORE_NEEDED,
        State.WAITING,
        State.INVITED,
        State.NOT_HERE,
        State.CLOSED,
        State.BOOKED,
    },
    State.WAITING: {State.INVITED, State.BOOKED},
    State.INVITED: {State.WAITING, State.BOOKED},
    State.BOOKED: {State.WAITING, State.INTERVIEWED},
    State.INTERVIEWED: {State.MORE_NEEDED, State.NOT_HERE, State.CLOSED, State.REFERRED},
    State.MORE_NEEDED: set(),  # back to the state it came from, see `check`
    State.REFERRED: {State.WITH_PARTNER, State.INTERVIEWED},
    State.WITH_PARTNER: {State.DECIDED, State.INTERVIEWED},
    State.DECIDED: {State.TRAVELLING, State.REFERRED, State.CLOSED},
    State.TRAVELLING: {State.LANDED},
    State.LANDED: set(),
    State.NOT_HERE: {State.REVIEW_ASKED, State.IN_REVIEW},
    State.CLOSED: {State.REVIEW_ASKED},
    State.REVIEW_ASKED: {State.IN_REVIEW},  # or back to where it came from
    State.WITHDRAWN: set(),  # back to the state it came from, until a shown date
}

TRANSITIONS = MappingProxyType(
    {
        state: frozenset(ways | ({State.WITHDRAWN} if state in LIVE else set()))
        for state, ways in _FORWARD.items()
    }
)

# These remember where the household came from and may lead back there.
RETURNING = frozenset({State.MORE_NEEDED, State.REVIEW_ASKED, State.WITHDRAWN})

REOPEN_WITHIN = timedelta(days=90)
DRAFT_LIVES = timedelta(days=7)
NEWS_EVERY = timedelta(days=14)


class WrongStep(Refusal):
    """The application is not in a state from which this can happen."""

    code = "people.wrong_step"


class TooLateToReopen(Refusal):
    code = "people.too_late_to_reopen"


def ways_from(state: State, *, former: State | None = None) -> frozenset[State]:
    """Every state that may follow; `former` is where a returning state came from."""
    ways = TRANSITIONS[state]
    if state in RETURNING and former is not None:
        return ways | {former}
    return ways


def check(state: State, to: State, *, former: State | None = None) -> None:
    if to not in ways_from(state, former=former):
        raise WrongStep(state=state.value, to=to.value)


def formers_after(state: State, to: State, *, formers: tuple[State, ...]) -> tuple[State, ...]:
    """The states to come back to, newest last, once the application has gone from `state` to `to`.

    A stack, because a family can close its application while more was needed of it: opened again,
    it must still know where "more needed" leads back to. An appointment does not survive a
    withdrawal, so who was booked comes back as waiting.
    """
    if state in RETURNING and formers and formers[-1] == to:
        return formers[:-1]
    if to in RETURNING:
        return (*formers, State.WAITING if state is State.BOOKED else state)
    return ()


def reopen_until(withdrawn_on: date) -> date:
    return withdrawn_on + REOPEN_WITHIN


def next_news_after(today: date, promised: date | None = None) -> date:
    """The date of the next word to the household: never today or earlier, never in the past."""
    if promised is not None and promised > today:
        return promised
    return today + NEWS_EVERY

"""What becomes of a message, and of each attempt to bring it to one address.

Two things must never be confused: *not sent* (try again) and *not known* (the line broke
after we spoke). Where the provider keeps our key, trying again is harmless; where it does
not, a person decides, because a second "your appointment is cancelled" frightens a family.
"""

from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class State(StrEnum):
    QUEUED = "QUEUED"
    LEASED = "LEASED"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    UNKNOWN = "UNKNOWN"
    EXPIRED = "EXPIRED"
    DEAD = "DEAD"


class Step(StrEnum):
    """State of one delivery: one message to one address by one channel."""

    WAITING = "WAITING"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    UNKNOWN = "UNKNOWN"
    DEAD = "DEAD"


class Channel(StrEnum):
    SMS = "SMS"
    EMAIL = "EMAIL"
    PAGE = "PAGE"


NEXT: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.LEASED, State.EXPIRED, State.SENT}),
    State.LEASED: frozenset({State.QUEUED, State.SENT, State.UNKNOWN, State.DEAD, State.EXPIRED}),
    State.SENT: frozenset({State.DELIVERED}),
    # Only a person at the desk, or the provider's own receipt, leads out of these two.
    State.UNKNOWN: frozenset({State.QUEUED, State.SENT, State.DELIVERED}),
    State.DEAD: frozenset({State.QUEUED}),
    State.EXPIRED: frozenset(),
    State.DELIVERED: frozenset(),
}
"""QUEUED → SENT is the household without a channel: its page is the message."""


class WrongStep(Refusal):
    """The message has moved on meanwhile."""

    code = "notifications.wrong_step"


def check_step(old: State, new: State) -> None:
    if new not in NEXT[old]:
        raise WrongStep(old=str(old), new=str(new))


def of_deliveries(steps: list[Step]) -> State:
    """What a message is, given what became of its deliveries.

    One channel reached is enough: the family has the words. Otherwise what may still go out
    keeps it queued, doubt beats failure, and only failure everywhere is DEAD.
    """
    if not steps or all(step in {Step.SENT, Step.DELIVERED} for step in steps):
        return State.SENT
    if Step.WAITING in steps:
        return State.QUEUED
    if Step.SENT in steps or Step.DELIVERED in steps:
        return State.SENT
    if Step.UNKNOWN in steps or Step.SENDING in steps:
        return State.UNKNOWN
    return State.DEAD


def after_a_lost_worker(*, step: Step, keeps_key: bool) -> Step:
    """A worker died holding this delivery. Had it begun to speak?"""
    if step is not Step.SENDING:
        return step
    return Step.WAITING if keeps_key else Step.UNKNOWN

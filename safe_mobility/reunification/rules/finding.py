"""What becomes of a likely pair, and what makes both sides' answer a yes.

Nobody is asked about a pair. Everybody who takes part is asked the same question on the same day
of each month: do you still look, and by whom do you want to be found? A pair that a person has
judged likely waits until both have answered that question again. So to be asked says nothing, and
a no looks like every other answer.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import inverse, names_of
from safe_mobility.shared.refusal import Refusal


class MatchState(StrEnum):
    WEAK = "WEAK"
    """Too few points: nobody looks at it."""
    FOUND = "FOUND"
    """Waits for a person."""
    ASKED = "ASKED"
    """A person thinks so; waits until both have answered the month's question again."""
    AGREED = "AGREED"
    REFUSED = "REFUSED"
    DISMISSED = "DISMISSED"


class MatchMoved(Refusal):
    """Somebody else decided about this pair in the meantime."""

    code = "reunification.match_moved"


class NotTracing(Refusal):
    """The family does not take part, or has stopped."""

    code = "reunification.not_tracing"


class TooManySought(Refusal):
    code = "reunification.too_many_sought"


MOST_SOUGHT = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """One side's standing answer: when it was given, by whom they want to be found."""

    at: datetime
    open_to: frozenset[Relation] = field(repr=False)
    not_by: str = field(repr=False)


def both_say_yes(
    *,
    seeker: Answered,
    found: Answered,
    relation: Relation,
    seeker_name: str,
    found_name: str,
    decided_at: datetime,
) -> bool | None:
    """None until both have answered since a person decided. `relation`: what the one who is
    looked for is to the seeker."""
    if seeker.at <= decided_at or found.at <= decided_at:
        return None
    wanted_by_found = inverse(relation) in found.open_to
    kept_away = names_of(seeker_name, among=found.not_by) or names_of(
        found_name, among=seeker.not_by
    )
    return wanted_by_found and not kept_away


def question_of(on: date) -> str:
    """The month's question by its name: asked of everybody once."""
    return f"{on:%Y-%m}"

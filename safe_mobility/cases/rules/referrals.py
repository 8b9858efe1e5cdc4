"""How a referral goes on, and where the application stands because of it.

A referral needs two people and the household's own yes; nothing here can skip either.
"""

from collections.abc import Iterable
from enum import StrEnum

from safe_mobility.shared.refusal import Refusal


class ReferralState(StrEnum):
    PROPOSED = "PROPOSED"
    CONSENTED = "CONSENTED"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    DONE = "DONE"
    REVOKED = "REVOKED"


class PartnerResult(StrEnum):
    """What the partner decided in the end. The deciding State decides, never this office."""

    ADMITTED = "ADMITTED"
    NOT_ADMITTED = "NOT_ADMITTED"
    OTHER_WAY = "OTHER_WAY"


class ReturnReason(StrEnum):
    NOT_THIS_PATHWAY = "NOT_THIS_PATHWAY"
    INCOMPLETE = "INCOMPLETE"
    NO_CAPACITY = "NO_CAPACITY"
    NO_CONTACT = "NO_CONTACT"


class ReferralMove(Refusal):
    code = "cases.referral_move"


class ConsentMissing(Refusal):
    """The household has not said yes to this recipient and purpose, or stopped its yes."""

    code = "cases.consent_missing"


class PartnerUnknown(Refusal):
    code = "cases.partner_unknown"


class FieldsNotAllowed(Refusal):
    """The referral would send a field that this partner's agreement does not name."""

    code = "cases.fields_not_allowed"


REFERRAL_MOVES: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.PROPOSED: frozenset({ReferralState.CONSENTED, ReferralState.REVOKED}),
    ReferralState.CONSENTED: frozenset({ReferralState.SENT, ReferralState.REVOKED}),
    ReferralState.SENT: frozenset(
        {ReferralState.ACCEPTED, ReferralState.RETURNED, ReferralState.REVOKED}
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.DONE, ReferralState.REVOKED}),
    ReferralState.RETURNED: frozenset(),
    ReferralState.DONE: frozenset(),
    ReferralState.REVOKED: frozenset(),
}
LEFT_THE_OFFICE = frozenset(
    {ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.RETURNED, ReferralState.DONE}
)
WAITING_FOR_PARTNER = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
OVER = frozenset(state for state, moves in REFERRAL_MOVES.items() if not moves)


def check_referral_move(now_in: ReferralState, to: ReferralState) -> None:
    if to not in REFERRAL_MOVES[now_in]:
        raise ReferralMove(now_in=str(now_in), to=str(to))


def application_after(referrals: Iterable[ReferralState]) -> str | None:
    """The application's state that follows from the referrals that left, or None for none.

    One that is still under way leads over one that is decided; only when every referral has
    come back is the family again where it was after its interview.
    """
    states = set(referrals)
    for state, follows in _FOLLOWS:
        if state in states:
            return follows
    return None


_FOLLOWS = (
    (ReferralState.ACCEPTED, "WITH_PARTNER"),
    (ReferralState.SENT, "REFERRED"),
    (ReferralState.DONE, "DECIDED"),
    (ReferralState.RETURNED, "INTERVIEWED"),
    (ReferralState.REVOKED, "INTERVIEWED"),
)
_WAYS = {
    "INTERVIEWED": ("REFERRED",),
    "REFERRED": ("WITH_PARTNER", "INTERVIEWED"),
    "WITH_PARTNER": ("DECIDED", "INTERVIEWED"),
    "DECIDED": ("REFERRED",),
}


def way(here: str, wanted: str) -> tuple[str, ...]:
    """The states to pass, one by one, from `here` to `wanted`: a partner may decide before
    anybody recorded that it took the referral on. Empty where there is nothing to do, or where
    the application stands outside of the referrals' reach."""
    if here not in _WAYS:
        return ()
    ways: list[tuple[str, ...]] = [()]
    for taken in ways:
        last = taken[-1] if taken else here
        if last == wanted:
            return taken
        ways += [(*taken, step) for step in _WAYS[last] if step not in (here, *taken)]
    return ()

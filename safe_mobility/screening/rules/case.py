"""One household on one day, laid out for quick look-up while it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safe_mobility.programmes.rules.values import Truth, Value
from safe_mobility.screening.rules.household import Household, Member

HOUSEHOLD: Final = -1
"""Stands for the household as a whole where a member's place is asked for."""
RELATIVES: Final = 1000
"""The first relative's place; the next follow."""

Answers = Mapping[str, Value]


class Case:
    """`own[who]` holds the answers that speak for a member, the household or a relative.

    A member's own answer stands before the household's. An answer that repeats a record
    (a birth date) is never taken over from the applicant by somebody else. `apart` holds what
    was answered for a member or relative alone.
    """

    __slots__ = ("apart", "applicant", "household", "kept", "members", "own", "principal")

    def __init__(
        self,
        household: Household,
        answers: Answers,
        member_answers: Mapping[str, Answers],
        recorded: frozenset[str],
    ) -> None:
        self.household = household
        self.members: tuple[Member, ...] = household.members
        self.applicant = household.applicant
        self.principal = self.applicant
        self.kept: dict[tuple[int, int], tuple[Truth, ...]] = {}
        """Who may ask and who goes along, found once for all pathways that say it alike."""
        shared = {name: value for name, value in answers.items() if name not in recorded}
        self.own: dict[int, Answers] = {}
        self.apart: dict[int, Answers] = {}
        for place, member in enumerate(self.members):
            base = answers if place == self.applicant else shared
            mine = member_answers.get(member.id)
            self.own[place] = {**base, **mine} if mine else base
            if mine:
                self.apart[place] = mine
        mine = member_answers.get(self.members[self.applicant].id)
        self.own[HOUSEHOLD] = {**mine, **answers} if mine else answers
        for place, relative in enumerate(household.relatives):
            self.own[RELATIVES + place] = {**shared, **relative.answers}
            self.apart[RELATIVES + place] = relative.answers

    @property
    def relatives(self) -> range | tuple[int]:
        """The places that speak of relatives: those listed, else the principal of that moment.

        A visa or permit through a relative is asked for by the one whose relative it is.
        """
        count = len(self.household.relatives)
        return range(RELATIVES, RELATIVES + count) if count else (self.principal,)

    def member(self, who: int) -> Member | None:
        if who == HOUSEHOLD:
            return self.members[self.applicant]
        return self.members[who] if who < RELATIVES else None

    def name(self, who: int) -> str | None:
        """The id of a member or relative; None for the household."""
        if who == HOUSEHOLD:
            return None
        if who >= RELATIVES:
            return self.household.relatives[who - RELATIVES].id
        return self.members[who].id

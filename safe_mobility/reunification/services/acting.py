"""Holding a household for an act about its relatives, and reading the database's own guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Household
from safe_mobility.people.queries import days
from safe_mobility.people.services import scoped
from safe_mobility.reunification.models import Relative, Tie
from safe_mobility.reunification.rules.kin import (
    ApprovedBeforeFiled,
    CircularParents,
    IsAMember,
    PriorityInFuture,
    SamePair,
)
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import NotVisible, Refusal


class NamedTwice(Refusal):
    """A relative of this name and birth date is on the list already."""

    code = "reunification.named_twice"


_GUARDS: dict[str, type[Refusal]] = {
    "nobody_is_their_own_parent": CircularParents,
    "a_relative_is_not_a_member": IsAMember,
    "one_relative_is_named_once": NamedTwice,
    "one_petition_of_a_kind_per_pair": SamePair,
    "petition_filed_on_is_of_this_law": PriorityInFuture,
    "petition_priority_on_is_of_this_law": PriorityInFuture,
    "petition_approved_on_is_of_this_law": PriorityInFuture,
    "petition_is_approved_after_it_was_filed": ApprovedBeforeFiled,
}


@contextmanager
def guarded() -> Iterator[None]:
    """Turn a broken constraint into the refusal that says it in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = _GUARDS.get(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error


def held(*, household_id: UUID, actor: Asker) -> Household:
    return scoped.held(household_id=household_id, actor=actor)


def today_of(household: Household, *, now: datetime) -> date:
    return days.local_day(office_code=household.office_code, now=now)


def relative_of(household: Household, number: int) -> Relative:
    row = Relative.objects.filter(household=household, number=number).first()
    if row is None:
        raise NotVisible(reference=household.reference, relative=number)
    return row


def tie_of(household: Household, number: int, member: int) -> Tie:
    row = (
        Tie.objects.select_related("relative", "member")
        .filter(relative__household=household, relative__number=number, member__number=member)
        .first()
    )
    if row is None:
        raise NotVisible(reference=household.reference, relative=number, member=member)
    return row


def mark(act: str, household: Household, *, actor: Asker, now: datetime, **facts: Any) -> None:
    """One line of the trail. It says which relative by number, never by name."""
    trail.record(
        act,
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        **facts,
    )

"""What a relative filed for somebody here: once of a kind for each pair.

The receipt number opens the state of a case at the authority for anybody who types it, so it is
sealed like a document number.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import keys
from safe_mobility.people.models.sealing import seal
from safe_mobility.reunification.models import Petition
from safe_mobility.reunification.rules.kin import (
    PetitionKind,
    PetitionState,
    SamePair,
    check_petition,
)
from safe_mobility.reunification.services import acting, clocks
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal


class ReceiptUnreadable(Refusal):
    """A receipt number is three letters and ten digits."""

    code = "reunification.receipt_unreadable"


RECEIPT_LETTERS, RECEIPT_DIGITS = 3, 10


@dataclass(frozen=True, slots=True)
class PetitionTold:
    kind: PetitionKind
    state: PetitionState
    filed_on: date | None = None
    filed_about: bool = False
    priority_on: date | None = None
    approved_on: date | None = None
    receipt: str = field(default="", repr=False)


@transaction.atomic
def add_petition(
    *,
    household_id: UUID,
    number: int,
    member: int,
    told: PetitionTold,
    actor: Asker,
    now: datetime,
) -> UUID:
    """Note a petition. Raises `SamePair` where the pair has one of this kind: change that one."""
    household = acting.held(household_id=household_id, actor=actor)
    tie = acting.tie_of(household, number, member)
    if Petition.objects.filter(tie=tie, kind=told.kind.value).exists():
        raise SamePair(kind=told.kind.value)
    row = Petition(tie=tie, kind=told.kind.value)
    return _keep(household_id, row, told, actor=actor, now=now, act="petition.added")


@transaction.atomic
def change_petition(
    *,
    household_id: UUID,
    number: int,
    member: int,
    told: PetitionTold,
    actor: Asker,
    now: datetime,
) -> UUID:
    household = acting.held(household_id=household_id, actor=actor)
    tie = acting.tie_of(household, number, member)
    row = Petition.objects.filter(tie=tie, kind=told.kind.value).first()
    if row is None:
        raise NotVisible(reference=household.reference, relative=number)
    return _keep(household_id, row, told, actor=actor, now=now, act="petition.changed")


@transaction.atomic
def remove_petition(
    *, household_id: UUID, number: int, member: int, kind: PetitionKind, actor: Asker, now: datetime
) -> None:
    household = acting.held(household_id=household_id, actor=actor)
    tie = acting.tie_of(household, number, member)
    Petition.objects.filter(tie=tie, kind=kind.value).delete()
    key = keys.unwrap(asker=actor, owner=household_id, purpose="relatives")
    clocks.wind(household=household, relative=tie.relative, key=key, actor=actor, now=now)
    acting.mark("petition.removed", household, actor=actor, now=now, relative=number)


def _keep(
    household_id: UUID,
    row: Petition,
    told: PetitionTold,
    *,
    actor: Asker,
    now: datetime,
    act: str,
) -> UUID:
    household = row.tie.relative.household
    today = acting.today_of(household, now=now)
    check_petition(
        filed_on=told.filed_on,
        priority_on=told.priority_on,
        approved_on=told.approved_on,
        today=today,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="relatives")
    row.state, row.told_on = told.state.value, today
    row.filed_on, row.filed_about = told.filed_on, told.filed_about and told.filed_on is not None
    row.priority_on, row.approved_on = told.priority_on, told.approved_on
    seal(row, key, "receipt", clean_receipt(told.receipt))
    with acting.guarded():
        row.save()
    relative = row.tie.relative
    clocks.wind(household=household, relative=relative, key=key, actor=actor, now=now)
    acting.mark(
        act, household, actor=actor, now=now, relative=relative.number, kind=told.kind.value
    )
    return row.pk


def clean_receipt(text: str) -> str:
    """`wac 21 900 12345` is WAC2190012345; anything else is no receipt number."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if not signs:
        return ""
    letters, digits = signs[:RECEIPT_LETTERS], signs[RECEIPT_LETTERS:]
    fits = letters.isalpha() and digits.isdigit() and len(digits) == RECEIPT_DIGITS
    if not (signs.isascii() and fits):
        raise ReceiptUnreadable
    return signs

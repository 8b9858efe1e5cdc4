"""What a family may do with its application after sending it, and what the office offers it."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.people.models import Invitation, Wish
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules.states import State, TooLateToReopen, WrongStep
from safe_mobility.people.services import erasing, scoped
from safe_mobility.people.services.advancing import advance, lock_application
from safe_mobility.people.services.marking import mark
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal

WISHES = ("CHANGE", "TIME")


class AlreadyInvited(Refusal):
    code = "people.already_invited"


class InvitationTooShort(Refusal):
    """An invitation that is over before it begins helps nobody."""

    code = "people.invitation_too_short"


class NoInvitation(Refusal):
    """Booking here is by invitation, and there is no open one for this household."""

    code = "people.no_invitation"


@transaction.atomic
def withdraw(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Close the application at the family's wish; until a shown date it can be opened again.

    Whoever calls this has given an appointment back first. A draft is erased at once.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    application = lock_application(household_id)
    if application.state == State.DRAFT.value:
        erasing.erase(household_id=household_id, actor=actor, now=now)
        return
    advance(household_id=household_id, to=State.WITHDRAWN, actor=actor, now=now)
    Invitation.objects.filter(household=household, used_at=None, lapsed_at=None).update(
        lapsed_at=now
    )
    application.refresh_from_db()
    notifications.queue(
        "withdrawn",
        about=household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        occasion=now.isoformat(),
        answer_by=application.reopen_until.isoformat() if application.reopen_until else "",
    )


@transaction.atomic
def reopen(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Open a withdrawn application again where it was. Raises `TooLateToReopen`."""
    household = scoped.held(household_id=household_id, actor=actor)
    application = lock_application(household_id)
    if application.state != State.WITHDRAWN.value or not application.former_states:
        raise WrongStep(state=application.state, to="REOPENED")
    today = days.local_day(office_code=household.office_code, now=now)
    if application.reopen_until is None or today > application.reopen_until:
        raise TooLateToReopen(reopen_until=application.reopen_until)
    former = State(application.former_states[-1])
    # An invitation ended with the withdrawal: the family waits for a new one.
    to = State.WAITING if former is State.INVITED else former
    if to is not former:
        application.former_states = [*application.former_states[:-1], to.value]
        application.save(update_fields=["former_states"])
    advance(household_id=household_id, to=to, actor=actor, now=now)
    notifications.queue(
        "reopened",
        about=household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        occasion=now.isoformat(),
    )


@transaction.atomic
def record_wish(*, household_id: UUID, wish: str, actor: Asker, now: datetime) -> None:
    """Put a wish on the office's list; the same wish twice is one."""
    if wish not in WISHES:
        raise ValueError(wish)
    household = scoped.held(household_id=household_id, actor=actor)
    row, made = Wish.objects.get_or_create(
        household=household,
        kind=wish,
        handled_at=None,
        defaults={"id": uuid.uuid4(), "wished_at": now},
    )
    if not made:
        return
    mark("wish.recorded", household, actor=actor, now=now, wish=wish)
    notifications.queue(
        "wish_received",
        about=household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        occasion=str(row.pk),
        wish=wish,
    )


@transaction.atomic
def handle_wish(*, wish_id: UUID, actor: Asker, now: datetime) -> None:
    row = Wish.objects.select_for_update().filter(pk=wish_id).first()
    if row is None:
        raise NotVisible(wish=str(wish_id))
    household = scoped.held(household_id=row.household_id, actor=actor)
    if row.handled_at is None:
        row.handled_at, row.handled_by = now, actor.ref
        row.save(update_fields=["handled_at", "handled_by"])
        mark("wish.handled", household, actor=actor, now=now, wish=row.kind)


@transaction.atomic
def invite(
    *, household_id: UUID, office_code: str, expires_at: datetime, actor: Asker, now: datetime
) -> UUID:
    """Invite one household to book at one office until `expires_at`. Raises `AlreadyInvited`."""
    household = scoped.held(household_id=household_id, actor=actor)
    if expires_at <= now:
        raise InvitationTooShort(expires_at=expires_at)
    if Invitation.objects.filter(household=household, used_at=None, lapsed_at=None).exists():
        raise AlreadyInvited(reference=household.reference)
    if lock_application(household_id).state == State.SENT.value:
        advance(household_id=household_id, to=State.IN_REVIEW, actor=actor, now=now)
    advance(household_id=household_id, to=State.INVITED, actor=actor, now=now)
    row = Invitation.objects.create(
        id=uuid.uuid4(),
        household=household,
        office_code=office_code,
        invited_at=now,
        expires_at=expires_at,
        by=actor.ref,
    )
    mark("household.invited", household, actor=actor, now=now, invitation=str(row.pk))
    notifications.queue(
        "invited",
        about=household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        occasion=str(row.pk),
        office=office_code,
        answer_by=expires_at.isoformat(),
    )
    return row.pk


@transaction.atomic
def use_invitation(*, household_id: UUID, office_code: str, actor: Asker, now: datetime) -> None:
    """Use the household's open invitation up, inside the act of booking. Works once."""
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("household")
        .filter(
            household=household_id,
            office_code=office_code,
            used_at=None,
            lapsed_at=None,
            expires_at__gt=now,
        )
        .first()
    )
    if row is None:
        raise NoInvitation(office=office_code)
    row.used_at = now
    row.save(update_fields=["used_at"])
    mark("invitation.used", row.household, actor=actor, now=now, invitation=str(row.pk))

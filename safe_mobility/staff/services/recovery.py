"""Letting somebody in again who lost the phone, the key or the password.

One supervisor, who has the person in front of them, asks; another confirms within a day. The
second factors then go, open sessions end, and a password that is shown once opens nothing
but its own change and the enrolment of a new second factor. Real time throughout.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries, rules
from safe_mobility.staff.models import Recovery, User
from safe_mobility.staff.services import factors
from safe_mobility.staff.services.accounts import Opened, first_password, person


class RecoveryAsked(Refusal):
    """Somebody already asked for it; it waits for a second supervisor."""

    code = "staff.recovery_asked"


@transaction.atomic
def ask(*, user_id: int, reason: str, actor: Asker, now: datetime, real_now: datetime) -> UUID:
    """Vouch for a person of one's own office. Raises `SameTwo` for oneself."""
    user = queries.visible_to(actor).filter(pk=user_id).first()
    if user is None:
        raise NotVisible(staff=user_id)
    rules.check_other(person(actor), about=user.pk)
    _close_overdue(user, real_now=real_now)
    try:
        with transaction.atomic():
            row = Recovery.objects.create(
                user=user, asked_by_id=int(actor.id), asked_at=real_now, reason=reason.strip()
            )
    except IntegrityError as error:
        raise RecoveryAsked(staff=user.pk) from error
    _mark("staff.recovery_asked", row, actor=actor, now=now)
    return row.pk


@transaction.atomic
def confirm(*, recovery_id: UUID, actor: Asker, now: datetime, real_now: datetime) -> Opened:
    """The second yes: factors and sessions end, and the way back in is returned, once.

    Raises `SameTwo` for the one who asked and for the person, `RecoveryOver` after a day.
    """
    row = _open(recovery_id, actor=actor)
    rules.check_two(first=row.asked_by_id, second=person(actor), about=row.user_id)
    if real_now - row.asked_at > rules.RECOVERY_OPEN:
        raise rules.RecoveryOver(recovery=str(row.pk))
    row.confirmed_by_id = person(actor)
    row.closed_at = real_now
    row.save(update_fields=["confirmed_by", "closed_at"])

    password = first_password()
    user = User.objects.select_for_update().get(pk=row.user_id)
    # A new password changes the hash that every session carries: all of them end.
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    factors.remove_all(user_id=user.pk)
    _mark("staff.recovery_confirmed", row, actor=actor, now=now)
    return Opened(user_id=user.pk, first_password=password)


@transaction.atomic
def drop(*, recovery_id: UUID, actor: Asker, now: datetime, real_now: datetime) -> None:
    """Any supervisor may say no, also the one who asked."""
    row = _open(recovery_id, actor=actor)
    row.closed_at = real_now
    row.save(update_fields=["closed_at"])
    _mark("staff.recovery_dropped", row, actor=actor, now=now)


def _open(recovery_id: UUID, *, actor: Asker) -> Recovery:
    if not actor.has_role("SUPERVISOR"):
        raise NotVisible(recovery=str(recovery_id))
    row = Recovery.objects.select_for_update().filter(pk=recovery_id).first()
    if row is None:
        raise NotVisible(recovery=str(recovery_id))
    if row.closed_at is not None:
        raise rules.RecoveryOver(recovery=str(row.pk))
    return row


def _close_overdue(user: User, *, real_now: datetime) -> None:
    """One that nobody confirmed in time must not bar the next."""
    open_rows = Recovery.objects.filter(user=user, closed_at=None)
    open_rows.filter(asked_at__lte=real_now - rules.RECOVERY_OPEN).update(closed_at=real_now)


def _mark(act: str, row: Recovery, *, actor: Asker, now: datetime) -> None:
    office = next(iter(sorted(actor.offices)), "")
    trail.record(act, actor=actor, about=f"staff:{row.user_id}", now=now, office=office)

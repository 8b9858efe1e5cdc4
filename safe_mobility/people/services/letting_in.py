"""Letting a household in: number and PIN, or number and a code sent to the contact on file.

A try is counted and committed before it is judged, so no refusal, crash or parallel request can
take it back. A number that does not exist is counted and answered like one that does.
"""

import hmac
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import hashes, limits
from safe_mobility.people.models import (
    Contact,
    Household,
    HouseholdSession,
    OneTimeCode,
    SignInTries,
)
from safe_mobility.people.queries import reaching, scope
from safe_mobility.people.rules import pins
from safe_mobility.people.rules.pins import PinLocked, Tries, WrongCode, WrongPin
from safe_mobility.people.services import scoped
from safe_mobility.people.services.marking import mark
from safe_mobility.people.services.registering import pin_hash
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
KEEP_FRESH = timedelta(minutes=5)

# Asked for every page of a family: the statement is not put together anew each time.
_SESSION = """
    SELECT session.id, session.household_id, session.opened_at, session.expires_at
      FROM people_householdsession AS session
      JOIN people_household AS household ON household.id = session.household_id
     WHERE session.token_hash = %s AND session.expires_at > %s AND household.erased_at IS NULL
"""


def sign_in(*, reference: str, pin: str, token_id: str, now: datetime) -> UUID:
    """Let the household in on this phone. Call it outside a transaction: the try is committed
    before the PIN is looked at.

    Raises `WrongPin` or, for this number existing or not, `PinLocked`.
    """
    number = references.parse_reference(reference)
    digits = pins.parse_digits(pin)
    if number is None or digits is None:
        raise WrongPin
    count_try(about=number, kind="PIN")
    household = Household.objects.filter(reference=number, erased_at=None).first()
    # The hash is computed for a stranger's guess too: both answers take the same time.
    given = pin_hash(household.pk if household else UUID(int=0), digits)
    kept = bytes(household.pin_hash) if household and household.pin_hash else b""
    if household is None or not hmac.compare_digest(given, kept):
        raise WrongPin
    forget_tries(about=number, kind="PIN")
    open_session(household_id=household.pk, token_id=token_id)
    mark(
        "household.signed_in",
        household,
        actor=scope.household_asker(household.pk),
        now=now,
        by="pin",
    )
    return household.pk


def ask_code(*, reference: str, now: datetime) -> None:
    """Send a one-time code to the contact on file, if the number exists and has one.

    Says nothing either way. Raises `oversight` `TooMany` when asked for too often, and that
    too for numbers that do not exist.
    """
    number = references.parse_reference(reference)
    if number is None:
        return
    limits.take("code", key=number, limit=pins.CODES_PER_HOUR, per=timedelta(hours=1))
    # A new code has tries of its own: four codes an hour bound them, and somebody who spoils
    # one code does not keep the family out for a day.
    forget_tries(about=number, kind="CODE")
    household = Household.objects.filter(reference=number, erased_at=None).first()
    if household is None or not Contact.objects.filter(household=household).exists():
        return
    with transaction.atomic():
        code = _new_code(household, purpose="SIGN_IN")
        notifications.queue(
            "code",
            about=str(code.pk),
            to=scope.recipient_of(household.pk),
            now=now,
            expires_at=now + pins.CODE_LIVES,
        )


def sign_in_with_code(*, reference: str, code: str, token_id: str, now: datetime) -> UUID:
    """Let the household in with the newest code it asked for. Call it outside a transaction.

    Raises `WrongCode`, with the tries that are left.
    """
    number = references.parse_reference(reference)
    digits = pins.parse_digits(code)
    if number is None or digits is None:
        raise WrongCode(left=0)
    left = count_try(about=number, kind="CODE")
    with transaction.atomic():
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(household__reference=number, household__erased_at=None, purpose="SIGN_IN")
            .order_by("-asked_at")
            .first()
        )
        household_id = take_code(row, digits, left=left).household_id
        open_session(household_id=household_id, token_id=token_id)
        mark(
            "household.signed_in",
            Household.objects.get(pk=household_id),
            actor=scope.household_asker(household_id),
            now=now,
            by="code",
        )
    forget_tries(about=number, kind="CODE")
    return household_id


def take_code(row: OneTimeCode | None, digits: str, *, left: int) -> OneTimeCode:
    """Use up a code, or refuse: wrong, too late and already used are one answer."""
    if row is None or row.used_at is not None or row.expires_at <= timezone.now():
        raise WrongCode(left=left)
    if not hmac.compare_digest(reaching.digits_of(row), digits):
        raise WrongCode(left=left)
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    return row


def open_session(*, household_id: UUID, token_id: str) -> None:
    """Sign this phone in. The caller made `token_id` fresh, so an older cookie means nothing."""
    moment = timezone.now()
    HouseholdSession.objects.update_or_create(
        token_hash=hashes.keyed_hash("session", token_id),
        defaults={
            "household_id": household_id,
            "opened_at": moment,
            "expires_at": moment + IDLE,
        },
    )


def keep_session(*, token_id: str) -> Asker | None:
    """The household signed in under this cookie, whose idle session goes on from here.

    Its end is pushed further so seldom that reading pages writes little.
    """
    moment = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [hashes.keyed_hash("session", token_id), moment])
        found = cursor.fetchone()
    if found is None:
        return None
    session_id, household_id, opened_at, expires_at = found
    until = min(moment + IDLE, opened_at + LONGEST)
    if until - expires_at >= KEEP_FRESH:
        HouseholdSession.objects.filter(pk=session_id).update(expires_at=until)
    return scope.household_asker(household_id)


def sign_out(*, token_id: str) -> None:
    HouseholdSession.objects.filter(token_hash=hashes.keyed_hash("session", token_id)).delete()


@transaction.atomic
def note_pin(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """The family has noted its first PIN down: from now on it is never shown again."""
    household = scoped.held(household_id=household_id, actor=actor)
    if household.pin_seen_at is None:
        household.pin_seen_at = now
        household.save(update_fields=["pin_seen_at"])


@transaction.atomic
def change_pin(
    *, household_id: UUID, pin: str, actor: Asker, now: datetime, token_id: str = ""
) -> None:
    """Set a PIN of the family's own choice; every other phone is signed out.

    Raises `WeakPin` for one that a stranger would try first.
    """
    digits = pins.check_new_pin(pin)
    household = scoped.held(household_id=household_id, actor=actor)
    household.pin_hash = pin_hash(household.pk, digits)
    household.pin_changed_at = now
    household.pin_seen_at = household.pin_seen_at or now
    household.save(update_fields=["pin_hash", "pin_changed_at", "pin_seen_at"])
    HouseholdSession.objects.filter(household=household).exclude(
        token_hash=hashes.keyed_hash("session", token_id)
    ).delete()
    mark("household.pin_changed", household, now=now, actor=actor)


def count_try(*, about: str, kind: str) -> int:
    """Count one try as wrong, for good, before it is judged; returns how many are left.

    Durable on purpose: inside another transaction its rollback would give the try back.
    Raises `PinLocked` while the number is locked.
    """
    moment = timezone.now()
    with transaction.atomic(durable=True):
        SignInTries.objects.bulk_create(
            [
                SignInTries(
                    id=uuid.uuid4(),
                    about_hash=hashes.keyed_hash("tries", about),
                    kind=kind,
                    last_at=moment,
                )
            ],
            ignore_conflicts=True,
        )
        row = SignInTries.objects.select_for_update().get(
            about_hash=hashes.keyed_hash("tries", about), kind=kind
        )
        tries = Tries(wrong=row.wrong, locks=row.locks, locked_until=row.locked_until)
        if tries.locked(now=moment):
            raise PinLocked(until=row.locked_until, kind=kind)
        after = pins.after_wrong(tries, now=moment)
        for name, value in asdict(after).items():
            setattr(row, name, value)
        row.last_at = moment
        row.save()
    return 0 if after.wrong == 0 else pins.TRIES - after.wrong


def forget_tries(*, about: str, kind: str) -> None:
    """A right try clears the count and the lock that counting it may have set."""
    SignInTries.objects.filter(about_hash=hashes.keyed_hash("tries", about), kind=kind).update(
        wrong=0, locks=0, locked_until=None
    )


def _new_code(household: Household, *, purpose: str, contact: Contact | None = None) -> OneTimeCode:
    moment = timezone.now()
    return OneTimeCode.objects.create(
        id=uuid.uuid4(),
        household=household,
        purpose=purpose,
        contact=contact,
        asked_at=moment,
        expires_at=moment + pins.CODE_LIVES,
    )


def new_contact_code(household: Household, contact: Contact) -> OneTimeCode:
    return _new_code(household, purpose="CONTACT", contact=contact)

"""A relative abroad agrees for themselves, tells their own facts, and stops when they want.

The family hands over a code; the page that it opens says nothing of the family. From the yes on
the relative has a number, a PIN and a key of their own. What they tell reaches the family's page
only where they say so, and taking it back erases their key.
"""

import hmac
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from safe_mobility.oversight.services import hashes, keys, trail
from safe_mobility.people.models.sealing import opened, seal
from safe_mobility.people.rules import pins
from safe_mobility.people.rules.pins import WrongPin
from safe_mobility.people.services.letting_in import count_try, forget_tries
from safe_mobility.people.services.registering import first_pin, pin_hash
from safe_mobility.reunification.models import (
    Relative,
    RelativeInvitation,
    RelativeSession,
    RelativeSubject,
)
from safe_mobility.reunification.queries.consenting import HASHED_AS, code_of
from safe_mobility.reunification.rules.kin import Status
from safe_mobility.reunification.services import acting
from safe_mobility.reunification.services.relatives import RelativeChange, change_relative
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible, Refusal

VERSION = "2023-11-20"
OPEN_FOR = timedelta(days=30)
SESSION = timedelta(hours=1)


class CodeUnknown(Refusal):
    """No open invitation has this code: wrong, used, too late and never made are one answer."""

    code = "reunification.code_unknown"


class AlreadyAgreed(Refusal):
    """The relative has agreed already and signs in with a number and PIN of their own."""

    code = "reunification.already_agreed"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a relative tells about themselves."""

    country: str = ""
    state: str = field(default="", repr=False)
    status: Status = Status.UNKNOWN
    since_on: date | None = None
    since_about: bool = False


@dataclass(frozen=True, slots=True)
class SubjectSeen:
    id: UUID
    reference: str
    pin: str = field(repr=False)
    """The first PIN, until it was noted down; then empty."""
    consented_at: datetime
    shares: bool
    told: OwnWords | None = field(repr=False)


@transaction.atomic
def invite(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> UUID:
    """Make a code for this relative, in place of one that was made before."""
    household = acting.held(household_id=household_id, actor=actor)
    row = acting.relative_of(household, number)
    if RelativeSubject.objects.filter(relative=row).exists():
        raise AlreadyAgreed(relative=number)
    RelativeInvitation.objects.filter(relative=row).delete()
    made = RelativeInvitation(id=uuid.uuid4(), relative=row, made_at=now, expires_at=now + OPEN_FOR)
    made.code_hash = hashes.keyed_hash(HASHED_AS, code_of(made.pk))
    made.save(force_insert=True)
    acting.mark("relative.invited", household, actor=actor, now=now, relative=number)
    return made.pk


def open_invitation(*, code: str, now: datetime) -> UUID:
    """The invitation of a code. Count the try before: the code alone opens it."""
    number = references.parse_reference(code)
    row = (
        RelativeInvitation.objects.filter(
            code_hash=hashes.keyed_hash(HASHED_AS, number),
            used_at=None,
            expires_at__gt=now,
            relative__household__erased_at=None,
        ).first()
        if number
        else None
    )
    if row is None:
        raise CodeUnknown
    return row.pk


@transaction.atomic
def agree(*, code: str, version: str, language: str, now: datetime) -> UUID:
    """The relative's own yes: a subject with a number, a PIN and a key. Returns its key.

    Raises `CodeUnknown` for another code, and for another wording than the one in force.
    """
    invitation = RelativeInvitation.objects.select_for_update().get(
        pk=open_invitation(code=code, now=now)
    )
    if version != VERSION:
        raise CodeUnknown
    subject = RelativeSubject(
        id=uuid.uuid4(),
        relative_id=invitation.relative_id,
        reference=references.new_reference(pick=secrets.choice),
        language=language,
        consent_version=version,
        consented_at=now,
    )
    keys.create(owner=subject.pk, kind=keys.OwnerKind.RELATIVE)
    subject.pin_hash = pin_hash(subject.pk, first_pin(subject.pk))
    subject.save(force_insert=True)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    _mark("relative.agreed", subject, now=now)
    return subject.pk


def sign_in(*, reference: str, pin: str, token_id: str) -> UUID:
    """Let a relative in. Call it outside a transaction: the try is committed before it is judged.

    Raises `WrongPin` or `PinLocked`, for a number that exists and one that does not alike.
    """
    number = references.parse_reference(reference)
    digits = pins.parse_digits(pin)
    if number is None or digits is None:
        raise WrongPin
    count_try(about=f"relative {number}", kind="PIN")
    subject = RelativeSubject.objects.filter(reference=number).first()
    given = pin_hash(subject.pk if subject else UUID(int=0), digits)
    if subject is None or not hmac.compare_digest(given, bytes(subject.pin_hash)):
        raise WrongPin
    forget_tries(about=f"relative {number}", kind="PIN")
    open_session(subject_id=subject.pk, token_id=token_id)
    return subject.pk


def open_session(*, subject_id: UUID, token_id: str) -> None:
    RelativeSession.objects.update_or_create(
        token_hash=hashes.keyed_hash("relative session", token_id),
        defaults={"subject_id": subject_id, "expires_at": timezone.now() + SESSION},
    )


def signed_in(*, token_id: str) -> Asker | None:
    row = RelativeSession.objects.filter(
        token_hash=hashes.keyed_hash("relative session", token_id), expires_at__gt=timezone.now()
    ).first()
    return None if row is None else Asker(kind=AskerKind.RELATIVE, id=str(row.subject_id))


def sign_out(*, token_id: str) -> None:
    RelativeSession.objects.filter(
        token_hash=hashes.keyed_hash("relative session", token_id)
    ).delete()


def seen(*, actor: Asker) -> SubjectSeen:
    """What the relative sees: their own number and their own words. Nothing of any family."""
    subject = _own(actor)
    key = keys.unwrap(asker=actor, owner=subject.pk, purpose="own words")
    told = opened(subject, key, "told")
    return SubjectSeen(
        id=subject.pk,
        reference=subject.reference,
        pin="" if subject.pin_seen_at else first_pin(subject.pk),
        consented_at=subject.consented_at,
        shares=subject.shares,
        told=_from_text(told) if told else None,
    )


@transaction.atomic
def note_pin(*, actor: Asker, now: datetime) -> None:
    subject = _own(actor)
    if subject.pin_seen_at is None:
        subject.pin_seen_at = now
        subject.save(update_fields=["pin_seen_at"])


@transaction.atomic
def tell(*, told: OwnWords, shares: bool, actor: Asker, now: datetime) -> None:
    """Keep the relative's own words; where they share them, put them on the family's page."""
    subject = _own(actor)
    key = keys.unwrap(asker=actor, owner=subject.pk, purpose="own words")
    seal(subject, key, "told", _to_text(told))
    subject.shares = shares
    subject.save(update_fields=["told", "shares"])
    relative = subject.relative
    if shares and relative is not None and relative.household.erased_at is None:
        change_relative(
            household_id=relative.household_id,
            number=relative.number,
            change=RelativeChange(
                country=told.country,
                state=told.state,
                status=told.status,
                status_since=told.since_on,
                since_about=told.since_about,
            ),
            actor=job("relatives.own_word"),
            now=now,
        )
        Relative.objects.filter(pk=relative.pk).update(own_word_at=now)
    _mark("relative.told", subject, now=now, shares=shares)


@transaction.atomic
def stop(*, actor: Asker, now: datetime) -> None:
    """Take the yes back: number, PIN and own words go, and the key after them. What the family
    had told before is the family's; what it read from the relative is no longer marked as such."""
    subject = _own(actor)
    if subject.relative_id is not None:
        Relative.objects.filter(pk=subject.relative_id).update(own_word_at=None)
    _mark("relative.stopped", subject, now=now)
    subject_id = subject.pk
    subject.delete()
    transaction.on_commit(partial(keys.destroy, owner=subject_id))


def _own(actor: Asker) -> RelativeSubject:
    if actor.kind is not AskerKind.RELATIVE:
        raise NotVisible(asker=actor.ref)
    row = (
        RelativeSubject.objects.select_related("relative__household")
        .filter(pk=UUID(actor.id))
        .first()
    )
    if row is None:
        raise NotVisible(asker=actor.ref)
    return row


def _mark(act: str, subject: RelativeSubject, *, now: datetime, **facts: Any) -> None:
    """About the subject alone: the trail of the family does not say that the relative signed."""
    trail.record(
        act,
        actor=Asker(kind=AskerKind.RELATIVE, id=str(subject.pk)),
        about=f"relative:{subject.pk}",
        now=now,
        **facts,
    )


def _to_text(told: OwnWords) -> str:
    return json.dumps(
        {
            "country": told.country,
            "state": told.state,
            "status": told.status.value,
            "since_on": told.since_on.isoformat() if told.since_on else "",
            "since_about": told.since_about,
        }
    )


def _from_text(text: str) -> OwnWords:
    plain = json.loads(text)
    since = plain["since_on"]
    return OwnWords(
        country=plain["country"],
        state=plain["state"],
        status=Status(plain["status"]),
        since_on=date.fromisoformat(since) if since else None,
        since_about=plain["since_about"],
    )

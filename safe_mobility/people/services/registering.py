"""Registering: from the consent to a draft that waits on any phone.

A household exists as a draft from the moment it agreed to the notice, with a number and a PIN, so
that a lost line, an empty battery or a borrowed phone costs nothing: the draft waits seven days.
"""

import random
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import hashes, keys, trail
from safe_mobility.people.models import Application, CallWord, Consent, Household, Membership
from safe_mobility.people.models.sealing import seal
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules import callwords, consents, pins, states
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.drafts import Role
from safe_mobility.people.rules.states import State
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import Refusal


class OldNotice(Refusal):
    """The notice was reworded while the page was open: it has to be read again."""

    code = "people.old_notice"


@dataclass(frozen=True, slots=True)
class Registered:
    household_id: UUID
    reference: str
    pin: str = field(repr=False)


@transaction.atomic
def register(
    *,
    language: str,
    country: str,
    consent_version: str,
    channel: str,
    actor: Asker,
    now: datetime,
    office_code: str = "",
) -> Registered:
    """Begin a household as a draft, right after it agreed to the notice.

    `actor` is the visitor, or the member of staff who sits with the person; staff name the
    office, so that the draft is theirs to fill in. The first PIN is derived, not stored, and can
    be shown again until the family says it has noted it down.
    """
    if consent_version != consents.VERSIONS[ConsentKind.PROCESSING]:
        raise OldNotice(version=consent_version)
    household = Household(
        id=uuid.uuid4(),
        reference=_free_reference(),
        language=language,
        country=country,
        channel=channel,
        office_code=office_code,
        created_at=now,
        pin_changed_at=now,
    )
    key = keys.create(owner=household.pk, kind=keys.OwnerKind.HOUSEHOLD)
    pin = first_pin(household.pk)
    household.pin_hash = pin_hash(household.pk, pin)
    household.save(force_insert=True)
    _begin_draft(household, now=now)
    word = CallWord(id=uuid.uuid4(), household=household)
    seal(word, key, "words", callwords.new_call_word(pick=secrets.choice))
    word.save(force_insert=True)
    given_by = actor if actor.kind is AskerKind.STAFF else scope.household_asker(household.pk)
    _agree(household, given_by=given_by, now=now)
    trail.record(
        "household.registered",
        actor=given_by,
        about=household.reference,
        now=now,
        office=office_code,
        channel=channel,
    )
    return Registered(household_id=household.pk, reference=household.reference, pin=pin)


def first_pin(household_id: UUID) -> str:
    """The PIN given at registration, the same each time it is asked for."""
    seed = hashes.derive("first pin", str(household_id))
    return pins.new_pin(random.Random(seed))  # noqa: S311 - a stream keyed by secret bytes


def pin_hash(household_id: UUID, pin: str) -> bytes:
    return hashes.keyed_hash("pin", f"{household_id}:{pin}")


def _free_reference() -> str:
    while True:
        reference = references.new_reference(pick=secrets.choice)
        if not Household.objects.filter(reference=reference).exists():
            return reference


def _begin_draft(household: Household, *, now: datetime) -> None:
    Application.objects.create(
        household=household,
        state=State.DRAFT.value,
        state_since=now,
        opened_at=now,
        expires_at=now + states.DRAFT_LIVES,
    )
    Membership.objects.create(
        household=household,
        number=1,
        role=Role.APPLICANT.value,
        from_on=days.local_day(office_code=household.office_code, now=now),
    )


def _agree(household: Household, *, given_by: Asker, now: datetime) -> None:
    Consent.objects.create(
        household=household,
        kind=ConsentKind.PROCESSING.value,
        recipient=consents.PROGRAMME,
        purpose=ConsentKind.PROCESSING.value,
        version=consents.VERSIONS[ConsentKind.PROCESSING],
        language=household.language,
        given_at=now,
        given_by=given_by.ref,
    )

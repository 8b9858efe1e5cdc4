"""Consent and the ledger of what leaves the programme.

A yes is to one recipient and one purpose, and can be stopped. Nothing leaves without a live yes,
and whoever proposes that something leaves is not the one who approves it.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Consent, Disclosure, Household
from safe_mobility.people.rules import consents as rules
from safe_mobility.people.rules.consents import ConsentKind, ConsentNeeded, NoLiveConsent
from safe_mobility.people.rules.states import LIVE, State
from safe_mobility.people.services import scoped
from safe_mobility.people.services.advancing import lock_application
from safe_mobility.people.services.marking import mark
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible


@transaction.atomic
def give_consent(
    *,
    household_id: UUID,
    kind: ConsentKind,
    actor: Asker,
    now: datetime,
    language: str,
    recipient: str = "",
    purpose: str = "",
) -> UUID:
    """Record a yes. One that stands already is the same yes: its key is returned."""
    household = scoped.held(household_id=household_id, actor=actor)
    to = recipient or (
        rules.GT_GOVERNMENT if kind is ConsentKind.SHARE_GT_GOVERNMENT else rules.PROGRAMME
    )
    consent, made = Consent.objects.get_or_create(
        household=household,
        kind=kind.value,
        recipient=to,
        purpose=purpose or kind.value,
        stopped_at=None,
        defaults={
            "id": uuid.uuid4(),
            "version": rules.VERSIONS[kind],
            "language": language,
            "given_at": now,
            "given_by": actor.ref,
        },
    )
    if made:
        _mark(household, "consent.given", consent, actor=actor, now=now)
    return consent.pk


@transaction.atomic
def stop_consent(*, household_id: UUID, consent_id: UUID, actor: Asker, now: datetime) -> None:
    """Stop a yes. What was shared under it ends at the next request of its recipient.

    The general yes stands as long as an application is open (`ConsentNeeded`): close that first.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    consent = Consent.objects.select_for_update().filter(pk=consent_id, household=household).first()
    if consent is None:
        raise NotVisible(consent=str(consent_id))
    if consent.stopped_at is not None:
        return
    general = consent.kind == ConsentKind.PROCESSING.value
    if general and State(lock_application(household_id).state) in LIVE:
        raise ConsentNeeded(reference=household.reference)
    consent.stopped_at = now
    consent.save(update_fields=["stopped_at"])
    Disclosure.objects.filter(consent=consent, ended_at=None).update(ended_at=now)
    _mark(household, "consent.stopped", consent, actor=actor, now=now)


@transaction.atomic
def disclose(
    *,
    household_id: UUID,
    consent_id: UUID,
    recipient: str,
    purpose: str,
    fields: Sequence[str],
    proposed_by: str,
    actor: Asker,
    now: datetime,
    until_at: datetime | None = None,
) -> UUID:
    """Write one line of the ledger, which is also the recipient's grant, and return its key.

    `actor` approves what `proposed_by` (an asker's reference) proposed; the database refuses one
    person as both. Raises `NoLiveConsent` unless the yes is to this recipient and purpose.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    consent = (
        Consent.objects.select_for_update()
        .filter(
            pk=consent_id,
            household=household,
            recipient=recipient,
            purpose=purpose,
            stopped_at=None,
        )
        .first()
    )
    if consent is None:
        raise NoLiveConsent(reference=household.reference, recipient=recipient, purpose=purpose)
    row = Disclosure.objects.create(
        id=uuid.uuid4(),
        household=household,
        consent=consent,
        recipient=recipient,
        purpose=purpose,
        fields=list(fields),
        from_at=now,
        until_at=until_at,
        proposed_by=proposed_by,
        approved_by=actor.ref,
    )
    trail.record(
        "disclosure.made",
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        disclosure=str(row.pk),
        recipient=recipient,
        purpose=purpose,
        fields=list(fields),
    )
    return row.pk


@transaction.atomic
def end_disclosure(*, disclosure_id: UUID, actor: Asker, now: datetime) -> None:
    """End a grant: the recipient sees nothing more from its next request on."""
    row = (
        Disclosure.objects.select_for_update(of=("self",))
        .select_related("household")
        .filter(pk=disclosure_id)
        .first()
    )
    if row is None:
        raise NotVisible(disclosure=str(disclosure_id))
    household = scoped.held(household_id=row.household_id, actor=actor)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        trail.record(
            "disclosure.ended",
            actor=actor,
            about=household.reference,
            now=now,
            office=household.office_code,
            disclosure=str(row.pk),
        )


def _mark(household: Household, act: str, consent: Consent, *, actor: Asker, now: datetime) -> None:
    facts = {"consent": str(consent.pk), "kind": consent.kind, "recipient": consent.recipient}
    mark(act, household, actor=actor, now=now, **facts)

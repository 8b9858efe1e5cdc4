"""How a message reaches a household, and the code that it carries.

Only jobs ask: the sender resolves addresses at the moment of sending, so that a phone changed a
minute ago is the one that rings, and nothing personal waits in the outbox.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from safe_mobility.oversight.services import hashes, keys
from safe_mobility.people.models import Contact, Household, OneTimeCode
from safe_mobility.people.models.sealing import opened
from safe_mobility.people.rules import pins
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.recipient import Recipient, RecipientKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class Address:
    """One way to a household. `contact` is the key of the row: what the outbox may keep."""

    channel: str
    contact: str
    value: str = field(repr=False)
    verified: bool


_CHANNEL = {ContactKind.PHONE: "SMS", ContactKind.EMAIL: "EMAIL"}


def addresses(*, asker: Asker, recipient: Recipient, about: str = "") -> list[Address]:
    """Where this household can be reached; a phone comes first, none gives an empty list.

    With the key of a code that checks a contact as `about`, only that contact: the code must
    prove that somebody answers there.
    """
    _only_jobs(asker)
    if recipient.kind is not RecipientKind.HOUSEHOLD:
        return []
    found = Contact.objects.filter(household=UUID(recipient.id)).order_by("-kind")
    if about:
        found = found.filter(codes=UUID(about))
    rows = list(found)
    if not rows:
        return []
    key = keys.unwrap(asker=asker, owner=UUID(recipient.id), purpose="send message")
    return [
        Address(
            channel=_CHANNEL[ContactKind(row.kind)],
            contact=str(row.pk),
            value=opened(row, key, "value"),
            verified=row.verified_at is not None,
        )
        for row in rows
    ]


def code_for(*, asker: Asker, message_about: str) -> str:
    """The six digits of the code a message is about, made again from the key; never stored.

    Raises `NotVisible` once the code is used or has run out: nothing old is ever sent.
    """
    _only_jobs(asker)
    row = OneTimeCode.objects.filter(
        pk=message_about, used_at=None, expires_at__gt=timezone.now()
    ).first()
    if row is None:
        raise NotVisible(code=message_about)
    return digits_of(row)


def newest_code(*, asker: Asker, household_id: UUID) -> str:
    """The digits of the code sent last, for the training day, where nobody holds the phone."""
    _only_jobs(asker)
    row = OneTimeCode.objects.filter(household=household_id).order_by("-asked_at").first()
    if row is None:
        raise NotVisible(household=str(household_id))
    return digits_of(row)


def digits_of(row: OneTimeCode) -> str:
    return pins.code_from(hashes.derive("code", str(row.pk)))


def household_by_phone(*, asker: Asker, phone: str) -> UUID | None:
    """The household whose phone this is, for an incoming SMS; None where none or several are."""
    _only_jobs(asker)
    found = Household.objects.filter(
        erased_at=None,
        contacts__kind=ContactKind.PHONE.value,
        contacts__value_hash=hashes.keyed_hash("contact", phone),
    ).values_list("pk", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def phones(*, asker: Asker, phone: str) -> dict[str, UUID]:
    """Every checked contact with this number (E.164): key of the contact -> household. A
    village may share a phone; a number that nobody checked may be a slip of the pen."""
    _only_jobs(asker)
    found = Contact.objects.filter(
        kind=ContactKind.PHONE.value,
        value_hash=hashes.keyed_hash("contact", phone),
        household__erased_at=None,
    ).exclude(verified_at=None)
    return {str(pk): household for pk, household in found.values_list("pk", "household")}


def _only_jobs(asker: Asker) -> None:
    if asker.kind is not AskerKind.JOB:
        raise NotVisible(asker=asker.kind.value)

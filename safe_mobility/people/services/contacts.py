"""How to reach a household: put on file, checked with a code, replaced, taken away."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.services import hashes, keys, limits
from safe_mobility.people.models import Application, Contact, Household, OneTimeCode, SpecificNeed
from safe_mobility.people.models.sealing import seal
from safe_mobility.people.queries import scope
from safe_mobility.people.rules import contacts as rules
from safe_mobility.people.rules import needs as need_rules
from safe_mobility.people.rules import pins
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.drafts import Step
from safe_mobility.people.rules.duplicates import Ground
from safe_mobility.people.rules.needs import Need
from safe_mobility.people.rules.pins import WrongCode
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import duplicates, letting_in, scoped
from safe_mobility.people.services.marking import mark
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import Refusal


class WordsTooLong(Refusal):
    code = "people.words_too_long"


@transaction.atomic
def save_contact(
    *, household_id: UUID, kind: ContactKind, value: str, actor: Asker, now: datetime
) -> None:
    """Put one phone or e-mail on file in place of the former of its kind, and send it a code.

    The same value again changes nothing. Raises `PhoneUnreadable` or `EmailUnreadable`.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    clean = rules.clean(kind, value, country=household.country)
    value_hash = hashes.keyed_hash("contact", clean)
    former = Contact.objects.filter(household=household, kind=kind.value).first()
    scoped.mark_answered(household, Step.CONTACT)
    household.contact_kind = kind.value
    household.save(update_fields=["answered", "contact_kind"])
    if former is not None and bytes(former.value_hash) == value_hash:
        return
    if former is not None:
        former.delete()
    contact = Contact(
        id=uuid.uuid4(),
        household=household,
        kind=kind.value,
        value_hash=value_hash,
        since_at=now,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="contact")
    seal(contact, key, "value", clean)
    contact.save(force_insert=True)
    mark("contact.changed", household, actor=actor, now=now, kind=kind.value)
    _send_check(household, contact, now=now)
    if not _draft(household):
        duplicates.note(household=household, actor=actor, now=now)


@transaction.atomic
def remove_contacts(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """The household wants no messages: the page and the office remain."""
    household = scoped.held(household_id=household_id, actor=actor)
    removed, _ = Contact.objects.filter(household=household).delete()
    scoped.mark_answered(household, Step.CONTACT)
    household.contact_kind = ""
    household.save(update_fields=["answered", "contact_kind"])
    if removed:
        mark("contact.removed", household, actor=actor, now=now)


@transaction.atomic
def ask_contact_check(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Send the code of a contact that was not checked yet once more."""
    household = scoped.held(household_id=household_id, actor=actor)
    for contact in Contact.objects.filter(household=household, verified_at=None):
        _send_check(household, contact, now=now)


def limit_contact_checks(*, household_id: UUID) -> None:
    """Count one wish for another code, outside the act. Raises `TooMany`."""
    limits.take(
        "contact check",
        key=str(household_id),
        limit=pins.CODES_PER_HOUR,
        per=timedelta(hours=1),
    )


def check_contact(*, household_id: UUID, code: str, actor: Asker, now: datetime) -> None:
    """Take the code back that was sent to a contact. Call it outside a transaction: the try is
    committed before the code is looked at. Raises `WrongCode` with the tries that are left."""
    digits = pins.parse_digits(code)
    if digits is None:
        raise WrongCode(left=pins.CODE_TRIES)
    left = letting_in.count_try(about=f"contact {household_id}", kind="CODE")
    with transaction.atomic():
        household = scoped.held(household_id=household_id, actor=actor)
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(household=household, purpose="CONTACT")
            .order_by("-asked_at")
            .first()
        )
        used = letting_in.take_code(row, digits, left=left)
        if used.contact is not None:
            _verify(household, used.contact, actor=actor, now=now)
    letting_in.forget_tries(about=f"contact {household_id}", kind="CODE")


@transaction.atomic
def save_needs(
    *, household_id: UUID, needs: tuple[Need, ...], words: str, actor: Asker, now: datetime
) -> None:
    """Keep what the household told about help it needs, sealed as a whole; nothing is an answer."""
    words = " ".join(words.split())
    if len(words) > need_rules.LONGEST_WORDS:
        raise WordsTooLong(longest=need_rules.LONGEST_WORDS)
    household = scoped.held(household_id=household_id, actor=actor)
    key = keys.unwrap(asker=actor, owner=household_id, purpose="needs")
    SpecificNeed.objects.filter(household=household).delete()
    row = SpecificNeed(id=uuid.uuid4(), household=household, told_at=now)
    seal(row, key, "codes", ",".join(sorted(need.value for need in set(needs))))
    seal(row, key, "words", words)
    row.save(force_insert=True)
    household.has_needs = bool(needs or words)
    scoped.mark_answered(household, Step.NEEDS)
    household.save(update_fields=["answered", "has_needs"])
    mark("needs.told", household, actor=actor, now=now)


def _verify(household: Household, contact: Contact, *, actor: Asker, now: datetime) -> None:
    contact.verified_at = now
    contact.login = contact.kind == ContactKind.EMAIL.value
    try:
        with transaction.atomic():
            contact.save(update_fields=["verified_at", "login"])
    except IntegrityError as error:
        if "one_household_per_login_email" not in str(error):
            raise
        # Another household signs in with this e-mail: here it stays a plain contact.
        contact.login = False
        contact.save(update_fields=["verified_at", "login"])
        earlier = Household.objects.filter(
            contacts__value_hash=bytes(contact.value_hash), contacts__login=True
        ).exclude(pk=household.pk)
        duplicates.pair(household, earlier, Ground.EMAIL, actor=actor, now=now)
    mark("contact.verified", household, actor=actor, now=now, kind=contact.kind)


def _send_check(household: Household, contact: Contact, *, now: datetime) -> None:
    code = letting_in.new_contact_code(household, contact)
    notifications.queue(
        "contact_check",
        about=str(code.pk),
        to=scope.recipient_of(household.pk),
        now=now,
        expires_at=now + pins.CODE_LIVES,
    )


def _draft(household: Household) -> bool:
    return Application.objects.filter(household=household, state=State.DRAFT.value).exists()

"""A reply by SMS, from a provider or from the training page: one way in for both."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.labour.services import candidates
from safe_mobility.notifications import queries as notifications
from safe_mobility.notifications import services as notification_acts
from safe_mobility.notifications.rules.replies import Wish, wish_in
from safe_mobility.people import queries as people
from safe_mobility.people import services as people_acts
from safe_mobility.people.rules import contacts
from safe_mobility.people.rules.contacts import PhoneUnreadable
from safe_mobility.shared.asker import job
from safe_mobility.shared.recipient import Recipient

READER = job("read replies")
_NOWHERE = "ZZ"
"""No country: providers write a number in full, with or without its plus sign."""


@transaction.atomic
def take(*, provider_id: str, phone: str, text: str, now: datetime) -> None:
    """Do what the reply asks for, once. Whoever sent it learns nothing from how this returns:
    the answer goes to the contact on file, or nowhere."""
    sender = _sender(phone)
    wish = wish_in(text)
    kept = notification_acts.keep_reply(
        provider_id=provider_id, wish=wish, words=text, sender=sender, actor=READER, now=now
    )
    if not kept or sender is None or wish is Wish.OTHER:
        return
    household_id = UUID(sender.id)
    if wish is Wish.WORK:
        candidates.renew_by_reply(household_id=household_id, actor=READER, now=now)
        return
    people_acts.record_wish(household_id=household_id, wish=wish.value, actor=READER, now=now)


def _sender(phone: str) -> Recipient | None:
    """The household that a reply comes from. Where several share the phone, it is the one that
    we wrote to last: a reply answers the newest message."""
    number = phone.strip()
    try:
        clean = contacts.phone(number if number.startswith("+") else f"+{number}", country=_NOWHERE)
    except PhoneUnreadable:
        return None
    found = people.phones(asker=READER, phone=clean)
    last = notifications.last_written_to(contacts=found)
    if last is None:
        last = next(iter(found)) if len(found) == 1 else None
    return people.recipient_of(found[last]) if last else None

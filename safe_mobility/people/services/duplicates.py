"""Two households that may be one family: noted for the office, told to nobody who asks.

Who is registered is nobody's business. A match changes nothing that the later household sees; the
sentence "your family already has an application" goes only to the contact on file of the earlier
one, and the pair to the console's list, where a person decides.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes, keys, trail
from safe_mobility.people.models import Contact, DuplicatePair, Household, Membership
from safe_mobility.people.models.sealing import opened
from safe_mobility.people.queries import scope
from safe_mobility.people.rules import names, states
from safe_mobility.people.rules.contacts import ContactKind
from safe_mobility.people.rules.duplicates import TELLING, Ground
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import Asker, job
from safe_mobility.shared.refusal import NotVisible, Refusal


class AlreadySettled(Refusal):
    code = "people.already_settled"


@transaction.atomic
def note(*, household: Household, actor: Asker, now: datetime) -> None:
    """Look for earlier sent households with the same document, person, phone or e-mail.

    Call it in the transaction that sends or changes the household, after that is written. Two
    that have a value in common come one after the other: the later one waits for the earlier to
    commit and then sees it.
    """
    key = keys.unwrap(asker=job("duplicates"), owner=household.pk, purpose="match")
    members = list(Membership.objects.filter(household=household, until_on=None))
    contacts = list(Contact.objects.filter(household=household))
    wait_for_the_same(_hashes(members, contacts))
    for member in members:
        _note_document(household, member, key, actor=actor, now=now)
        _note_person(household, member, actor=actor, now=now)
    for contact in contacts:
        ground = Ground.PHONE if contact.kind == ContactKind.PHONE.value else Ground.EMAIL
        same = Q(contacts__value_hash=bytes(contact.value_hash), contacts__kind=contact.kind)
        pair(household, _others(household).filter(same), ground, actor=actor, now=now)


def wait_for_the_same(values: Iterable[bytes]) -> None:
    """Wait until nobody else is in the middle of an act with one of these values.

    Without it, two families that send in one moment look before either has committed, and
    neither sees the other. All are taken at once and in one order, so that no two wait for each
    other; they are let go with the transaction.
    """
    locks = sorted({int.from_bytes(value[:8], "big", signed=True) for value in values})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(l) FROM unnest(%s::bigint[]) l", [locks])


def _hashes(members: Iterable[Membership], contacts: Iterable[Contact]) -> Iterator[bytes]:
    """All by which another household is looked for. The document has a constraint of its own."""
    for member in members:
        yield from (
            bytes(value) for value in (member.person_hash, member.match_hash) if value is not None
        )
    yield from (bytes(contact.value_hash) for contact in contacts)


@transaction.atomic
def settle(*, pair_id: UUID, same: bool, actor: Asker, now: datetime) -> None:
    """Record what a person decided about a pair. Merging files is for the office to do."""
    row = (
        DuplicatePair.objects.select_for_update()
        .select_related("first", "second")
        .filter(pk=pair_id)
        .first()
    )
    if row is None or not scope.visible_to(actor).filter(pk__in=[row.first_id, row.second_id]):
        raise NotVisible(pair=str(pair_id))
    if row.settled_at is not None:
        raise AlreadySettled(settled_at=row.settled_at)
    row.settled_as = "SAME" if same else "DIFFERENT"
    row.settled_at, row.settled_by = now, actor.ref
    row.save(update_fields=["settled_as", "settled_at", "settled_by"])
    for household in (row.first, row.second):
        trail.record(
            "duplicate.settled",
            actor=actor,
            about=household.reference,
            now=now,
            office=household.office_code,
            pair=str(row.pk),
            settled_as=row.settled_as,
        )


def _others(household: Household) -> QuerySet[Household]:
    sent = [state.value for state in states.LIVE if state is not State.DRAFT]
    return (
        Household.objects.filter(erased_at=None, applications__state__in=sent)
        .exclude(pk=household.pk)
        .distinct()
    )


def _note_document(
    household: Household, member: Membership, key: DataKey, *, actor: Asker, now: datetime
) -> None:
    number = opened(member, key, "document_number")
    if not number:
        Membership.objects.filter(pk=member.pk).update(document_hash=None)
        return
    mine = hashes.keyed_hash(
        "document",
        names.document_key(
            country=member.document_country, kind=member.document_kind, number=number
        ),
    )
    if not claim_document(member, mine):
        theirs = Household.objects.filter(members__document_hash=mine).exclude(pk=household.pk)
        pair(household, theirs, Ground.DOCUMENT, actor=actor, now=now)


def claim_document(member: Membership, mine: bytes) -> bool:
    """Tie the document to this application alone; False where another one has it already.

    The insert itself decides: whoever commits first has it, and a second one waits for that.
    """
    taken = Membership.objects.filter(document_hash=mine).exclude(pk=member.pk)
    if taken.exists():
        Membership.objects.filter(pk=member.pk).update(document_hash=None)
        return False
    try:
        with transaction.atomic():
            Membership.objects.filter(pk=member.pk).update(document_hash=mine)
    except IntegrityError as error:
        if "one_sent_application_per_document" not in str(error):
            raise
        return False
    return True


def _note_person(household: Household, member: Membership, *, actor: Asker, now: datetime) -> None:
    others = _others(household).filter(members__until_on=None)
    if member.person_hash is not None:
        same = others.filter(members__person_hash=bytes(member.person_hash))
        pair(household, same, Ground.PERSON, actor=actor, now=now)
    if member.match_hash is not None:
        alike = others.filter(members__match_hash=bytes(member.match_hash))
        pair(household, alike, Ground.SOUND, actor=actor, now=now)


def pair(
    household: Household,
    earlier: Iterable[Household],
    ground: Ground,
    *,
    actor: Asker,
    now: datetime,
) -> None:
    """Note each of `earlier` beside this household, once; also for acts that meet a value which
    belongs to another household already."""
    for other in earlier:
        if DuplicatePair.objects.filter(
            Q(first=other, second=household) | Q(first=household, second=other), ground=ground.value
        ).exists():
            continue
        row = DuplicatePair.objects.create(
            id=uuid.uuid4(), first=other, second=household, ground=ground.value, found_at=now
        )
        trail.record(
            "duplicate.found",
            actor=actor,
            about=other.reference,
            now=now,
            office=other.office_code,
            pair=str(row.pk),
            ground=ground.value,
        )
        if ground in TELLING:
            # One word a pair of households, whatever the number of grounds.
            notifications.queue(
                "duplicate_found",
                about=other.reference,
                to=scope.recipient_of(other.pk),
                occasion=household.reference,
                now=now,
            )

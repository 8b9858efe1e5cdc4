"""Looking for relatives: joining, seeking, answering the month's question, leaving.

Every act leaves the same trace on the family's own pages whether or not anybody matches. Stopping
the consent, here or on the page of one's data, ends everything at once: each read asks for a live
consent first, and the rows are swept after it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from safe_mobility.notifications.services.queueing import Saying, queue_many
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import hashes, keys
from safe_mobility.people.models import Household
from safe_mobility.people.models.sealing import seal
from safe_mobility.people.queries import days
from safe_mobility.people.rules import names
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.services import give_consent, stop_consent
from safe_mobility.reunification.models import TraceKey, TraceMatch, TraceProfile, TraceRequest
from safe_mobility.reunification.queries.tracing import (
    PURPOSE,
    TRACED_FAMILY,
    findable,
    live_consents,
    sought,
    taking_part,
)
from safe_mobility.reunification.rules.finding import (
    MOST_SOUGHT,
    MatchState,
    NotTracing,
    TooManySought,
    question_of,
)
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import Described, blocking_keys
from safe_mobility.reunification.services import acting
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.recipient import Recipient, RecipientKind
from safe_mobility.shared.refusal import NotVisible

QUESTION = "trace_question"
HASHED_AS = "trace"
LONGEST_LIST = 600
LAST_DAY_TO_ASK = 3
"""A site that stood still on the first of a month may still ask on the third."""


@dataclass(frozen=True, slots=True)
class ProfileTold:
    """About the one who applies, and by whom the family wants to be found."""

    born_in: str = field(default="", repr=False)
    mother: str = field(default="", repr=False)
    father: str = field(default="", repr=False)
    open_to: frozenset[Relation] = field(default=frozenset(), repr=False)
    not_by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SoughtTold:
    relation: Relation
    described: Described
    last_news: str = field(default="", repr=False)


@transaction.atomic
def join(
    *, household_id: UUID, told: ProfileTold, language: str, actor: Asker, now: datetime
) -> UUID:
    """Take part: the consent, and what the programme may compare. Again, it mends what was told
    and is the answer to the month's question."""
    household = acting.held(household_id=household_id, actor=actor)
    give_consent(
        household_id=household_id,
        kind=ConsentKind.TRACING,
        recipient=TRACED_FAMILY,
        purpose=PURPOSE,
        language=language,
        actor=actor,
        now=now,
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="tracing")
    row = TraceProfile.objects.filter(household=household).first()
    if row is None:
        row = TraceProfile(household=household, joined_at=now)
        acting.mark("tracing.joined", household, actor=actor, now=now)
    row.answered_at = now
    seal(row, key, "born_in", told.born_in)
    for column in ("mother", "father"):
        seal(row, key, column, _name(getattr(told, column)))
    seal(row, key, "open_to", ",".join(sorted(code.value for code in told.open_to)))
    seal(row, key, "not_by", told.not_by[:LONGEST_LIST])
    row.save()
    _key_profile(household, row, key)
    return row.pk


@transaction.atomic
def seek(*, household_id: UUID, told: SoughtTold, actor: Asker, now: datetime) -> int:
    """Look for somebody. Raises `NotTracing` without a live consent, `TooManySought`."""
    household = _taking_part(household_id, actor)
    others = TraceRequest.objects.filter(household=household)
    if others.count() >= MOST_SOUGHT:
        raise TooManySought(most=MOST_SOUGHT)
    number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    row = TraceRequest(
        household=household, number=number, relation=told.relation.value, asked_at=now
    )
    key = keys.unwrap(asker=actor, owner=household_id, purpose="tracing")
    who = told.described
    seal(row, key, "given_names", names.clean_name(who.given_names))
    seal(row, key, "surnames", names.clean_name(who.surnames))
    born = who.born_on.isoformat() if who.born_on is not None else str(who.birth_year or "")
    seal(row, key, "born", born)
    seal(row, key, "born_in", who.place)
    seal(row, key, "mother", _name(who.mother))
    seal(row, key, "father", _name(who.father))
    seal(row, key, "last_news", told.last_news[:LONGEST_LIST])
    row.save(force_insert=True)
    _hash(household, blocking_keys(sought(row, key)), request=row)
    acting.mark("tracing.sought", household, actor=actor, now=now, request=number)
    return number


@transaction.atomic
def stop_seeking(*, household_id: UUID, number: int, actor: Asker, now: datetime) -> None:
    household = acting.held(household_id=household_id, actor=actor)
    row = TraceRequest.objects.filter(household=household, number=number).first()
    if row is None:
        raise NotVisible(reference=household.reference, request=number)
    row.delete()
    acting.mark("tracing.stopped", household, actor=actor, now=now, request=number)


@transaction.atomic
def leave(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Stop everything: the consent, what was told, every likely pair."""
    household = acting.held(household_id=household_id, actor=actor)
    for consent in live_consents().filter(household=household):
        stop_consent(household_id=household_id, consent_id=consent.pk, actor=actor, now=now)
    _forget([household.pk])
    acting.mark("tracing.left", household, actor=actor, now=now)


def sweep(*, now: datetime) -> int:
    """Remove what was told by families whose consent has ended, or who were erased."""
    ended = (
        TraceProfile.objects.exclude(household__in=taking_part())
        .values_list("household_id", flat=True)
        .distinct()
    )
    return _forget(list(ended))


def ask_everybody(*, now: datetime) -> int:
    """On the first of a month, the same question to everybody who takes part.

    Sent to all or to none, on one day: so that to be asked says nothing about a pair.
    """
    today = days.local_day(office_code="", now=now)
    if today.day > LAST_DAY_TO_ASK:
        return 0
    question = question_of(today)
    households = taking_part().filter(
        trace_profile__joined_at__lt=now.replace(day=1, hour=12, minute=0)
    )
    sayings = [
        Saying(
            to=Recipient(RecipientKind.HOUSEHOLD, str(household.pk), household.language),
            about=household.reference,
            occasion=question,
            facts={},
        )
        for household in households.only("pk", "reference", "language")
    ]
    queue_many(sayings, kind=QUESTION, now=now)
    return len(sayings)


def _taking_part(household_id: UUID, actor: Asker) -> Household:
    household = acting.held(household_id=household_id, actor=actor)
    if not taking_part().filter(pk=household.pk).exists():
        raise NotTracing(reference=household.reference)
    return household


def _key_profile(household: Household, profile: TraceProfile, key: DataKey) -> None:
    who = findable(profile, key)
    wanted = blocking_keys(who) if who.given_names and who.surnames else frozenset()
    TraceKey.objects.filter(household=household, request=None).delete()
    _hash(household, wanted, request=None)
    # What was too weak before may be strong with what was told now.
    TraceMatch.objects.filter(found=profile, state=MatchState.WEAK.value).delete()


def _hash(household: Household, wanted: Iterable[str], *, request: TraceRequest | None) -> None:
    TraceKey.objects.bulk_create(
        [
            TraceKey(
                id=uuid.uuid4(),
                household=household,
                request=request,
                hash=hashes.keyed_hash(HASHED_AS, each),
            )
            for each in sorted(wanted)
        ]
    )


def _forget(households: list[UUID]) -> int:
    for model in (TraceKey, TraceRequest, TraceProfile):
        model.objects.filter(household__in=households).delete()
    return len(households)


def _name(text: str) -> str:
    return names.clean_name(text) if text.strip() else ""

"""From likely pairs to two yeses: a job scores, a person decides, both answer for themselves.

Neither family reads anything before both have agreed, and a no changes nothing on any page.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys, trail
from safe_mobility.people.models import Consent, Household
from safe_mobility.people.models.sealing import opened, seal
from safe_mobility.people.queries import scope
from safe_mobility.people.services import disclose
from safe_mobility.reunification.models import TraceMatch, TraceProfile, TraceRequest
from safe_mobility.reunification.queries import tracing as queries
from safe_mobility.reunification.rules.finding import (
    Answered,
    MatchMoved,
    MatchState,
    both_say_yes,
)
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import WORTH_A_LOOK, compare, score
from safe_mobility.shared.asker import Asker, AskerKind, job
from safe_mobility.shared.refusal import NotVisible

FOUND = "trace_found"
PAIRS_AT_ONCE = 100
"""The budget of one run: how many pairs are opened."""
_PAIRS = """
SELECT DISTINCT sought.request_id, profile.id
FROM reunification_tracekey sought
JOIN reunification_tracekey own ON own.hash = sought.hash AND own.request_id IS NULL
    AND own.household_id <> sought.household_id
JOIN reunification_traceprofile profile ON profile.household_id = own.household_id
WHERE sought.request_id IS NOT NULL
  AND sought.household_id = ANY(%s) AND own.household_id = ANY(%s)
  AND NOT EXISTS (
      SELECT 1 FROM reunification_tracematch m
      WHERE m.request_id = sought.request_id AND m.found_id = profile.id
  )
LIMIT %s
"""


def look_for_pairs(*, now: datetime) -> int:
    """Score pairs that share a key, among families with a live consent alone.

    Opens the keys of both under the purpose "tracing", at most a hundred pairs a run.
    """
    part = list(queries.taking_part().values_list("pk", flat=True))
    if len(part) < 2:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [part, part, PAIRS_AT_ONCE])
        pairs = cursor.fetchall()
    for request_id, profile_id in pairs:
        _score(request_id, profile_id, now=now)
    return len(pairs)


@transaction.atomic
def _score(request_id: UUID, profile_id: UUID, *, now: datetime) -> None:
    request = TraceRequest.objects.get(pk=request_id)
    profile = TraceProfile.objects.get(pk=profile_id)
    opened_keys = _both_keys(request, profile, asker=job("tracing"))
    if opened_keys is None:
        return
    mine, theirs = opened_keys
    points = score(compare(queries.sought(request, mine), queries.findable(profile, theirs)))
    state = MatchState.FOUND if points >= WORTH_A_LOOK else MatchState.WEAK
    TraceMatch.objects.get_or_create(
        request=request,
        found=profile,
        defaults={"state": state.value, "tenths": round(points * 10), "found_at": now},
    )


def _both_keys(
    request: TraceRequest, profile: TraceProfile, *, asker: Asker
) -> tuple[DataKey, DataKey] | None:
    owners = (request.household_id, profile.household_id)
    found = keys.unwrap_many(asker=asker, owners=owners, purpose="tracing")
    return (found[owners[0]], found[owners[1]]) if len(found) == 2 else None


@transaction.atomic
def decide(*, match_id: UUID, likely: bool, actor: Asker, now: datetime) -> None:
    """A supervisor of the seeker's office says whether the two may belong together.

    Nobody is told. Where it is likely, both sides' next answer to the month's question counts.
    """
    row = held_match(match_id=match_id, actor=actor)
    if row.state != MatchState.FOUND.value:
        raise MatchMoved(match=str(match_id))
    row.state = (MatchState.ASKED if likely else MatchState.DISMISSED).value
    row.decided_at, row.decided_by = now, actor.ref
    row.save(update_fields=["state", "decided_at", "decided_by"])
    # The trail of a family is read at its office and by nobody else; a pair stands under neither.
    trail.record(
        "tracing.decided",
        actor=actor,
        about=f"match:{row.pk}",
        now=now,
        office=row.request.household.office_code,
        likely=likely,
    )


def held_match(*, match_id: UUID, actor: Asker) -> TraceMatch:
    """The pair, locked, for a supervisor of the seeker's office while both take part."""
    if actor.kind is not AskerKind.STAFF or not actor.has_role(queries.DECIDES):
        raise NotVisible(match=str(match_id))
    part = queries.taking_part()
    row = (
        TraceMatch.objects.select_for_update(of=("self",))
        .select_related("request__household", "found__household")
        .filter(
            pk=match_id,
            request__household__in=part.filter(office_code__in=actor.offices),
            found__household__in=part,
        )
        .first()
    )
    if row is None:
        raise NotVisible(match=str(match_id))
    return row


def settle(*, now: datetime) -> int:
    """Judge the pairs whose two sides have answered since a person decided.

    A no stays silent, and may become a yes with a later answer.
    """
    part = queries.taking_part()
    waiting = TraceMatch.objects.filter(
        state__in=[MatchState.ASKED.value, MatchState.REFUSED.value],
        request__household__in=part,
        found__household__in=part,
    )
    judged = 0
    for pk in list(waiting.values_list("pk", flat=True)[:PAIRS_AT_ONCE]):
        with transaction.atomic():
            judged += _settle(pk, now=now)
    return judged


def _settle(match_id: UUID, *, now: datetime) -> int:
    row = TraceMatch.objects.select_for_update().get(pk=match_id)
    request = TraceRequest.objects.select_related("household").get(pk=row.request_id)
    found = TraceProfile.objects.select_related("household").get(pk=row.found_id)
    seeking = TraceProfile.objects.get(household=request.household_id)
    since = max(filter(None, (row.decided_at, row.settled_at)))
    if seeking.answered_at <= since or found.answered_at <= since:
        return 0
    opened_keys = _both_keys(request, found, asker=job("tracing"))
    if opened_keys is None:
        return 0
    mine, theirs = opened_keys
    names_said = (_applicant(seeking, mine), _applicant(found, theirs))
    agreed = both_say_yes(
        seeker=_answer(seeking, mine),
        found=_answer(found, theirs),
        relation=Relation(request.relation),
        seeker_name=names_said[0],
        found_name=names_said[1],
        decided_at=since,
    )
    row.settled_at = now
    if agreed:
        row.state = MatchState.AGREED.value
        seal(row, mine, "told_seeker", names_said[1])
        seal(row, theirs, "told_found", names_said[0])
        _tell_both(row, request.household, found.household, now=now)
    else:
        row.state = MatchState.REFUSED.value
    row.save()
    return 1


def _answer(profile: TraceProfile, key: DataKey) -> Answered:
    open_to = opened(profile, key, "open_to")
    return Answered(
        at=profile.answered_at,
        open_to=frozenset(Relation(code) for code in open_to.split(",") if code),
        not_by=opened(profile, key, "not_by"),
    )


def _applicant(profile: TraceProfile, key: DataKey) -> str:
    who = queries.findable(profile, key)
    return f"{who.given_names} {who.surnames}"


def _tell_both(row: TraceMatch, seeker: Household, found: Household, *, now: datetime) -> None:
    """In one transaction: the ledger of both, and the message to both."""
    for household in (seeker, found):
        mine = scope.household_asker(household.pk)
        consent = Consent.objects.get(
            pk__in=queries.live_consents().values("pk"), household=household
        )
        disclose(
            household_id=household.pk,
            consent_id=consent.pk,
            recipient=queries.TRACED_FAMILY,
            purpose=queries.PURPOSE,
            fields=["NAMES"],
            proposed_by=row.decided_by,
            actor=mine,
            now=now,
        )
        notifications.queue(
            FOUND,
            about=str(row.pk),
            to=scope.recipient_of(household.pk),
            occasion=household.reference,
            now=now,
        )

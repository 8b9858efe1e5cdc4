"""What a family reads of its own search, and what a person reads who decides about a pair.

A family's page reads the family's rows alone, and of a pair only the name that was sealed for it
once both had agreed: whatever else becomes of a pair, the same is read and the same is shown.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.oversight.services import keys
from safe_mobility.people.models import Consent, Household, Membership
from safe_mobility.people.models.sealing import opened, opened_date
from safe_mobility.people.queries import scope
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.reunification.models import TraceMatch, TraceProfile, TraceRequest
from safe_mobility.reunification.rules.finding import MatchState
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.reunification.rules.tracing import Described, Ground, compare, score
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

TRACED_FAMILY, PURPOSE = "TRACED_FAMILY", "TRACING"
DECIDES = "SUPERVISOR"


@dataclass(frozen=True, slots=True)
class SoughtSeen:
    number: int
    relation: Relation
    described: Described = field(repr=False)
    last_news: str = field(repr=False)
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TracingSeen:
    """A family's own search. `found`: names of those with whom both sides agreed."""

    born_in: str = field(repr=False)
    mother: str = field(repr=False)
    father: str = field(repr=False)
    open_to: frozenset[Relation] = field(repr=False)
    not_by: str = field(repr=False)
    answered_at: datetime
    sought: tuple[SoughtSeen, ...]
    found: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MatchSeen:
    """A pair before the person who decides: what both told, each point, and no reference."""

    id: UUID
    state: MatchState
    relation: Relation
    sought: Described = field(repr=False)
    last_news: str = field(repr=False)
    found: Described = field(repr=False)
    grounds: tuple[Ground, ...]
    points: float
    found_at: datetime


def live_consents() -> QuerySet[Consent]:
    return Consent.objects.filter(kind=ConsentKind.TRACING.value, stopped_at=None)


def taking_part() -> QuerySet[Household]:
    """Households that agreed and were not erased. Every read of this subject begins here."""
    agreed = live_consents().filter(household=OuterRef("pk"))
    return Household.objects.filter(Exists(agreed), erased_at=None, trace_profile__isnull=False)


def sought(row: TraceRequest, key: DataKey) -> Described:
    born = opened(row, key, "born")
    whole = len(born) > len("1985")
    return Described(
        given_names=opened(row, key, "given_names"),
        surnames=opened(row, key, "surnames"),
        born_on=opened_date(row, key, "born") if whole else None,
        birth_year=int(born) if born and not whole else None,
        place=opened(row, key, "born_in"),
        mother=opened(row, key, "mother"),
        father=opened(row, key, "father"),
    )


def findable(profile: TraceProfile, key: DataKey) -> Described:
    """The one who applies, as the family told: nobody else of it has agreed to be found."""
    member = Membership.objects.get(household=profile.household_id, role="APPLICANT", until_on=None)
    return Described(
        given_names=opened(member, key, "given_names"),
        surnames=opened(member, key, "surnames"),
        born_on=opened_date(member, key, "born_on"),
        place=opened(profile, key, "born_in"),
        mother=opened(profile, key, "mother"),
        father=opened(profile, key, "father"),
    )


def tracing(*, asker: Asker, household_id: UUID) -> TracingSeen | None:
    """The family's own search, or None where it does not take part."""
    scope.household_by_id(asker=asker, household_id=household_id)
    profile = TraceProfile.objects.filter(
        household=household_id, household__in=taking_part()
    ).first()
    if profile is None:
        return None
    key = keys.unwrap(asker=asker, owner=household_id, purpose="tracing")
    open_to = opened(profile, key, "open_to")
    rows = TraceRequest.objects.filter(household=household_id).order_by("number")
    return TracingSeen(
        born_in=opened(profile, key, "born_in"),
        mother=opened(profile, key, "mother"),
        father=opened(profile, key, "father"),
        open_to=frozenset(Relation(code) for code in open_to.split(",") if code),
        not_by=opened(profile, key, "not_by"),
        answered_at=profile.answered_at,
        sought=tuple(_sought_seen(row, key) for row in rows),
        found=tuple(_found(profile, key)),
    )


def _sought_seen(row: TraceRequest, key: DataKey) -> SoughtSeen:
    return SoughtSeen(
        number=row.number,
        relation=Relation(row.relation),
        described=sought(row, key),
        last_news=opened(row, key, "last_news"),
        asked_at=row.asked_at,
    )


def _found(profile: TraceProfile, key: DataKey) -> list[str]:
    agreed = TraceMatch.objects.filter(state=MatchState.AGREED.value).order_by("settled_at")
    as_seeker = agreed.filter(
        request__household=profile.household_id, found__household__in=taking_part()
    )
    as_found = agreed.filter(found=profile, request__household__in=taking_part())
    return [
        *(opened(row, key, "told_seeker") for row in as_seeker),
        *(opened(row, key, "told_found") for row in as_found),
    ]


def matches(*, asker: Asker, state: MatchState = MatchState.FOUND) -> list[MatchSeen]:
    """Pairs of this supervisor's families, the likeliest first. Opens both sides' words."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role(DECIDES):
        raise NotVisible(asker=asker.ref)
    part = taking_part()
    rows = list(
        TraceMatch.objects.filter(
            state=state.value,
            request__household__in=part.filter(office_code__in=asker.offices),
            found__household__in=part,
        )
        .select_related("request", "found")
        .order_by("-tenths", "found_at")[:50]
    )
    owners = {row.request.household_id for row in rows} | {row.found.household_id for row in rows}
    opened_keys = keys.unwrap_many(asker=asker, owners=owners, purpose="tracing")
    return [
        _match_seen(row, opened_keys[row.request.household_id], opened_keys[row.found.household_id])
        for row in rows
        if {row.request.household_id, row.found.household_id} <= opened_keys.keys()
    ]


def _match_seen(row: TraceMatch, mine: DataKey, theirs: DataKey) -> MatchSeen:
    one, other = sought(row.request, mine), findable(row.found, theirs)
    grounds = compare(one, other)
    return MatchSeen(
        id=row.pk,
        state=MatchState(row.state),
        relation=Relation(row.request.relation),
        sought=one,
        last_news=opened(row.request, mine, "last_news"),
        found=other,
        grounds=grounds,
        points=score(grounds),
        found_at=row.found_at,
    )

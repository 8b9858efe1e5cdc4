"""Families that look for each other: what they told, keyed hashes that find likely pairs, and
what a person decided. No row of one family is ever read for a page of another."""

import uuid

from django.db import models
from django.db.models import Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, Household
from safe_mobility.reunification.rules.finding import MatchState
from safe_mobility.reunification.rules.kin import Relation
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


def _key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    return declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )


def _sealed(purpose: str) -> "models.BinaryField[bytes | memoryview | None, bytes | None]":
    return declared(
        models.BinaryField(null=True),
        purpose=purpose,
        sensitivity=Sensitivity.PROTECTED,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )


class TraceProfile(models.Model):
    """A household that agreed to be found, and by whom. One for each; gone when it stops."""

    id = _key()
    household = declared(
        models.OneToOneField(Household, on_delete=models.CASCADE, related_name="trace_profile"),
        purpose="who agreed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    born_in = _sealed("the municipality of birth of the one who applies")
    mother = _sealed("the mother's name, by which namesakes are told apart")
    father = _sealed("the father's name, by which namesakes are told apart")
    open_to = _sealed("by which relatives the family wants to be found")
    not_by = _sealed("names by whom the family never wants to be found")
    joined_at = declared(
        models.DateTimeField(),
        purpose="since when it takes part",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    answered_at = declared(
        models.DateTimeField(),
        purpose="when the family last answered the question that everybody is asked each month",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )


class TraceRequest(models.Model):
    """Somebody whom a household looks for, as it remembers them."""

    id = _key()
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="trace_requests"),
        purpose="who looks",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    number = declared(
        models.PositiveSmallIntegerField(),
        purpose="names the request in addresses of the family's own pages",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    relation = declared(
        models.CharField(max_length=12, choices=[(r.value, r.value) for r in Relation]),
        purpose="what the one who is looked for is to the one who looks",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    given_names = _sealed("who is looked for")
    surnames = _sealed("who is looked for")
    born = _sealed("a day or a year of birth")
    born_in = _sealed("the municipality of birth")
    mother = _sealed("the mother's name")
    father = _sealed("the father's name")
    last_news = _sealed("where and when the family last heard, in its own words")
    asked_at = declared(
        models.DateTimeField(),
        purpose="since when the family looks",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_number_per_request_of_a_household", fields=["household", "number"]
            )
        ]


class TraceKey(models.Model):
    """A keyed hash of a name by its sound. Two families with one in common may be one; without
    the master key it says nothing, and no name can be tried against it."""

    id = _key()
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="trace_keys"),
        purpose="whose it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    request = declared(
        models.ForeignKey(
            TraceRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="keys"
        ),
        purpose="the one who is looked for; without one, the one who may be found",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    hash = declared(
        models.BinaryField(db_index=True),
        purpose="finds likely pairs",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )


class TraceMatch(models.Model):
    """A request and a family that may be the one. No page of either shows it before AGREED."""

    id = _key()
    request = declared(
        models.ForeignKey(TraceRequest, on_delete=models.CASCADE, related_name="matches"),
        purpose="who looks",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    found = declared(
        models.ForeignKey(TraceProfile, on_delete=models.CASCADE, related_name="matches"),
        purpose="who may be the one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    state = declared(
        models.CharField(max_length=10, choices=[(s.value, s.value) for s in MatchState]),
        purpose="how far it has come",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    tenths = declared(
        models.IntegerField(),
        purpose="the points, in tenths: what comes first before a person",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    found_at = declared(
        models.DateTimeField(),
        purpose="when the pair was noticed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    decided_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when a person looked: answers from before do not count",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    decided_by = declared(
        models.CharField(max_length=80, blank=True),
        purpose="who looked, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    settled_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when both had answered",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    told_seeker = _sealed("the name of the one who was found, under the seeker's key")
    told_found = _sealed("the name of the one who looked, under the other's key")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_match_per_pair", fields=["request", "found"]),
            models.CheckConstraint(
                name="nobody_is_told_before_both_agreed",
                condition=Q(state="AGREED") | Q(told_seeker=None, told_found=None),
            ),
            models.CheckConstraint(
                name="a_person_decides_before_anybody_is_asked",
                condition=Q(state__in=["WEAK", "FOUND"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        ]

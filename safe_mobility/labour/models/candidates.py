"""Who wants to work a season abroad: what they have done, when and where they would go.

What somebody says in their own words is sealed under the household's key. What the matching
counts by (occupation, months, days, countries) stands in clear, as codes; whether there was
trouble at a border is sealed, and only "talk first" is in clear.
"""

import uuid
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.labour.rules.candidates import Proof
from safe_mobility.people.models import Household, Membership
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

Value = TypeVar("Value", bound="models.Field[Any, Any]")
FAMILY_AND_OFFICE = (SeenBy.HOUSEHOLD, SeenBy.OFFICE)
SHARED = (SeenBy.HOUSEHOLD, SeenBy.OFFICE, SeenBy.PARTNER)


def told(field: Value, purpose: str, *, shared: bool = False, sealed: bool = False) -> Value:
    """A fact that a person told about themselves, kept as long as their household."""
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.PROTECTED if sealed else Sensitivity.PERSONAL,
        seen_by=SHARED if shared else FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=sealed,
    )


def noted(field: Value, purpose: str) -> Value:
    """What the programme itself notes about its own acts; says nothing of a person alone."""
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )


class Candidate(models.Model):
    """One person's wish to work a season abroad. Ends by itself unless it is renewed."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        "key of the row, to which its sealed values are bound",
    )
    household = told(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="candidates"),
        "whose member it is",
    )
    member = told(
        models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+"), "who it is"
    )
    code = told(
        models.CharField(max_length=6, unique=True),
        "names the person on a list before an employer may know the name",
        shared=True,
    )
    earliest_on = told(
        models.DateField(null=True, blank=True), "from when the person can go", shared=True
    )
    longest_months = told(
        models.PositiveSmallIntegerField(null=True, blank=True),
        "how long the person can be away",
        shared=True,
    )
    destinations = told(
        ArrayField(models.CharField(max_length=2), default=list, blank=True),
        "which countries the person would go to",
        shared=True,
    )
    languages = told(
        ArrayField(models.CharField(max_length=8), default=list, blank=True),
        "which languages the person speaks at work",
        shared=True,
    )
    past_visas = told(
        ArrayField(models.CharField(max_length=8), default=list, blank=True),
        "seasons that the person worked abroad before",
        shared=True,
    )
    avoids = told(
        ArrayField(models.CharField(max_length=12), default=list, blank=True),
        "kinds of work that the person would rather not do; why is not asked",
    )
    dependants = told(
        models.PositiveSmallIntegerField(default=0), "how many people stay who need this person"
    )
    trouble = told(
        models.BinaryField(null=True), "whether a border was ever closed to them", sealed=True
    )
    note = told(
        models.BinaryField(null=True), "anything else, in the person's own words", sealed=True
    )
    needs_talk = told(
        models.BooleanField(default=False),
        "somebody at the office talks with the person before any list, without saying of what",
    )
    talked_at = noted(models.DateTimeField(null=True, blank=True), "when that talk was")
    talked_by = noted(
        models.CharField(max_length=80, default="", blank=True), "who talked, by reference"
    )
    told_at = noted(models.DateTimeField(), "since when the person waits for a place")
    renewed_at = noted(models.DateTimeField(), "when the wish was last told or renewed")
    expires_on = noted(models.DateField(db_index=True), "the last day on which the wish counts")
    reminded_for = noted(
        models.DateField(null=True, blank=True), "the last day about which we asked already"
    )
    ended_at = noted(models.DateTimeField(null=True, blank=True), "when the person took it back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="labour_one_wish_per_person",
                fields=["member"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="labour_absence_is_one_to_36_months",
                condition=Q(longest_months=None) | Q(longest_months__range=(1, 36)),
            ),
            models.CheckConstraint(
                name="labour_renewed_after_it_was_told", condition=Q(renewed_at__gte=F("told_at"))
            ),
            models.CheckConstraint(
                name="labour_a_talk_has_somebody",
                condition=Q(talked_at=None, talked_by="")
                | (Q(talked_at__isnull=False) & ~Q(talked_by="")),
            ),
        ]


class WorkSpell(models.Model):
    """One kind of work that the person has done; the occupation is what they confirmed."""

    id = noted(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        "key of the row, to which its sealed words are bound",
    )
    candidate = told(
        models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="spells"), "whose work"
    )
    words = told(models.BinaryField(), "the work, in the person's own words", sealed=True)
    occupation = told(
        models.CharField(max_length=8, default="", blank=True, db_index=True),
        "the occupation that the person confirmed; empty until then",
        shared=True,
    )
    months = told(models.PositiveSmallIntegerField(), "how long, in months", shared=True)
    proof = told(
        models.CharField(max_length=8, choices=[(one.value, one.value) for one in Proof]),
        "what the person could show of it",
        shared=True,
    )
    added_at = noted(models.DateTimeField(), "when it was told")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="labour_months_of_work_are_few", condition=Q(months__lte=600)
            ),
        ]
        indexes = [models.Index(name="labour_spells_in_order", fields=["candidate", "added_at"])]

"""Consent, the ledger of what leaves the programme, likely duplicates, and wishes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, Household
from safe_mobility.people.rules.consents import ConsentKind
from safe_mobility.people.rules.duplicates import Ground
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class Consent(models.Model):
    """A yes to one purpose and one recipient, in the version that was read, until it is stopped."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="consents"),
        purpose="who said yes",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    kind = declared(
        models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in ConsentKind]),
        purpose="which question was answered",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    recipient = declared(
        models.CharField(max_length=40),
        purpose="who may receive something under it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    purpose = declared(
        models.CharField(max_length=40),
        purpose="for what",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    version = declared(
        models.CharField(max_length=20),
        purpose="the wording that was read",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="the language in which it was read",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    given_at = declared(
        models.DateTimeField(),
        purpose="since when",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    given_by = declared(
        models.CharField(max_length=80),
        purpose="who recorded it, by reference: the household, or staff with it present",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    stopped_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until when",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            # What the ledger's composite key points at, see the migration.
            models.UniqueConstraint(
                name="consent_is_of_one_household_recipient_and_purpose",
                fields=["id", "household", "recipient", "purpose"],
            ),
            models.UniqueConstraint(
                name="one_live_consent_per_purpose",
                fields=["household", "kind", "recipient", "purpose"],
                condition=Q(stopped_at=None),
            ),
            models.CheckConstraint(
                name="consent_stops_after_it_was_given",
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("given_at")),
            ),
        ]


class Disclosure(models.Model):
    """One line of the sharing ledger: what left, to whom, for what, and who stood for it.

    It is also the grant: the agency may read these fields of this household until it ends.
    Household, recipient and purpose are tied to the consent's by a composite key in the database.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="disclosures"),
        purpose="about whom",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    consent = declared(
        models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="disclosures"),
        purpose="the yes under which it left",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    recipient = declared(
        models.CharField(max_length=40),
        purpose="to whom",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    purpose = declared(
        models.CharField(max_length=40),
        purpose="for what",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    fields = declared(
        ArrayField(models.CharField(max_length=40)),
        purpose="which facts, by name",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    from_at = declared(
        models.DateTimeField(),
        purpose="since when the recipient may read them",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    until_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until when, where a term was set",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    ended_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it was ended before its term",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    proposed_by = declared(
        models.CharField(max_length=80),
        purpose="who proposed it, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    approved_by = declared(
        models.CharField(max_length=80),
        purpose="who approved it, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_disclosure_takes_two", condition=~Q(proposed_by=F("approved_by"))
            ),
            models.CheckConstraint(
                name="a_disclosure_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("from_at")),
            ),
            models.CheckConstraint(name="a_disclosure_names_its_fields", condition=~Q(fields=[])),
        ]
        indexes = [models.Index(fields=["recipient", "household"])]


class DuplicatePair(models.Model):
    """Two households that may be one family. A person decides; no page ever says so."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    first = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="pairs_as_first"),
        purpose="the household that was there before",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    second = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="pairs_as_second"),
        purpose="the household that came later",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    ground = declared(
        models.CharField(
            max_length=12, choices=[(ground.value, ground.value) for ground in Ground]
        ),
        purpose="what the two have in common",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    found_at = declared(
        models.DateTimeField(),
        purpose="when it was noticed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    settled_as = declared(
        models.CharField(max_length=12, blank=True),
        purpose="SAME or DIFFERENT, as a person decided",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    settled_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it was decided",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    settled_by = declared(
        models.CharField(max_length=80, blank=True),
        purpose="who decided, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_pair_per_ground", fields=["first", "second", "ground"]
            ),
            models.CheckConstraint(name="a_pair_is_of_two", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="a_settled_pair_says_how_and_by_whom",
                condition=Q(settled_at=None, settled_as="", settled_by="")
                | (
                    Q(settled_at__isnull=False, settled_as__in=["SAME", "DIFFERENT"])
                    & ~Q(settled_by="")
                ),
            ),
        ]


class Wish(models.Model):
    """A reply by SMS (CHANGE, TIME) or a press on a page: the office has it on its list."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="wishes"),
        purpose="who wishes it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    kind = declared(
        models.CharField(max_length=8, choices=[("CHANGE", "CHANGE"), ("TIME", "TIME")]),
        purpose="another time, or a first one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    wished_at = declared(
        models.DateTimeField(),
        purpose="when it was said",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    handled_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when the office saw to it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    handled_by = declared(
        models.CharField(max_length=80, blank=True),
        purpose="who saw to it, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_wish_of_a_kind",
                fields=["household", "kind"],
                condition=Q(handled_at=None),
            ),
        ]

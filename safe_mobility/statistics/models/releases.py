"""A release: the numbers of one cut-off day as they went out, and stay for ever.

What is public is a cell: a number, or that it is not shown. What was hidden stays in `truth`,
which no query hands out: the attacker of the next release has to know it. Once two people have
agreed, the database itself refuses every change.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class Release(models.Model):
    """Drafted by the programme, checked by the attacker, published by two people."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the release in the console",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    cut_off = declared(
        models.DateField(unique=True),
        purpose="the last day that is counted; also the name of the release",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    first_on = declared(
        models.DateField(),
        purpose="the first day that is counted",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    definitions = declared(
        models.CharField(max_length=64),
        purpose="the definitions by which it was counted",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    restates = declared(
        models.JSONField(default=list),
        purpose="indicators whose definition changed since the release before",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    checked = declared(
        models.JSONField(default=dict),
        purpose="what the attacker found: cells, hidden cells, the smallest span left",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    truth = declared(
        models.JSONField(default=dict),
        purpose="what later releases are attacked with; small numbers never leave the office",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_PROGRAMME,
    )
    made_at = declared(
        models.DateTimeField(),
        purpose="when it was drafted",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    first_by = declared(
        models.CharField(max_length=80, default="", blank=True),
        purpose="who agreed first",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    second_by = declared(
        models.CharField(max_length=80, default="", blank=True),
        purpose="who agreed too: somebody else",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    published_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it went out; nothing changes afterwards",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    manifest = declared(
        models.TextField(default="", blank=True),
        purpose="datapackage.json as it was signed, with a hash of every table",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    signature = declared(
        models.CharField(max_length=128, default="", blank=True),
        purpose="Ed25519 over the manifest, in hexadecimal",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=F("first_by")),
                name="release_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (~Q(second_by="") & ~Q(manifest="") & ~Q(signature="")),
                name="published_release_is_agreed_and_signed",
            ),
        ]


class ReleasedCell(models.Model):
    """One number of a release, or that it is not shown. `people` is empty where it is not."""

    id = models.BigAutoField(primary_key=True)
    release = declared(
        models.ForeignKey(Release, on_delete=models.CASCADE, related_name="cells"),
        purpose="the release it belongs to",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    indicator = declared(
        models.CharField(max_length=20),
        purpose="what is counted",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    cut = declared(
        models.CharField(max_length=20),
        purpose="by what it is broken down",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    value = declared(
        models.CharField(max_length=24, blank=True),
        purpose="which part of the breakdown",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    people = declared(
        models.IntegerField(null=True),
        purpose="people; empty means not shown",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    applications = declared(
        models.IntegerField(null=True),
        purpose="applications; empty means not shown",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    median_days = declared(
        models.IntegerField(null=True),
        purpose="half waited no longer; only for waits",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    p90_days = declared(
        models.IntegerField(null=True),
        purpose="nine in ten waited no longer; only for waits",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "cut", "value"], name="one_cell_per_release"
            ),
            models.CheckConstraint(
                condition=Q(people=None, applications=None, median_days=None, p90_days=None)
                | Q(people__gte=10, applications__gte=10),
                name="no_small_number_is_released",
            ),
        ]

"""Photos of papers: the sealed file lies on disk before its row exists."""

import uuid

from django.db import models
from django.db.models import Q

from safe_mobility.people.models.households import FAMILY_AND_OFFICE, Household
from safe_mobility.people.rules.papers import PaperKind
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class Paper(models.Model):
    """One photo of one paper, re-encoded without metadata and sealed under the household's key."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="papers"),
        purpose="whose paper it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    kind = declared(
        models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PaperKind]),
        purpose="what paper it shows, as the household said",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    bytes = declared(
        models.PositiveIntegerField(),
        purpose="the size of the picture, for the page",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    width = declared(
        models.PositiveIntegerField(),
        purpose="the picture's width",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    height = declared(
        models.PositiveIntegerField(),
        purpose="the picture's height",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    digest = declared(
        models.BinaryField(),
        purpose="a keyed hash of the picture: the same photo sent twice is one paper",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    received_at = declared(
        models.DateTimeField(),
        purpose="when it was received",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=FAMILY_AND_OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_photo_once", fields=["household", "digest"]),
            models.CheckConstraint(name="a_paper_is_not_empty", condition=Q(bytes__gt=0)),
        ]
        indexes = [models.Index(fields=["household", "received_at"])]


class PaperPass(models.Model):
    """A one-use leave to fetch one paper from the files origin, for a minute."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="key of the row, to which its sealed values are bound",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    token_hash = declared(
        models.BinaryField(unique=True),
        purpose="the secret in the form, as a keyed hash",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    paper = declared(
        models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="passes"),
        purpose="what it opens",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    asker_ref = declared(
        models.CharField(max_length=80),
        purpose="who asked, by reference, for the trail",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    expires_at = declared(
        models.DateTimeField(db_index=True),
        purpose="until when, by the real clock",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )
    used_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="it works once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.MINUTES_10,
    )

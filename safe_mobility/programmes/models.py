"""The programme as loaded: one row for each dated entry, and one row that names them all."""

import uuid

from django.db import models
from django.db.models import Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class ProgrammeEntry(models.Model):
    """One dated statement: a criterion, a phase, a row of a table, an office, a sentence."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the row",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    kind = declared(
        models.CharField(max_length=20),
        purpose="what the entry is: criterion, phase, question, office ...",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    code = declared(
        models.CharField(max_length=60),
        purpose="the id under which the programme knows it",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    from_on = declared(
        models.DateField(null=True),
        purpose="the first day in force, where one is known",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    until_on = declared(
        models.DateField(null=True),
        purpose="the last day in force; empty is open-ended",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    body = declared(
        models.JSONField(),
        purpose="what the entry says, in plain values",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    source = declared(
        models.JSONField(default=list),
        purpose="who says so",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    confidence = declared(
        models.CharField(max_length=12),
        purpose="sourced, conflicting or background",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    file = declared(
        models.CharField(max_length=200),
        purpose="where the entry was written down",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    fingerprint = declared(
        models.CharField(max_length=64, unique=True),
        purpose="a hash of what the entry says; all of them together are the rules' version",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="entry_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["sourced", "conflicting", "background"]),
                name="entry_confidence_is_known",
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="entry_by_kind_and_code")]


class RulesInForce(models.Model):
    """The one row that says which rules are loaded. Every process compares its own with it."""

    ONLY = 1

    id = declared(
        models.PositiveSmallIntegerField(primary_key=True, default=ONLY),
        purpose="there is one such row",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    version = declared(
        models.CharField(max_length=64),
        purpose="the hash of all entries",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    training = declared(
        models.BooleanField(),
        purpose="whether the entries for a training site are among them",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    loaded_at = declared(
        models.DateTimeField(),
        purpose="when they were loaded",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rules_in_force_is_one_row")]

"""The published files that were read, and what a newer one no longer says."""

import uuid
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from safe_mobility.labour.rules.columns import FileKind
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

F = TypeVar("F", bound="models.Field[Any, Any]")
KINDS = [(kind.name, kind.name) for kind in FileKind]


def published(field: F, purpose: str) -> F:
    """A field that repeats what the Labor Department publishes, or says how it was read."""
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )


def internal(field: F, purpose: str) -> F:
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )


class DisclosureFile(models.Model):
    """One file of the Labor Department, handed in, and read as a whole or not at all."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        READ = "READ"
        STOPPED = "STOPPED"

    id = published(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    name = published(models.CharField(max_length=200), "how the file was called")
    state = published(
        models.CharField(max_length=8, choices=State.choices, default=State.WAITING),
        "whether it was read",
    )
    kind = published(
        models.CharField(max_length=12, choices=KINDS, default="", blank=True),
        "what its rows are, once that is known",
    )
    fingerprint = published(
        models.CharField(max_length=64), "SHA-256 of its bytes: the same file is not read twice"
    )
    as_of = published(
        models.DateField(null=True, blank=True),
        "the latest day it speaks of: a file that knows less does not overrule one that knows more",
    )
    given_at = internal(models.DateTimeField(), "when it was handed in, in domain time")
    given_by = internal(
        models.CharField(max_length=40), "who handed it in: a key or a job, never a name"
    )
    report = published(
        models.JSONField(default=dict, blank=True),
        "rows read and refused with reason, columns not understood, cells told apart",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(state="READ"), name="a_file_is_read_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="READ") | ~Q(kind=""), name="a_read_file_has_a_kind"
            ),
        ]
        indexes = [models.Index(fields=["-given_at"], name="file_by_day")]


class PastStatement(models.Model):
    """What was known of a case until a newer file spoke otherwise."""

    id = published(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    kind = published(models.CharField(max_length=12, choices=KINDS), "what kind of row it was")
    case_number = published(models.CharField(max_length=24), "of which case")
    values = published(models.JSONField(), "the row as it stood")
    said_by = published(
        models.ForeignKey(DisclosureFile, on_delete=models.PROTECT, related_name="+"),
        "the file that said so",
    )
    replaced_by = published(
        models.ForeignKey(DisclosureFile, on_delete=models.PROTECT, related_name="+"),
        "the file that said otherwise",
    )

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="past_of_case")]

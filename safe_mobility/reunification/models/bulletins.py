"""Pages of the visa bulletin that came in after the files, and the two yeses each one needs."""

import uuid
from typing import Any, TypeVar

from django.db import models
from django.db.models import F as Column
from django.db.models import Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

F = TypeVar("F", bound="models.Field[Any, Any]")


def published(field: F, purpose: str) -> F:
    """A field that repeats what the State Department publishes, or says how it was read."""
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


class BulletinPage(models.Model):
    """One page as it came, what was read in it, and what two people made of it."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        """Read wholly; waits for two people."""
        UNREADABLE = "UNREADABLE"
        """Fetched, and not to be read: a person looks. Of such an upload no row is made."""
        IN_FORCE = "IN_FORCE"
        SET_ASIDE = "SET_ASIDE"

    id = published(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the row"
    )
    state = published(
        models.CharField(max_length=10, choices=State.choices), "what became of the page"
    )
    fetched = internal(
        models.BooleanField(), "whether it came by itself from the configured address"
    )
    name = internal(models.CharField(max_length=300), "the name of the file, or the address")
    page = published(models.BinaryField(), "the page itself, compressed")
    fingerprint = published(
        models.CharField(max_length=64), "SHA-256 of the page: the same page waits once"
    )
    asked_month = published(
        models.DateField(null=True, blank=True), "the month that was fetched for"
    )
    month = published(
        models.DateField(null=True, blank=True), "the month that the page says it is for"
    )
    cells = published(models.JSONField(default=dict, blank=True), "the cut-offs by chart and area")
    faults = published(
        models.JSONField(default=list, blank=True), "what could not be read, and where"
    )
    received_at = internal(models.DateTimeField(), "when it came")
    received_by = internal(models.CharField(max_length=40), "who brought it: a key, never a name")
    replaces = internal(
        models.CharField(max_length=64, default="", blank=True),
        "a hash of what was in force for the month at the first yes",
    )
    first_by = internal(
        models.CharField(max_length=40, default="", blank=True), "who said yes first"
    )
    second_by = internal(
        models.CharField(max_length=40, default="", blank=True), "who said yes after that"
    )
    closed_by = internal(
        models.CharField(max_length=40, default="", blank=True), "who set it aside"
    )
    closed_at = internal(
        models.DateTimeField(null=True, blank=True), "when it came into force or was set aside"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "UNREADABLE", "IN_FORCE", "SET_ASIDE"]),
                name="bulletin_page_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_FORCE")
                | (~Q(first_by="") & ~Q(second_by="") & ~Q(first_by=Column("second_by"))),
                name="bulletin_page_needs_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["WAITING", "IN_FORCE"]) | Q(month__isnull=False),
                name="bulletin_page_that_is_read_has_a_month",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(state__in=["WAITING", "UNREADABLE"]),
                name="bulletin_page_waits_once",
            ),
            models.UniqueConstraint(
                fields=["asked_month"],
                condition=Q(state="UNREADABLE"),
                name="one_unreadable_page_a_month",
            ),
        ]
        indexes = [models.Index(fields=["state", "month"], name="bulletin_page_by_state")]

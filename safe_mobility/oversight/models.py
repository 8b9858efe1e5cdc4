"""Rows that watch over all others: the trail, the keys, pressing twice, limits, the clock."""

import uuid

from django.db import models
from django.db.models import Func, Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class TransactionId(Func):
    """The number of the transaction that writes the row, so that a sealer can later hash
    closed ranges of the trail without making every act wait for the one before."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Mark(models.Model):
    """One line of the trail. Rows are added and never changed: grants and a trigger see to it."""

    id = models.BigAutoField(primary_key=True)
    at = declared(
        models.DateTimeField(),
        purpose="when it happened, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )
    transaction = declared(
        models.BigIntegerField(db_default=TransactionId()),
        purpose="lets closed ranges be sealed into a chain",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.AUDITOR,
        kept=Kept.TRAIL,
    )
    act = declared(
        models.CharField(max_length=60),
        purpose="what was done or read",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )
    actor = declared(
        models.CharField(max_length=80),
        purpose="who did it: kind and key, never a name",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )
    about = declared(
        models.CharField(max_length=80),
        purpose="what it was done to: a reference or a code",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )
    office = declared(
        models.CharField(max_length=12, default="", blank=True),
        purpose="whose supervisor may read the line",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )
    facts = declared(
        models.JSONField(default=dict),
        purpose="references, codes and reasons; no personal value",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.TRAIL,
    )

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="mark_about"),
            models.Index(fields=["actor", "id"], name="mark_actor"),
            models.Index(fields=["office", "id"], name="mark_office"),
        ]


class Press(models.Model):
    """A form that was pressed: the same key answers with the same result, once and for all."""

    id = models.BigAutoField(primary_key=True)
    asker = declared(
        models.CharField(max_length=100),
        purpose="whose key it is; keys of two askers never meet",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    key = declared(
        models.CharField(max_length=64),
        purpose="the random key that stood in the form",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    body_hash = declared(
        models.BinaryField(max_length=32),
        purpose="tells a repeat from another act under the same key",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    result = declared(
        models.CharField(max_length=200, default="", blank=True),
        purpose="reference of what the act made",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    pressed_at = declared(
        models.DateTimeField(),
        purpose="when the row may be swept, in real time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "key"], name="one_act_per_press"),
        ]
        indexes = [models.Index(fields=["pressed_at"], name="press_sweep")]


class WaitingForm(models.Model):
    """What somebody wrote and sent after their session had ended, until they signed in again.

    The row is named by its owner and the key of the press, so that sending it twice keeps it
    once; it is sealed for that owner alone.
    """

    id = declared(
        models.UUIDField(primary_key=True, editable=False),
        purpose="names the row and binds what is sealed in it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.HOUR_1,
    )
    owner = declared(
        models.CharField(max_length=100),
        purpose="who wrote it, and alone may see it again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.HOUR_1,
    )
    body = declared(
        models.BinaryField(),
        purpose="the page it was written on and every field, so that no word is lost",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.OFFICE,
        kept=Kept.HOUR_1,
        encrypted=True,
    )
    came_at = declared(
        models.DateTimeField(),
        purpose="when it was sent, and when the row may be swept, in real time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.HOUR_1,
    )

    class Meta:
        indexes = [models.Index(fields=["owner", "came_at"], name="waiting_form_owner")]


class Tally(models.Model):
    """How often something was tried in one window of real time. Lost in a crash, and may be."""

    id = models.BigAutoField(primary_key=True)
    name = declared(
        models.CharField(max_length=40),
        purpose="what is limited",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    key = declared(
        models.BinaryField(max_length=32),
        purpose="keyed hash of who or what is limited",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    window = declared(
        models.BigIntegerField(),
        purpose="number of the window since the epoch",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    ends_at = declared(
        models.DateTimeField(),
        purpose="when the row may be swept",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )
    count = declared(
        models.IntegerField(),
        purpose="how often it was tried",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.DAYS_7,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "key", "window"], name="one_tally_per_window"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="tally_sweep")]


class DomainClock(models.Model):
    """The newest domain time that was seen, so that a stopped training site goes on from there."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = declared(
        models.DateTimeField(),
        purpose="where the training clock goes on",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_domain_clock")]


class WrappedKey(models.Model):
    """The data key of one owner, sealed under the master key. Lives in a database of its own.

    No foreign key: the owner stands in another database, and its key goes last at erasure.
    """

    class Kind(models.TextChoices):
        HOUSEHOLD = "HOUSEHOLD"
        RELATIVE = "RELATIVE"
        REPORT = "REPORT"
        STAFF = "STAFF"
        AGENCY = "AGENCY"

    owner = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="whose key it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    kind = declared(
        models.CharField(max_length=10, choices=Kind.choices),
        purpose="which table the owner stands in, for the sweep of orphans",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )
    wrapped = declared(
        models.BinaryField(max_length=80),
        purpose="the data key, sealed under the master key",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    created_at = declared(
        models.DateTimeField(),
        purpose="tells an orphan from a key whose owner is being written",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "created_at"], name="wrapped_key_sweep")]


class KeyBudget(models.Model):
    """How many keys one named job may open, once two people have said yes to it."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the budget",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    job = declared(
        models.CharField(max_length=40),
        purpose="the one job that may spend it, which is its purpose",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    openings = declared(
        models.PositiveIntegerField(),
        purpose="how many keys it may open in all",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    opened = declared(
        models.PositiveIntegerField(default=0),
        purpose="how many it has opened",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    asked_by = declared(
        models.CharField(max_length=80),
        purpose="who asked for it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    asked_at = declared(
        models.DateTimeField(),
        purpose="when it was asked for",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    approved_by = declared(
        models.CharField(max_length=80, default=""),
        purpose="who said yes to it: somebody else",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )
    ended_at = declared(
        models.DateTimeField(null=True),
        purpose="when the job was done; what is left of it lapses",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.OFFICE, SeenBy.AUDITOR],
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("asked_by")), name="budget_needs_two_people"
            ),
            models.CheckConstraint(
                condition=Q(opened__lte=models.F("openings")), name="budget_is_not_overspent"
            ),
            models.CheckConstraint(
                condition=Q(opened=0) | ~Q(approved_by=""), name="budget_spent_after_two_yeses"
            ),
            models.UniqueConstraint(
                fields=["job"], condition=Q(ended_at=None), name="one_open_budget_per_job"
            ),
        ]

"""Reports and what was said about each, in both directions. Words are sealed under a key of
the report's own; in clear stands only what a list and its clocks need."""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.feedback.rules import Body, Kind, State, TraceKind
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

_OFFICE = [SeenBy.OFFICE, SeenBy.AUDITOR]


def _words(
    purpose: str,
) -> "models.BinaryField[bytes | memoryview | None, bytes | memoryview | None]":
    return declared(
        models.BinaryField(null=True, blank=True),
        purpose=purpose,
        sensitivity=Sensitivity.PROTECTED,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
        encrypted=True,
    )


class Report(models.Model):
    """One report. Nothing here leads to a household or to a browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_hash = declared(
        models.BinaryField(max_length=32, unique=True),
        purpose="finds the report by its receipt code, which is kept nowhere",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_REPORT,
    )
    kind = declared(
        models.CharField(max_length=10, choices=[(str(k), str(k)) for k in Kind]),
        purpose="what it is about, and so who reads it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    state = declared(
        models.CharField(
            max_length=12,
            choices=[(str(s), str(s)) for s in State],
            default=State.RECEIVED.value,
        ),
        purpose="how far it is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    state_since = declared(
        models.DateTimeField(),
        purpose="since when",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    received_at = declared(
        models.DateTimeField(),
        purpose="when it came, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    acknowledge_by = declared(
        models.DateTimeField(),
        purpose="by when a person has read it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    answer_by = declared(
        models.DateField(),
        purpose="by when there is an answer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    office_code = declared(
        models.CharField(max_length=12, default="", blank=True),
        purpose="which office reads it, where a place was named that it serves",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    municipality = declared(
        models.CharField(max_length=8, default="", blank=True),
        purpose="where it happened, so that places with many reports are seen",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    language = declared(
        models.CharField(max_length=8),
        purpose="in which language to answer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    taken_by = declared(
        models.CharField(max_length=40, default="", blank=True),
        purpose="who of the staff works on it: a key, never a name",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    kept_from = declared(
        models.JSONField(default=list, blank=True),
        purpose="keys of staff who must not read it, because it may be about them",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.AUDITOR,
        kept=Kept.WITH_REPORT,
    )
    forwarded_to = declared(
        models.CharField(
            max_length=14, choices=[(str(b), str(b)) for b in Body], default="", blank=True
        ),
        purpose="to whom it was handed on",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    who = _words("who asked, in the words of whoever reports")
    what = _words("what was offered, threatened or done")
    amount = _words("how much was asked")
    how = _words("by which way: in person, by phone, by a page, to which account")
    place = _words("where it happened, as it was written")
    employer = _words("for which employer a job was offered")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.RECEIVED.value, State.ACKNOWLEDGED.value])
                | ~Q(taken_by=""),
                name="open_report_has_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FORWARDED.value) | ~Q(forwarded_to=""),
                name="forwarded_report_has_receiver",
            ),
            models.CheckConstraint(
                condition=Q(acknowledge_by__gt=F("received_at")), name="report_clock_runs_forward"
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=~Q(state=State.CLOSED.value),
                name="report_by_age",
            ),
        ]


class ReportNote(models.Model):
    """One thing said about a report: by the office to whoever reported, or back."""

    class Side(models.TextChoices):
        OFFICE = "OFFICE"
        REPORTER = "REPORTER"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = declared(
        models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes"),
        purpose="which report",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    side = declared(
        models.CharField(max_length=8, choices=Side.choices),
        purpose="who says it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    by = declared(
        models.CharField(max_length=40, default="", blank=True),
        purpose="who of the staff wrote it: a key; never shown to whoever reported",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.AUDITOR,
        kept=Kept.WITH_REPORT,
    )
    at = declared(
        models.DateTimeField(),
        purpose="when, in domain time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    words = _words("what was said")

    class Meta:
        indexes = [models.Index(fields=["report", "at"], name="note_of_report")]


class ReportTrace(models.Model):
    """Something that another report may say too: a number, a page, a name, as a keyed hash.

    The hash is equal for equal words and says nothing else; what was said is opened one report
    at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = declared(
        models.ForeignKey(Report, on_delete=models.CASCADE, related_name="traces"),
        purpose="which report",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    kind = declared(
        models.CharField(max_length=10, choices=[(str(k), str(k)) for k in TraceKind]),
        purpose="what reports have in common: a number, a page, a person, an employer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_REPORT,
    )
    hash = declared(
        models.BinaryField(max_length=32),
        purpose="finds the other reports that say the same",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_REPORT,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "hash"], name="one_trace_per_report")
        ]
        indexes = [models.Index(fields=["hash"], name="trace_by_hash")]

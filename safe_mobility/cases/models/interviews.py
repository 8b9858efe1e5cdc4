"""The talk at an appointment, part by part. A saved part is never overwritten."""

import uuid

from django.db import models
from django.db.models import Q

from safe_mobility.appointments.models import Appointment
from safe_mobility.cases import rules
from safe_mobility.people.models import Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff.models import User


class Interview(models.Model):
    """One talk at an appointment. It is open until an officer says that it is complete."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the interview inside the programme",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+"),
        purpose="whose interview it is",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    appointment = declared(
        models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="+"),
        purpose="the hour at which the household was received",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    opened_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who began the interview",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    opened_at = declared(
        models.DateTimeField(),
        purpose="when the interview began",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    closed_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True),
        purpose="who said that the interview is complete",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    closed_at = declared(
        models.DateTimeField(null=True),
        purpose="when the interview was complete",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_interview_closed_by_somebody",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="cases_interview_open", fields=["opened_by"], condition=Q(closed_at=None)
            ),
        ]


class InterviewSection(models.Model):
    """One saved version of one section. Saving again adds a row; nothing is written over.

    Unique on the version: two officers who save over the same version get one row and one
    refusal, whatever the application believed a moment before.
    """

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="binds the sealed body to its row",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    interview = declared(
        models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="sections"),
        purpose="the interview it belongs to",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    section = declared(
        models.CharField(max_length=10, choices=[(s, s) for s in rules.Section]),
        purpose="which part of the interview",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    version = declared(
        models.PositiveSmallIntegerField(),
        purpose="which saved version; the highest is in force",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    body = declared(
        models.BinaryField(),
        purpose="what was heard and seen, as the officer wrote it",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
        encrypted=True,
    )
    saved_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="who wrote this version",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )
    saved_at = declared(
        models.DateTimeField(),
        purpose="when this version was written",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_HOUSEHOLD,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_one_row_per_version", fields=["interview", "section", "version"]
            ),
            models.CheckConstraint(name="cases_versions_begin_at_one", condition=Q(version__gte=1)),
        ]

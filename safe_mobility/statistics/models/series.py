"""Series that others publish: each figure with its edition, and what it said before.

A figure is never overwritten. When a newer edition says otherwise, the old row is ended by
that edition and a new one stands beside it, so that what a page said last year can be shown.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.statistics.models.public import public
from safe_mobility.statistics.rules.series import EditionState, Span, Unit


class Edition(models.Model):
    """One file as it was read: proposed by one person, in force after another agreed."""

    id = public(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="names the edition",
    )
    kind = public(
        models.CharField(max_length=40),
        purpose="which file it is, such as refugee-admissions",
    )
    file_name = public(models.CharField(max_length=120), purpose="how the file was called")
    fingerprint = public(
        models.CharField(max_length=64),
        purpose="a hash of the rows, so that the same file is one edition",
    )
    source = public(models.CharField(max_length=200), purpose="who published the figures")
    licence = public(models.CharField(max_length=60), purpose="under which terms they may be shown")
    as_of_on = public(models.DateField(null=True), purpose="until when the file speaks")
    rows = public(models.IntegerField(), purpose="how many figures it holds")
    packed = public(models.BinaryField(), purpose="the figures themselves, as they were read")
    report = public(models.TextField(), purpose="what was read, refused and compared with totals")
    state = public(
        models.CharField(max_length=10, choices=[(each, each) for each in EditionState]),
        purpose="proposed, in force or dropped",
    )
    proposed_by = declared(
        models.CharField(max_length=80),
        purpose="who brought the file",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    proposed_at = public(models.DateTimeField(), purpose="when it was brought")
    decided_by = declared(
        models.CharField(max_length=80, blank=True, default=""),
        purpose="who put it in force or dropped it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    decided_at = public(models.DateTimeField(null=True), purpose="when that was decided")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint"],
                condition=~Q(state="DROPPED"),
                name="one_edition_for_one_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_FORCE")
                | (
                    Q(decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="edition_in_force_by_two",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-proposed_at"], name="edition_by_kind")]


class Figure(models.Model):
    """What one edition says of one series at one time and place."""

    id = public(models.BigAutoField(primary_key=True), purpose="names the row")
    edition = public(
        models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures"),
        purpose="the edition that says so",
    )
    series = public(models.CharField(max_length=40), purpose="which series")
    span = public(
        models.CharField(max_length=11, choices=[(each, each) for each in Span]),
        purpose="how long a time the figure speaks of",
    )
    on = public(
        models.DateField(null=True),
        purpose="the first day of that time; none where the publisher gives no date",
    )
    place = public(
        models.CharField(max_length=20, blank=True, default=""),
        purpose="nationality, origin or municipality, as a code",
    )
    other = public(
        models.CharField(max_length=20, blank=True, default=""),
        purpose="the second place: where to, or at which border",
    )
    detail = public(
        models.CharField(max_length=60, blank=True, default=""),
        purpose="class of visa, kind of decision, indicator",
    )
    value = public(models.FloatField(), purpose="the figure")
    unit = public(
        models.CharField(max_length=10, choices=[(each, each) for each in Unit]),
        purpose="what is counted",
    )
    ended_by = public(
        models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="ended"),
        purpose="the edition that says otherwise",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "place", "on", "other", "detail"],
                condition=Q(ended_by=None),
                nulls_distinct=False,
                name="one_figure_stands",
            ),
        ]

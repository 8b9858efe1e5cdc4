"""What employers ask for. There is no column for what a demand may lawfully not ask for."""

import uuid
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from safe_mobility.labour.rules.demands import DemandState
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

Value = TypeVar("Value", bound="models.Field[Any, Any]")


def asked(field: Value, purpose: str) -> Value:
    """A fact about an offer: of the employer, about nobody's person."""
    return declared(
        field,
        purpose=purpose,
        sensitivity=Sensitivity.INTERNAL,
        seen_by=(SeenBy.HOUSEHOLD, SeenBy.OFFICE, SeenBy.PARTNER),
        kept=Kept.WITH_PROGRAMME,
    )


class Demand(models.Model):
    """Places that an employer offers for one season."""

    id = asked(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), "names the demand"
    )
    agency = asked(
        models.CharField(max_length=20, default="", blank=True, db_index=True),
        "the employer's own agency, whose users see it; empty where the office entered it",
    )
    employer = asked(models.CharField(max_length=120), "who employs")
    occupation = asked(models.CharField(max_length=8), "the occupation's code")
    country = asked(models.CharField(max_length=2), "in which country")
    place = asked(models.CharField(max_length=120), "the town or region")
    places = asked(models.PositiveIntegerField(), "how many people")
    from_on = asked(models.DateField(), "first day of work")
    until_on = asked(models.DateField(), "last day of work")
    languages = asked(
        ArrayField(models.CharField(max_length=8), default=list, blank=True),
        "languages that the work needs",
    )
    months_wanted = asked(models.PositiveSmallIntegerField(default=0), "months of experience")
    asks = asked(
        ArrayField(models.CharField(max_length=12), default=list, blank=True),
        "kinds of work that it involves and that somebody may not want",
    )
    wants = asked(
        ArrayField(models.CharField(max_length=6), default=list, blank=True),
        "codes of people who worked there before and whom the employer asks for again",
    )
    interview_on = asked(models.DateField(null=True, blank=True), "the day of interviews")
    interview_seats = asked(
        models.PositiveIntegerField(null=True, blank=True), "how many can be seen on that day"
    )
    certified_case = asked(
        models.CharField(max_length=24, default="", blank=True),
        "the number of the certified order, where it is known",
    )
    wage_hour = asked(
        models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True),
        "pay an hour, in the country's money",
    )
    hours_week = asked(
        models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True), "hours a week"
    )
    housing_free = asked(models.BooleanField(null=True), "whether a place to live is given free")
    transport_paid = asked(models.BooleanField(null=True), "whether the journey is paid")
    state = asked(
        models.CharField(
            max_length=12, choices=[(s.value, s.value) for s in DemandState], default="OPEN"
        ),
        "whether it still stands",
    )
    state_since = asked(models.DateTimeField(), "since when")
    entered_by = asked(models.CharField(max_length=80), "who wrote it down, by reference")
    entered_at = asked(models.DateTimeField(), "when it was written down")
    line_hash = asked(
        models.CharField(max_length=64, default="", blank=True),
        "the line of a file that it came from: reading the file again adds nothing",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="labour_demand_ends_after_it_begins",
                condition=Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="labour_demand_has_places", condition=Q(places__range=(1, 2000))
            ),
            models.UniqueConstraint(
                name="labour_one_demand_per_line",
                fields=["line_hash"],
                condition=~Q(line_hash=""),
            ),
        ]
        indexes = [models.Index(name="labour_demand_by_state", fields=["state", "from_on"])]

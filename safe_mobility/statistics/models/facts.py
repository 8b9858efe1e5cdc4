"""What is counted of a household, and the daily facts that are the sums of it.

Nothing here is personal beyond what an erased household keeps: no name, no date of birth, no
municipality. `services.counting` is the only writer, and can make every row anew from the trail
and the coarse rows of `people`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from safe_mobility.people.models import Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class CountedHousehold(models.Model):
    """One household that sent its application: its coarse traits and what happened on which day.

    The three lists belong together, place by place: which indicator, on which day, and by how
    much the count changes (one, or minus one where a household leaves a state that is counted).
    """

    household = declared(
        models.OneToOneField(Household, primary_key=True, on_delete=models.CASCADE),
        purpose="says whose row it is, so that it is counted once and can be counted again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    traits = declared(
        ArrayField(models.CharField(max_length=24)),
        purpose="office, department, language and the like, in the order of the cuts",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    persons = declared(
        ArrayField(models.CharField(max_length=24)),
        purpose="sex, age band and nationality of each person, the applicant first",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    people = declared(
        models.PositiveSmallIntegerField(),
        purpose="how many people the household is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    indicators = declared(
        ArrayField(models.CharField(max_length=20)),
        purpose="what happened, by the code of the indicator",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    days = declared(
        ArrayField(models.DateField()),
        purpose="on which day each of them happened",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    signs = declared(
        ArrayField(models.SmallIntegerField()),
        purpose="by how much the count changes: one, or minus one",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )


class DailyFact(models.Model):
    """How much one indicator changed on one day, within one value of one cut."""

    id = models.BigAutoField(primary_key=True)
    indicator = declared(
        models.CharField(max_length=20),
        purpose="what is counted",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    on = declared(
        models.DateField(),
        purpose="the day on which it happened",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    cut = declared(
        models.CharField(max_length=20),
        purpose="by what it is broken down",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    value = declared(
        models.CharField(max_length=24, blank=True),
        purpose="which part of the breakdown",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    people = declared(
        models.IntegerField(),
        purpose="people; small numbers never leave the office",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    applications = declared(
        models.IntegerField(),
        purpose="applications; small numbers never leave the office",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cut", "indicator", "on", "value"], name="one_fact_a_day_and_value"
            )
        ]


class Counting(models.Model):
    """One run of the counting: up to which transaction of the trail, under which definitions."""

    id = models.BigAutoField(primary_key=True)
    at = declared(
        models.DateTimeField(),
        purpose="when it was counted, in the programme's time",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    definitions = declared(
        models.CharField(max_length=64),
        purpose="the definitions that were used; others restate the past",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    read_below = declared(
        models.BigIntegerField(),
        purpose="every mark of an older transaction has been counted",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_PROGRAMME,
    )
    households = declared(
        models.PositiveIntegerField(),
        purpose="how many households were counted anew",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    whole = declared(
        models.BooleanField(),
        purpose="whether everything was counted from nothing",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )

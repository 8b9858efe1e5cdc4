"""Desks, weekly opening periods and closures of the offices.

The offices themselves are facts of the programme and stand in its data; rows here carry
their code.
"""

from django.db import models
from django.db.models import F, Q

from safe_mobility.offices.rules import LONGEST_SLOT, SHORTEST_SLOT, Mode, Period
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared


class Desk(models.Model):
    """Where a household is seen: a desk in a room, a phone line or a screen.

    `is_confirmed` is computed by the database, so that a place can point at it and be open
    only while it is true.
    """

    class Modes(models.TextChoices):
        IN_PERSON = Mode.IN_PERSON.value
        PHONE = Mode.PHONE.value
        VIDEO = Mode.VIDEO.value

    id = models.BigAutoField(primary_key=True)
    office_code = declared(
        models.CharField(max_length=12),
        purpose="the office it stands in",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    name = declared(
        models.CharField(max_length=40),
        purpose="what is called out: Mesa 2",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    mode = declared(
        models.CharField(max_length=10, choices=Modes.choices),
        purpose="in person, by phone or by video",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    link = declared(
        models.URLField(blank=True),
        purpose="where a family goes in that is seen by video; shown to it alone",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=[SeenBy.HOUSEHOLD, SeenBy.OFFICE],
        kept=Kept.WITH_PROGRAMME,
    )
    from_on = declared(
        models.DateField(),
        purpose="first day it can be used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    until_on = declared(
        models.DateField(null=True, blank=True),
        purpose="last day it can be used",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    confirmed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when somebody saw that it is there and works",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    is_confirmed = declared(
        models.GeneratedField(
            expression=Q(confirmed_at__isnull=False),  # type: ignore[arg-type]
            output_field=models.BooleanField(),
            db_persist=True,
        ),
        purpose="what a place points at, so that it is open only at a confirmed desk",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_code", "name"], name="desk_name_per_office"),
            models.UniqueConstraint(fields=["id", "is_confirmed"], name="desk_confirmed_key"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="desk_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.VIDEO.value) | ~Q(link=""), name="video_desk_has_a_link"
            ),
        ]


class OpeningPeriod(models.Model):
    """A weekly opening of an office, dated, with the length of its slots."""

    id = models.BigAutoField(primary_key=True)
    office_code = declared(
        models.CharField(max_length=12),
        purpose="the office that opens",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    weekday = declared(
        models.SmallIntegerField(),
        purpose="Monday is 0",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    opens = declared(
        models.TimeField(),
        purpose="wall time of the office",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    closes = declared(
        models.TimeField(),
        purpose="wall time of the office",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    slot_minutes = declared(
        models.SmallIntegerField(),
        purpose="how long one appointment lasts",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    from_on = declared(
        models.DateField(),
        purpose="first day it holds",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    until_on = declared(
        models.DateField(null=True, blank=True),
        purpose="last day it holds",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="opening_hours_in_order"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="opening_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="opening_weekday"
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=SHORTEST_SLOT, slot_minutes__lte=LONGEST_SLOT),
                name="opening_slot_length",
            ),
        ]
        indexes = [models.Index(fields=["office_code", "weekday"], name="opening_of_office")]

    @property
    def period(self) -> Period:
        return Period(
            self.weekday, self.opens, self.closes, self.slot_minutes, self.from_on, self.until_on
        )


class Closure(models.Model):
    """A day on which an office does not open, and why, in words the public may read."""

    id = models.BigAutoField(primary_key=True)
    office_code = declared(
        models.CharField(max_length=12),
        purpose="the office that stays shut",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    on = declared(
        models.DateField(),
        purpose="the day, on the office's calendar",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    reason = declared(
        models.CharField(max_length=200),
        purpose="why, for the public and the colleagues",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    closed_at = declared(
        models.DateTimeField(),
        purpose="when it was decided",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_code", "on"], name="one_closure_per_day"),
        ]

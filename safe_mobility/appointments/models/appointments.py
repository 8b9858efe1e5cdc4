"""An appointment: a household's claim on a place; and a time log of its visit.

Constraints say what must be true: neither a place nor a family nor a desk is promised twice.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from safe_mobility.appointments.models.places import Place
from safe_mobility.appointments.rules.states import (
    AT_A_DESK,
    LIVE,
    AppointmentState,
    EndedBy,
)
from safe_mobility.offices.models import Desk
from safe_mobility.people.models import Household
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared

EVERYBODY_INVOLVED = (SeenBy.HOUSEHOLD, SeenBy.OFFICE)


def _values(states: frozenset[AppointmentState]) -> list[str]:
    return sorted(state.value for state in states)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def live(self) -> "AppointmentQuerySet":
        return self.filter(state__in=_values(LIVE))

    def held(self) -> "AppointmentQuerySet":
        return self.filter(state=AppointmentState.HELD)

    def locked(self) -> "AppointmentQuerySet":
        """With its place, both locked: whoever changes one of them changes the other.

        The place comes first, here and wherever an office withdraws places, so that the two
        seldom wait for each other; `claiming.busy_not_broken` says it kindly when they do.
        """
        return self.select_related("place").select_for_update(of=("place", "self"), no_key=True)


class Appointment(models.Model):
    """A household's claim on a place. `state` is the truth; the visit log is not."""

    id = declared(
        models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False),
        purpose="what messages are about",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.COARSE_FOR_EVER,
    )
    household = declared(
        models.ForeignKey(Household, on_delete=models.PROTECT, related_name="appointments"),
        purpose="the whole household comes in one appointment",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    place = declared(
        models.ForeignKey(Place, on_delete=models.PROTECT, related_name="appointments"),
        purpose="the place that is claimed",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    state = declared(
        models.CharField(max_length=12, choices=[(s.value, s.value) for s in AppointmentState]),
        purpose="where the appointment stands",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    code = declared(
        models.CharField(max_length=13, unique=True),
        purpose="check code on the slip; shows that there is an appointment and opens nothing",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.WITH_HOUSEHOLD,
    )
    held_at = declared(
        models.DateTimeField(),
        purpose="counts how often a household holds on one day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    held_until = declared(
        models.DateTimeField(),
        purpose="until when the place is kept without a confirmation",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    confirmed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when the household confirmed",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    reminded_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="the reminder goes out once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    answer_by = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="until when the household may choose again after the office closed its day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    arrived_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="puts the waiting in order",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    desk = declared(
        models.ForeignKey(
            Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
        ),
        purpose="the desk that called the family",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    called_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="tells a second officer when the family was called",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    called_by = declared(
        models.CharField(max_length=80, default="", blank=True),
        purpose="who called, by reference",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    calls = declared(
        models.SmallIntegerField(default=0),
        purpose="three unanswered calls mean that the family left",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    ended_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it ended, however it ended",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    ended_by = declared(
        models.CharField(
            max_length=10, default="", blank=True, choices=[(e.value, e.value) for e in EndedBy]
        ),
        purpose="who ended it before the interview",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=EVERYBODY_INVOLVED,
        kept=Kept.COARSE_FOR_EVER,
    )
    moved_to = declared(
        models.ForeignKey(
            "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_from"
        ),
        purpose="the appointment that took its place",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=_values(LIVE | {AppointmentState.HELD})),
                name="one_family_per_place",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state=AppointmentState.HELD.value),
                name="one_held_per_household",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=_values(LIVE)),
                name="one_live_per_household",
            ),
            models.UniqueConstraint(
                fields=["desk"],
                condition=Q(state__in=_values(AT_A_DESK)),
                name="one_family_per_desk",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_values(AT_A_DESK)) | Q(desk__isnull=False),
                name="called_to_a_desk",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "held_at"], name="appointment_holds"),
            models.Index(
                fields=["held_until"],
                condition=Q(state=AppointmentState.HELD.value),
                name="appointment_overdue",
            ),
            models.Index(
                fields=["answer_by"],
                condition=Q(state=AppointmentState.CONFIRMED.value, answer_by__isnull=False),
                name="appointment_unanswered",
            ),
        ]

    def become(self, state: AppointmentState, **also: Any) -> None:
        """Write the new state with what belongs to it. The caller has locked the row and
        asked `rules.states.check_becomes`."""
        self.state = state
        for name, value in also.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *also])


class VisitPeriod(models.Model):
    """How long a family waited, was called, was heard or was parked. No decision reads it."""

    class Kind(models.TextChoices):
        WAITING = "WAITING"
        CALLED = "CALLED"
        INTERVIEW = "INTERVIEW"
        ON_HOLD = "ON_HOLD"

    id = models.BigAutoField(primary_key=True)
    appointment = declared(
        models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="periods"),
        purpose="whose visit",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    kind = declared(
        models.CharField(max_length=10, choices=Kind.choices),
        purpose="what the family was doing",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    from_at = declared(
        models.DateTimeField(),
        purpose="measures waits",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    until_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="measures waits",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )
    desk = declared(
        models.ForeignKey(
            Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="visit_periods"
        ),
        purpose="where",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.COARSE_FOR_EVER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(until_at__isnull=True),
                name="one_running_period_per_visit",
            ),
        ]

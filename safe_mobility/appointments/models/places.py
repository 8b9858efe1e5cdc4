"""A place: one interviewer at one desk for one span of time. The row that is claimed.

Constraints say what must be true: nobody sits in two places at once, and a place is open only
while its desk and its interviewer are confirmed.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import OCCUPIES, PlaceState
from safe_mobility.offices.models import Desk
from safe_mobility.offices.rules import Mode
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff.models import StaffDay, User


def _only(field: str) -> Func:
    """A range that holds one number: core PostgreSQL can exclude ranges, but not numbers."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _never_twice(person_or_desk: str, *, name: str) -> ExclusionConstraint:
    span = Func(F("starts_at"), F("ends_at"), function="tstzrange")
    return ExclusionConstraint(
        name=name,
        expressions=[(_only(person_or_desk), "&&"), (span, "&&")],
        condition=Q(state__in=sorted(state.value for state in OCCUPIES))
        & Q(**{f"{person_or_desk}__isnull": False}),
    )


CLAIM = """
    WITH free AS MATERIALIZED (
        SELECT id
          FROM appointments_place
         WHERE office_code = %(office)s AND mode = %(mode)s AND starts_at = %(starts_at)s
           AND state IN ('OPEN', 'RESTING')
           AND (state = 'OPEN' OR rests_until <= %(now)s)
           AND (%(language)s = '' OR languages @> ARRAY[%(language)s]::varchar[])
         ORDER BY interpreter_id IS NOT NULL, id
         LIMIT 1
           FOR NO KEY UPDATE {others}
    )
    UPDATE appointments_place AS place
       SET state = 'TAKEN', rests_until = NULL
      FROM free
     WHERE place.id = free.id
    RETURNING place.*
"""


class PlaceQuerySet(models.QuerySet["Place"]):
    def offered(self, *, now: datetime) -> "PlaceQuerySet":
        """Places that could be claimed at this moment."""
        rested = Q(state=PlaceState.RESTING, rests_until__lte=now)
        return self.filter(Q(state=PlaceState.OPEN) | rested)

    def claim(
        self, slot: Slot, *, now: datetime, language: str, wait: bool = False
    ) -> "Place | None":
        """Take one place of this slot, or None when none is free.

        One statement locks the row *and* writes TAKEN: a row that was only locked would be
        offered again as soon as the lock is gone. Rows that somebody else is claiming are
        stepped over, or with `wait` waited for. A family without an interpreter's language
        gets a place without interpreter first, because those are scarce.
        """
        found = self.raw(
            CLAIM.format(others="" if wait else "SKIP LOCKED"),
            {
                "office": slot.office_code,
                "mode": slot.mode.value,
                "starts_at": slot.starts_at,
                "now": now,
                "language": language,
            },
        )
        return next(iter(found), None)


class Place(models.Model):
    """One interviewer at one desk, line or screen for one span of time, with its languages."""

    id = models.BigAutoField(primary_key=True)
    office_code = declared(
        models.CharField(max_length=12),
        purpose="the office that sees the family",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    mode = declared(
        models.CharField(max_length=10, choices=Desk.Modes.choices),
        purpose="in person, by phone or by video",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    local_on = declared(
        models.DateField(),
        purpose="the day on the office's calendar: what was promised",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    local_time = declared(
        models.TimeField(),
        purpose="the time on the office's clock: what was promised",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    zone = declared(
        models.CharField(max_length=40),
        purpose="lets the instant be derived again when a country changes its clock",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    minutes = declared(
        models.SmallIntegerField(),
        purpose="how long the appointment lasts",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    starts_at = declared(
        models.DateTimeField(),
        purpose="the instant derived from day, time and zone",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    ends_at = declared(
        models.DateTimeField(),
        purpose="until when desk and people are busy",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    desk = declared(
        models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="places"),
        purpose="where",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    desk_confirmed = declared(
        models.BooleanField(),
        purpose="follows the desk by foreign key: an open place has a confirmed desk",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    staff_day = declared(
        models.ForeignKey(StaffDay, on_delete=models.PROTECT, related_name="places"),
        purpose="the interviewer's day that makes the place possible",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    staff_day_confirmed = declared(
        models.BooleanField(),
        purpose="follows the day by foreign key: an open place has a confirmed interviewer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    interviewer = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="places"),
        purpose="who must not sit in two places at once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    interpreter = declared(
        models.ForeignKey(
            User, null=True, blank=True, on_delete=models.PROTECT, related_name="helped_places"
        ),
        purpose="who must not help in two places at once",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.OFFICE,
        kept=Kept.WITH_PROGRAMME,
    )
    languages = declared(
        ArrayField(models.CharField(max_length=8), default=list),
        purpose="what is spoken there: the interviewer's languages and the interpreter's",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    state = declared(
        models.CharField(max_length=10, choices=[(s.value, s.value) for s in PlaceState]),
        purpose="whether it is offered, taken, resting or gone",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    rests_until = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when a place that was given up opens again; known to nobody beforehand",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_PROGRAMME,
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            _never_twice("interviewer", name="place_interviewer_once"),
            _never_twice("desk", name="place_desk_once"),
            _never_twice("interpreter", name="place_interpreter_once"),
            models.UniqueConstraint(
                fields=["staff_day", "starts_at"],
                condition=Q(state=PlaceState.DRAFT.value),
                name="place_drafted_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlaceState.OPEN.value, PlaceState.RESTING.value])
                | Q(desk_confirmed=True, staff_day_confirmed=True),
                name="place_open_only_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.RESTING.value, rests_until__isnull=False)
                | (~Q(state=PlaceState.RESTING.value) & Q(rests_until__isnull=True)),
                name="place_rests_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="place_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office_code", "mode", "starts_at"],
                condition=Q(state__in=[PlaceState.OPEN.value, PlaceState.RESTING.value]),
                name="place_offered",
            ),
            models.Index(fields=["office_code", "local_on"], name="place_of_day"),
            models.Index(
                fields=["rests_until"],
                condition=Q(state=PlaceState.RESTING.value),
                name="place_rested",
            ),
        ]

    @property
    def slot(self) -> Slot:
        return Slot(
            self.office_code, Mode(self.mode), self.local_on, self.local_time, ZoneInfo(self.zone)
        )

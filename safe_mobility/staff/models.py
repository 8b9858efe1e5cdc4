"""People who work here, the roles they hold, the days they are planned for."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from safe_mobility.offices.models import Desk
from safe_mobility.shared.declared import Kept, SeenBy, Sensitivity, declared
from safe_mobility.staff import rules

_OFFICE = [SeenBy.OFFICE, SeenBy.AUDITOR]


class Agency(models.Model):
    """An organisation whose people use the console: the programme's own, or a partner."""

    id = models.BigAutoField(primary_key=True)
    code = declared(
        models.CharField(max_length=20, unique=True),
        purpose="names the agency in roles, grants and the trail",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    name = declared(
        models.CharField(max_length=120),
        purpose="how the agency is called",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )
    is_partner = declared(
        models.BooleanField(default=False),
        purpose="a partner sees only what was referred to it",
        sensitivity=Sensitivity.PUBLIC,
        seen_by=SeenBy.EVERYONE,
        kept=Kept.WITH_PROGRAMME,
    )


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff or of a partner agency. A household is never a user."""

    id = models.BigAutoField(primary_key=True)
    username = declared(
        models.CharField(max_length=40, unique=True),
        purpose="the name typed to sign in",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    display_name = declared(
        models.CharField(max_length=80),
        purpose="how colleagues see this person",
        sensitivity=Sensitivity.PERSONAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    agency = declared(
        models.ForeignKey(Agency, on_delete=models.PROTECT, to_field="code", related_name="+"),
        purpose="whose member this is",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    language = declared(
        models.CharField(max_length=8, default="es"),
        purpose="the language of the console for this person",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    is_active = declared(
        models.BooleanField(default=True),
        purpose="whether this person may sign in at all",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    password = declared(
        models.CharField(max_length=128),
        purpose="the first factor, hashed",
        sensitivity=Sensitivity.PROTECTED,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_STAFF,
    )
    must_change_password = declared(
        models.BooleanField(default=False),
        purpose="the password was handed over by another and opens nothing but its change",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_STAFF,
    )
    code_step = declared(
        models.BigIntegerField(default=0),
        purpose="the newest one-time code that was used; a code serves once, and none before it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=SeenBy.SYSTEM,
        kept=Kept.WITH_STAFF,
    )
    last_login = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="shows an account that nobody uses",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    created_at = declared(
        models.DateTimeField(),
        purpose="since when the account exists",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    @property
    def agency_code(self) -> str:
        return str(self.agency_id)

    def get_full_name(self) -> str:
        return self.display_name


class Assignment(models.Model):
    """A role held at an office for a span of days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments"),
        purpose="who holds the role",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    office_code = declared(
        models.CharField(max_length=12, blank=True),
        purpose="where; empty for an auditor, who watches over all",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    role = declared(
        models.CharField(max_length=12, choices=[(role, role) for role in rules.Role]),
        purpose="which pages and acts are open",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    from_on = declared(
        models.DateField(),
        purpose="the first day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    until_on = declared(
        models.DateField(null=True, blank=True),
        purpose="the last day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    given_by = declared(
        models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+"),
        purpose="who gave the role; nobody where the operator did from the command line",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    confirmed_by = declared(
        models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+"),
        purpose="the second person, for roles that need two",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    confirmed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="since when the role is in force",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="role_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role="AUDITOR", office_code="")
                | (~Q(role="AUDITOR") & ~Q(office_code="")),
                name="only_an_auditor_has_no_office",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("given_by")) & ~Q(confirmed_by=F("user"))),
                name="role_confirmed_by_another",
            ),
            models.CheckConstraint(
                # In force from two people, or from the operator, who is no user at all.
                condition=Q(confirmed_at__isnull=True)
                | ~Q(role__in=["SUPERVISOR", "AUDITOR"])
                | Q(confirmed_by__isnull=False)
                | Q(given_by__isnull=True),
                name="supervisors_and_auditors_by_two",
            ),
            models.UniqueConstraint(
                fields=["user", "office_code", "role"],
                condition=Q(until_on__isnull=True),
                name="one_open_role_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["office_code", "role"], name="assignment_office")]


class StaffDay(models.Model):
    """Somebody planned for a span of one day at one desk. Places exist only from confirmed ones."""

    id = models.BigAutoField(primary_key=True)
    user = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="days"),
        purpose="who comes",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    office_code = declared(
        models.CharField(max_length=12),
        purpose="where",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    on = declared(
        models.DateField(),
        purpose="the office's day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    role = declared(
        models.CharField(max_length=12, choices=[(role, role) for role in rules.DayRole]),
        purpose="interviews, or interprets",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    starts = declared(
        models.TimeField(),
        purpose="from which wall time of the office",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    ends = declared(
        models.TimeField(),
        purpose="until which wall time of the office",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    languages = declared(
        models.JSONField(default=list),
        purpose="language codes spoken on that day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    desk = declared(
        models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="+"),
        purpose="at which desk, line or screen; an interpreter needs none",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    confirmed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="planned until then, certain from then on",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    is_confirmed = declared(
        models.GeneratedField(
            expression=Q(confirmed_at__isnull=False),  # type: ignore[arg-type]
            output_field=models.BooleanField(),
            db_persist=True,
        ),
        purpose="what a place points at, so that it is open only with a confirmed interviewer",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    confirmed_by = declared(
        models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+"),
        purpose="the supervisor who vouches for it",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="day_ends_later"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(role="INTERPRETER")
                | Q(desk__isnull=False),
                name="confirmed_interviewer_has_a_desk",
            ),
            models.UniqueConstraint(fields=["id", "is_confirmed"], name="staff_day_confirmed_key"),
        ]
        indexes = [models.Index(fields=["office_code", "on"], name="staff_day_office")]


class Recovery(models.Model):
    """Letting somebody in again who lost their second factor: one asks, another confirms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="recoveries"),
        purpose="whose account is let in again",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    asked_by = declared(
        models.ForeignKey(User, on_delete=models.PROTECT, related_name="+"),
        purpose="the supervisor who vouches for the person",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    asked_at = declared(
        models.DateTimeField(),
        purpose="when it was asked for, in real time: it may be confirmed for a day",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    reason = declared(
        models.CharField(max_length=200),
        purpose="what was lost and how the person was recognised",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    confirmed_by = declared(
        models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+"),
        purpose="the second supervisor",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )
    closed_at = declared(
        models.DateTimeField(null=True, blank=True),
        purpose="when it was confirmed, dropped or found too old",
        sensitivity=Sensitivity.INTERNAL,
        seen_by=_OFFICE,
        kept=Kept.WITH_STAFF,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user"))),
                name="recovery_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")), name="nobody_recovers_themselves"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_at__isnull=True), name="one_open_recovery"
            ),
        ]

"""Reads of the people who work here. A supervisor sees the accounts of their own office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible
from safe_mobility.staff import rules
from safe_mobility.staff.models import Assignment, Recovery, StaffDay, User

_MAY_SEE_A_PLAN = ("RECEPTION", "INTERVIEWER", "INTERPRETER", "SUPERVISOR")


@dataclass(frozen=True, slots=True)
class RoleSeen:
    id: str
    office_code: str
    role: str
    from_on: date
    until_on: date | None
    in_force: bool
    given_by: int | None


@dataclass(frozen=True, slots=True)
class AccountSeen:
    id: int
    username: str
    name: str
    agency: str
    language: str
    is_active: bool
    last_login: datetime | None
    roles: Sequence[RoleSeen]


@dataclass(frozen=True, slots=True)
class RecoverySeen:
    id: str
    user_id: int
    username: str
    name: str
    asked_by: int
    asked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RoleToConfirm:
    id: str
    user_id: int
    username: str
    name: str
    office_code: str
    role: str
    given_by: int | None


@dataclass(frozen=True, slots=True)
class StaffDaySeen:
    id: int
    user_id: int
    name: str
    role: str
    starts: time
    ends: time
    languages: Sequence[str]
    desk_id: int | None
    desk_name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody who may be planned for a day, and what for."""

    id: int
    name: str
    roles: frozenset[str]


def held(*, user_id: int) -> list[rules.RoleHeld]:
    """Every role of one person, past and to come."""
    rows = Assignment.objects.filter(user_id=user_id)
    return [
        rules.RoleHeld(
            office_code=row.office_code,
            role=rules.Role(row.role),
            from_on=row.from_on,
            until_on=row.until_on,
            confirmed=row.confirmed_at is not None,
        )
        for row in rows
    ]


def offices_of(*, user: User, on: date) -> list[str]:
    """The offices where this person holds a role on a day."""
    return rules.offices_of(held(user_id=user.pk), on=on)


def asker_of(*, user: User, on: date, office: str = "") -> Asker:
    """What this person is on a day: one office, and the roles held there.

    Without `office`, or with one where no role is held, it is the first of theirs. A
    partner's person has no office and no role; what they see comes from grants.
    """
    if user.agency_id != rules.OFFICE_AGENCY and user.agency.is_partner:
        return Asker(kind=AskerKind.PARTNER, id=str(user.pk), agency=user.agency_code)
    roles = held(user_id=user.pk)
    offices = rules.offices_of(roles, on=on)
    at = office if office in offices else next(iter(offices), rules.ALL_OFFICES)
    return Asker(
        kind=AskerKind.STAFF,
        id=str(user.pk),
        agency=user.agency_code,
        offices=frozenset({at} if at else ()),
        roles=frozenset(str(role) for role in rules.roles_at(roles, office_code=at, on=on)),
    )


def asker_named(*, username: str, on: date) -> Asker | None:
    """What whoever signs in with this name is on a day; None where nobody may."""
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    return None if user is None else asker_of(user=user, on=on)


def user_id(*, username: str) -> int | None:
    """Whose name this is. For marks about a refused sign-in; never shown to who typed it."""
    typed = username.strip().lower()
    return User.objects.filter(username=typed).values_list("pk", flat=True).first()


def display_name(user_id: int | str | None) -> str:
    """How colleagues call this person; empty where there is none."""
    return display_names([user_id]).get(str(user_id), "") if user_id is not None else ""


def display_names(ids: Iterable[int | str | None]) -> dict[str, str]:
    """Names by key as text, for a page that lists acts. One read for all."""
    keys = {int(each) for each in ids if each is not None and str(each).isdigit()}
    rows = User.objects.filter(pk__in=keys).values_list("pk", "display_name")
    return {str(pk): name for pk, name in rows}


def watched(*, asker: Asker) -> list[tuple[int, str]]:
    """Whose acts this person may look for in the trail: an auditor everybody's, a supervisor
    those of the office's people. Keys and names, by name."""
    rows = visible_to(asker)
    if asker.kind is AskerKind.STAFF and asker.has_role("AUDITOR"):
        rows = User.objects.all()
    found = list(rows.values_list("pk", "display_name"))
    return sorted(found, key=lambda each: each[1].casefold())


def visible_to(asker: Asker) -> QuerySet[User]:
    """A supervisor sees who holds or held a role at their office, and the auditors."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR"):
        return User.objects.none()
    here = Assignment.objects.filter(
        Q(office_code__in=asker.offices) | Q(office_code=rules.ALL_OFFICES), user=OuterRef("pk")
    )
    return User.objects.filter(Exists(here))


def accounts(*, asker: Asker) -> list[AccountSeen]:
    rows = visible_to(asker).prefetch_related("assignments").order_by("username")
    return [_account(row) for row in rows]


def account(*, asker: Asker, user_id: int) -> AccountSeen:
    row = visible_to(asker).prefetch_related("assignments").filter(pk=user_id).first()
    if row is None:
        raise NotVisible(staff=user_id)
    return _account(row)


def _account(row: User) -> AccountSeen:
    roles = sorted(row.assignments.all(), key=lambda each: (each.from_on, each.role))
    return AccountSeen(
        id=row.pk,
        username=row.username,
        name=row.display_name,
        agency=row.agency_code,
        language=row.language,
        is_active=row.is_active,
        last_login=row.last_login,
        roles=[
            RoleSeen(
                id=str(role.pk),
                office_code=role.office_code,
                role=role.role,
                from_on=role.from_on,
                until_on=role.until_on,
                in_force=role.confirmed_at is not None,
                given_by=role.given_by_id,
            )
            for role in roles
        ],
    )


def roles_to_confirm(*, asker: Asker) -> list[RoleToConfirm]:
    """Roles that wait for a second supervisor, of whichever office: a small office has one."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR"):
        return []
    rows = Assignment.objects.filter(confirmed_at=None).select_related("user").order_by("from_on")
    return [
        RoleToConfirm(
            id=str(row.pk),
            user_id=row.user_id,
            username=row.user.username,
            name=row.user.display_name,
            office_code=row.office_code,
            role=row.role,
            given_by=row.given_by_id,
        )
        for row in rows
    ]


def recoveries(*, asker: Asker, now: datetime) -> list[RecoverySeen]:
    """Open requests to let somebody in again, for every supervisor. `now` is real time."""
    if asker.kind is not AskerKind.STAFF or not asker.has_role("SUPERVISOR"):
        return []
    rows = Recovery.objects.filter(closed_at=None, asked_at__gt=now - rules.RECOVERY_OPEN)
    return [
        RecoverySeen(
            id=str(row.pk),
            user_id=row.user_id,
            username=row.user.username,
            name=row.user.display_name,
            asked_by=row.asked_by_id,
            asked_at=row.asked_at,
            reason=row.reason,
        )
        for row in rows.select_related("user").order_by("asked_at")
    ]


def staff_day(*, asker: Asker, office_code: str, on: date) -> list[StaffDaySeen]:
    """Who is planned at an office on a day, in the order of their hours."""
    if not _sees_plan(asker, office_code):
        return []
    rows = StaffDay.objects.filter(office_code=office_code, on=on)
    rows = rows.select_related("user", "desk").order_by("starts", "role", "pk")
    return [
        StaffDaySeen(
            id=row.pk,
            user_id=row.user_id,
            name=row.user.display_name,
            role=row.role,
            starts=row.starts,
            ends=row.ends,
            languages=tuple(row.languages),
            desk_id=row.desk_id,
            desk_name=row.desk.name if row.desk else "",
            confirmed=row.confirmed_at is not None,
        )
        for row in rows
    ]


def planable(*, asker: Asker, office_code: str, on: date) -> list[PersonSeen]:
    """Who may be planned at an office on a day: the interviewers and interpreters there."""
    if not _sees_plan(asker, office_code):
        return []
    rows = Assignment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on),
        office_code=office_code,
        role__in=[str(role) for role in rules.DayRole],
        from_on__lte=on,
        confirmed_at__isnull=False,
        user__is_active=True,
    ).select_related("user")
    found: dict[int, tuple[str, set[str]]] = {}
    for row in rows:
        found.setdefault(row.user_id, (row.user.display_name, set()))[1].add(row.role)
    people = [PersonSeen(pk, name, frozenset(roles)) for pk, (name, roles) in found.items()]
    return sorted(people, key=lambda person: person.name.casefold())


def _sees_plan(asker: Asker, office_code: str) -> bool:
    if asker.kind is AskerKind.JOB:
        return True
    of_office = asker.kind is AskerKind.STAFF and office_code in asker.offices
    return of_office and asker.has_role(*_MAY_SEE_A_PLAN)

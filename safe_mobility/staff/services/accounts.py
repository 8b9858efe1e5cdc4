"""Accounts and roles: who may sign in, and what for.

An account is made with its first role, by a supervisor of the office, and opens with a
password that is shown once and must be changed. The roles that watch over others come into
force only when a second supervisor confirms them.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import rules
from safe_mobility.staff.models import Agency, Assignment, User

_WORD_SIGNS = "abcdefghjkmnpqrstvwxyz23456789"


class NameTaken(Refusal):
    """Somebody already signs in with this name."""

    code = "staff.name_taken"


class RoleHeldAlready(Refusal):
    """The person already holds this role here."""

    code = "staff.role_held_already"


@dataclass(frozen=True, slots=True)
class Opened:
    """An account and the password that opens it for the first time, shown once."""

    user_id: int
    first_password: str


def ensure_agency(*, code: str, name: str, is_partner: bool) -> None:
    """Make an agency known; a repeat changes nothing."""
    Agency.objects.get_or_create(code=code, defaults={"name": name, "is_partner": is_partner})


def first_password() -> str:
    """Twelve signs in groups of four that nobody mistakes: read out, typed once, then changed."""
    signs = "".join(secrets.choice(_WORD_SIGNS) for _ in range(12))
    return "-".join(signs[start : start + 4] for start in range(0, 12, 4))


@transaction.atomic
def create_account(
    *,
    username: str,
    display_name: str,
    language: str,
    office_code: str,
    role: rules.Role,
    from_on: date,
    actor: Asker,
    now: datetime,
    agency_code: str = rules.OFFICE_AGENCY,
) -> Opened:
    """Make an account with its first role. Raises `NameTaken` or `RoleNotAllowed`."""
    check_supervises(actor, office_code)
    password = first_password()
    user = User(
        username=username.strip().lower(),
        display_name=display_name.strip(),
        language=language,
        agency_id=agency_code,
        must_change_password=True,
        created_at=now,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(username=user.username) from error

    about = f"staff:{user.pk}"
    trail.record("staff.account_made", actor=actor, about=about, now=now, office=office_code)
    give_role(
        user_id=user.pk, office_code=office_code, role=role, from_on=from_on, actor=actor, now=now
    )
    return Opened(user_id=user.pk, first_password=password)


@transaction.atomic
def give_role(
    *,
    user_id: int,
    office_code: str,
    role: rules.Role,
    from_on: date,
    actor: Asker,
    now: datetime,
    until_on: date | None = None,
) -> UUID:
    """Give a role at an office. Supervisors and auditors wait for a second supervisor.

    Nobody gives a role to themselves. The operator at the command line stands outside: the
    first supervisors have to come from somewhere.
    """
    check_supervises(actor, office_code)
    user = User.objects.select_for_update().get(pk=user_id)
    given_by = person(actor)
    rules.check_other(given_by, about=user.pk)
    rules.check_span(starts=from_on, ends=until_on)
    rules.check_role(role, office_code=office_code, others=_others(user, on=from_on))

    by_two = role in rules.TWO_PERSON_ROLES and given_by is not None
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                user=user,
                office_code=office_code,
                role=role,
                from_on=from_on,
                until_on=until_on,
                given_by_id=given_by,
                confirmed_at=None if by_two else now,
            )
    except IntegrityError as error:
        raise RoleHeldAlready(role=str(role), office=office_code) from error

    act = "staff.role_proposed" if by_two else "staff.role_given"
    about = f"staff:{user.pk}"
    trail.record(act, actor=actor, about=about, now=now, office=office_code, role=str(role))
    return row.pk


@transaction.atomic
def confirm_role(*, assignment_id: UUID, actor: Asker, now: datetime) -> None:
    """The second supervisor's yes; from now on the role is in force."""
    if not actor.has_role("SUPERVISOR"):
        raise NotVisible(assignment=str(assignment_id))
    row = Assignment.objects.select_for_update().filter(pk=assignment_id, confirmed_at=None).first()
    if row is None:
        raise NotVisible(assignment=str(assignment_id))
    rules.check_two(first=row.given_by_id, second=person(actor), about=row.user_id)
    row.confirmed_by_id = person(actor)
    row.confirmed_at = now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record(
        "staff.role_confirmed",
        actor=actor,
        about=f"staff:{row.user_id}",
        now=now,
        office=row.office_code,
        role=row.role,
    )


@transaction.atomic
def end_role(*, assignment_id: UUID, last_on: date, actor: Asker, now: datetime) -> None:
    """Let a role end after a day; one that nobody confirmed yet goes at once."""
    row = Assignment.objects.select_for_update().filter(pk=assignment_id).first()
    if row is None:
        raise NotVisible(assignment=str(assignment_id))
    check_supervises(actor, row.office_code)
    if row.confirmed_at is None:
        row.delete()
    else:
        row.until_on = max(last_on, row.from_on)
        row.save(update_fields=["until_on"])
    trail.record(
        "staff.role_ended",
        actor=actor,
        about=f"staff:{row.user_id}",
        now=now,
        office=row.office_code,
        role=row.role,
        last_on=last_on.isoformat(),
    )


@transaction.atomic
def set_active(*, user_id: int, active: bool, office: str, actor: Asker, now: datetime) -> None:
    """Close an account or open it again. Its sessions end with the next request."""
    check_supervises(actor, office)
    rules.check_other(person(actor), about=user_id)
    User.objects.filter(pk=user_id).update(is_active=active)
    act = "staff.account_opened" if active else "staff.account_closed"
    trail.record(act, actor=actor, about=f"staff:{user_id}", now=now, office=office)


@transaction.atomic
def change_password(*, user_id: int, password: str, actor: Asker, now: datetime) -> None:
    """Set the password that the person chose. All other sessions of theirs end."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    trail.record("staff.password_changed", actor=actor, about=f"staff:{user_id}", now=now)


def set_language(*, user_id: int, language: str) -> None:
    User.objects.filter(pk=user_id).update(language=language)


def check_supervises(actor: Asker, office_code: str) -> None:
    """Refuse, as if there were nothing, whoever does not supervise this office."""
    if actor.kind is AskerKind.JOB:
        return
    here = office_code in actor.offices or office_code == rules.ALL_OFFICES
    if actor.kind is not AskerKind.STAFF or not actor.has_role("SUPERVISOR") or not here:
        raise NotVisible(office=office_code)


def person(actor: Asker) -> int | None:
    """The user behind an asker; None for the operator's own commands."""
    return int(actor.id) if actor.kind is AskerKind.STAFF else None


def _others(user: User, *, on: date) -> list[rules.Role]:
    rows = Assignment.objects.filter(user=user)
    return [rules.Role(row.role) for row in rows if row.until_on is None or row.until_on >= on]

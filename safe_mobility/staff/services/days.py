"""Who comes on a day, at which desk. Planned first, then confirmed by a supervisor.

Places are made of confirmed days only, so confirming is a promise to families: it is an act
of its own, by a named person, with its mark.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from safe_mobility.offices.models import Desk
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries, rules
from safe_mobility.staff.models import StaffDay
from safe_mobility.staff.services.accounts import check_supervises, person

_OVERLAP = "staff_day_person_once"
_DESK_TAKEN = "staff_day_desk_once"


class PersonPlanned(Refusal):
    """The person is already planned for part of these hours."""

    code = "staff.person_planned"


class DeskPlanned(Refusal):
    """Somebody else already sits at that desk for part of these hours."""

    code = "staff.desk_planned"


class DeskMissing(Refusal):
    """An interviewer is confirmed at a desk, a line or a screen, or not at all."""

    code = "staff.desk_missing"


class NotPlanable(Refusal):
    """The person does not hold that role at this office on that day."""

    code = "staff.not_planable"


class DayConfirmed(Refusal):
    """The day is confirmed; take that back first."""

    code = "staff.day_confirmed"


@transaction.atomic
def plan_day(
    *,
    user_id: int,
    office_code: str,
    on: date,
    role: rules.DayRole,
    starts: time,
    ends: time,
    languages: Sequence[str],
    desk_id: int | None,
    actor: Asker,
    now: datetime,
) -> int:
    """Plan somebody for a span of a day. Nobody can be booked on it before it is confirmed.

    Raises `NotPlanable`, `PersonPlanned`, `DeskPlanned` or `WrongSpan`.
    """
    check_supervises(actor, office_code)
    rules.check_span(starts=starts, ends=ends)
    people = queries.planable(asker=actor, office_code=office_code, on=on)
    if not any(each.id == user_id and str(role) in each.roles for each in people):
        raise NotPlanable(staff=user_id, on=on.isoformat())
    if desk_id is not None and not Desk.objects.filter(pk=desk_id, office_code=office_code):
        raise NotVisible(desk=desk_id)
    day = StaffDay(
        user_id=user_id,
        office_code=office_code,
        on=on,
        role=role,
        starts=starts,
        ends=ends,
        languages=list(languages),
        desk_id=desk_id,
    )
    _save(day)
    _mark("staff.day_planned", day, actor=actor, now=now)
    return day.pk


@transaction.atomic
def confirm_day(*, day_id: int, actor: Asker, now: datetime) -> None:
    """Vouch that this person comes. A repeat changes nothing."""
    day = _locked(day_id, actor=actor)
    if day.confirmed_at is not None:
        return
    if day.role == rules.DayRole.INTERVIEWER and day.desk_id is None:
        raise DeskMissing(day=day.pk)
    day.confirmed_at = now
    day.confirmed_by_id = person(actor)
    day.save(update_fields=["confirmed_at", "confirmed_by"])
    _mark("staff.day_confirmed", day, actor=actor, now=now)


@transaction.atomic
def unconfirm_day(*, day_id: int, actor: Asker, now: datetime) -> None:
    """Take the word back. The database refuses while open places rest on it: withdraw those
    first, or move the families booked there."""
    day = _locked(day_id, actor=actor)
    if day.confirmed_at is None:
        return
    day.confirmed_at = None
    day.confirmed_by_id = None
    day.save(update_fields=["confirmed_at", "confirmed_by"])
    _mark("staff.day_unconfirmed", day, actor=actor, now=now)


@transaction.atomic
def drop_day(*, day_id: int, actor: Asker, now: datetime) -> None:
    """Take somebody out of the plan. Only what is not confirmed can go."""
    day = _locked(day_id, actor=actor)
    if day.confirmed_at is not None:
        raise DayConfirmed(day=day.pk)
    _mark("staff.day_dropped", day, actor=actor, now=now)
    day.delete()


def _locked(day_id: int, *, actor: Asker) -> StaffDay:
    day = StaffDay.objects.select_for_update().filter(pk=day_id).first()
    if day is None:
        raise NotVisible(day=day_id)
    check_supervises(actor, day.office_code)
    return day


def _save(day: StaffDay) -> None:
    try:
        with transaction.atomic():
            day.save(force_insert=True)
    except IntegrityError as error:
        told = str(error)
        if _OVERLAP in told:
            raise PersonPlanned(staff=day.user_id, on=day.on.isoformat()) from error
        if _DESK_TAKEN in told:
            raise DeskPlanned(desk=day.desk_id, on=day.on.isoformat()) from error
        raise


def _mark(act: str, day: StaffDay, *, actor: Asker, now: datetime) -> None:
    trail.record(
        act,
        actor=actor,
        about=f"staff:{day.user_id}",
        now=now,
        office=day.office_code,
        on=day.on.isoformat(),
        role=day.role,
        desk=day.desk_id,
    )

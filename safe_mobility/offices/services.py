"""Acts on an office's capacity: its desks, its weekly hours, its closed days.

None of them makes or moves a place. Places follow from desks, hours and confirmed staff when
`appointments.services.publish_day` computes them.
"""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from safe_mobility.offices import rules
from safe_mobility.offices.models import Closure, Desk, OpeningPeriod
from safe_mobility.oversight.services import trail
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.constraints import constraint_of
from safe_mobility.shared.refusal import NotVisible, Refusal

# The roles that may change what an office can do.
CHANGES_CAPACITY = "SUPERVISOR"


class DeskNameTaken(Refusal):
    code = "offices.desk_name_taken"


class LinkMissing(Refusal):
    """A family that is seen by video must know where to go in."""

    code = "offices.link_missing"


class NotYourOffice(Refusal):
    """Only a supervisor of this very office changes its capacity."""

    code = "offices.not_your_office"


def check_supervises(actor: Asker, office_code: str) -> None:
    if office_code not in actor.offices or not actor.has_role(CHANGES_CAPACITY):
        raise NotYourOffice(office=office_code)


@transaction.atomic
def add_desk(
    *,
    office_code: str,
    name: str,
    mode: rules.Mode,
    from_on: date,
    actor: Asker,
    now: datetime,
    until_on: date | None = None,
    link: str = "",
) -> Desk:
    """Add a desk, a line or a screen. It counts for nothing until it is confirmed."""
    check_supervises(actor, office_code)
    if until_on is not None and until_on < from_on:
        raise rules.PeriodUpsideDown(from_on=from_on, until_on=until_on)
    if mode is rules.Mode.VIDEO and not link:
        raise LinkMissing(office=office_code)
    try:
        with transaction.atomic():
            desk = Desk.objects.create(
                office_code=office_code,
                name=name,
                mode=mode,
                link=link,
                from_on=from_on,
                until_on=until_on,
            )
    except IntegrityError as error:
        if constraint_of(error) != "desk_name_per_office":
            raise
        raise DeskNameTaken(office=office_code) from error
    _mark("office.desk_added", actor=actor, office_code=office_code, now=now, desk=desk.pk)
    return desk


@transaction.atomic
def confirm_desk(*, desk_id: int, actor: Asker, now: datetime) -> None:
    """Say that the desk is there and works. Confirming twice changes nothing."""
    desk = desk_of(actor, desk_id)
    check_supervises(actor, desk.office_code)
    if desk.confirmed_at is not None:
        return
    desk.confirmed_at = now
    desk.save(update_fields=["confirmed_at"])
    _mark("office.desk_confirmed", actor=actor, office_code=desk.office_code, now=now, desk=desk.pk)


@transaction.atomic
def unconfirm_desk(*, desk_id: int, actor: Asker, now: datetime) -> None:
    """Take the desk's confirmation back.

    PostgreSQL refuses this while an open place stands at the desk: withdraw those first
    (`appointments.services.stand_desk_down` does both).
    """
    desk = desk_of(actor, desk_id)
    check_supervises(actor, desk.office_code)
    desk.confirmed_at = None
    desk.save(update_fields=["confirmed_at"])
    _mark(
        "office.desk_unconfirmed", actor=actor, office_code=desk.office_code, now=now, desk=desk.pk
    )


@transaction.atomic
def add_period(
    *,
    office_code: str,
    weekday: int,
    opens: time,
    closes: time,
    slot_minutes: int,
    from_on: date,
    actor: Asker,
    now: datetime,
    until_on: date | None = None,
) -> OpeningPeriod:
    """Open the office weekly at these hours, from a date on."""
    check_supervises(actor, office_code)
    period = rules.Period(weekday, opens, closes, slot_minutes, from_on, until_on)
    rules.check_period(period)
    others = OpeningPeriod.objects.select_for_update().filter(office_code=office_code)
    rules.check_apart(period, [row.period for row in others])
    row = OpeningPeriod.objects.create(
        office_code=office_code,
        weekday=weekday,
        opens=opens,
        closes=closes,
        slot_minutes=slot_minutes,
        from_on=from_on,
        until_on=until_on,
    )
    _mark("office.period_added", actor=actor, office_code=office_code, now=now, period=row.pk)
    return row


@transaction.atomic
def end_period(*, period_id: int, last_on: date, actor: Asker, now: datetime) -> None:
    """Let an opening hold until `last_on` and no longer. Places already published stay."""
    row = OpeningPeriod.objects.select_for_update().filter(pk=period_id).first()
    if row is None or row.office_code not in actor.offices:
        raise NotVisible
    check_supervises(actor, row.office_code)
    if last_on < row.from_on:
        raise rules.PeriodUpsideDown(from_on=row.from_on, until_on=last_on)
    row.until_on = last_on
    row.save(update_fields=["until_on"])
    _mark("office.period_ended", actor=actor, office_code=row.office_code, now=now, period=row.pk)


@transaction.atomic
def close(*, office_code: str, on: date, reason: str, actor: Asker, now: datetime) -> bool:
    """Keep the office shut on one day; False when it already was.

    This writes the day only. Who was booked is cared for by
    `appointments.services.close_day`, which calls this.
    """
    check_supervises(actor, office_code)
    _, is_new = Closure.objects.get_or_create(
        office_code=office_code, on=on, defaults={"reason": reason, "closed_at": now}
    )
    if is_new:
        _mark("office.day_closed", actor=actor, office_code=office_code, now=now, on=on.isoformat())
    return is_new


@transaction.atomic
def reopen(*, office_code: str, on: date, actor: Asker, now: datetime) -> None:
    """Take a closure back. Places come back only by publishing the day again."""
    check_supervises(actor, office_code)
    gone, _ = Closure.objects.filter(office_code=office_code, on=on).delete()
    if not gone:
        raise NotVisible
    _mark("office.day_reopened", actor=actor, office_code=office_code, now=now, on=on.isoformat())


def desk_of(actor: Asker, desk_id: int) -> Desk:
    """The desk, locked, when it stands in an office of the one who acts."""
    desk = Desk.objects.select_for_update().filter(pk=desk_id, office_code__in=actor.offices)
    if (row := desk.first()) is None:
        raise NotVisible
    return row


def _mark(act: str, *, actor: Asker, office_code: str, now: datetime, **facts: object) -> None:
    trail.record(
        act, actor=actor, about=f"office:{office_code}", now=now, office=office_code, **facts
    )

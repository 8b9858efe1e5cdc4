"""A new month of the visa bulletin: it comes in, two people look, and then it is in force.

A page that somebody uploads is read at once, whole or not at all. A page that was fetched is
never dropped: one that cannot be read waits for a person, with what is wrong and where. Two
readings of one month that differ are both kept; people decide which one holds.
"""

import gzip
import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.programmes import services as programme_services
from safe_mobility.programmes.rules.cutoffs import month_code
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.queries.bulletins import hash_of, in_force, only_supervisors
from safe_mobility.reunification.rules.bulletin import CutoffRow, Fault, UnreadableBulletin
from safe_mobility.reunification.rules.cells import cells_of
from safe_mobility.reunification.services.bulletin_page import read_bulletin
from safe_mobility.shared.asker import Asker, job
from safe_mobility.shared.refusal import NotVisible, Refusal

JOB = job("fetch_bulletin")
LONGEST_NAME = 300
State = BulletinPage.State


class PageUnreadable(Refusal):
    """Nothing of the page was taken. `faults` says what and where."""

    code = "reunification.page_unreadable"


class NothingNew(Refusal):
    """Every cell of this month is in force already, as the page has it."""

    code = "reunification.nothing_new"


class SamePersonTwice(Refusal):
    """The second yes has to come from somebody else."""

    code = "reunification.same_person_twice"


class PageClosed(Refusal):
    """It is in force already, or was set aside, or cannot be read."""

    code = "reunification.page_closed"


class MonthMoved(Refusal):
    """Something else came into force for the month after the first yes; that yes is void."""

    code = "reunification.month_moved"


def receive(*, raw: bytes, name: str, actor: Asker, now: datetime) -> UUID:
    """Read a page that somebody brought and keep it for a second person. Counts as one yes.

    Raises `PageUnreadable` or `NothingNew`, and then nothing is kept. The same page again is
    the page that waits already.
    """
    only_supervisors(actor)
    try:
        rows = read_bulletin(raw, file_name=name)
    except UnreadableBulletin as error:
        raise PageUnreadable(faults=[str(fault) for fault in error.faults]) from error
    month, cells = rows[0].bulletin_month, cells_of(rows)
    if in_force(month) == cells:
        raise NothingNew(month=month)
    fingerprint = hashlib.sha256(raw).hexdigest()
    if known := _waiting(fingerprint):
        return known
    row = _row(raw, name=name, now=now, actor=actor)
    row.state, row.month, row.cells = State.WAITING, month, cells
    row.first_by, row.replaces = actor.ref, hash_of(in_force(month))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _mark("bulletin.received", row, actor, now)
    except IntegrityError:
        # Somebody brought the same page in the same moment.
        if known := _waiting(fingerprint):
            return known
        raise
    return row.pk


def receive_fetched(*, raw: bytes, address: str, asked: date, now: datetime) -> int:
    """Keep what the configured address gave for a month, whatever it is. Says how many rows.

    Nothing is kept of a page that says what is in force, or that waits already. A page that
    cannot be read, or is for another month than was asked, waits as such.
    """
    rows, faults = _read(raw, asked)
    if not faults and in_force(asked) == cells_of(rows):
        return 0
    return _put_before_people(raw, address, asked, now, rows=rows, faults=faults)


def receive_unusable(*, address: str, asked: date, fault: str, now: datetime) -> int:
    """The configured address gave something that can never be the page: people must know."""
    raw = f"{address}: {fault}".encode()
    return _put_before_people(raw, address, asked, now, rows=(), faults=(Fault("", fault),))


@transaction.atomic
def _put_before_people(
    raw: bytes,
    address: str,
    asked: date,
    now: datetime,
    *,
    rows: tuple[CutoffRow, ...],
    faults: tuple[Fault, ...],
) -> int:
    """One page of the month waits at most as unreadable: an older one gives way to a newer."""
    if _waiting(hashlib.sha256(raw).hexdigest()):
        return 0
    stuck = BulletinPage.objects.select_for_update().filter(
        state=State.UNREADABLE, asked_month=asked
    )
    for old in stuck:
        old.state, old.closed_by, old.closed_at = State.SET_ASIDE, JOB.ref, now
        old.save(update_fields=["state", "closed_by", "closed_at"])
    row = _row(raw, name=address, now=now, actor=JOB)
    row.fetched, row.asked_month = True, asked
    row.state = State.UNREADABLE if faults else State.WAITING
    row.faults = [[fault.where, fault.what] for fault in faults]
    if rows:
        row.month, row.cells = rows[0].bulletin_month, cells_of(rows)
    row.save(force_insert=True)
    _mark("bulletin.fetched", row, JOB, now)
    return 1


@transaction.atomic
def agree(*, page_id: UUID, actor: Asker, now: datetime) -> bool:
    """One yes. The second, by somebody else, puts the month in force. Says whether it did.

    Raises `SamePersonTwice`, `PageClosed`, or `MonthMoved` where the month says something
    else now than it did at the first yes; that yes is then taken back, and this one with it.
    """
    row = _locked(page_id, actor)
    if row.state != State.WAITING or row.month is None:
        raise PageClosed(state=row.state)
    if row.first_by == actor.ref:
        raise SamePersonTwice(page=str(page_id))
    before = hash_of(in_force(row.month))
    if row.first_by and row.replaces != before:
        raise MonthMoved(month=row.month)
    _mark("bulletin.agreed", row, actor, now)
    if not row.first_by:
        row.first_by, row.replaces = actor.ref, before
        row.save(update_fields=["first_by", "replaces"])
        return False
    row.state, row.second_by, row.closed_at = State.IN_FORCE, actor.ref, now
    row.save(update_fields=["state", "second_by", "closed_at"])
    programme_services.publish_bulletin(
        month=row.month, cells=row.cells, about=_about(row), actor=actor, now=now
    )
    return True


@transaction.atomic
def look_again(*, page_id: UUID, actor: Asker, now: datetime) -> None:
    """Say yes afresh, as the first of two, after the month moved under an older yes."""
    row = _locked(page_id, actor)
    if row.state != State.WAITING or row.month is None:
        raise PageClosed(state=row.state)
    row.first_by, row.replaces = actor.ref, hash_of(in_force(row.month))
    row.save(update_fields=["first_by", "replaces"])
    _mark("bulletin.agreed", row, actor, now)


@transaction.atomic
def set_aside(*, page_id: UUID, actor: Asker, now: datetime) -> None:
    """A person decided that this page is not to be taken. It stays readable."""
    row = _locked(page_id, actor)
    if row.state not in (State.WAITING, State.UNREADABLE):
        raise PageClosed(state=row.state)
    row.state, row.closed_by, row.closed_at = State.SET_ASIDE, actor.ref, now
    row.save(update_fields=["state", "closed_by", "closed_at"])
    _mark("bulletin.set_aside", row, actor, now)


def _read(raw: bytes, asked: date) -> tuple[tuple[CutoffRow, ...], tuple[Fault, ...]]:
    try:
        rows = read_bulletin(raw)
    except UnreadableBulletin as error:
        return (), error.faults
    month = rows[0].bulletin_month
    if month == asked:
        return rows, ()
    what = f"the page is for {month_code(month)}; {month_code(asked)} was asked for"
    return rows, (Fault("title and heading", what),)


def _row(raw: bytes, *, name: str, now: datetime, actor: Asker) -> BulletinPage:
    return BulletinPage(
        name=name[:LONGEST_NAME],
        fetched=False,
        page=gzip.compress(raw, mtime=0),
        fingerprint=hashlib.sha256(raw).hexdigest(),
        received_at=now,
        received_by=actor.ref,
    )


def _waiting(fingerprint: str) -> UUID | None:
    open_pages = BulletinPage.objects.filter(state__in=[State.WAITING, State.UNREADABLE])
    return open_pages.filter(fingerprint=fingerprint).values_list("pk", flat=True).first()


def _locked(page_id: UUID, actor: Asker) -> BulletinPage:
    only_supervisors(actor)
    row = BulletinPage.objects.select_for_update().filter(pk=page_id).first()
    if row is None:
        raise NotVisible(page=str(page_id))
    return row


def _about(row: BulletinPage) -> str:
    month = row.month or row.asked_month
    return f"bulletin:{month_code(month)}" if month else "bulletin"


def _mark(act: str, row: BulletinPage, actor: Asker, now: datetime) -> None:
    trail.record(act, actor=actor, about=_about(row), now=now, page=str(row.pk))

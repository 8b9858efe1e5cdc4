"""Who waits for an interview, and who was invited to choose a time."""

from dataclasses import dataclass
from datetime import datetime

from safe_mobility.people.models import Application, Invitation
from safe_mobility.people.queries import scope
from safe_mobility.shared.asker import Asker

MOST = 200
NOT_YET_BOOKED = ("SENT", "IN_REVIEW", "WAITING")


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A family that waits, with what weighs when somebody has to choose: how long, how many,
    which interpreter; that there are needs, never which."""

    reference: str
    since: datetime
    state: str
    size: int
    interpreter_language: str
    has_needs: bool


@dataclass(frozen=True, slots=True)
class InvitedRow:
    reference: str
    invited_at: datetime
    expires_at: datetime


def waiting(*, asker: Asker, now: datetime) -> list[WaitingRow]:
    """Those who have waited longest since they sent their application come first."""
    rows = (
        Application.objects.filter(
            household__in=scope.visible_to(asker), state__in=NOT_YET_BOOKED, suspended_on=None
        )
        .select_related("household")
        .order_by("sent_at")[:MOST]
    )
    return [
        WaitingRow(
            reference=row.household.reference,
            since=row.sent_at or row.opened_at,
            state=row.state,
            size=row.household.size,
            interpreter_language=row.household.interpreter_language,
            has_needs=row.household.has_needs,
        )
        for row in rows
    ]


def invited(*, asker: Asker, now: datetime) -> list[InvitedRow]:
    """Open invitations, those that run out first."""
    rows = (
        Invitation.objects.filter(
            household__in=scope.visible_to(asker),
            used_at=None,
            lapsed_at=None,
            expires_at__gt=now,
        )
        .select_related("household")
        .order_by("expires_at")[:MOST]
    )
    return [
        InvitedRow(
            reference=row.household.reference,
            invited_at=row.invited_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class DraftRow:
    reference: str
    begun_at: datetime
    expires_at: datetime | None


def assisted_drafts(*, asker: Asker) -> list[DraftRow]:
    """Drafts begun at the desk and not sent yet, the newest first."""
    rows = (
        Application.objects.filter(
            household__in=scope.visible_to(asker), household__channel="ASSISTED", state="DRAFT"
        )
        .select_related("household")
        .order_by("-opened_at")[:MOST]
    )
    return [DraftRow(row.household.reference, row.opened_at, row.expires_at) for row in rows]

"""What happens by itself, each minute: drafts go, promises are kept, invitations run out.

Each returns how many rows it touched and can be run again at any moment: a site that stood still
for a week catches up without saying anything twice.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from safe_mobility.notifications import services as notifications
from safe_mobility.people.models import (
    Application,
    Household,
    HouseholdSession,
    Invitation,
    OneTimeCode,
    PaperPass,
    SignInTries,
)
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import erasing
from safe_mobility.people.services.advancing import advance
from safe_mobility.shared.asker import job

AT_ONCE = 200
SPENT = timedelta(days=1)


def erase_old_drafts(*, now: datetime) -> int:
    """Erase drafts that were not sent within seven days."""
    due = Application.objects.filter(state=State.DRAFT.value, expires_at__lte=now).order_by(
        "expires_at"
    )
    erased = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True).filter(pk=pk).first()
            if row is not None:
                erasing.erase(household_id=row.household_id, actor=job("drafts"), now=now)
                erased += 1
    return erased


def send_no_change_news(*, now: datetime) -> int:
    """Keep the promise "you hear from us before": say that nothing changed, and when next.

    A day early, because "before 1 December" is over on 1 December.
    """
    due = Application.objects.filter(
        state__in=[state.value for state in states.AWAITING_NEWS],
        suspended_on=None,
        next_news_by__lte=(now + timedelta(days=1)).date(),
        household__erased_at=None,
    ).order_by("next_news_by")
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            sent += row is not None and _say_nothing_changed(row, now=now)
    return sent


def _say_nothing_changed(row: Application, *, now: datetime) -> bool:
    household = Household.objects.only("reference", "office_code").get(pk=row.household_id)
    today = days.local_day(office_code=household.office_code, now=now)
    promised = row.next_news_by
    if promised is None or promised > today + timedelta(days=1):
        return False
    row.next_news_by = states.next_news_after(today)
    row.save(update_fields=["next_news_by"])
    notifications.queue(
        "no_change_news",
        about=household.reference,
        to=scope.recipient_of(row.household_id),
        now=now,
        occasion=promised.isoformat(),
        state=row.state,
        news_by=row.next_news_by.isoformat(),
    )
    return True


def expire_invitations(*, now: datetime) -> int:
    """An invitation that ran out unused leaves the household waiting, not out."""
    due = Invitation.objects.filter(used_at=None, lapsed_at=None, expires_at__lte=now)
    lapsed = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            row.lapsed_at = now
            row.save(update_fields=["lapsed_at"])
            lapsed += 1
            if Application.objects.filter(
                household=row.household_id, state=State.INVITED.value
            ).exists():
                advance(
                    household_id=row.household_id,
                    to=State.WAITING,
                    actor=job("invitations"),
                    now=now,
                )
    return lapsed


def sweep(*, now: datetime) -> int:
    """Remove sessions, codes, passes and counts of tries that are of no more use."""
    moment = timezone.now()
    gone = (
        HouseholdSession.objects.filter(expires_at__lte=moment),
        OneTimeCode.objects.filter(expires_at__lte=moment - SPENT),
        PaperPass.objects.filter(expires_at__lte=moment),
        SignInTries.objects.filter(last_at__lte=moment - 7 * SPENT),
    )
    return sum(rows.delete()[0] for rows in gone)

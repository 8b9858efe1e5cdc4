"""While the programme stands still: every family is told, told again as promised, and nothing of
what it asked for is lost."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from safe_mobility.notifications import services as notifications
from safe_mobility.people.models import Application, Household
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programmes

AT_ONCE = 200


def follow_programme(*, now: datetime) -> int:
    """Flag each sent application while the programme stands still, and take the flag away after.

    The family is told once, and again a day before each date on which it was promised news.
    """
    today = days.local_day(office_code="", now=now)
    state = programmes.programme_state(on=today)
    if not state.suspended:
        return _go_on()
    told = 0
    due = _untold(today)
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is not None:
                row.suspended_on = row.suspended_on or state.since or today
                row.next_news_by = states.next_news_after(
                    today + timedelta(days=1), state.next_news_on
                )
                row.save(update_fields=["suspended_on", "next_news_by"])
                _tell(row, now=now)
                told += 1
    return told


def _untold(today: date) -> QuerySet[Application]:
    sent = [each.value for each in states.LIVE if each is not State.DRAFT]
    return Application.objects.filter(
        Q(suspended_on=None) | Q(next_news_by__lte=today + timedelta(days=1)),
        state__in=sent,
        household__erased_at=None,
    )


def _go_on() -> int:
    """The programme runs again: who waits for us keeps a date of news, others need none."""
    flagged = Application.objects.exclude(suspended_on=None)
    waiting = [each.value for each in states.AWAITING_NEWS]
    with transaction.atomic():
        flagged.exclude(state__in=waiting).update(next_news_by=None)
        return flagged.update(suspended_on=None)


def _tell(row: Application, *, now: datetime) -> None:
    reference = Household.objects.values_list("reference", flat=True).get(pk=row.household_id)
    news_by = row.next_news_by.isoformat() if row.next_news_by else ""
    notifications.queue(
        "suspended",
        about=reference,
        to=scope.recipient_of(row.household_id),
        now=now,
        occasion=news_by,
        news_by=news_by,
    )

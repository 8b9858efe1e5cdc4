"""While the programme stands still: every family is told once, and nothing is lost."""

from datetime import datetime

from django.db import transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.people.models import Application, Household
from safe_mobility.people.queries import days, scope
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.programmes import queries as programmes

AT_ONCE = 200


def follow_programme(*, now: datetime) -> int:
    """Flag every live application while the programme stands still, and tell each family once."""
    today = days.local_day(office_code="", now=now)
    state = programmes.programme_state(on=today)
    if state.phase != "suspended":
        return Application.objects.exclude(suspended_on=None).update(suspended_on=None)
    due = Application.objects.filter(
        state__in=[each.value for each in states.LIVE], suspended_on=None, household__erased_at=None
    )
    since = state.since or today
    flagged = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            row.suspended_on = since
            news_by = states.next_news_after(today, state.next_news_on)
            if row.state != State.DRAFT.value:
                row.next_news_by = news_by
            row.save(update_fields=["suspended_on", "next_news_by"])
            flagged += 1
            reference = Household.objects.values_list("reference", flat=True).get(
                pk=row.household_id
            )
            notifications.queue(
                "suspended",
                about=reference,
                to=scope.recipient_of(row.household_id),
                now=now,
                occasion=since.isoformat(),
                news_by=news_by.isoformat(),
            )
    return flagged

"""Sending the application: the one press after which the office has it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.notifications import services as notifications
from safe_mobility.people.models import Application
from safe_mobility.people.queries import days, reading, scope
from safe_mobility.people.rules import drafts
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import duplicates, scoped
from safe_mobility.people.services.advancing import advance
from safe_mobility.shared.asker import Asker


@transaction.atomic
def send(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Send the application, once. A second press finds it sent and changes nothing.

    Raises `DraftIncomplete` or `UnderAge`. Likely duplicates are noted for the office and told
    to the earlier household's own contact; this household learns nothing of them.
    """
    household = scoped.held(household_id=household_id, actor=actor)
    seen = reading.application(asker=actor, household_id=household_id)
    if seen.state is not State.DRAFT:
        return
    today = days.local_day(office_code=household.office_code, now=now)
    drafts.check_sendable(reading.draft(asker=actor, household_id=household_id), today=today)
    advance(household_id=household_id, to=State.SENT, actor=actor, now=now)
    duplicates.note(household=household, actor=actor, now=now)
    news_by = Application.objects.get(household=household_id, state=State.SENT.value).next_news_by
    notifications.queue(
        "registered",
        about=household.reference,
        to=scope.recipient_of(household_id),
        now=now,
        news_by=news_by.isoformat() if news_by else "",
    )

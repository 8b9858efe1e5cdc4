"""The one way an application changes its state.

Higher rooms (appointments, cases) call `advance` inside their own act. It holds the application's
row until that act commits, so two acts on one household come one after the other, and it writes
the mark that every change of state has.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from safe_mobility.oversight.services import trail
from safe_mobility.people.models import Application
from safe_mobility.people.queries import days
from safe_mobility.people.rules import states
from safe_mobility.people.rules.states import State
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal


class HasLiveApplication(Refusal):
    """The household has another application open, so an older one cannot be opened again."""

    code = "people.has_live_application"


@transaction.atomic
def advance(
    *,
    household_id: UUID,
    to: State,
    actor: Asker,
    now: datetime,
    reason: str = "",
    next_news_by: date | None = None,
    look_again_on: date | None = None,
) -> None:
    """Bring the household's newest application into the state `to`.

    The caller has already judged that `actor` may act on the household. Where the new state
    leaves the family waiting for us, a date of next news is set even if none was given.
    Raises `WrongStep` where the table of states has no such way.
    """
    advance_held(
        application=lock_application(household_id),
        to=to,
        actor=actor,
        now=now,
        reason=reason,
        next_news_by=next_news_by,
        look_again_on=look_again_on,
    )


def advance_held(
    *,
    application: Application,
    to: State,
    actor: Asker,
    now: datetime,
    reason: str = "",
    next_news_by: date | None = None,
    look_again_on: date | None = None,
) -> None:
    """`advance` for an act that has already locked this row and read its household with it."""
    row, household = application, application.household
    state, formers = State(row.state), tuple(State(name) for name in row.former_states)
    states.check(state, to, former=formers[-1] if formers else None)

    today = days.local_day(office_code=household.office_code, now=now)
    row.former_states = [name.value for name in states.formers_after(state, to, formers=formers)]
    row.state, row.state_since, row.reason = to.value, now, reason
    row.look_again_on = look_again_on
    row.next_news_by = (
        states.next_news_after(today, next_news_by) if to in states.AWAITING_NEWS else None
    )
    row.reopen_until = states.reopen_until(today) if to is State.WITHDRAWN else None
    if state is State.DRAFT:
        row.expires_at = None
    if to is State.SENT and row.sent_at is None:
        row.sent_at = now
    _save(row, reference=household.reference)
    trail.record(
        "application.advanced",
        actor=actor,
        about=household.reference,
        now=now,
        office=household.office_code,
        **{"from": state.value, "to": to.value, "reason": reason},
    )


def lock_application(household_id: UUID) -> Application:
    """The household's newest application with its household; the application alone is held
    until the transaction ends."""
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("household")
        .filter(household=household_id)
        .order_by("-opened_at")
        .first()
    )
    if row is None:
        raise NotVisible(household=str(household_id))
    return row


def _save(row: Application, *, reference: str) -> None:
    """There is no savepoint here: the refusal ends the act, and its transaction with it."""
    try:
        row.save()
    except IntegrityError as error:
        if "one_live_application_per_household" not in str(error):
            raise
        raise HasLiveApplication(reference=reference) from error

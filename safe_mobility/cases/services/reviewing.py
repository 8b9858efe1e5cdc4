"""Reading an application that was sent: begun, found complete, or found complete again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.cases import rules
from safe_mobility.cases.services.acting import held_by_officer
from safe_mobility.people.rules.states import State
from safe_mobility.people.services import advancing
from safe_mobility.shared.asker import Asker


@transaction.atomic
def begin_review(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """Somebody reads the application now; the household's page says so."""
    held_by_officer(household_id=household_id, actor=actor)
    advancing.advance(household_id=household_id, to=State.IN_REVIEW, actor=actor, now=now)


@transaction.atomic
def let_wait(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """The application is complete: the household waits for its interview."""
    held_by_officer(household_id=household_id, actor=actor)
    advancing.advance(household_id=household_id, to=State.WAITING, actor=actor, now=now)


@transaction.atomic
def more_received(*, household_id: UUID, actor: Asker, now: datetime) -> None:
    """What was missing has come: the application goes on from where it was."""
    held_by_officer(household_id=household_id, actor=actor)
    application = advancing.lock_application(household_id)
    if application.state != State.MORE_NEEDED or not application.former_states:
        raise rules.OutcomeNotNow(outcome=str(rules.Outcome.MORE_NEEDED), state=application.state)
    former = State(application.former_states[-1])
    advancing.advance(household_id=household_id, to=former, actor=actor, now=now)

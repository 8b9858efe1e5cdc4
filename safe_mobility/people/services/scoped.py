"""Holding a household for an act by somebody who may see it."""

from uuid import UUID

from django.db import transaction

from safe_mobility.people.models import Application, Household
from safe_mobility.people.queries import scope
from safe_mobility.people.rules import states
from safe_mobility.people.rules.drafts import Step
from safe_mobility.people.rules.states import State
from safe_mobility.people.services.advancing import lock_application
from safe_mobility.shared.asker import Asker
from safe_mobility.shared.refusal import NotVisible, Refusal


class NotNow(Refusal):
    """An officer has heard the family, or the application has ended: the office mends facts."""

    code = "people.not_now"


def held(*, household_id: UUID, actor: Asker) -> Household:
    """The household's row, locked; acts on one household come one after the other."""
    row = (
        Household.objects.select_for_update(no_key=True)
        .filter(pk=household_id, pk__in=scope.visible_to(actor).values("pk"))
        .first()
    )
    if row is None:
        raise NotVisible(household=str(household_id))
    return row


def held_to_edit(*, household_id: UUID, actor: Asker) -> tuple[Household, Application]:
    """The household and its application, locked, where its facts may still be mended."""
    household = held(household_id=household_id, actor=actor)
    application = lock_application(household_id)
    if State(application.state) not in states.MAY_EDIT:
        raise NotNow(state=application.state)
    return household, application


@transaction.atomic
def note_answered(*, household_id: UUID, step: Step, actor: Asker) -> None:
    """Remember that a page was answered with nothing: nobody else comes, no way to reach us."""
    household, _ = held_to_edit(household_id=household_id, actor=actor)
    mark_answered(household, step)
    household.save(update_fields=["answered"])


def mark_answered(household: Household, step: Step) -> None:
    if step.value not in household.answered:
        household.answered = [*household.answered, step.value]

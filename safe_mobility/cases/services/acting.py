"""Who may act on a case: an officer who hears families, at the household's own office."""

from uuid import UUID

from safe_mobility.people.models import Household
from safe_mobility.people.services import scoped
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible

HEARS = ("INTERVIEWER", "SUPERVISOR")


def held_by_officer(*, household_id: UUID, actor: Asker) -> Household:
    """The household, locked, for an officer of its office; for anybody else there is nothing."""
    if actor.kind is not AskerKind.STAFF or not actor.has_role(*HEARS):
        raise NotVisible(household=str(household_id))
    return scoped.held(household_id=household_id, actor=actor)

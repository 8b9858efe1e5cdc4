"""An employer's own word about the people on its lists: wants this one, or does not.

The employer chooses and the office records it. What is written here moves nobody's way and tells
nobody: the office reads it, and only its own record (`services.placements`) changes the stage.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from safe_mobility.labour.models import Demand, Placement
from safe_mobility.labour.rules import stages
from safe_mobility.labour.rules.stages import EmployerSaid, Stage
from safe_mobility.labour.services import demands, ways
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@transaction.atomic
def employer_says(
    *, demand_id: UUID, code: str, said: EmployerSaid, actor: Asker, now: datetime
) -> None:
    """Write down what the employer says about the person of this code on its own list.

    It may be changed until the office has recorded it. Raises `NoPlaceLeft` where it already
    wants as many as it has places for, and `WayMove` where the way has gone on.
    """
    if actor.kind is not AskerKind.PARTNER:
        raise NotVisible(demand=str(demand_id))
    # The offer's lock first, as where the office records a choice.
    demand = demands.held(demand_id=demand_id, actor=actor)
    way = _way_of(demand, code)
    if Stage(way.stage) not in stages.EMPLOYER_MAY_SAY:
        raise stages.WayMove(now_in=way.stage, to=str(said))
    if said is EmployerSaid.YES and _wanted(demand, without=way) >= demand.places:
        raise stages.NoPlaceLeft(places=demand.places)
    way.employer_said, way.employer_said_at = said, now
    way.save(update_fields=["employer_said", "employer_said_at"])
    ways.mark("way.employer_said", way, actor=actor, now=now, said=str(said))


def _way_of(demand: Demand, code: str) -> Placement:
    rows = Placement.objects.filter(demand=demand, candidate__code=code)
    row = (
        rows.exclude(stage__in=stages.ENDED)
        .select_for_update(of=("self",))
        .select_related("candidate__household", "demand")
        .first()
    )
    if row is None:
        raise NotVisible(demand=str(demand.pk), code=code)
    return row


def _wanted(demand: Demand, *, without: Placement) -> int:
    """How many people this offer has chosen, or wants and waits for the office to record."""
    held = [*stages.HOLDS_A_PLACE, Stage.RETURNED]
    others = demand.placements.exclude(pk=without.pk)
    wants = others.filter(stage__in=stages.EMPLOYER_MAY_SAY, employer_said=EmployerSaid.YES)
    return others.filter(stage__in=held).count() + wants.count()

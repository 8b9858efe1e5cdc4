"""What a family sees of the invitation of a relative: the code while it opens, and whether it was
used. Not what the relative told: that comes through the family's page only where they share it."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from safe_mobility.oversight.services import hashes
from safe_mobility.people.queries import scope
from safe_mobility.reunification.models import RelativeInvitation
from safe_mobility.shared import references
from safe_mobility.shared.asker import Asker

HASHED_AS = "relative invitation"


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    code: str = field(repr=False)
    expires_at: datetime
    used: bool


def code_of(invitation_id: UUID) -> str:
    """The code, the same each time it is asked for; stored nowhere."""
    seed = hashes.derive(HASHED_AS, str(invitation_id))
    rng = random.Random(seed)  # noqa: S311 - a stream keyed by secret bytes
    return references.new_reference(pick=rng.choice)


def invitation(
    *, asker: Asker, household_id: UUID, number: int, now: datetime
) -> InvitationSeen | None:
    """The invitation of one relative, or None where there is none that opens or was used."""
    row = RelativeInvitation.objects.filter(
        relative__number=number,
        relative__household=household_id,
        relative__household__in=scope.visible_to(asker),
    ).first()
    if row is None or (row.used_at is None and row.expires_at <= now):
        return None
    used = row.used_at is not None
    return InvitationSeen(
        code="" if used else code_of(row.pk), expires_at=row.expires_at, used=used
    )

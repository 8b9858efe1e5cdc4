"""The people of many households at once, with only what rules look at. For jobs alone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safe_mobility.oversight.rules.sealing import DataKey
from safe_mobility.people.models import Membership
from safe_mobility.people.models.sealing import opened_date
from safe_mobility.shared.asker import Asker, AskerKind
from safe_mobility.shared.refusal import NotVisible


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """No name and no document: nothing that a rule does not look at is opened."""

    id: UUID
    role: str
    born_on: date | None
    birth_year: int | None
    sex: str
    nationalities: tuple[str, ...]


def people_of(*, asker: Asker, keys: Mapping[UUID, DataKey]) -> dict[UUID, list[PersonSeen]]:
    """Who belongs to each of these households today, in the order of their numbers.

    The caller has unwrapped the keys for a named purpose. Raises `NotVisible` for anybody
    but a job.
    """
    if asker.kind is not AskerKind.JOB:
        raise NotVisible(asker=asker.ref)
    found: dict[UUID, list[PersonSeen]] = defaultdict(list)
    rows = Membership.objects.filter(household__in=list(keys), until_on=None)
    for row in rows.order_by("household_id", "number"):
        found[row.household_id].append(
            PersonSeen(
                id=row.pk,
                role=row.role.lower(),
                born_on=opened_date(row, keys[row.household_id], "born_on"),
                birth_year=row.birth_year,
                sex=row.sex,
                nationalities=tuple(row.nationalities),
            )
        )
    return found

"""The households that are stored, laid out for one pass of the rules.

Read by jobs only, in batches: keys are unwrapped for a named purpose, answers and birth dates
opened, and nothing of it is written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from safe_mobility.oversight.services import keys
from safe_mobility.people import queries as people
from safe_mobility.people.queries.in_bulk import PersonSeen, people_of
from safe_mobility.programmes import queries as programme
from safe_mobility.programmes.rules.ruleset import RuleSet
from safe_mobility.programmes.rules.values import Value
from safe_mobility.screening import queries
from safe_mobility.screening.apart import case_of
from safe_mobility.screening.models import Screening, ScreeningVerdict
from safe_mobility.screening.rules.columns import Stored
from safe_mobility.screening.rules.household import VISITOR, Household, Member
from safe_mobility.screening.sealing import Written, opened
from safe_mobility.shared.asker import Asker

BATCH = 2000


@dataclass(frozen=True, slots=True)
class StoredHousehold:
    """One household with its newest screening."""

    id: UUID
    country: str
    municipality: str
    birth_year: int | None
    sex: str
    stored: Stored
    verdicts: dict[str, str]


def households(*, asker: Asker, purpose: str, on: date) -> Iterator[StoredHousehold]:
    """Every household that may be told something, with its newest stored answers."""
    newest = (
        Screening.objects.filter(household__in=people.visible_to(asker), answers__isnull=False)
        .order_by("household_id", "-at")
        .distinct("household_id")
        .select_related("household")
    )
    waiting = newest.iterator(chunk_size=BATCH)
    while rows := tuple(islice(waiting, BATCH)):
        yield from _opened(rows, asker=asker, purpose=purpose, on=on)


def how_many(*, asker: Asker) -> int:
    """How many households `households` would open."""
    rows = Screening.objects.filter(household__in=people.visible_to(asker), answers__isnull=False)
    return rows.values("household_id").distinct().count()


def _opened(
    rows: tuple[Screening, ...], *, asker: Asker, purpose: str, on: date
) -> Iterator[StoredHousehold]:
    owners = [row.household_id for row in rows]
    data_keys = keys.unwrap_many(asker=asker, owners=owners, purpose=purpose)
    persons = people_of(asker=asker, keys=data_keys)
    verdicts: dict[UUID, dict[str, str]] = {row.pk: {} for row in rows}
    for found in ScreeningVerdict.objects.filter(screening__in=list(verdicts)):
        verdicts[found.screening_id][found.pathway] = found.verdict
    rule_set = programme.rule_set()
    for row in rows:
        key = data_keys.get(row.household_id)
        if key is None:  # erased between two reads
            continue
        written = opened(row.answers, key=key, table=queries.SCREENING_TABLE, row=row.pk)
        members = persons.get(row.household_id, [])
        first = members[0] if members else None
        yield StoredHousehold(
            id=row.household_id,
            country=row.household.country,
            municipality=row.household.municipality or "",
            birth_year=first.birth_year if first else None,
            sex=first.sex if first else "",
            stored=_stored(rule_set, members, written, on=on),
            verdicts=verdicts[row.pk],
        )


def _stored(rule_set: RuleSet, persons: list[PersonSeen], written: Written, *, on: date) -> Stored:
    """As `queries.records` makes it for one household."""
    members = tuple(
        Member(id=str(each.id), role=each.role, born_on=each.born_on, sex=each.sex or None)
        for each in persons
    )
    own: dict[str, dict[str, Value]] = {
        str(each.id): {"nationalities": tuple(sorted(each.nationalities))}
        for each in persons
        if each.nationalities
    }
    household = Household(members) if members else VISITOR
    case = case_of(rule_set, written, household, own, on=on)
    return Stored(case.household, case.answers, case.member_answers)

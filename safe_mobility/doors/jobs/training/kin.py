"""Relatives abroad on the training day: a sister in Houston, a husband with asylum whose two years
run, a mother whose petition waits in line; and two families that look for each other.

The sister is a resident who filed for a sibling: the law knows no such petition, and whoever
trains here learns to see it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from safe_mobility.doors.jobs.training.families import MadeUpFamily
from safe_mobility.doors.jobs.training.journeys import Family
from safe_mobility.reunification.rules.kin import (
    PetitionKind,
    PetitionState,
    Relation,
    Said,
    Status,
)
from safe_mobility.reunification.rules.tracing import Described
from safe_mobility.reunification.services import matching, petitions, relatives, tracing
from safe_mobility.reunification.services.petitions import PetitionTold
from safe_mobility.reunification.services.relatives import RelativeChange, TieChange
from safe_mobility.reunification.services.tracing import ProfileTold, SoughtTold

if TYPE_CHECKING:
    from safe_mobility.doors.jobs.training.day import Day

SISTER, HUSBAND, MOTHER = 28, 15, 30
SEEKER, SOUGHT = 29, 38
BORN_IN = "12:San Pedro Sacatepéquez"
PARENT = "Rosa Practicante"
_HEARD = str.maketrans({"z": "s", "v": "b", "Z": "S", "V": "B", "h": "", "é": "e", "á": "a"})


@dataclass(frozen=True, slots=True)
class Kin:
    """One relative of the applicant of one family, and what was filed."""

    number: int
    relation: Relation
    change: RelativeChange
    told: PetitionTold | None = None
    related_on: date | None = None


KIN = (
    Kin(
        SISTER,
        Relation.SIBLING,
        RelativeChange(
            "Marta", "Prueba", country="US", state="Houston, Texas", of_age=Said.YES,
            status=Status.RESIDENT, status_since=date(2019, 1, 1), since_about=True,
        ),
        PetitionTold(
            PetitionKind.I130, PetitionState.FILED, filed_on=date(2021, 1, 1), filed_about=True
        ),
    ),
    Kin(
        HUSBAND,
        Relation.SPOUSE,
        RelativeChange(
            "Wilmer", "Prueba", country="US", state="Miami, Florida",
            status=Status.ASYLEE, status_since=date(2022, 4, 11),
        ),
        related_on=date(2012, 6, 2),
    ),
    Kin(
        MOTHER,
        Relation.PARENT,
        RelativeChange(
            "Elena", "Prueba", country="US", state="Los Angeles, California",
            status=Status.CITIZEN, status_since=date(2006, 9, 1),
        ),
        PetitionTold(
            PetitionKind.I130, PetitionState.APPROVED, filed_on=date(2009, 2, 10),
            priority_on=date(2009, 2, 10), approved_on=date(2012, 5, 3),
        ),
    ),
)  # fmt: skip


def plan(day: "Day", *, monday: date, local: Callable[[date, str], datetime]) -> None:
    """Put what these families told on the list."""
    friday = monday - timedelta(days=3)
    for kin in KIN:
        day.soon(kin.number, local(friday, "18:05"), partial(_tell, kin=kin))
    found = day.made_up[SOUGHT]
    day.soon(SOUGHT, local(friday, "19:10"), partial(_join, born_in=BORN_IN))
    day.soon(SEEKER, local(friday, "19:20"), partial(_look, found=found))
    day.at(local(monday, "08:40"), lambda at: _score(at))


def _tell(family: Family, *, kin: Kin, at: datetime) -> None:
    mine: dict[str, Any] = {"household_id": family.household_id, "actor": family.asker, "now": at}
    tie = TieChange(kin.relation, related_on=kin.related_on)
    number = relatives.name_relative(change=kin.change, ties={1: tie}, **mine)
    if kin.told is not None:
        petitions.add_petition(number=number, member=1, told=kin.told, **mine)


def _join(family: Family, *, born_in: str, at: datetime) -> None:
    tracing.join(
        household_id=family.household_id,
        told=ProfileTold(born_in=born_in, mother=PARENT, open_to=frozenset(Relation)),
        language=family.made_up.language,
        actor=family.asker,
        now=at,
    )


def _look(family: Family, *, found: MadeUpFamily, at: datetime) -> None:
    """Looks for the other's applicant, whose name a clerk had heard otherwise."""
    _join(family, born_in=BORN_IN, at=at)
    person = found.people[0]
    described = Described(
        person.given_names.translate(_HEARD).title(),
        person.surnames.translate(_HEARD).title(),
        birth_year=person.born_on.year,
        place=BORN_IN,
        mother=PARENT,
    )
    tracing.seek(
        household_id=family.household_id,
        told=SoughtTold(Relation.SIBLING, described, last_news="San Pedro, 2009"),
        actor=family.asker,
        now=at,
    )


def _score(at: datetime) -> None:
    matching.look_for_pairs(now=at)

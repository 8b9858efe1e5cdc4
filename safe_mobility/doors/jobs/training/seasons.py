"""Seasonal work on the training day: an employer, two rounds of lists, one worker on the way.

The first round was confirmed the week before: one person was chosen and has tasks, one waits for
the office to record what the employer wrote, one has not answered. The second waits this Monday
for a supervisor to confirm it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from safe_mobility.doors.common import dates
from safe_mobility.doors.jobs.training.journeys import Family
from safe_mobility.labour.queries import lists, ways
from safe_mobility.labour.rules.candidates import (
    Avoids,
    Destination,
    PastVisa,
    Proof,
    Spell,
    Terms,
    Trouble,
)
from safe_mobility.labour.rules.demands import Asked
from safe_mobility.labour.rules.stages import EmployerSaid, Task
from safe_mobility.labour.services import candidates, choosing, demands, listing, placements
from safe_mobility.people.queries import household_asker
from safe_mobility.shared.asker import Asker
from safe_mobility.staff import queries as staff
from safe_mobility.staff.services.training import EMPLOYER

if TYPE_CHECKING:
    from safe_mobility.doors.jobs.training.day import Day

CROPS, GARDENS, CLEANING, BUILDING = "45-2092", "37-3011", "37-2012", "47-2061"
SPRING, AUTUMN = date(2024, 3, 18), date(2024, 11, 15)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the family of one number says: the applicant's work and terms."""

    number: int
    words: str
    occupation: str
    months: int
    proof: Proof = Proof.NONE
    longest: int = 9
    destinations: frozenset[Destination] = frozenset({Destination.US})
    avoids: frozenset[Avoids] = frozenset()
    past: frozenset[PastVisa] = frozenset()
    trouble: Trouble = Trouble.NONE
    dependants: int = 2


EARLY = (
    Wish(20, "Corté café y chapeé en la finca La Florida", CROPS, 72, Proof.LETTER, dependants=3),
    Wish(22, "Sembramos papa y brócoli con mis tíos", CROPS, 48, Proof.PHOTO),
    Wish(16, "Pizcábamos fresa en temporada", CROPS, 12),
)
LATER = (
    Wish(28, "Podé jardines en un hotel y corté grama", GARDENS, 36, Proof.LETTER),
    Wish(29, "Soy jardinero, siembro flores", GARDENS, 24),
    Wish(30, "Limpiaba cuartos en un hotel", CLEANING, 18, dependants=4),
    Wish(31, "Fui ayudante de albañil y hacía mezcla", BUILDING, 60),
    Wish(40, "Chapeo y siembro en jardines", GARDENS, 12),
    Wish(41, "Cosecha de hortaliza", CROPS, 24, longest=3),
    Wish(42, "Jardines y áreas verdes", GARDENS, 6, trouble=Trouble.REFUSED),
)
STRAWBERRIES = Asked(
    employer="Fresas del Valle LLC",
    occupation=CROPS,
    country=Destination.US,
    place="Plant City, Florida",
    places=2,
    from_on=SPRING,
    until_on=AUTUMN,
    asks=frozenset({Avoids.HEAT}),
    interview_on=date(2023, 11, 27),
    interview_seats=6,
    wage_hour=Decimal("14.33"),
    hours_week=Decimal(40),
    housing_free=True,
    transport_paid=True,
)
GREENS = Asked(
    employer="Rocky Mountain Greens Inc.",
    occupation=GARDENS,
    country=Destination.US,
    place="Denver, Colorado",
    places=1,
    from_on=date(2024, 4, 1),
    until_on=date(2024, 11, 30),
    months_wanted=6,
    asks=frozenset({Avoids.HEAVY}),
    wage_hour=Decimal("17.02"),
    hours_week=Decimal(35),
)


def plan(day: "Day", *, monday: date, local: Callable[[date, str], datetime]) -> None:
    """Put the two rounds on the day's list."""

    def at(days: int, hour: str, act: Callable[[datetime], None]) -> None:
        day.at(local(monday - timedelta(days=days), hour), act)

    for wish in EARLY:
        at(6, "09:10", partial(_tell, day, wish))
    at(6, "10:00", _ask)
    at(6, "10:30", partial(_make, day))
    at(6, "11:30", partial(_confirm, day))
    at(6, "16:00", partial(_say_yes, day, EARLY[0]))
    at(6, "17:00", partial(_say_yes, day, EARLY[1]))
    at(5, "10:00", partial(_choose, day, EARLY[0]))
    at(3, "10:00", partial(_interviewed, day, EARLY[0]))
    at(3, "15:00", partial(_employer_says_yes, day, EARLY[1]))
    for wish in LATER:
        at(0, "08:12", partial(_tell, day, wish))
    at(0, "08:20", partial(_write_down, day))
    at(0, "08:40", partial(_make, day))


def _tell(day: "Day", wish: Wish, at: datetime) -> None:
    family = day.families[wish.number]
    said: dict[str, Any] = {"household_id": family.household_id, "actor": _of(family), "now": at}
    spell = Spell(wish.words, wish.months, wish.proof, wish.occupation)
    candidates.add_work(number=1, spell=spell, **said)
    terms = Terms(
        earliest_on=dates.day_of(at) + timedelta(days=30),
        longest_months=wish.longest,
        destinations=wish.destinations,
        past_visas=wish.past,
        trouble=wish.trouble,
        avoids=wish.avoids,
        dependants=wish.dependants,
    )
    candidates.save_terms(number=1, terms=terms, **said)
    candidates.show_work(language="es", **said)


def _ask(at: datetime) -> None:
    """The employer writes its own offer down."""
    demands.enter(asked=STRAWBERRIES, actor=_employer(at), now=at)


def _write_down(day: "Day", at: datetime) -> None:
    demands.enter(asked=GREENS, actor=day.offices["QTZ"].people["interviewer1"], now=at)


def _make(day: "Day", at: datetime) -> None:
    listing.propose(actor=day.offices["QTZ"].people["interviewer1"], now=at)


def _confirm(day: "Day", at: datetime) -> None:
    supervisor = day.offices["QTZ"].supervisor
    run = lists.newest_run(asker=supervisor)
    if run is not None:
        listing.confirm(run_id=run.id, actor=supervisor, now=at)


def _say_yes(day: "Day", wish: Wish, at: datetime) -> None:
    family = day.families[wish.number]
    way = _way(family)
    placements.agree(placement_id=way.id, language="es", actor=_of(family), now=at)


def _choose(day: "Day", wish: Wish, at: datetime) -> None:
    way = _way(day.families[wish.number])
    placements.choose(placement_id=way.id, actor=day.offices["QTZ"].supervisor, now=at)


def _employer_says_yes(day: "Day", wish: Wish, at: datetime) -> None:
    way = _way(day.families[wish.number])
    choosing.employer_says(
        demand_id=way.demand_id,
        code=way.code,
        said=EmployerSaid.YES,
        actor=_employer(at),
        now=at,
    )


def _interviewed(day: "Day", wish: Wish, at: datetime) -> None:
    way = _way(day.families[wish.number])
    placements.finish_task(
        placement_id=way.id,
        task=Task.INTERVIEW,
        done_on=dates.day_of(at),
        actor=day.offices["QTZ"].supervisor,
        now=at,
    )


def _way(family: Family) -> ways.WaySeen:
    return ways.ways(asker=_of(family), household_id=family.household_id, live=True)[0]


def _employer(at: datetime) -> Asker:
    actor = staff.asker_named(username=EMPLOYER, on=dates.day_of(at))
    if actor is None:
        raise LookupError("the training accounts come before the training day")
    return actor


def _of(family: Family) -> Asker:
    return household_asker(family.household_id)

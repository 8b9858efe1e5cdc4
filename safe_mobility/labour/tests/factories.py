"""People who want to work a season, and offers, made through the acts themselves."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from safe_mobility.labour.models import Candidate, Demand
from safe_mobility.labour.rules.candidates import Destination, Proof, Spell, Terms
from safe_mobility.labour.rules.demands import Asked
from safe_mobility.labour.services import candidates, demands
from safe_mobility.people.models import Household
from safe_mobility.people.tests import factories as families
from safe_mobility.shared.asker import Asker, job

NOON = families.NOON
TODAY = date(2023, 11, 20)
APRIL = date(2024, 4, 1)
CROPS = "45-2092"
TERMS = Terms(
    earliest_on=date(2024, 1, 15), longest_months=9, destinations=frozenset({Destination.US})
)
STRAWBERRIES = Asked(
    employer="Fresas del Valle LLC",
    occupation=CROPS,
    country=Destination.US,
    place="Plant City, Florida",
    places=2,
    from_on=APRIL,
    until_on=date(2024, 11, 30),
)


def candidate(
    *,
    household: Household | None = None,
    now: datetime = NOON,
    months: int = 24,
    occupation: str = CROPS,
    shows: bool = True,
    **changes: Any,
) -> Candidate:
    """Somebody of a household that applied, with work that they confirmed and terms."""
    home = household or families.sent(phone="")
    mine = families.asker(home)
    said: dict[str, Any] = {"household_id": home.pk, "actor": mine, "now": now}
    spell = Spell("corté café en la finca", months, Proof.NONE, occupation)
    candidates.add_work(number=1, spell=spell, **said)
    candidates.save_terms(number=1, terms=replace(TERMS, **changes), **said)
    if shows:
        candidates.show_work(language="es", **said)
    return Candidate.objects.select_related("household").get(household=home, ended_at=None)


def demand(*, actor: Asker | None = None, now: datetime = NOON, **changes: Any) -> Demand:
    made: UUID = demands.enter(
        asked=replace(STRAWBERRIES, **changes), actor=actor or job("tests"), now=now
    )
    return Demand.objects.get(pk=made)

"""Several people at once, each with a connection of their own; and guards that can be off."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connections

from safe_mobility.appointments.models import Place
from safe_mobility.appointments.models.places import PlaceQuerySet
from safe_mobility.appointments.rules.slots import Slot
from safe_mobility.appointments.rules.states import PlaceState
from safe_mobility.shared.refusal import Refusal
from tests import cluster

Outcome = Any


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Do all acts at the same moment. A refusal is an outcome; anything else is raised."""
    start = threading.Barrier(len(acts))
    outcomes: list[Outcome] = [None] * len(acts)
    broken: list[BaseException] = []

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            outcomes[number] = act()
        except Refusal as refusal:
            outcomes[number] = refusal
        except BaseException as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if broken:
        raise broken[0]
    return outcomes


@contextmanager
def claim_switched_off(*, lookers: int = 1) -> Iterator[None]:
    """A claim as one would write it first: look for a free place, then take it.

    All `lookers` have looked before the first of them writes, as happens in any busy hour.
    """
    together = threading.Barrier(lookers)

    def look_then_take(
        self: PlaceQuerySet, slot: Slot, *, now: datetime, language: str, wait: bool = False
    ) -> Place | None:
        if wait:
            return None
        rows = self.offered(now=now).filter(
            office_code=slot.office_code, mode=slot.mode, starts_at=slot.starts_at
        )
        place = rows.order_by("pk").first()
        if lookers > 1:
            together.wait(timeout=20)
        if place is not None:
            Place.objects.filter(pk=place.pk).update(state=PlaceState.TAKEN, rests_until=None)
        return place

    guarded = PlaceQuerySet.claim
    PlaceQuerySet.claim = look_then_take  # type: ignore[method-assign]
    try:
        yield
    finally:
        PlaceQuerySet.claim = guarded  # type: ignore[method-assign]


@contextmanager
def switched_off(*guards: str) -> Iterator[None]:
    """Without these unique indexes. What was written meanwhile goes before they come back."""
    with cluster.superuser() as owner:
        asked = "SELECT pg_get_indexdef(%s::regclass)"
        definitions = [row[0] for guard in guards for row in owner.execute(asked, [guard])]
        for guard in guards:
            owner.execute(f"DROP INDEX {guard}")
        try:
            yield
        finally:
            cluster.empty("default")
            for definition in definitions:
                owner.execute(definition)

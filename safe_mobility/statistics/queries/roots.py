"""Conditions of life by municipality, laid out once for each edition and kept by the process."""

from functools import lru_cache
from uuid import UUID

from safe_mobility.statistics.models import Edition
from safe_mobility.statistics.queries import series
from safe_mobility.statistics.rules import roots
from safe_mobility.statistics.rules.roots import THEMES, Standing, Table, Theme, Weights
from safe_mobility.statistics.rules.series import EditionState

SERIES = "municipal-indicators"


class NoIndicators(Exception):
    """No edition of the indicators is in force."""


def table() -> Table:
    """Raises `NoIndicators`."""
    return _table(_edition())


def standings(*, weights: Weights) -> tuple[Standing, ...]:
    """Every municipality with the span of its places. Raises `NoIndicators`, `NothingWeighs`."""
    return _standings(_edition(), tuple(weights[theme] for theme in THEMES))


def _edition() -> UUID:
    latest = Edition.objects.filter(kind=SERIES, state=EditionState.IN_FORCE)
    found = latest.order_by("-decided_at").values_list("pk", flat=True).first()
    if found is None:
        raise NoIndicators
    return found


@lru_cache(maxsize=2)
def _table(_edition: UUID) -> Table:
    return roots.lay_out(series.by_place(series=SERIES))


@lru_cache(maxsize=64)
def _standings(edition: UUID, weights: tuple[int, ...]) -> tuple[Standing, ...]:
    given: dict[Theme, int] = dict(zip(THEMES, weights, strict=True))
    return roots.standings(_table(edition), given)

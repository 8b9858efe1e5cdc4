"""The cells of a release as they are published."""

from safe_mobility.statistics.models import Release
from safe_mobility.statistics.rules.package import Line

COLUMNS = (
    *("indicator", "cut", "value", "people"),
    *("applications", "median_days", "p90_days"),
)


def lines_of(release: Release) -> list[Line]:
    return [Line(*row) for row in release.cells.order_by().values_list(*COLUMNS)]

"""The cells of a release as they are published."""

from safe_mobility.statistics.models import Release
from safe_mobility.statistics.rules.package import Line

COLUMNS = (
    *("indicator", "cut", "value", "people"),
    *("applications", "median_days", "p90_days"),
)


def lines_of(release: Release) -> list[Line]:
    """In the order of the partition, in which they were written."""
    return [Line(*row) for row in release.cells.order_by("pk").values_list(*COLUMNS)]

"""A month of the visa bulletin that waits on the training site, and one that cannot be read.

Both are made up: the first repeats the newest month that is known and moves F1 by a week.
"""

from datetime import date, datetime

from safe_mobility.doors.common.dates import MONTHS
from safe_mobility.programmes import queries as programmes
from safe_mobility.programmes.rules.cutoffs import CATEGORIES, CHARTS, Bulletin
from safe_mobility.reunification.services import bulletins

ADDRESS = "https://bulletins.example/made-up-for-training/"
_HEADINGS = {
    "final_action": "A. FINAL ACTION DATES FOR FAMILY-SPONSORED CASES",
    "filing": "B. DATES FOR FILING FAMILY-SPONSORED APPLICATIONS",
}


def bring(at: datetime) -> None:
    newest = programmes.cutoffs().newest
    if newest is None:
        return
    following = _month_after(newest.month)
    bulletins.receive_fetched(
        raw=_page(newest, following), address=ADDRESS, asked=following, now=at
    )
    bulletins.receive_fetched(
        raw=b"<title>Visa Bulletin</title><p>This page is being changed. Come back later.</p>",
        address=ADDRESS,
        asked=_month_after(following),
        now=at,
    )


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _page(newest: Bulletin, month: date) -> bytes:
    """The page of a month as the State Department lays it out, shorter."""
    charts = "".join(_chart(newest, chart) for chart in CHARTS)
    moved = charts.replace("2015-01-01", "2015-01-08")
    name = f"{MONTHS['en'][month.month - 1]} {month.year}"
    return f"<title>Visa Bulletin For {name}</title>{moved}".encode()


def _chart(newest: Bulletin, chart: str) -> str:
    areas = newest.cells.get(chart, {})
    head = "".join(f"<th>{area.replace('_', ' ')}</th>" for area in areas)
    rows = "".join(
        f"<tr><td>{category}</td>"
        + "".join(f"<td>{cells[n]}</td>" for cells in areas.values())
        + "</tr>"
        for n, category in enumerate(CATEGORIES)
    )
    return f"<p>{_HEADINGS[chart]}</p><table><tr><th>Family</th>{head}</tr>{rows}</table>"

"""Pages as the State Department makes them, made up here: one table, three areas."""

from datetime import date
from uuid import UUID

from safe_mobility.programmes.tests.shipped import MONDAY
from safe_mobility.reunification.models import BulletinPage
from safe_mobility.reunification.services import bulletins

ROWS = """
<tr><td>F1</td><td>{f1}</td><td>C</td><td>22NOV94</td></tr>
<tr><td>F2A</td><td>15APR14</td><td>15APR14</td><td>01MAR14</td></tr>
<tr><td>F2B</td><td>15JAN09</td><td>15JAN09</td><td>U</td></tr>
<tr><td>F3</td><td>22MAY04</td><td>22MAY04</td><td>08JUN94</td></tr>
<tr><td>F4</td><td>08FEB03</td><td>08FEB03</td><td>22MAR97</td></tr>
"""
HEAD = """<tr><td>Family-<br>Sponsored</td><td>All Charge-ability Areas Except Those Listed</td>
<td>INDIA</td><td>MEXICO</td></tr>"""


def page(*, month: str, f1: str = "01JAN15") -> bytes:
    table = f"<table>{HEAD}{ROWS.format(f1=f1)}</table>"
    return (
        f"<html><head><title>Visa Bulletin For {month}</title></head><body>"
        f"<p>Visa Bulletin for {month} Number 80 Volume X</p>{table}</body></html>"
    ).encode()


def one_that_waits() -> UUID:
    """A page that was fetched and that nobody has looked at."""
    asked = date(2024, 1, 1)
    bulletins.receive_fetched(
        raw=page(month="January 2024"), address="https://visas.example/", asked=asked, now=MONDAY
    )
    return BulletinPage.objects.values_list("pk", flat=True).get(asked_month=asked)

"""What a page asks of the database must not grow with the number of households.

Counted with 1,000 and again with 100,000 of them: queries, and rows that were read from one end
of a table to the other. The controls ask once a household, and take an index away.
"""

import dataclasses
import json
import os

from benchmarks.places_to_run import beside, training_site
from benchmarks.report import Report
from tests.running_site import RunningSite
from tests.walking import Family

FEW = 1_000
MANY = int(os.environ.get("BENCH_HOUSEHOLDS", "100000"))

Counted = dict[str, tuple[int, int]]


def main(report: Report) -> None:
    with training_site() as site:
        visitor, family = Family(site.public_url), Family(site.public_url)
        visitor.answer_everything()
        family.walk()
        beside(site, f"load(first=1, last={FEW})")
        few = _counted(site, visitor, family)
        beside(site, f"load(first={FEW + 1}, last={MANY})")
        many = _counted(site, visitor, family)
    report.note(f"{FEW:,} households against {MANY:,}")
    for name, (queries, rows) in many.items():
        more, further = queries - few[name][0], max(0, rows - few[name][1])
        if name == "control: a query a household":
            report.control(f"more queries, {name}", more)
        elif name == "control: without an index":
            report.control(f"rows read further, {name}", further)
        else:
            report.figure(f"{name}: queries", queries, "")
            report.count("   more than with few households", more)
            report.count("   rows read further", further)


def _counted(site: RunningSite, visitor: Family, family: Family) -> Counted:
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings.public", "DATABASE_ROLE": "owner"}
    owner = dataclasses.replace(site, variables=site.variables | variables)
    call = f"p.count(visitor={visitor.cookie!r}, family={family.cookie!r})"
    printed = owner.manage("shell", "-c", f"from benchmarks import _page_queries as p; {call}")
    counted: Counted = json.loads(printed.strip().splitlines()[-1])
    return counted

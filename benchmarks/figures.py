"""Figures over a programme that has been open for long: the nightly count, the check, the page.

The peer of counting is the same fourteen breakdowns by two bare statements with the same memory.
They write nothing; ours keeps what each family counted for, and can be repeated night by night.
"""

import dataclasses
import json
import os
from typing import Any

from benchmarks.places_to_run import training_site
from benchmarks.report import Report
from tests.running_site import RunningSite

FAMILIES = int(os.environ.get("BENCH_FAMILIES", "100000"))
MOST_BYTES = 25 * 1024


def main(report: Report) -> None:
    with training_site() as site:
        variables = {"DJANGO_SETTINGS_MODULE": "config.settings.public"}
        beside = dataclasses.replace(site, variables=site.variables | variables)
        owner = dataclasses.replace(beside, variables=beside.variables | {"DATABASE_ROLE": "owner"})
        made: float = _called(owner, "fill")
        told: dict[str, Any] = _called(beside, "run")
    report.note(f"{told['families']:,} families; BENCH_FAMILIES=1000000 for ten times as many")
    report.figure("making them up", made, "s")
    report.figure("one breakdown by one bare statement", told["one_cut"], "s")
    report.figure("the same fourteen by bare SQL (the peer)", told["bare"], "s")
    report.figure(
        "every fact from nothing",
        told["whole"],
        "s",
        ratio=told["whole"] / told["bare"],
        beside=f"the peer; {told['whole'] / told['one_cut']:.1f} to one breakdown",
    )
    report.figure("a night: what half a percent did", told["night"], "s")
    report.figure("a release decided, attacked, written", told["drafted"], "s")
    report.figure("the attacker alone, all tables", told["attacked"], "s")
    report.count("hidden numbers left with too little room", told["narrow"])
    report.control("the same with only small ones hidden", told["undone"])
    report.figure(
        "numbers not shown",
        100 * told["ours_hidden"],
        "%",
        beside=f"small ones alone: {100 * told['plain_hidden']:.1f} %",
    )
    report.figure(
        "people in numbers not shown",
        100 * told["ours_people"],
        "%",
        beside=f"small ones alone: {100 * told['plain_people']:.1f} %",
    )
    report.figure("page: bytes with map, compressed", told["bytes"], "", aim=f"<= {MOST_BYTES}")
    report.figure("page: queries", told["queries"], "")
    report.figure("page: time, without a server", told["page"] * 1000, "ms")


def _called(site: RunningSite, function: str) -> Any:
    """What a function of `_figures_beside` prints last, run in a process beside the site."""
    call = f"from benchmarks import _figures_beside as f; f.{function}(families={FAMILIES})"
    return json.loads(site.manage("shell", "-c", call).strip().splitlines()[-1])

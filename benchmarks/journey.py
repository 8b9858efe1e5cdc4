"""What one family costs the servers, from the first question to the confirmed appointment.

Counted in processor time, not by a clock: it is the same on a busy machine. The peer is a
program that answers two words, asked as often as the family opened or sent a page.
"""

import os
import urllib.request
from collections.abc import Iterable

import psutil

from benchmarks.places_to_run import hello_server, training_site
from benchmarks.report import Report
from tests.running_site import RunningSite
from tests.walking import Family

JOURNEYS = int(os.environ.get("BENCH_JOURNEYS", "20"))
HELLOS = 2000


def main(report: Report) -> None:
    with training_site() as site:
        # The first families pay for what a new process reads once.
        for _ in range(4):
            Family(site.public_url).walk()
        pages, web, database = _journeys(site)
    with hello_server() as url:
        hello = _hello(url)
    report.figure("two words (the limit)", hello * 1000, "ms")
    report.figure("pages that a family opens or sends", pages, "")
    report.figure(
        "the site, for one family",
        web * 1000,
        "ms",
        ratio=web / (pages * hello),
        beside="as many answers of two words",
    )
    report.figure("PostgreSQL, for one family", database * 1000, "ms")


def _journeys(site: RunningSite) -> tuple[float, float, float]:
    """Pages, processor seconds of the web processes and of PostgreSQL, each for one family."""
    web, database = _web(site), _database(site)
    began, asked = (_seconds(web), _seconds(database)), 0
    for _ in range(JOURNEYS):
        family = Family(site.public_url)
        family.walk()
        asked += family.asked
    spent = (_seconds(web) - began[0], _seconds(database) - began[1])
    return asked / JOURNEYS, spent[0] / JOURNEYS, spent[1] / JOURNEYS


def _web(site: RunningSite) -> list[psutil.Process]:
    return [one for one in site.processes() if any("gunicorn" in part for part in one.cmdline())]


def _database(site: RunningSite) -> list[psutil.Process]:
    return [one for one in site.processes() if one.name().startswith("postgres")]


def _hello(url: str) -> float:
    """Processor seconds of one answer of two words."""
    servers = [
        one
        for one in psutil.Process().children(recursive=True)
        if "benchmarks.hello:application" in one.cmdline()
    ]
    began = _seconds(servers)
    for _ in range(HELLOS):
        with urllib.request.urlopen(url) as answer:
            answer.read()
    return (_seconds(servers) - began) / HELLOS


def _seconds(processes: Iterable[psutil.Process]) -> float:
    spent = [one.cpu_times() for one in processes]
    return float(sum(one.user + one.system for one in spent))
